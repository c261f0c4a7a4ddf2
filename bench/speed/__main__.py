"""The command line of the bench: ``python -m bench.speed --help``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.speed import machine, page, plot, standing, table
from bench.speed.corpus import LABELS, VARIABLE, Corpus, MissingFilesError, prepared, shared_folder
from bench.speed.engines import NAMES
from bench.speed.measure import PASSES, Plan, build_all, measure_memory, query_all
from bench.speed.queries import QueryClass, classes, read
from bench.speed.results import Result, load, save

_FOLDER = "WARTA_BENCH"
_BUDGET = 15
_MEMORY = {"or": "bare", "product-or": "product"}  # after the queries of these classes


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--shared", help=f"folder with tools/ and eval/ (else {VARIABLE}, else ../shared)")
    parser.add_argument("--sizes", nargs="+", choices=list(LABELS), default=["10k", "100k", "1m"])
    parser.add_argument(
        "--engines",
        nargs="+",
        choices=NAMES,
        default=list(NAMES),
        help="warta is timed from words; warta_prepared and warta_new_words ask its index in other ways",
    )
    parser.add_argument("--subject", choices=NAMES, default=NAMES[0], help="the engine that ratios are of")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(os.environ.get(_FOLDER) or Path(tempfile.gettempdir()) / "warta-bench-speed"),
        help=f"corpora, indexes and results (else {_FOLDER}); about 3 GB for a million paragraphs",
    )
    parser.add_argument(
        "--classes", nargs="+", help="only these classes of queries, and do not keep the result"
    )
    parser.add_argument("--passes", type=int, default=PASSES, help="a query's time is the best of these")
    parser.add_argument(
        "--budget",
        type=float,
        default=_BUDGET,
        help="seconds an engine may use for a class; slow ones a quarter",
    )
    parser.add_argument("--core", type=int, default=-1, help="the core that all run on (default: the last)")
    parser.add_argument(
        "--rebuild", nargs="*", choices=NAMES, help="build these indexes anew (without names: all)"
    )
    parser.add_argument("--output", type=Path, help="folder to write speed.md and speed.svg to, usually docs")
    parser.add_argument("--build-only", action="store_true", help="build the indexes, time no query")
    parser.add_argument("--page-only", action="store_true", help="measure nothing, write the page anew")
    return parser.parse_args()


def _say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def _classes(corpus: Corpus, options: argparse.Namespace) -> list[QueryClass]:
    from search.indonesian import Analyzer  # noqa: PLC0415 (the page can be written without it)

    path = shared_folder(options.shared) / "eval" / "queries_latency.txt"
    made = list(classes(read(path, Analyzer()), corpus))
    wanted = options.classes or [each.name for each in made]
    unknown = set(wanted) - {each.name for each in made}
    if unknown:
        names = ", ".join(each.name for each in made)
        raise MissingFilesError(f"--classes {' '.join(sorted(unknown))}: not one of {names}")
    return [each for each in made if each.name in wanted]


def _measured(label: str, options: argparse.Namespace) -> Result | None:
    corpus = prepared(label, options.folder, options.shared, _say)
    asked = _classes(corpus, options)
    rebuild = () if options.rebuild is None else tuple(options.rebuild or NAMES)
    plan = Plan(options.folder, tuple(options.engines), options.passes, options.budget, rebuild)
    engines = build_all(plan, corpus, _say)
    if options.build_only:
        return None
    load_before = machine.load()
    times, agreements = query_all(plan, corpus, engines, asked, _say)
    for each in asked:
        if each.name in _MEMORY:
            measure_memory(plan, corpus, engines, each, _MEMORY[each.name], _say)
    titles = {each.name: each.title for each in asked}
    facts: dict[str, Any] = {name: corpus.facts()[name] for name in ("paragraphs", "tokens", "terms")}
    return Result(
        label=label,
        made=date.today().isoformat(),
        machine=machine.described(),
        load=(load_before, machine.load()),
        command=_command(options),
        facts=facts,
        engines=engines,
        titles=titles,
        times=times,
        agreements=agreements,
    )


def _command(options: argparse.Namespace) -> str:
    """Return the command that was run, without the folders of this machine."""
    words = ["python -m bench.speed --sizes", *options.sizes]
    if options.engines != list(NAMES):
        words += ["--engines", *options.engines]
    if options.passes != PASSES:
        words += ["--passes", str(options.passes)]
    if options.budget != _BUDGET:
        words += ["--budget", f"{options.budget:g}"]
    return " ".join(words)


def _write_page(options: argparse.Namespace) -> None:
    results = [result for label in LABELS if (result := load(options.folder, label))]
    if not results:
        raise MissingFilesError(f"{options.folder} holds no results yet: run the bench without --page-only")
    options.output.mkdir(parents=True, exist_ok=True)
    path = options.output / "speed.md"
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(page.page(results, options.subject, page.remarks(written)), encoding="utf-8")
    (options.output / "speed.svg").write_text(plot.drawn(results), encoding="utf-8")
    _say(f"written: {path} and speed.svg")


def main() -> int:
    """Run the bench; 0 where all is measured, 2 where something that it needs is not there."""
    options = _arguments()
    options.folder.mkdir(parents=True, exist_ok=True)
    core = options.core if options.core >= 0 else max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    try:
        for label in () if options.page_only else options.sizes:
            result = _measured(label, options)
            if result:
                print(table.section(result, options.subject))
                print(standing.sentences(result, options.subject), flush=True)
            if result and not options.classes:
                save(options.folder, result)
        if options.output:
            _write_page(options)
    except (MissingFilesError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
