"""The module finds the kind of file system of a folder."""

from __future__ import annotations

from pathlib import Path

from search.later import Pattern

_MOUNTS = Path("/proc/self/mounts")  # Linux
#: File systems whose locks or mapped files do not hold across machines: how their names begin.
_SHARED = (
    *("nfs", "cifs", "smb", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2"),
    *("fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "fuse.mergerfs", "virtiofs"),
)
_ESCAPED = Pattern(r"\\([0-7]{3})")


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


def shared_file_system_of(folder: Path) -> str:
    """Return the kind of the file system if other machines may change it as well; empty otherwise."""
    kind = file_system_of(folder)
    return kind if kind.startswith(_SHARED) else ""
