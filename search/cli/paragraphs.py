"""``warta paragraphs``: single paragraphs by plain BM25, as text or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from search.as_json import paragraphs_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.options import (
    RequestUsageError,
    chosen_language,
    index_folder,
    index_option,
    lang_option,
    parameter_option,
    text_values,
)
from search.cli.searching import marked_text
from search.cli.terminal import Styled, print_json
from search.errors import RequestError
from search.results import FoundParagraph, FoundParagraphs
from search.wording.catalogue import say


@click.command("paragraphs", short_help="Find single paragraphs, for programs to go on with.")
@click.argument("words", nargs=-1, required=True, metavar="QUERY", callback=text_values)
@index_option
@parameter_option("paragraphs", "count", "At most so many paragraphs.")
@parameter_option("paragraphs", "match", "All words in one paragraph, or any of them.")
@parameter_option("paragraphs", "source", "Only this source; repeatable.")
@parameter_option("paragraphs", "category", "Only this category; repeatable.")
@parameter_option("paragraphs", "from", "Published then or later.")
@parameter_option("paragraphs", "to", "Published then or earlier.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape of the HTTP API.")
def paragraphs_command(
    words: tuple[str, ...], index: Path | None, language: str | None, as_json: bool, **arguments: Any
) -> None:
    """Find the paragraphs that fit QUERY best, by plain BM25.

    QUERY is words, "phrases" and -words that no paragraph may hold; nothing else in it means anything.
    Articles, headlines, other names, dates and copies play no part: for those there is 'warta search'.
    """
    language = chosen_language(language)
    opened = EmbeddedIndex(index_folder(index))
    try:
        found = opened.paragraphs(" ".join(words), **arguments)
    except RequestError as error:
        raise RequestUsageError(error, "paragraphs", language) from error
    if as_json:
        print_json(paragraphs_as_json(found))
        return
    with Styled() as console:
        _print(console, found, language)


def _print(console: Console, found: FoundParagraphs, language: str) -> None:
    console.print(Text(say(language, "paragraphs", count=found.total), style="dim"))
    if found.ignored:
        console.print(Text(f"{say(language, 'not_searched')} {', '.join(found.ignored)}", style="dim"))
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
