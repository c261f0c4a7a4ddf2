"""Damages an index repeatedly, by one bit or one cut at a time, and checks that each damage is reported.

    python -m tests.flips INDEX --times 1000 --seed 1

A copy of the index is damaged, never the index itself.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from search.errors import IndexDamagedError, IndexMissingError
from search.index import Generations
from search.index.examining import examine


def found(folder: Path) -> str:
    """Return the messages of ``warta check`` on an index; none if it is undamaged."""
    try:
        return " ".join(one.said("en") for examined in examine(Generations(folder)) for one in examined.wrong)
    except (IndexDamagedError, IndexMissingError) as error:
        return str(error)


def damages(folder: Path, times: int, seed: int) -> Iterator[tuple[str, str]]:
    """Damage the files of an index in turn. Yields each damage, and whether it was not found or not named."""
    chance = random.Random(seed)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "LOCK"]
    files = [path for path in files if path.stat().st_size]
    for number in range(times):
        path = files[number % len(files)]
        content = path.read_bytes()
        if chance.random() < 0.3:
            damage, changed = "cut", content[: chance.randrange(len(content))]
        else:
            # Small structures are at the beginning and at the end of most files.
            at = chance.choice([chance.randrange(len(content)), chance.randrange(min(64, len(content))), -1])
            byte = content[at] ^ 1 << chance.randrange(8)
            damage, changed = f"flip at {at}", content[:at] + bytes([byte]) + content[at:][1:]
        path.write_bytes(changed)
        said = found(folder)
        path.write_bytes(content)
        if path.name not in said:
            yield f"{path.relative_to(folder)}: {damage}", said
    assert found(folder) == "", "the index was damaged before"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "index"
        shutil.copytree(asked.index, copy)
        missed = list(damages(copy, asked.times, asked.seed))
    for done, said in missed:
        print(f"{done}: {said or 'not found'}")
    print(f"{asked.times - len(missed)} of {asked.times} found and named")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
