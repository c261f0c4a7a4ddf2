"""The corpus of one size, analysed once, so that each engine is given identical terms.

A size N is these files in the bench's folder, each with one line a paragraph but the first:

``bigN.jsonl``    the articles, made by ``tools/make_big.py`` of the shared folder
``bigN.terms``    the paragraph's index terms (stems), separated by blanks
``bigN.titles``   the headline's terms on an article's first paragraph, else nothing
``bigN.articles`` the number of the paragraph's article
``bigN.sources``  the publisher as one word, ``unknown`` where nobody says
``bigN.texts``    the paragraph as written, blanks and line ends made one blank
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIABLE = "WARTA_SHARED"
LABELS = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}
_COLUMNS = ("terms", "titles", "articles", "sources", "texts")
_NOT_IN_A_NAME = re.compile("[^0-9a-z]+")


class MissingFilesError(Exception):
    """A file of the bench is missing. The text names it and says what to do."""


@dataclass(frozen=True)
class Corpus:
    """The files of one size, which are ready to be indexed."""

    label: str
    folder: Path

    @property
    def stem(self) -> Path:
        """The path of its files without their suffix."""
        return self.folder / f"big{self.label}"

    def path(self, column: str) -> Path:
        """Return the path of one of its files: jsonl or one of the columns."""
        return Path(f"{self.stem}.{column}")

    def lines(self, column: str) -> Iterator[str]:
        """Yield one line a paragraph, without line ends."""
        with self.path(column).open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line[:-1]

    def longer_than(self, terms: int) -> frozenset[int]:
        """Return the numbers of the paragraphs that have more terms."""
        return frozenset(n for n, line in enumerate(self.lines("terms")) if line.count(" ") >= terms)

    def facts(self) -> dict[str, Any]:
        """Return what tables and queries need to know: paragraphs, terms, frequent terms, sources."""
        facts: dict[str, Any] = json.loads(self.path("facts.json").read_text(encoding="utf-8"))
        return facts


def shared_folder(named: str | None) -> Path:
    """Return the folder with ``tools/`` and ``eval/``. Raises MissingFilesError."""
    folder = Path(named or os.environ.get(VARIABLE) or Path("..") / "shared")
    if not (folder / "tools" / "make_big.py").is_file():
        raise MissingFilesError(
            f"{folder} holds no tools/make_big.py: the articles of the bench belong to their publishers and "
            f"are not part of the project; name the folder with --shared or {VARIABLE}"
        )
    return folder


def prepared(label: str, folder: Path, shared: str | None, say: Callable[[str], None]) -> Corpus:
    """Return the corpus of a size. It is made and analysed if it is not in the folder."""
    corpus = Corpus(label, folder)
    if not corpus.path("jsonl").is_file():
        say(f"{label}: making the articles")
        _make(shared_folder(shared), corpus.path("jsonl"), LABELS[label])
    if not corpus.path("facts.json").is_file():
        say(f"{label}: analysing them")
        _analyse(corpus)
    return corpus


def _make(shared: Path, path: Path, paragraphs: int) -> None:
    part = path.with_suffix(".part")
    tool = shared / "tools" / "make_big.py"
    made = subprocess.run(
        [sys.executable, str(tool), str(paragraphs), "--out", str(part)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise MissingFilesError(f"{tool}: {made.stderr.strip().splitlines()[-1]}")
    part.rename(path)


def _analyse(corpus: Corpus) -> None:
    """Write the columns and the facts. The facts are written last: they show that the corpus is complete."""
    from search.indonesian import Analyzer  # noqa: PLC0415 (workers read a corpus without Warta)

    terms_of = Analyzer().terms
    documents: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    paragraphs = tokens = 0
    with ExitStack() as stack:
        files = {c: stack.enter_context(corpus.path(c).open("w", encoding="utf-8")) for c in _COLUMNS}
        for place, article in enumerate(_articles(corpus)):
            title = " ".join(terms_of(article.get("title") or ""))
            source = _one_word(article.get("source") or "unknown")
            for number, text in enumerate(article["paragraphs"]):
                terms = terms_of(text)
                files["terms"].write(" ".join(terms) + "\n")
                files["titles"].write(title * (number == 0) + "\n")
                files["articles"].write(f"{place}\n")
                files["sources"].write(source + "\n")
                files["texts"].write(" ".join(text.split()) + "\n")
                documents.update(set(terms))
                tokens += len(terms)
                sources[source] += 1
                paragraphs += 1
    facts = {
        "paragraphs": paragraphs,
        "tokens": tokens,
        "terms": len(documents),
        "frequent": [term for term, _ in documents.most_common(100)],
        "sources": [name for name, _ in sources.most_common(9) if name != "unknown"],
    }
    corpus.path("facts.json").write_text(json.dumps(facts), encoding="utf-8")


def _articles(corpus: Corpus) -> Iterator[dict[str, Any]]:
    with corpus.path("jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _one_word(name: str) -> str:
    return _NOT_IN_A_NAME.sub(".", name.lower()).strip(".")
