"""``warta similar``: other articles on the subject of one."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from search.as_json import similar_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.options import (
    as_typed,
    chosen_language,
    index_folder,
    index_option,
    lang_option,
    parameter_option,
)
from search.cli.terminal import Styled, print_json
from search.results import SimilarArticle
from search.wording.catalogue import say


@click.command("similar", short_help="Show articles on the same subject as one.")
@click.argument("article_id", metavar="ID")
@index_option
@parameter_option("similar", "count", "At most so many articles.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape of the HTTP API.")
def similar_command(
    article_id: str, index: Path | None, count: int, language: str | None, as_json: bool
) -> None:
    """Show articles on the same subject as the article ID, the most similar first.

    Copies of the article are left out; of other copies one is shown.
    """
    language = chosen_language(language)
    opened = EmbeddedIndex(index_folder(index))
    similar = opened.similar(as_typed(article_id), count)
    if as_json:
        print_json(similar_as_json(similar, opened.generation))
        return
    with Styled() as console:
        if not similar:
            console.print(say(language, "nothing_similar"))
        for number, one in enumerate(similar, start=1):
            _print_article(console, number, one, language)


def _print_article(console: Console, number: int, one: SimilarArticle, language: str) -> None:
    about = one.article
    console.print(
        Text.assemble(
            f"{number}. ", (about.title or say(language, "untitled"), "bold"), (f"  {about.id}", "cyan")
        )
    )
    facts = [about.source, about.published and about.published.isoformat()[:10], about.category]
    if shown := " · ".join(str(fact) for fact in facts if fact):
        console.print(Text(f"   {shown}", style="green"))
