"""Commands that measure: batch writes a TREC run, evaluate scores one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.backends.embedded import EmbeddedIndex
from search.cli.options import as_typed, index_folder, index_option
from search.errors import EvaluationError
from search.evaluate import evaluate, read_qrels, read_queries, read_run, run_lines
from search.request import MAX_TEXT_LENGTH, SearchRequest

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("batch", short_help="Answer a file of queries, as a TREC run.")
@click.argument("queries", type=_FILE, metavar="QUERIES.tsv")
@click.option("--output", type=_FILE, required=True, metavar="RUN", help="The run to write.")
@index_option
@click.option(
    "--depth", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Results for each query."
)
@click.option(
    "--unit", type=click.Choice(["paragraph", "article"]), default="paragraph", show_default=True,
    help="What is ranked: paragraphs as ARTICLEID#N, or articles.",
)  # fmt: skip
@click.option("--no-title", is_flag=True, help="Do not search headlines.")
@click.option("--exact", is_flag=True, help="Words match as written only.")
@click.option("--no-expand", is_flag=True, help="Do not search abbreviations and spelling variants along.")
@click.option("--tag", default="warta", show_default=True, help="Name of the run, its last column.")
def batch_command(
    queries: Path, output: Path, index: Path | None, depth: int, unit: str,
    no_title: bool, exact: bool, no_expand: bool, tag: str,
) -> None:  # fmt: skip
    """Answer every query of QUERIES.tsv (QUERY<TAB>TEXT) and write a TREC run.

    Texts are plain words: quotes and operators in them mean nothing. Whatever holds any of the words is
    ranked.
    """
    if len(tag.split()) != 1 or tag != tag.strip():
        raise click.BadParameter("must be one word, without blanks", param_hint="'--tag'")
    listed, wrong = read_queries(queries)
    opened = EmbeddedIndex(index_folder(index))
    if not listed:
        raise EvaluationError("; ".join([*wrong[:1], f"{queries} has no query"]))
    group = "article" if unit == "article" else "none"
    written = 0
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        for query_id, text in listed:
            if len(text) > MAX_TEXT_LENGTH:
                click.echo(
                    f"query {query_id}: only the first {MAX_TEXT_LENGTH:,} characters are used", err=True
                )
            request = SearchRequest(
                text[:MAX_TEXT_LENGTH], group=group, headlines=not no_title, exact=exact,
                expand=not no_expand, plain=True, match="any",
            )  # fmt: skip
            for line in run_lines(query_id, opened.rank(request, depth), as_typed(tag)):
                stream.write(line + "\n")
                written += 1
    for sentence in wrong:
        click.echo(f"rejected: {sentence}", err=True)
    # Not on standard output, which may be RUN.
    click.echo(f"{len(listed):,} queries, {written:,} results in {output}", err=True)
    if wrong:
        sys.exit(1)


@click.command("evaluate", short_help="Score a TREC run against judgements.")
@click.argument("run", type=_FILE)
@click.argument("qrels", type=_FILE)
@click.option("--ignore", type=_FILE, metavar="FILE", help="Qrels of documents to drop from the run first.")
def evaluate_command(run: Path, qrels: Path, ignore: Path | None) -> None:
    """Score RUN (of 'warta batch', or any TREC run) against QRELS, as trec_eval does.

    Lines of RUN are QUERY Q0 DOCUMENT RANK SCORE TAG, those of QRELS are QUERY 0 DOCUMENT RELEVANCE, where
    a relevance of 0 is not relevant.

    Where one of them speaks of paragraphs (ARTICLEID#N) and the other of articles, articles are scored.
    """
    given, judged = read_run(run), read_qrels(qrels)
    if not judged:
        raise EvaluationError(f"{qrels} has no judgement")
    if given and not given.keys() & judged.keys():
        raise EvaluationError(f"{run} and {qrels} have no query in common: are they of the same set?")
    measures = evaluate(given, judged, read_qrels(ignore) if ignore else None)
    click.echo(f"queries  {measures.queries}")
    click.echo(f"P@1      {measures.p_at_1:.4f}")
    click.echo(f"MRR@10   {measures.mrr_at_10:.4f}")
    click.echo(f"nDCG@10  {measures.ndcg_at_10:.4f}")
    click.echo(f"R@100    {measures.recall_at_100:.4f}")
