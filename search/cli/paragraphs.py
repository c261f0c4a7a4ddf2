"""``warta paragraphs``: the best paragraphs by plain BM25, as text or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from search.as_json import paragraphs_as_json
from search.cli.command import argument, command
from search.cli.language import say
from search.cli.options import (
    QueryCommand,
    filter_options,
    index_option,
    json_option,
    opened_index,
    parameter_option,
    text_values,
    wrong_request,
)
from search.cli.searching import marked_text
from search.cli.terminal import Styled, print_json
from search.errors import RequestError
from search.results import FoundParagraph, FoundParagraphs


@command("paragraphs", QueryCommand)
@argument("words", nargs=-1, required=True, metavar="QUERY", callback=text_values)
@index_option
@parameter_option("paragraphs", "count", "option_count_paragraphs")
@parameter_option("paragraphs", "match", "option_match")
@filter_options("paragraphs")
@parameter_option("paragraphs", "from", "option_since")
@parameter_option("paragraphs", "to", "option_until")
@json_option
def paragraphs_command(words: tuple[str, ...], index: Path | None, as_json: bool, **arguments: Any) -> None:
    """Print the best paragraphs for a query, ranked by plain BM25."""
    opened = opened_index(index)
    try:
        found = opened.paragraphs(" ".join(words), **arguments)
    except RequestError as error:
        raise wrong_request(error, "paragraphs") from error
    if as_json:
        print_json(paragraphs_as_json(found))
        return
    with Styled() as console:
        _print(console, found)


def _print(console: Console, found: FoundParagraphs) -> None:
    console.print(Text(say("paragraphs", count=found.total), style="dim"))
    if found.ignored:
        console.print(Text(f"{say('not_searched')} {', '.join(found.ignored)}", style="dim"))
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
