"""``warta similar``: other articles on the subject of an article."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from search.as_json import similar_as_json
from search.cli.command import argument, command
from search.cli.language import say
from search.cli.options import as_typed, index_option, json_option, opened_index, parameter_option
from search.cli.terminal import Styled, print_json
from search.results import SimilarArticle


@command("similar")
@argument("article_id", metavar="ID")
@index_option
@parameter_option("similar", "count", "option_count_articles")
@json_option
def similar_command(article_id: str, index: Path | None, count: int, as_json: bool) -> None:
    """Print the articles on the same subject as a given one, the most similar first."""
    opened = opened_index(index)
    similar = opened.similar(as_typed(article_id), count)
    if as_json:
        print_json(similar_as_json(similar, opened.generation))
        return
    with Styled() as console:
        if not similar:
            console.print(say("nothing_similar"))
        for number, one in enumerate(similar, start=1):
            _print_article(console, number, one)


def _print_article(console: Console, number: int, one: SimilarArticle) -> None:
    about = one.article
    title = about.title or say("untitled")
    console.print(Text.assemble(f"{number}. ", (title, "bold"), (f"  {about.id}", "cyan")))
    facts = [about.source, about.published and about.published.isoformat()[:10], about.category]
    if shown := " · ".join(str(fact) for fact in facts if fact):
        console.print(Text(f"   {shown}", style="green"))
