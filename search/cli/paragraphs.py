"""``warta paragraphs``: single paragraphs by plain BM25, as text or JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from search.as_json import paragraphs_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.options import first_day, index_folder, index_option, last_day, text_values
from search.cli.searching import marked_text
from search.cli.terminal import Styled, print_json
from search.errors import RequestError
from search.request import MATCHES
from search.results import FoundParagraph, FoundParagraphs
from search.searcher.paragraphs import DEFAULT_COUNT, MOST_PARAGRAPHS

_OPTIONS = {"q": "QUERY", "from": "--from"}


@click.command("paragraphs", short_help="Find single paragraphs, for programs to go on with.")
@click.argument("words", nargs=-1, required=True, metavar="QUERY", callback=text_values)
@index_option
@click.option(
    "--count", type=click.IntRange(1, MOST_PARAGRAPHS), default=DEFAULT_COUNT, show_default=True,
    help="At most so many paragraphs.",
)  # fmt: skip
@click.option(
    "--match", type=click.Choice(MATCHES), default="any", show_default=True,
    help="All words in one paragraph, or any of them.",
)  # fmt: skip
@click.option(
    "--source", multiple=True, metavar="NAME", callback=text_values, help="Only this source; repeatable."
)
@click.option(
    "--category", multiple=True, metavar="NAME", callback=text_values, help="Only this category; repeatable."
)
@click.option("--from", "date_from", metavar="DATE", callback=first_day, help="Published then or later.")
@click.option("--to", "date_to", metavar="DATE", callback=last_day, help="Published then or earlier.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape of the HTTP API.")
def paragraphs_command(
    words: tuple[str, ...],
    index: Path | None,
    count: int,
    match: str,
    source: tuple[str, ...],
    category: tuple[str, ...],
    date_from: date | None,
    date_to: date | None,
    as_json: bool,
) -> None:
    """Find the paragraphs that fit QUERY best, by plain BM25.

    QUERY is words, "phrases" and -words that no paragraph may hold; nothing else in it means anything.
    Articles, headlines, other names, dates and copies play no part: for those there is 'warta search'.
    """
    opened = EmbeddedIndex(index_folder(index))
    try:
        found = opened.paragraphs(
            " ".join(words),
            count,
            match=match,
            source=source,
            category=category,
            date_from=date_from,
            date_to=date_to,
        )
    except RequestError as error:
        problems = (f"{_OPTIONS.get(p.parameter, p.parameter)}: {p.message}" for p in error.problems)
        raise click.UsageError("; ".join(problems)) from error
    if as_json:
        print_json(paragraphs_as_json(found))
        return
    with Styled() as console:
        _print(console, found)


def _print(console: Console, found: FoundParagraphs) -> None:
    console.print(Text(f"{found.total:,} paragraf".replace(",", "."), style="dim"))
    if found.ignored:
        console.print(Text(f"tidak dicari: {', '.join(found.ignored)}", style="dim"))
    for number, paragraph in enumerate(found.paragraphs, start=1):
        _print_paragraph(console, number, paragraph)


def _print_paragraph(console: Console, number: int, paragraph: FoundParagraph) -> None:
    about = paragraph.article
    facts = [about.title, about.source, about.published and about.published.isoformat()[:10]]
    shown = " · ".join(str(fact) for fact in facts if fact)
    console.print(
        Text.assemble(f"{number}. ", (f"{about.id}#{paragraph.number}", "cyan"), (f"  {shown}", "green"))
    )
    console.print(Text.assemble("   ", marked_text(paragraph)))
