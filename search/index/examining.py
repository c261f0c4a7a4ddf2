"""What is wrong with a generation, as exactly as can be said: every byte of it is read."""

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
    """Return what is wrong with a generation, nothing if it is sound.

    root: the digest that its manifest must have, empty if it is not known
    """
    folder = generations.path(name)
    try:
        return check(Snapshot(folder, name, root))
    except IndexDamagedError as error:
        cannot_be_opened = [error]
    try:  # the checksums say more exactly which file it is
        return check_files(folder, Manifest.load(folder, root), contents=True) or cannot_be_opened
    except IndexDamagedError:
        return cannot_be_opened


def sound_generations(generations: Generations) -> list[str]:
    """Return the names of the generations that are sound, the oldest first."""
    return [name for name in generations.names() if not damage_of(generations, name)]


class Examined(NamedTuple):
    """What an examination found.

    role:  "current", "previous" or "unnamed" of a generation, "log" of ``removed.jsonl``
    name:  of the generation
    wrong: what is wrong, nothing if it is sound
    """

    role: str
    name: str
    wrong: Sequence[Wrong]


def examine(generations: Generations) -> Iterator[Examined]:
    """Examine the generations of an index one after the other, then the log of what was removed.

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
