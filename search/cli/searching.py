"""``warta search``: the results of a query, as text, as JSON, or as a file."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import click
from rich.console import Console
from rich.style import Style
from rich.text import Text

from search.article import ArticleMetadata
from search.as_json import article_as_json, page_as_json
from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.options import (
    QueryCommand,
    filter_options,
    index_option,
    json_option,
    opened_index,
    option_of,
    parameter_option,
    text_values,
    wrong_request,
)
from search.cli.terminal import Styled, print_json
from search.cli.usage import WrongUse
from search.errors import RequestError
from search.export import exported
from search.export.formats import Format
from search.interpretation import Offer
from search.request import FIELDS, SearchRequest
from search.results import ArticleHit, Explanation, FoundParagraph, ParagraphHit, ResultPage
from search.wording.catalogue import decimal

_MARK = "bold red"


@command("search", QueryCommand)
@argument("words", nargs=-1, required=True, metavar="QUERY", callback=text_values)
@index_option
@parameter_option("search", "page", "option_page")
@parameter_option("search", "page_size", "option_page_size")
@parameter_option("search", "sort", "option_sort")
@filter_options("search")
@parameter_option("search", "from", "option_from")
@parameter_option("search", "to", "option_to")
@parameter_option("search", "indexed_since", "option_indexed_since")
@parameter_option("search", "speaker", "option_speaker")
@parameter_option("search", "quotes", "option_quotes")
@parameter_option("search", "match", "option_match_search")
@parameter_option("search", "exact", "option_exact")
@parameter_option("search", "expand", "option_no_expand")
@parameter_option("search", "dates", "option_no_dates")
@parameter_option("search", "collapse", "option_no_collapse")
@parameter_option("search", "explain", "option_explain")
@option("--format", "format_", type=click.Choice(("csv", "ndjson", "xlsx")), help="option_results_format")
@option("--all", "every", is_flag=True, help="option_all")
@json_option
def search_command(
    words: tuple[str, ...],
    index: Path | None,
    format_: Format | None,
    every: bool,
    as_json: bool,
    **fields: Any,
) -> None:
    """Search the index and print the results, or write them as a file to standard output."""
    if every and not format_:
        raise WrongUse("all_needs_format")
    try:
        request = SearchRequest(" ".join(words), **fields)
    except RequestError as error:
        raise wrong_request(error, "search") from error
    opened = opened_index(index)
    if format_:
        _write(opened.hits(request) if every else opened.run(request).articles, format_)
        return
    page = opened.run(request)
    if as_json:
        print_json(page_as_json(page, language=language()))
        return
    with Styled() as console:
        _Printer(console).page(page)


def _write(hits: Iterable[ArticleHit], format_: Format) -> None:
    """Write hits to standard output in some format; only a part of them is in memory."""
    if format_ == "xlsx" and sys.stdout.isatty():
        raise WrongUse("xlsx_to_a_terminal")
    pieces = exported(hits, format_, page_of=_address, article=article_as_json, language=language())
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _address(about: ArticleMetadata, paragraph: int | None) -> str:
    """Return the address of an article or of a paragraph as the command line writes it."""
    return about.id if paragraph is None else f"{about.id}#{paragraph}"


class _Printer:
    """Prints a page of results."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def page(self, page: ResultPage) -> None:
        """Print the counts, the interpretation of the query, the hits, and the option for the next page."""
        asked = page.request
        counted = (
            f"{say('paragraphs', count=page.total_paragraphs)}"
            f" {say('in_articles', count=page.total_articles)}"
        )
        seconds = say("seconds", seconds=decimal(language(), page.took_ms / 1000, 3))
        self._print_dim(f"{counted} · {seconds}")
        for line in self._interpretation(page):
            self._print_dim(line)
        for number, hit in enumerate(page.articles, start=1 + (asked.page - 1) * asked.page_size):
            self._console.print()
            self._print_article(number, hit)
        if asked.page > page.page_count > 0:
            self._console.print(say("page_missing", page=str(asked.page), last=str(page.page_count)))
        elif asked.page < page.page_count:
            self._console.print()
            here, last, following = str(asked.page), str(page.page_count), str(asked.page + 1)
            self._print_dim(say("page_of", page=here, last=last, following=following))

    def _interpretation(self, page: ResultPage) -> Iterator[str]:
        understood = page.interpretation
        if understood.let_go:
            yield f"{say('let_go')} {', '.join(understood.let_go)}"
        for expanded in understood.expanded:
            yield say("searched_also", text=expanded.text, alternatives=expanded.alternatives)
        if understood.asking:
            yield f"{say('need_not_occur')} {', '.join(understood.asking)}"
        if understood.dates:
            yield f"{say('published')} {', '.join(understood.dates)}"
        for note in understood.notes:
            yield note.said(language())
        for offer in understood.offers:
            yield f"{offer.said(language())}: {_typed(offer)}"
        if understood.correction:
            yield f"{say('did_you_mean')} {understood.correction}"

    def _print_article(self, number: int, hit: ArticleHit) -> None:
        about = hit.article
        title = about.title or say("untitled")
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
            self._print_dim(f"   {say('more_paragraphs', count=hit.more)}")
        if hit.duplicates:
            copies = [f"{copy.id} ({copy.source})" if copy.source else copy.id for copy in hit.duplicates]
            if hit.more_duplicates:
                copies.append(say("more", count=hit.more_duplicates))
            self._print_dim(f"   {say('copies', copies=copies)}")

    def _print_explanation(self, part: Explanation, indent: str) -> None:
        self._print_dim(f"{indent}{part.value!r}  {part.label.said(language())}")
        for inner in part.parts:
            self._print_explanation(inner, indent + "  ")

    def _print_dim(self, line: str) -> None:
        self._console.print(Text(line, style="dim"))


def _typed(offer: Offer) -> str:
    """Return the query or the option that a user types to accept an offer."""
    if "text" in offer.changes:
        return str(offer.changes["text"])
    if "dates" in offer.changes:
        return "--no-dates"
    changed = [one for one in FIELDS if one.field in offer.changes]
    return " ".join(
        f"{option_of(one)} {shlex.quote(str(value))}"
        for one in changed
        for value in cast(tuple[str, ...], offer.changes[one.field])
    )


def marked_text(hit: ParagraphHit | FoundParagraph) -> Text:
    """Return the fragment of a paragraph as styled text, with its marks."""
    first, last = hit.snippet
    text = Text(hit.text[first:last])
    for start, end in hit.marks:
        if first <= start and end <= last:
            text.stylize(_MARK, start - first, end - first)
    return Text("…" if first else "") + text + Text("…" if last < len(hit.text) else "")
