"""PISA through the compiled module of the wheel pyterrier-pisa, without PyTerrier.

It answers disjunctions and conjunctions over one field, with the best of its exact algorithms for each class
of queries. It has no positions, fields, filters, deletions or exact totals. Its BM25 is different: the idf
has no 1 under the logarithm, so a term in half of the paragraphs scores almost nothing, and lengths are
exact.

Its indexer splits text itself, so each term is represented by a word of four or five letters. Postings are
compressed by SIMD-BP128, with the greatest score of every block of 32. Of the sizes and encodings that it
has, these were the fastest, or as fast as the fastest, in all classes.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator, Sequence
from importlib.machinery import ExtensionFileLoader
from importlib.metadata import PackageNotFoundError, files, version
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from bench.speed.corpus import Corpus
from bench.speed.engines.base import K1, B, Found, Searcher
from bench.speed.queries import BODY, Query

_ENCODING, _BLOCK = "block_simdbp", 32
_BATCH = 100_000  # documents
# The first algorithm scores every posting, so its results are right; those of the others are compared with
# it.
_ALGORITHMS = {
    "any": ("ranked_or", "wand", "block_max_wand", "maxscore", "block_max_maxscore"),
    "all": ("ranked_and", "block_max_ranked_and"),
}
_TOLERANCE = 1e-4
_DOCUMENTS, _WORDS = "documents.txt", "words.txt"
_NEEDED = ("fwd.doclex", "fwd.termlex", "bm25.", _WORDS)
_NOWHERE = "a"  # shorter than any word of the index
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def _module() -> Any:
    """Load the compiled module alone. Raises ImportError."""
    package = find_spec("pyterrier_pisa")
    if package is None or not package.submodule_search_locations:
        raise ImportError("pyterrier-pisa is not installed (pip install --no-deps pyterrier-pisa)")
    try:
        found = [file for file in files("tbb") or () if file.name == "libtbb.so.2"]
    except PackageNotFoundError:
        found = []  # the system may have it
    if found:
        ctypes.CDLL(str(found[0].locate()), ctypes.RTLD_GLOBAL)
    path = next(Path(package.submodule_search_locations[0]).glob("_pisathon*.so"))
    spec = spec_from_file_location("_pisathon", path, loader=ExtensionFileLoader("_pisathon", str(path)))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_PISA = _module()


def _word(number: int) -> str:
    """Return the word that represents a term: the first 456,976 words have four letters, the others five."""
    letters = []
    for _ in range(4 if number < len(_ALPHABET) ** 4 else 5):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


class _OneQuery:
    """An iterator over one query; notes when it is taken and when the next is asked for, a search later."""

    def __init__(self, words: dict[str, float]) -> None:
        self._item: tuple[int, dict[str, float]] | None = (0, words)
        self._start = self.taken = 0

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[tuple[int, dict[str, float]]]:
        return self

    def __next__(self) -> tuple[int, dict[str, float]]:
        now = time.perf_counter_ns()
        if self._item is None:
            self.taken = now - self._start
            raise StopIteration
        item, self._item = self._item, None
        self._start = time.perf_counter_ns()
        return item


class _Prepared(NamedTuple):
    kind: str
    words: dict[str, float]


class _Answer(NamedTuple):
    ids: list[int]
    scores: list[float]
    taken: int


class _Searcher(Searcher):
    def __init__(self, folder: Path) -> None:
        self._context = _context(folder)
        lines = (folder / _WORDS).read_text(encoding="utf-8").splitlines()
        self._words = {term: _word(number) for number, term in enumerate(lines)}
        self._algorithm = {kind: names[-1] for kind, names in _ALGORITHMS.items()}

    def prepare(self, query: Query) -> _Prepared:
        words = [self._words.get(term, _NOWHERE) for term in query.words]
        # It ignores unknown words. If all words must match, an unknown one means that there are no matches.
        if query.kind == "all" and _NOWHERE in words:
            words = [_NOWHERE]
        return _Prepared(query.kind, dict.fromkeys(words, 1.0))

    def tune(self, prepared: Sequence[_Prepared], k: int) -> str:
        """Return the algorithm with the least median of those that agree with scoring every posting."""
        kind = prepared[0].kind
        certain, *others = _ALGORITHMS[kind]
        best = {certain: [self._run(certain, one.words, k) for one in prepared]}
        for name in others:
            answers = [self._run(name, one.words, k) for one in prepared]
            if all(map(_same, answers, best[certain])):
                best[name] = answers
        times = {name: median(self._twice(name, one, k) for one in prepared) for name in best}
        self._algorithm[kind] = min(times, key=times.__getitem__)
        return self._algorithm[kind]

    def _twice(self, algorithm: str, prepared: _Prepared, k: int) -> int:
        return min(self._run(algorithm, prepared.words, k).taken for _ in range(2))

    def run(self, prepared: _Prepared, k: int, count: bool) -> _Answer:
        return self._run(self._algorithm[prepared.kind], prepared.words, k)

    def _run(self, algorithm: str, words: dict[str, float], k: int) -> _Answer:
        asked = _OneQuery(words)
        numbers, ranks = np.zeros(k, np.int32), np.zeros(k, np.int32)
        names, scores = np.empty(k, object), np.zeros(k, np.float32)
        count = _PISA.retrieve(
            self._context, algorithm, asked, k=k, threads=1, pretokenised=True, query_weighted=0,
            result_qidxs=numbers, result_docnos=names, result_ranks=ranks, result_scores=scores,
        )  # fmt: skip
        return _Answer([int(name) for name in names[:count]], scores[:count].tolist(), asked.taken)

    def nanoseconds(self, answer: _Answer) -> int:
        return answer.taken

    def found(self, answer: _Answer) -> Found:
        return Found(answer.ids, answer.scores, None)


def _same(one: _Answer, other: _Answer) -> bool:
    """Compare scores. Paragraphs with equal scores may be in any order."""
    return len(one.scores) == len(other.scores) and np.allclose(one.scores, other.scores, rtol=_TOLERANCE)


def _context(folder: Path) -> Any:
    """Open an index. Inverted lists that do not exist yet are made first."""
    context = _PISA.RetrievalContext()
    _PISA.prepare_index(
        context, str(folder), _ENCODING, "bm25", "", block_size=_BLOCK, quantize=0, bm25_k1=K1, bm25_b=B
    )
    return context


class _Pisa:
    title = "PISA"
    forms = ("terms",)
    limit = 10_000_000
    # A call prepares more than one query needs, so the time between two queries of one call is measured.
    clock = (
        "dictionary of strings made ahead; looked up within the clock, which leaves the call from Python out"
    )

    def version(self) -> str:
        return f"pyterrier-pisa {version('pyterrier-pisa')}, {_ENCODING}"

    def supports(self, query: Query) -> bool:
        if query.count or query.source or query.without or query.form != "terms":
            return False
        return query.kind in _ALGORITHMS and query.fields == BODY

    def build(self, corpus: Corpus, folder: Path, form: str) -> int:
        cores = os.cpu_count() or 1
        os.sched_setaffinity(0, range(cores))
        if len(os.sched_getaffinity(0)) < 2:
            raise RuntimeError("its indexer waits for ever on one core, and there is no other")
        terms: dict[str, str] = {}
        with (folder / _DOCUMENTS).open("w", encoding="ascii") as documents:
            for number, line in enumerate(corpus.lines("terms")):
                words = [
                    terms.get(term) or terms.setdefault(term, _word(len(terms))) for term in line.split()
                ]
                documents.write(f"{number} {' '.join(words)}\n")
        (folder / _WORDS).write_text("\n".join(terms), encoding="utf-8")
        _PISA.index(str(folder / _DOCUMENTS), str(folder), "", _BATCH, 1)
        _context(folder)
        for file in folder.iterdir():
            if not file.name.startswith(_NEEDED):
                file.unlink()
        return (folder / _WORDS).stat().st_size  # the engine has its own dictionary of terms

    def open(self, folder: Path, form: str) -> _Searcher:
        return _Searcher(folder)


ENGINE = _Pisa()
