"""Commands for evaluation: ``warta batch`` writes a TREC run, and ``warta evaluate`` scores one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli.command import argument, command, option
from search.cli.language import say
from search.cli.options import as_typed, index_option, opened_index
from search.cli.usage import WrongValue
from search.errors import EvaluationError
from search.evaluate import evaluate, read_qrels, read_queries, read_run, run_lines
from search.remarks import Remark
from search.request import MAX_TEXT_LENGTH, SearchRequest

_FILE = click.Path(path_type=Path, dir_okay=False)


def _one_word(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return a text that must not contain blanks (a callback of Click)."""
    if len(value.split()) != 1 or value != value.strip():
        raise WrongValue(Remark("no_single_word"))
    return as_typed(value)


@command("batch")
@argument("queries", type=_FILE, metavar="QUERIES.tsv")
@option("--output", type=_FILE, required=True, metavar="RUN", help="option_output")
@index_option
@option("--depth", type=click.IntRange(1, 10_000), default=100, show_default=True, help="option_depth")
@option(
    "--unit", type=click.Choice(["paragraph", "article"]), default="paragraph", show_default=True,
    help="option_unit",
)  # fmt: skip
@option("--no-title", is_flag=True, help="option_no_title")
@option("--exact", is_flag=True, help="option_as_written")
@option("--no-expand", is_flag=True, help="option_no_expand")
@option("--tag", default="warta", show_default=True, callback=_one_word, help="option_tag")
def batch_command(
    queries: Path, output: Path, index: Path | None, depth: int, unit: str,
    no_title: bool, exact: bool, no_expand: bool, tag: str,
) -> None:  # fmt: skip
    """Search for every query of a file, as plain words, and write a TREC run."""
    listed, wrong = read_queries(queries)
    opened = opened_index(index)
    if not listed:
        raise EvaluationError("several", reasons=[*wrong[:1], Remark("no_query", {"file": queries})])
    group = "article" if unit == "article" else "none"
    written = 0
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        for query_id, text in listed:
            if len(text) > MAX_TEXT_LENGTH:
                click.echo(say("query_cut", query=query_id, most=MAX_TEXT_LENGTH), err=True)
            request = SearchRequest(
                text[:MAX_TEXT_LENGTH], group=group, headlines=not no_title, exact=exact,
                expand=not no_expand, plain=True, match="any",
            )  # fmt: skip
            for line in run_lines(query_id, opened.rank(request, depth), tag):
                stream.write(line + "\n")
                written += 1
    for reason in wrong:
        click.echo(say("rejected_query", reason=reason), err=True)
    # It is not printed on standard output, which may be RUN.
    click.echo(say("run_written", queries=len(listed), results=written, file=output), err=True)
    if wrong:
        sys.exit(1)


@command("evaluate")
@argument("run", type=_FILE)
@argument("qrels", type=_FILE)
@option("--ignore", type=_FILE, metavar="FILE", help="option_ignore")
def evaluate_command(run: Path, qrels: Path, ignore: Path | None) -> None:
    """Score a TREC run against judgements, as trec_eval does."""
    given, judged = read_run(run), read_qrels(qrels)
    if not judged:
        raise EvaluationError("no_judgement", file=qrels)
    if given and not given.keys() & judged.keys():
        raise EvaluationError("no_common_query", run=run, qrels=qrels)
    measures = evaluate(given, judged, read_qrels(ignore) if ignore else None)
    click.echo(f"{say('measured_queries'):<8} {measures.queries}")
    click.echo(f"P@1      {measures.p_at_1:.4f}")
    click.echo(f"MRR@10   {measures.mrr_at_10:.4f}")
    click.echo(f"nDCG@10  {measures.ndcg_at_10:.4f}")
    click.echo(f"R@100    {measures.recall_at_100:.4f}")
