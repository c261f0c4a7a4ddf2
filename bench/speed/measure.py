"""Measuring: builds in fresh processes, then queries interleaved over all engines on one core."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.speed.agreement import LONGEST_COMPARED, Agreement, compared, is_compared
from bench.speed.corpus import Corpus
from bench.speed.engines.base import FORMS
from bench.speed.queries import QueryClass
from bench.speed.remote import EngineError, Remote, UnavailableError

K = 10
PASSES = 5
# Java compiles code that has run often; the other engines only have to read their pages once.
_WARM = {"lucene": (20, 8.0)}
_WARM_OTHERS = (2, 3.0)
# The times of slow queries do not become more precise by more passes.
_SLOW = ("bm25s", "xapian", "fts5", "whoosh")
_SLOW_SHARE = 0.25
_SEARCHES_BEFORE_MEMORY = (1_000, 20.0)  # how many, and seconds at most
_THOUSAND = 1_000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Times:
    """The microseconds of each query, the best of its passes. complete: whether no pass was skipped."""

    best_us: list[float]
    complete: bool


@dataclass(frozen=True)
class Plan:
    """The choices of what to measure.

    budget_s: seconds that an engine may use for a class before the rest of its passes are left out; the slow
              engines get a quarter of it
    rebuild:  names of engines whose indexes are made anew though they are there
    """

    folder: Path
    engines: tuple[str, ...]
    passes: int
    budget_s: float
    rebuild: tuple[str, ...] = ()

    def budget_of(self, engine: str) -> float:
        """Return the seconds of one engine."""
        return self.budget_s * (_SLOW_SHARE if engine in _SLOW else 1.0)


def build_all(plan: Plan, corpus: Corpus, say: Say) -> dict[str, Any]:
    """Build what is not there yet; return ``{engine: facts}``, with ``unavailable`` where it cannot run."""
    paragraphs = corpus.facts()["paragraphs"]
    engines: dict[str, Any] = {}
    for name in plan.engines:
        try:
            engines[name] = _built(plan, corpus, name, paragraphs, say)
        except (UnavailableError, EngineError) as error:
            say(f"{corpus.label}: {name}: {error}")
            engines[name] = {"title": name, "unavailable": str(error)}
    return engines


def _built(plan: Plan, corpus: Corpus, name: str, paragraphs: int, say: Say) -> dict[str, Any]:
    with Remote(name, plan.folder) as remote:
        facts: dict[str, Any] = {**remote.about, "builds": {}}
    if paragraphs > facts["limit"]:
        facts["unavailable"] = f"not asked to index more than {facts['limit']:,} paragraphs"
        return facts
    if owner := facts.get("same_index_as"):
        built = {form: index_folder(plan.folder, corpus, owner) / f"{form}.json" for form in facts["forms"]}
        if not all(note.is_file() for note in built.values()):
            raise EngineError(f"it searches the index of {owner}, which is not there yet")
        facts["builds"] = {form: json.loads(note.read_text("utf-8")) for form, note in built.items()}
        return facts
    place = index_folder(plan.folder, corpus, name)
    if name in plan.rebuild and place.is_dir():
        shutil.rmtree(place)
    for form in (form for form in FORMS if form in facts["forms"]):
        facts["builds"][form] = _build(plan, corpus, name, form, say)
    return facts


def index_folder(folder: Path, corpus: Corpus, name: str) -> Path:
    """Return the folder of an engine's indexes of a corpus."""
    return folder / "indexes" / corpus.label / name


def _build(plan: Plan, corpus: Corpus, name: str, form: str, say: Say) -> dict[str, float]:
    place = index_folder(plan.folder, corpus, name) / form
    noted = place.with_name(f"{form}.json")
    if not noted.is_file():
        say(f"{corpus.label}: {name} builds {form!r}")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        with Remote(name, plan.folder) as remote:
            cost = remote.ask(
                "build", label=corpus.label, corpus=str(corpus.folder), folder=str(place), form=form
            )
        files = (file for file in place.rglob("*") if file.is_file())
        cost["bytes"] = sum(file.stat().st_size for file in files) - cost.pop("not_counted", 0)
        noted.write_text(json.dumps(cost), encoding="utf-8")
    kept: dict[str, float] = json.loads(noted.read_text(encoding="utf-8"))
    return kept


