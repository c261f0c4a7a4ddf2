"""Commands that measure: batch writes a TREC run, evaluate scores one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.backends.embedded import EmbeddedIndex
from search.cli.options import index_folder, index_option
from search.evaluate import evaluate, read_qrels, read_queries, read_run, run_lines
from search.request import SearchRequest

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("batch")
@click.argument("queries", type=_FILE, metavar="QUERIES.tsv")
@click.option("--output", type=_FILE, required=True, metavar="RUN", help="The run to write.")
@index_option
@click.option(
    "--depth", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Results a query."
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
    listed, wrong = read_queries(queries)
    opened = EmbeddedIndex(index_folder(index))
    group = "article" if unit == "article" else "none"
    with output.open("w", encoding="utf-8") as stream:
        for query_id, text in listed:
            request = SearchRequest(
                text[:1000], group=group, headlines=not no_title, exact=exact, expand=not no_expand,
                plain=True, match="any",
            )  # fmt: skip
            for line in run_lines(query_id, opened.rank(request, depth), tag):
                stream.write(line + "\n")
    for sentence in wrong:
        click.echo(f"rejected: {sentence}", err=True)
    if wrong:
        sys.exit(1)


@click.command("evaluate")
@click.argument("run", type=_FILE)
@click.argument("qrels", type=_FILE)
@click.option("--ignore", type=_FILE, metavar="FILE", help="Qrels of documents to drop from the run first.")
def evaluate_command(run: Path, qrels: Path, ignore: Path | None) -> None:
    """Score RUN against QRELS, both in TREC format.

    Where one of them speaks of paragraphs (ARTICLEID#N) and the other of articles, articles are scored.
    """
    measures = evaluate(read_run(run), read_qrels(qrels), read_qrels(ignore) if ignore else None)
    click.echo(f"queries  {measures.queries}")
    click.echo(f"P@1      {measures.p_at_1:.4f}")
    click.echo(f"MRR@10   {measures.mrr_at_10:.4f}")
    click.echo(f"nDCG@10  {measures.ndcg_at_10:.4f}")
    click.echo(f"R@100    {measures.recall_at_100:.4f}")
