"""The module finds the kind of file system of a folder."""

from __future__ import annotations

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")  # Linux
_ESCAPED = re.compile(r"\\([0-7]{3})")


def file_system_of(folder: Path) -> str:
    """Return the kind of the file system, such as "ext4" or "nfs4"; "" if it is not known."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    folder, best, kind = folder.resolve(), -1, ""
    for line in lines:
        _, where, of, *_ = line.split(" ")
        mounted = Path(_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), where))
        if len(mounted.parts) >= best and (folder == mounted or mounted in folder.parents):
            best, kind = len(mounted.parts), of
    return kind
