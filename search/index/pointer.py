"""CURRENT: the small file that says which generation is searched. It is replaced in one atomic rename.

::

    {"current": "000003", "previous": "000002", "last": 3, "superseded": [], "root": "6f..", "digest": "9.."}

The digest is that of the file itself. The root is the digest of the current generation's manifest, which has
a digest of every other file: so CURRENT vouches for all of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from search import disk
from search.index.format.sealed import sealed, unsealed

NAME = re.compile(r"\d{6,}")
#: What versions wrote that had no digest here yet.
_OLD_KEYS = {"current", "previous"}


@dataclass(frozen=True)
class Pointer:
    """The current generation, and what is known of the others.

    current, previous: the generation that is searched, and the one to which a rollback returns
    last:       the greatest number of a generation that CURRENT ever named: a greater one is left over from a
                run that failed
    superseded: generations that nobody needs any more, and which may still be there
    root:       the root digest of the current generation, empty if it is not known
    """

    current: str
    previous: str | None
    last: int
    superseded: tuple[str, ...] = ()
    root: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The current and the previous generation."""
        return (self.current,) if self.previous is None else (self.current, self.previous)

    def save(self, path: Path) -> None:
        """Replace the file. Raises DiskError."""
        disk.replace(path, sealed(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> Pointer:
        """Read the file. Raises OSError, and ValueError if it is not what was written."""
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
        return pointer
