"""The module writes and reads TREC runs, reads qrels, and computes measures.

A run line is ``QUERY Q0 DOCUMENT RANK SCORE TAG``, a qrels line ``QUERY 0 DOCUMENT RELEVANCE``, a query line
``QUERY<TAB>TEXT``. As in trec_eval, a run is sorted by score, read as a 32-bit float, and equal scores by
document id, both descending; the ranks in the file are ignored. A measure is the mean over the judged
queries; a query without results or without a relevant document counts as 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, log2
from pathlib import Path

from search.errors import EvaluationError
from search.remarks import Remark

Run = dict[str, dict[str, float]]
Qrels = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Measures:
    """The means over ``queries`` queries, each from 0 to 1."""

    queries: int
    p_at_1: float
    mrr_at_10: float
    ndcg_at_10: float
    recall_at_100: float


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise EvaluationError("cannot_be_read", file=path, reason=error) from error
    except UnicodeDecodeError as error:
        raise EvaluationError(
            "not_utf8_file", file=path, reason=error.reason, position=str(error.start)
        ) from error


def read_run(path: Path) -> Run:
    """Read a run: query -> document -> score. Raises EvaluationError, which names file and line."""
    run: Run = {}
    for number, line in _lines(path):
        cells = line.split()
        score = _number(cells[4]) if len(cells) == 6 else None
        if score is None:
            raise EvaluationError("no_run_line", place=f"{path}:{number}", found=_shown(line))
        if cells[2] in run.setdefault(cells[0], {}):
            raise EvaluationError(
                "document_twice", place=f"{path}:{number}", document=cells[2], query=cells[0]
            )
        run[cells[0]][cells[2]] = score
    return run


def read_qrels(path: Path) -> Qrels:
    """Read judgements: query -> document -> relevance; a line may be repeated.

    Raises EvaluationError, which names file and line.
    """
    qrels: Qrels = {}
    for number, line in _lines(path):
        cells = line.split()
        relevance = _number(cells[3]) if len(cells) == 4 else None
        if relevance is None or relevance != int(relevance):
            raise EvaluationError("no_qrels_line", place=f"{path}:{number}", found=_shown(line))
        judged = qrels.setdefault(cells[0], {})
        if judged.setdefault(cells[2], int(relevance)) != relevance:
            raise EvaluationError(
                "judged_otherwise", place=f"{path}:{number}", document=cells[2], query=cells[0]
            )
    return qrels


def _shown(line: str) -> str:
    return repr(line[:80])


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def read_queries(path: Path) -> tuple[list[tuple[str, str]], list[Remark]]:
    """Read queries as pairs of id and text, and remarks about the lines that are left out.

    Raises EvaluationError if the file cannot be read.
    """
    queries: list[tuple[str, str]] = []
    wrong: list[Remark] = []
    seen: set[str] = set()
    for number, line in _lines(path):
        query_id, tab, text = line.partition("\t")
        query_id = query_id.strip()
        if not tab or not query_id or not text.strip() or len(query_id.split()) != 1:
            wrong.append(Remark("no_query_line", {"place": f"{path}:{number}", "found": _shown(line)}))
        elif query_id in seen:
            wrong.append(Remark("query_twice", {"place": f"{path}:{number}", "query": query_id}))
        else:
            seen.add(query_id)
            queries.append((query_id, text.strip()))
    return queries, wrong


def run_lines(query_id: str, ranked: Sequence[tuple[str, float]], tag: str = "warta") -> Iterator[str]:
    """Yield the lines of one query's results, the best first.

    Blanks in a document id would break the format, but ids have none (see ``search.article.usable_id``).
    """
    for rank, (document, score) in enumerate(ranked, start=1):
        yield f"{query_id} Q0 {document} {rank} {score!r} {tag}"


def articles_of(documents: Mapping[str, float]) -> dict[str, float]:
    """Return the values of articles, given those of paragraphs: the maximum of each article."""
    by_article: dict[str, float] = {}
    for document, value in documents.items():
        article = document.rpartition("#")[0] or document
        by_article[article] = max(value, by_article.get(article, value))
    return by_article


def evaluate(run: Run, qrels: Qrels, ignore: Qrels | None = None) -> Measures:
    """Return the measures of a run.

    ignore: query -> documents that are removed from the run before

    If only one of run and qrels has paragraphs (``ID#N``) and the other articles, both are compared by
    article.
    """
    ignored = ignore or {}
    if _of_paragraphs(run) != _of_paragraphs(qrels):
        run = {query: articles_of(documents) for query, documents in run.items()}
        qrels = {q: {d: int(r) for d, r in articles_of(judged).items()} for q, judged in qrels.items()}
        ignored = {q: {d: int(r) for d, r in articles_of(judged).items()} for q, judged in ignored.items()}
    sums = [0.0] * 4
    for query, judged in qrels.items():
        ranking = [d for d in _ranking(run.get(query, {})) if d not in ignored.get(query, {})]
        for i, value in enumerate(_of_query(ranking, judged)):
            sums[i] += value
    means = [total / max(1, len(qrels)) for total in sums]
    return Measures(len(qrels), *means)


def _of_paragraphs(documents: Mapping[str, Mapping[str, float]]) -> bool:
    return any("#" in document for judged in documents.values() for document in judged)


def _ranking(documents: Mapping[str, float]) -> list[str]:
    scores = dict(zip(documents, array("f", documents.values()), strict=True))
    return sorted(sorted(documents, reverse=True), key=lambda document: -scores[document])


def _of_query(ranking: Sequence[str], judged: Mapping[str, int]) -> Iterable[float]:
    """Return P@1, MRR@10, nDCG@10 (Järvelin and Kekäläinen 2002, linear gain) and R@100 of one query."""
    gains = [max(0, judged.get(document, 0)) for document in ranking[:100]]
    ideal = sorted((r for r in judged.values() if r > 0), reverse=True)
    if not ideal:
        return 0.0, 0.0, 0.0, 0.0
    first = next((rank for rank, gain in enumerate(gains[:10], start=1) if gain), 0)
    return (
        float(bool(gains and gains[0])),
        1.0 / first if first else 0.0,
        _discounted(gains[:10]) / _discounted(ideal[:10]),
        sum(1 for gain in gains if gain) / len(ideal),
    )


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
