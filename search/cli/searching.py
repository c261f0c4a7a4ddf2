"""``warta search``: a query, and its results as text or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.style import Style
from rich.text import Text

from search.as_json import page_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.options import (
    QueryCommand,
    RequestUsageError,
    chosen_language,
    index_folder,
    index_option,
    lang_option,
    parameter_option,
    text_values,
)
from search.cli.terminal import Styled, print_json
from search.errors import RequestError
from search.request import SearchRequest
from search.results import ArticleHit, Explanation, FoundParagraph, ParagraphHit, ResultPage
from search.wording.catalogue import decimal, say
from search.wording.results import remark

_MARK = "bold red"

_HELP = """Search the index for QUERY.

\b
banjir jakarta           both words, anywhere in one article, in any form
'"hujan deras"'          these words in a row, as written
'"banjir jakarta"~3'     with up to three words between
'banjir -jakarta'        without the second
'banjir OR longsor'      either (also ATAU and |)
judul:banjir isi:deras   in the headline, in the text
sumber:antara kategori:ekonomi dari:2020 sampai:2021-06
'bangun*'                words that begin so

The single quotes are for the shell.
"""


@click.command("search", cls=QueryCommand, help=_HELP, short_help="Search the index.")
@click.argument("words", nargs=-1, required=True, metavar="QUERY", callback=text_values)
@index_option
@parameter_option("search", "page", "Result page.")
@parameter_option("search", "page_size", "Articles on a page.")
@parameter_option("search", "sort", "By relevance, or by publication date.")
@parameter_option("search", "source", "Only this source, as 'warta stats' names it; repeat for several.")
@parameter_option("search", "category", "Only this category; repeat for several.")
@parameter_option("search", "from", "Published then or later: 2019, 2019-09-10, kemarin.")
@parameter_option("search", "to", "Published then or earlier: 2019 is all of it.")
@parameter_option("search", "exact", "Words match as written only, not in other forms.")
@parameter_option("search", "expand", "Do not search abbreviations and spelling variants along.")
@parameter_option("search", "dates", "Search dates in the query as words.")
@parameter_option("search", "collapse", "Give copies of one text a place each.")
@parameter_option("search", "explain", "Show what every score is made of.")
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape of the HTTP API.")
def search_command(
    words: tuple[str, ...], index: Path | None, language: str | None, as_json: bool, **fields: Any
) -> None:
    """Search the index and print what was found."""
    language = chosen_language(language)
    try:
        request = SearchRequest(" ".join(words), **fields)
    except RequestError as error:
        raise RequestUsageError(error, "search", language) from error
    page = EmbeddedIndex(index_folder(index)).run(request)
    if as_json:
        print_json(page_as_json(page, language=language))
        return
    with Styled() as console:
        _Printer(console, language).page(page)


class _Printer:
    """Prints a page of results in a language."""

    def __init__(self, console: Console, language: str) -> None:
        self._console = console
        self._language = language

    def _say(self, code: str, **values: object) -> str:
        return say(self._language, code, **values)

    def page(self, page: ResultPage) -> None:
        """Print counts, what was understood, the hits, and how to go on."""
        asked = page.request
        counted = (
            f"{self._say('paragraphs', count=page.total_paragraphs)}"
            f" {self._say('in_articles', count=page.total_articles)}"
        )
        seconds = self._say("seconds", seconds=decimal(self._language, page.took_ms / 1000, 3))
        self._print_dim(f"{counted} · {seconds}")
        for line in self._interpretation(page):
            self._print_dim(line)
        for number, hit in enumerate(page.articles, start=1 + (asked.page - 1) * asked.page_size):
            self._console.print()
            self._print_article(number, hit)
        if asked.page > page.page_count > 0:
            self._console.print(self._say("page_missing", page=str(asked.page), last=str(page.page_count)))
        elif asked.page < page.page_count:
            self._console.print()
            here, last, following = str(asked.page), str(page.page_count), str(asked.page + 1)
            self._print_dim(self._say("page_of", page=here, last=last, following=following))

    def _interpretation(self, page: ResultPage) -> Iterator[str]:
        understood = page.interpretation
        if understood.let_go:
            yield f"{self._say('let_go')} {', '.join(understood.let_go)}"
        for expanded in understood.expanded:
            yield self._say("searched_also", text=expanded.text, alternatives=expanded.alternatives)
        if understood.asking:
            yield f"{self._say('need_not_occur')} {', '.join(understood.asking)}"
        if understood.dates:
            yield f"{self._say('published')} {', '.join(understood.dates)}"
        for note in understood.notes:
            yield remark(note, self._language)
        for offer in understood.offers:
            yield f"{remark(offer, self._language)}: {offer.changes.get('text', '--no-dates')}"
        if understood.correction:
            yield f"{self._say('did_you_mean')} {understood.correction}"

    def _print_article(self, number: int, hit: ArticleHit) -> None:
        about = hit.article
        title = about.title or self._say("untitled")
        link = about.url if about.url and about.url.startswith(("http://", "https://")) else None
        self._console.print(Text.assemble(f"{number}. ", (title, Style(bold=True, link=link))))
        facts = [
            about.source,
            about.published and about.published.isoformat()[:10],
            about.category,
            about.url,
        ]
        if shown := " · ".join(str(fact) for fact in facts if fact):
            self._console.print(Text(f"   {shown}", style="green"))
        for paragraph in hit.paragraphs:
            address = f"   {about.id}#{paragraph.number}  "
            self._console.print(Text.assemble((address, "cyan"), marked_text(paragraph)))
            if paragraph.explanation:
                self._print_explanation(paragraph.explanation, "      ")
        if hit.more:
            self._print_dim(f"   {self._say('more_paragraphs', count=hit.more)}")
        if hit.duplicates:
            copies = [f"{copy.id} ({copy.source})" if copy.source else copy.id for copy in hit.duplicates]
            if hit.more_duplicates:
                copies.append(self._say("more", count=hit.more_duplicates))
            self._print_dim(f"   {self._say('copies', copies=copies)}")

    def _print_explanation(self, part: Explanation, indent: str) -> None:
        self._print_dim(f"{indent}{part.value!r}  {remark(part.label, self._language)}")
        for inner in part.parts:
            self._print_explanation(inner, indent + "  ")

    def _print_dim(self, line: str) -> None:
        self._console.print(Text(line, style="dim"))


def marked_text(hit: ParagraphHit | FoundParagraph) -> Text:
    """Return the part of a paragraph that is shown, with its marks."""
    first, last = hit.snippet
    text = Text(hit.text[first:last])
    for start, end in hit.marks:
        if first <= start and end <= last:
            text.stylize(_MARK, start - first, end - first)
    return Text("…" if first else "") + text + Text("…" if last < len(hit.text) else "")
