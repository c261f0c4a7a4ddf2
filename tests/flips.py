"""Damages an index repeatedly, by one bit, one cut or one exchanged file at a time. Each damage is reported.

    python -m tests.flips INDEX --times 1000 --seed 1
    python -m tests.flips INDEX --times 1000 --seed 1 --search

The first command looks whether ``warta check`` finds each damage and names its file. The second one opens and
searches the damaged index, which nobody has checked, in a process of its own: each answer is the right one or
an error of Warta, and the process never crashes.

A copy of the index is damaged, never the index itself. The table has the kinds of files.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import format_exc

from search import EmbeddedIndex, SearchRequest, WartaError
from search.errors import IndexDamagedError, IndexMissingError
from search.index import Generations
from search.index.examining import examine

_TOOK = re.compile(r"took_ms=[\d.]+")
Answers = list[str]


def found(folder: Path) -> str:
    """Return the messages of ``warta check`` on an index; none if it is undamaged."""
    try:
        return " ".join(one.said("en") for examined in examine(Generations(folder)) for one in examined.wrong)
    except (IndexDamagedError, IndexMissingError) as error:
        return str(error)


def damaged(folder: Path, times: int, seed: int) -> Iterator[tuple[Path, str]]:
    """Damage the files of an index in turn, and mend them again. Yields each file and its damage."""
    chance = random.Random(seed)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "LOCK"]
    files = [path for path in files if path.stat().st_size]
    for number in range(times):
        path = files[number % len(files)]
        content = path.read_bytes()
        kin = [one for one in files if (one.suffix or one.name) == (path.suffix or path.name)]
        others = [one for one in kin if one.read_bytes() != content]
        if others and chance.random() < 0.15:
            other = chance.choice(others)
            damage, changed = f"as {other.relative_to(folder)}", other.read_bytes()
        elif chance.random() < 0.3:
            damage, changed = "cut", content[: chance.randrange(len(content))]
        else:
            # Small structures are at the beginning and at the end of most files.
            at = chance.choice([chance.randrange(len(content)), chance.randrange(min(64, len(content))), -1])
            byte = content[at] ^ 1 << chance.randrange(8)
            damage, changed = f"flip at {at}", content[:at] + bytes([byte]) + content[at:][1:]
        path.write_bytes(changed)
        yield path, damage
        path.write_bytes(content)


def damages(folder: Path, times: int, seed: int) -> Iterator[tuple[str, str]]:
    """Damage the files of an index in turn. Yields each damage that was not found or not named."""
    for path, damage in damaged(folder, times, seed):
        said = found(folder)
        if not _is_named(path, damage, said):
            yield f"{path.relative_to(folder)}: {damage}", said
    assert found(folder) == "", "the index was damaged before"


def _is_named(path: Path, damage: str, said: str) -> bool:
    """Return whether messages name a damaged file.

    Beside a manifest of another generation, which is right by itself, the other files are the wrong ones.
    """
    return path.name in said or (damage.endswith(path.name) and path.parent.name in said)


class Questions:
    """Questions to an index, and their right answers."""

    def __init__(self, folder: Path) -> None:
        index = EmbeddedIndex(folder)
        terms = sorted(index.snapshot.terms("body_exact"), key=lambda one: -one[1])
        self._words = [term for term, _ in terms[:: len(terms) // 12 + 1] if term.isalpha()]
        self._ids = [about.id for about, _ in index.listed(0, 3)]
        named = index.search("", facets=("name", "speaker")).facets
        self._names = [one.value for facet in named.values() for one in facet.values[:4]]
        self.right = self.answers(folder)
        assert not any(answer.startswith("error") for answer in self.right)

    def _asked(self) -> Iterator[Callable[[EmbeddedIndex], object]]:
        for one, other in zip(self._words, [*self._words[1:], self._words[0]], strict=True):
            yield lambda index, one=one: index.search(one, explain=True)
            yield lambda index, one=one: index.search(f"{one[:2]}*", sort="newest", timeline="auto")
            yield lambda index, both=f"{one} {other}": index.search(both, match="any", group="none")
            yield lambda index, one=one: index.search(f"{one}~1 -{self._words[0]}", exact=True)
            yield lambda index, both=f"{one} {other}": index.paragraphs(both)
            yield lambda index, one=one: index.suggest(one[:3])
        yield lambda index: index.search("", facets=("source", "tag", "year", "speaker", "name"))
        yield lambda index: list(index.hits(SearchRequest(self._words[0])))
        yield lambda index: index.matching(SearchRequest("", date_from="2020-01-01"))
        yield lambda index: list(index.listed(0, index.numbers))
        yield lambda index: index.stats()
        for name in self._names:
            yield lambda index, one=name: index.name(one)
            yield lambda index, one=name: index.search(f'oleh:"{one}"', quotes=True, speaker=(one,))
            yield lambda index, one=name: index.search(f'tentang:"{one}"')
            yield lambda index, one=name: index.suggest(one[:5])
        for article_id in self._ids:
            yield lambda index, one=article_id: index.article(one)
            yield lambda index, one=article_id: (index.similar(one), index.copies(one))

    def answers(self, folder: Path) -> Answers:
        """Open an index and ask it everything. Return the answers, or what errors of Warta said."""
        try:
            index = EmbeddedIndex(folder)
        except WartaError as error:
            return [f"error: {error}"]
        return [self._answer(index, ask) for ask in self._asked()]

    @staticmethod
    def _answer(index: EmbeddedIndex, ask: Callable[[EmbeddedIndex], object]) -> str:
        try:
            return _TOOK.sub("", repr(ask(index)))
        except WartaError as error:
            return f"error: {error}"

    def wrong(self, folder: Path) -> str:
        """Ask a damaged index in a process of its own. Return what is wrong with its answers, else "".

        folder: the index
        """
        receiving, sending = os.pipe()
        if (child := os.fork()) == 0:
            os.close(receiving)
            with os.fdopen(sending, "w", encoding="utf-8") as said:
                try:
                    answers = self.answers(folder)
                    pairs = zip(answers, self.right, strict=False)
                    false = [one for one, right in pairs if one != right and not one.startswith("error: ")]
                    said.write(f"{len(false)} wrong answers: {false[0][:500]}" if false else "")
                    said.write("" if answers != self.right else "\0same")
                except BaseException:
                    said.write(format_exc())
            os._exit(0)
        os.close(sending)
        with os.fdopen(receiving, encoding="utf-8") as said:
            text = said.read()
        _, status = os.waitpid(child, 0)
        return f"the process ended with {status}" if status else text


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--search", action="store_true", help="open and search it instead of checking it")
    asked = parser.parse_args()
    kinds: Counter[str] = Counter()
    missed, same = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "index"
        shutil.copytree(asked.index, copy)
        questions = Questions(copy) if asked.search else None
        for path, damage in damaged(copy, asked.times, asked.seed):
            kinds[path.suffix or path.name] += 1
            if questions:
                said = questions.wrong(copy)
                same += said == "\0same"
                is_missed = said not in ("", "\0same")
            else:
                said = found(copy)
                is_missed = not _is_named(path, damage, said)
            if is_missed:
                missed += 1
                print(f"{path.relative_to(copy)}: {damage}: {said or 'not found'}", flush=True)
        assert found(copy) == "", "the index was damaged before"
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    if asked.search:
        print(f"{asked.times - missed} of {asked.times}: errors or right answers ({same} not noticed at all)")
    else:
        print(f"{asked.times - missed} of {asked.times} found and named")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
