"""Other search engines on the same documents. If one is not installed, the table gives the reason.

All of them rank paragraphs; in a run by article, the best paragraph of an article counts. Each gets the
documents and the queries, and returns a run, the best documents first. This module installs none of them, but
the jars of Lucene are fetched into the cache (``bench.lucene``).
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import Stemmer

from bench import lucene as lucene_program
from bench.relevance.bm25 import PlainBM25
from bench.relevance.server import NoServerError, postgres_server
from search.evaluate import Run, read_run

DEPTH = 1_000
_PATIENCE = 3_600  # seconds for Postgres, which ranks all matches one by one
_JAVA_MAIN = Path(__file__).parent / "lucene" / "LuceneRun.java"
_TOKEN = re.compile(r"\w+")

Documents = Sequence[tuple[str, str]]
Queries = Sequence[tuple[str, str]]


class UnavailableError(Exception):
    """The peer cannot run on this machine. The text gives the reason in a few words."""


@dataclass(frozen=True)
class Peer:
    """A search engine. ``run`` raises UnavailableError if it is not installed."""

    name: str
    run: Callable[[Documents, Queries, Path], Run]


def _stems() -> Callable[[str], list[str]]:
    stem = Stemmer.Stemmer("indonesian").stemWords
    return lambda text: list(stem(_TOKEN.findall(text.lower())))


def snowball_bm25(documents: Documents, queries: Queries, cache: Path) -> Run:
    """Snowball's stems under plain BM25 (k1 0.9, b 0.4): what most programs call Indonesian search."""
    terms = _stems()
    index = PlainBM25((key, terms(text)) for key, text in documents)
    return {key: dict(index.best(terms(text), DEPTH)) for key, text in queries}


def bm25s(documents: Documents, queries: Queries, cache: Path) -> Run:
    """Rank with the package bm25s: its tokeniser, PyStemmer, its defaults (k1 1.5, b 0.75)."""
    if importlib.util.find_spec("bm25s") is None:
        raise UnavailableError("the package bm25s is not installed")
    package = importlib.import_module("bm25s")

    stemmer = Stemmer.Stemmer("indonesian")
    index = package.BM25()
    tokenised = package.tokenize(
        [text for _, text in documents], stopwords=[], stemmer=stemmer, show_progress=False
    )
    index.index(tokenised, show_progress=False)
    asked = package.tokenize(
        [text for _, text in queries], stopwords=[], stemmer=stemmer, show_progress=False
    )
    found, scores = index.retrieve(asked, k=min(DEPTH, len(documents)), show_progress=False)
    return {
        key: {
            documents[int(place)][0]: float(score)
            for place, score in zip(found[row], scores[row], strict=True)
            if score > 0
        }
        for row, (key, _) in enumerate(queries)
    }


def lucene(documents: Documents, queries: Queries, cache: Path) -> Run:
    """Lucene's IndonesianAnalyzer and BM25 (k1 0.9, b 0.4), as Anserini sets it up."""
    with tempfile.TemporaryDirectory(dir=cache) as name:
        folder = Path(name)
        try:
            program = lucene_program.command(_JAVA_MAIN, cache, folder, "-Xmx2g")
        except lucene_program.NoLuceneError as error:
            raise UnavailableError(str(error)) from error
        _write_pairs(folder / "documents.tsv", documents)
        _write_pairs(folder / "queries.tsv", queries)
        files = [str(folder / "documents.tsv"), str(folder / "queries.tsv"), str(folder / "run")]
        _called([*program, *files, str(DEPTH)])
        return read_run(folder / "run")


def fetch_lucene(cache: Path) -> None:
    """Fetch the jars of Lucene once, before several sets are measured at the same time."""
    with suppress(lucene_program.NoLuceneError):  # the table will say why
        lucene_program.jars(cache)


def postgres(documents: Documents, queries: Queries, cache: Path) -> Run:
    """Postgres' text search with its `indonesian` configuration, ranked by ts_rank_cd, any word matching.

    The server is the one that the variables of libpq name (PGHOST, PGUSER, PGDATABASE), or else a new one for
    this run. Only temporary tables are used.
    """
    if shutil.which("psql") is None:
        raise UnavailableError("psql is not installed")
    with tempfile.TemporaryDirectory(dir=cache) as name:
        folder = Path(name)
        _write_pairs(folder / "documents.tsv", documents, escape=True)
        _write_pairs(folder / "queries.tsv", queries, escape=True)
        script = f"""
            \\set ON_ERROR_STOP on
            CREATE TEMP TABLE documents (id text, body text);
            CREATE TEMP TABLE queries (id text, body text);
            \\copy documents FROM '{folder / "documents.tsv"}'
            \\copy queries FROM '{folder / "queries.tsv"}'
            CREATE TEMP TABLE searched AS SELECT id, to_tsvector('indonesian', body) AS words FROM documents;
            CREATE INDEX ON searched USING gin (words);
            ANALYZE searched;
            CREATE TEMP TABLE asked AS SELECT id, replace(
                plainto_tsquery('indonesian', body)::text, '&', '|')::tsquery AS words FROM queries;
            \\copy (SELECT asked.id, 'Q0', hit.id, 1, hit.score, 'postgres' FROM asked, LATERAL ( \
SELECT searched.id, ts_rank_cd(searched.words, asked.words, 1) AS score FROM searched \
WHERE searched.words @@ asked.words ORDER BY score DESC LIMIT {DEPTH}) AS hit) \
TO '{folder / "run"}' WITH (DELIMITER ' ')
        """
        script = "\n".join(line.strip() for line in script.splitlines())
        try:
            with postgres_server() as environment:
                _called(["psql", "-X", "-q", "-w"], script, _PATIENCE, environment)
        except NoServerError as error:
            raise UnavailableError(str(error)) from error
        return read_run(folder / "run")


def _write_pairs(path: Path, pairs: Documents, *, escape: bool = False) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for key, text in pairs:
            plain = " ".join(text.split())
            lines.write(f"{key}\t{plain.replace(chr(92), chr(92) * 2) if escape else plain}\n")


def _called(
    command: list[str],
    script: str | None = None,
    patience: float | None = None,
    environment: dict[str, str] | None = None,
) -> None:
    try:
        done = subprocess.run(
            command,
            input=script,
            capture_output=True,
            text=True,
            check=False,
            timeout=patience,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"{command[0]} was given up after {patience:.0f} seconds") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise UnavailableError(f"{command[0]}: {said[-1] if said else f'exit code {done.returncode}'}")


PEERS = (
    Peer("Lucene 10.6 IndonesianAnalyzer", lucene),
    Peer("Snowball stems, plain BM25", snowball_bm25),
    Peer("bm25s, Snowball stems", bm25s),
    Peer("Postgres `indonesian`, ts_rank_cd", postgres),
)
