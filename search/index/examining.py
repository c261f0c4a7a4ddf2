"""The module examines generations: it reads every byte, and names what is damaged as exactly as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.errors import IndexDamagedError
from search.index.generations import Generations
from search.index.manifest import Manifest, check_files
from search.index.reading.snapshot import Snapshot
from search.index.removals import Removals
from search.index.verify import check
from search.remarks import Remark

Wrong = Remark | IndexDamagedError


def damage_of(generations: Generations, name: str, root: str = "") -> Sequence[Wrong]:
    """Return what is wrong with a generation, nothing if it is undamaged.

    root: the digest that its manifest must have, or "" if it is not known
    """
    folder = generations.path(name)
    try:
        return check(Snapshot(folder, name, root))
    except IndexDamagedError as error:
        cannot_be_opened = [error]
    try:  # the checksums name the file more exactly
        return check_files(folder, Manifest.load(folder, root), contents=True) or cannot_be_opened
    except IndexDamagedError:
        return cannot_be_opened


def sound_generations(generations: Generations) -> list[str]:
    """Return the names of the undamaged generations, the oldest first."""
    return [name for name in generations.names() if not damage_of(generations, name)]


class Examined(NamedTuple):
    """The result of examining one thing.

    role:  "current", "previous" or "unnamed" for a generation, "log" for ``removed.jsonl``
    name:  the name of the generation, "" for the log
    wrong: what is wrong, nothing if it is undamaged
    """

    role: str
    name: str
    wrong: Sequence[Wrong]


def examine(generations: Generations) -> Iterator[Examined]:
    """Examine the generations of an index one after the other, then the log of removals.

    Raises IndexMissingError, and IndexDamagedError if CURRENT is lost or changed.
    """
    pointer = generations.pointer()
    yield Examined("current", pointer.current, damage_of(generations, pointer.current, pointer.root))
    if pointer.previous:
        yield Examined("previous", pointer.previous, damage_of(generations, pointer.previous))
    for name in generations.names():
        if name not in (*pointer.named, *pointer.superseded):
            yield Examined("unnamed", name, damage_of(generations, name))
    try:
        Removals(generations.folder).lines()
    except IndexDamagedError as error:
        yield Examined("log", "", [error])
