"""The module reads and writes CURRENT, the small file that names the current generation.

The file is replaced by one atomic rename::

    {"current": "000003", "previous": "000002", "last": 3, "superseded": [], "root": "6f..", "log": "c1..",
     "digest": "9.."}

The digest is that of the file itself. The root is the digest of the current generation's manifest, which
contains digests of all other files: so CURRENT protects all of them. The log is the digest of the last line
of ``removed.jsonl``, in which each line has the digest of the line before.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from search import disk
from search.index.format.sealed import sealed, unsealed
from search.later import Pattern

NAME = Pattern(r"\d{6,}")
#: The keys in files of older versions, which had no digest here.
_OLD_KEYS = {"current", "previous"}


@dataclass(frozen=True)
class Pointer:
    """The current generation, and what is known of the others.

    current, previous: the generation that is searched, and the one to which a rollback returns
    last:       the greatest number of a generation that CURRENT ever named: a greater one was left by a run
                that failed
    superseded: generations that are not needed any more, and may still exist
    root:       the root digest of the current generation, "" if it is not known
    log:        the digest of a line of the log of removals, which must be there, "" if there was none
    """

    current: str
    previous: str | None
    last: int
    superseded: tuple[str, ...] = ()
    root: str = ""
    log: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The current and the previous generation."""
        return (self.current,) if self.previous is None else (self.current, self.previous)

    def save(self, path: Path) -> None:
        """Replace the file. Raises DiskError."""
        disk.replace(path, sealed(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> Pointer:
        """Read the file. Raises OSError, and ValueError if its contents were not written by ``save``."""
        content = path.read_bytes()
        try:
            values = json.loads(content)
            if set(values) == _OLD_KEYS:
                return cls._of({**values, "last": max(int(name) for name in values.values() if name)})
            values = unsealed(content)
            del values["digest"]
            return cls._of({**values, "superseded": tuple(values["superseded"])})
        except (TypeError, LookupError, AttributeError, RecursionError) as error:
            raise ValueError(str(error)) from error

    @classmethod
    def _of(cls, values: dict[str, Any]) -> Pointer:
        pointer = cls(**values)
        if not all(
            isinstance(name, str) and NAME.fullmatch(name) for name in (*pointer.named, *pointer.superseded)
        ):
            raise ValueError("it names no generation")
        if type(pointer.last) is not int or not isinstance(pointer.root, str):
            raise ValueError("last is no number, or root no digest")
        if not isinstance(pointer.log, str):
            raise ValueError("log is no digest")
        return pointer