def query_all(
    plan: Plan, corpus: Corpus, engines: dict[str, Any], classes: Iterable[QueryClass], say: Say
) -> tuple[dict[str, Any], list[Agreement]]:
    """Time every class with every engine; return ``{class: {engine: Times}}`` and how answers agree."""
    times: dict[str, Any] = {}
    agreements: list[Agreement] = []
    long = corpus.longer_than(LONGEST_COMPARED)
    with ExitStack() as stack:
        remotes = [
            stack.enter_context(Remote(name, plan.folder))
            for name, facts in engines.items()
            if "unavailable" not in facts
        ]
        for remote in remotes:
            for form in engines[remote.name]["builds"]:
                opened = _open(plan, corpus, remote, form)
                engines[remote.name].setdefault("open_ms", {})[form] = opened
        found: dict[tuple[str, tuple[str, ...]], int] = {}
        for asked in classes:
            chosen = _with_hits(asked, found)
            asking = _asking(remotes, chosen, say)
            _warmed(asking, chosen, engines, say)
            times[asked.name] = _timed(asking, chosen, plan, say)
            answers = {
                remote.name: _answers(remote, chosen)
                for remote in asking
                if times[asked.name][remote.name].complete and is_compared(remote.name, asked)
            }
            _remember_totals(chosen, answers, found)
            agreements += compared(chosen, answers, long)
    return times, agreements


def _open(plan: Plan, corpus: Corpus, remote: Remote, form: str) -> float:
    owner = remote.about.get("same_index_as") or remote.name
    place = index_folder(plan.folder, corpus, owner) / form
    milliseconds: float = remote.ask("open", folder=str(place.resolve()), form=form)["ms"]
    return milliseconds


def measure_memory(
    plan: Plan, corpus: Corpus, engines: dict[str, Any], asked: QueryClass, what: str, say: Say
) -> None:
    """Note in ``engines`` what each has for itself after many searches, in a fresh process with one index."""
    searches, seconds = _SEARCHES_BEFORE_MEMORY
    form = asked.queries[0].form
    for name, facts in engines.items():
        if "unavailable" in facts or form not in facts["builds"]:
            continue
        with Remote(name, plan.folder) as remote:
            _open(plan, corpus, remote, form)
            if _asking([remote], asked, say):
                done = remote.ask("repeat", searches=searches, seconds=seconds, k=K)
                facts.setdefault("memory", {})[what] = {**remote.ask("memory"), **done}


def _with_hits(asked: QueryClass, found: dict[tuple[str, tuple[str, ...]], int]) -> QueryClass:
    """Leave out of a whole search what finds nothing, for there are no snippets to be made."""
    if not asked.name.startswith("whole"):
        return asked
    return QueryClass(
        asked.name, asked.title, [q for q in asked.queries if found.get((q.kind, q.words), 1) > 0]
    )


def _remember_totals(
    asked: QueryClass, answers: dict[str, Any], found: dict[tuple[str, tuple[str, ...]], int]
) -> None:
    if not asked.name.endswith("-total"):
        return
    for results in answers.values():
        for query, answer in zip(asked.queries, results, strict=True):
            if answer["total"] is not None:
                found.setdefault((query.kind, query.words), answer["total"])


def _asking(remotes: list[Remote], asked: QueryClass, say: Say) -> list[Remote]:
    queries = [query.as_json() for query in asked.queries]
    asking = []
    for remote in remotes:
        try:
            if remote.ask("prepare", queries=queries)["supported"]:
                asking.append(remote)
        except EngineError as error:
            say(f"{asked.name}: {remote.name}: {error}")
    return asking


def _warmed(asking: list[Remote], asked: QueryClass, engines: dict[str, Any], say: Say) -> None:
    """Have the queries run untimed; note in ``engines`` how an engine has chosen to answer them."""
    for remote in list(asking):
        try:
            if chosen := remote.ask("tune", k=K)["chosen"]:
                engines[remote.name].setdefault("chosen", {})[asked.name] = chosen
            passes, seconds = _WARM.get(remote.name, _WARM_OTHERS)
            remote.ask("warm", passes=passes, seconds=seconds, k=K)
        except EngineError as error:
            say(f"{asked.name}: {remote.name}: {error}")
            asking.remove(remote)


def _timed(asking: list[Remote], asked: QueryClass, plan: Plan, say: Say) -> dict[str, Times]:
    best: dict[str, dict[int, int]] = {remote.name: {} for remote in asking}
    spent = dict.fromkeys(best, 0.0)
    for turn in range(plan.passes):
        for number in range(len(asked.queries)):
            # Whoever comes first in one turn comes last in the next: nobody has always the same neighbour.
            for remote in asking if (turn + number) % 2 else reversed(asking):
                if spent[remote.name] > plan.budget_of(remote.name):
                    continue
                start = time.perf_counter()
                taken = remote.ask("time", query=number, k=K)["ns"]
                spent[remote.name] += time.perf_counter() - start
                best[remote.name][number] = min(taken, best[remote.name].get(number, taken))
    say(f"{asked.name}: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in spent.items()))
    return {
        name: Times([ns / _THOUSAND for ns in taken.values()], spent[name] <= plan.budget_of(name))
        for name, taken in best.items()
    }


def _answers(remote: Remote, asked: QueryClass) -> list[dict[str, Any]]:
    return [remote.ask("answer", query=number, k=K) for number in range(len(asked.queries))]
