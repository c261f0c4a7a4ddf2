"""The module decides once for the whole program: either all compiled modules are used, or all their oracles.

The build of the extensions (``setup.py``) writes a stamp next to this module: the names of the extensions,
their suffix, and the digest of their Cython sources. ``COMPILED`` is true if all extensions exist and, in a
checkout, if their sources have not changed since the build. A package with compiled modules reads it once,
when it is imported::

    if COMPILED:
        from search.snippets.compiled_marks import CompiledHighlighter as Highlighter
    else:
        from search.snippets.marks import Highlighter

Both give the same results; an oracle is plain Python or NumPy and slower.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Mapping
from hashlib import blake2b
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Literal

State = Literal["compiled", "refused", "absent", "stale"]

#: The file that the build of the extensions writes, in the folder of this module.
STAMP = "_compiled.json"
_PACKAGE = Path(__file__).parent
_SOURCES = (".pyx", ".pxd", ".pxi")


def digest_of_sources(package: Path) -> str | None:
    """Return the BLAKE2b digest (hexadecimal) of all Cython sources below a folder; None without sources."""
    top = os.fspath(package)  # strings, since every command does this, and paths take three times as long
    paths = []
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if name != "__pycache__"]
        paths += [os.path.join(folder, name) for name in files if name.endswith(_SOURCES)]  # noqa: PTH118
    sources = sorted((Path(os.path.relpath(one, top)).parts, one) for one in paths)
    digest = blake2b(digest_size=16)
    for parts, source in sources:
        with open(source, "rb") as stream:  # noqa: PTH123
            digest.update("/".join(parts).encode() + b"\0" + stream.read() + b"\0")
    return digest.hexdigest() if sources else None


def write_stamp(folder: Path, extensions: list[str], suffix: str, digest: str) -> None:
    """Write the stamp into ``folder``, the package that is built. extensions: their full names."""
    stamp = {"extensions": extensions, "suffix": suffix, "sources": digest}
    (folder / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def state_of(package: Path, environment: Mapping[str, str]) -> State:
    """Return "compiled" if the extensions of a package can be used, otherwise the reason why not.

    "refused": the environment variable WARTA_KERNEL says "oracle" (or "numpy", its former value)
    "absent":  some extension was not built, or was built for another Python
    "stale":   the sources changed after the extensions were built
    """
    if environment.get("WARTA_KERNEL") in ("oracle", "numpy"):
        return "refused"
    try:
        stamp = json.loads((package / STAMP).read_text(encoding="utf-8"))
        suffix, sources = stamp["suffix"], stamp["sources"]
        files = [package.parent / (name.replace(".", "/") + suffix) for name in stamp["extensions"]]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return "absent"
    if suffix not in EXTENSION_SUFFIXES or not all(map(Path.is_file, files)):
        return "absent"
    return "compiled" if digest_of_sources(package) in (None, sources) else "stale"


STATE: State = state_of(_PACKAGE, os.environ)
#: Whether the compiled modules are used.
COMPILED = STATE == "compiled"

if STATE in ("absent", "stale"):
    warnings.warn(
        f"the compiled steps are {STATE}: searches and builds are slower", RuntimeWarning, stacklevel=2
    )
