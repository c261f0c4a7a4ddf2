"""A digest of the program. Entity tags contain it, so that they change with every version."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import search

_PACKAGES = (Path(search.__file__).parent, Path(__file__).parent)
# These files differ between machines, but do not change any answer.
_COMPILED = (".so", ".pyd", ".pyc", ".c", ".json")


@cache
def program_digest() -> str:
    """Return a digest of sources, word lists, templates and texts: 32 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=16)
    for package in _PACKAGES:
        for path in sorted(package.rglob("*")):
            if path.is_file() and path.suffix not in _COMPILED:
                digest.update(f"{path.relative_to(package.parent).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
