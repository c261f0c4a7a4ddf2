"""``warta search``: a query, and its results as text or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.style import Style
from rich.text import Text

from search.as_json import page_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.options import first_day, index_folder, index_option, last_day, text_values
from search.cli.terminal import Styled, print_json
from search.errors import RequestError
from search.request import MAX_PAGE_SIZE, SORTS, SearchRequest
from search.results import ArticleHit, Explanation, FoundParagraph, ParagraphHit, ResultPage

_MARK = "bold red"
_OPTIONS = {"q": "QUERY", "page": "--page", "from": "--from"}


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

The single quotes are for the shell. A query that begins with a hyphen goes after "--".
"""


@click.command("search", help=_HELP, short_help="Search the index.")
@click.argument("words", nargs=-1, required=True, metavar="QUERY", callback=text_values)
@index_option
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Result page.")
@click.option(
    "--page-size", type=click.IntRange(1, MAX_PAGE_SIZE), default=10, show_default=True,
    help="Articles on a page.",
)  # fmt: skip
@click.option(
    "--sort", type=click.Choice(SORTS), default="relevance", show_default=True,
    help="By relevance, or by publication date.",
)  # fmt: skip
@click.option(
    "--source", multiple=True, metavar="NAME", callback=text_values,
    help="Only this source, as 'warta stats' names it; repeat for several.",
)  # fmt: skip
@click.option(
    "--category", multiple=True, metavar="NAME", callback=text_values,
    help="Only this category; repeat for several.",
)  # fmt: skip
@click.option(
    "--from", "date_from", metavar="DATE", callback=first_day,
    help="Published then or later: 2019, 2019-09-10, kemarin.",
)  # fmt: skip
@click.option(
    "--to", "date_to", metavar="DATE", callback=last_day, help="Published then or earlier: 2019 is all of it."
)  # fmt: skip
@click.option("--exact", is_flag=True, help="Words match as written only, not in other forms.")
@click.option("--no-expand", is_flag=True, help="Do not search abbreviations and spelling variants along.")
@click.option("--no-collapse", is_flag=True, help="Give copies of one text a place each.")
@click.option("--explain", is_flag=True, help="Show what every score is made of.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape of the HTTP API.")
def search_command(
    words: tuple[str, ...],
    index: Path | None,
    date_from: date | None,
    date_to: date | None,
    no_expand: bool,
    no_collapse: bool,
    as_json: bool,
    **fields: Any,
) -> None:
    """Search the index and print what was found."""
    try:
        request = SearchRequest(
            " ".join(words),
            date_from=date_from,
            date_to=date_to,
            expand=not no_expand,
            collapse=not no_collapse,
            **fields,
        )
    except RequestError as error:
        problems = (f"{_OPTIONS.get(p.parameter, p.parameter)}: {p.message}" for p in error.problems)
        raise click.UsageError("; ".join(problems)) from error
    page = EmbeddedIndex(index_folder(index)).run(request)
    if as_json:
        print_json(page_as_json(page))
    else:
        with Styled() as console:
            _print_page(console, page)


def _print_page(console: Console, page: ResultPage) -> None:
    counted = f"{page.total_paragraphs:,} paragraf di {page.total_articles:,} artikel".replace(",", ".")
    seconds = f"{page.took_ms / 1000:.3f}".replace(".", ",")
    console.print(Text(f"{counted} · {seconds} dtk", style="dim"))
    for line in _interpretation(page):
        console.print(Text(line, style="dim"))
    for number, hit in enumerate(page.articles, start=1 + (page.request.page - 1) * page.request.page_size):
        console.print()
        _print_article(console, number, hit)
    if page.request.page > page.page_count > 0:
        console.print(f"Halaman {page.request.page} tidak ada; yang terakhir --page {page.page_count}")
    elif page.request.page < page.page_count:
        console.print()
        following = f"berikutnya: --page {page.request.page + 1}"
        console.print(Text(f"Halaman {page.request.page} dari {page.page_count} ({following})", style="dim"))


def _interpretation(page: ResultPage) -> Iterator[str]:
    understood = page.interpretation
    if understood.let_go:
        yield f"Tidak ada artikel yang memuat semua kata; dilepas: {', '.join(understood.let_go)}"
    for expanded in understood.expanded:
        yield f"{expanded.text} juga dicari sebagai {', '.join(expanded.alternatives)} (--no-expand)"
    if understood.dates:
        yield f"Tanggal terbit: {', '.join(understood.dates)}"
    yield from understood.notes
    if understood.correction:
        yield f"Mungkin maksud Anda: {understood.correction}"


def _print_article(console: Console, number: int, hit: ArticleHit) -> None:
    about = hit.article
    title = about.title or "(tanpa judul)"
    link = about.url if about.url and about.url.startswith(("http://", "https://")) else None
    console.print(Text.assemble(f"{number}. ", (title, Style(bold=True, link=link))))
    facts = [about.source, about.published and about.published.isoformat()[:10], about.category, about.url]
    if shown := " · ".join(str(fact) for fact in facts if fact):
        console.print(Text(f"   {shown}", style="green"))
    for paragraph in hit.paragraphs:
        console.print(Text.assemble((f"   {about.id}#{paragraph.number}  ", "cyan"), marked_text(paragraph)))
        if paragraph.explanation:
            _print_explanation(console, paragraph.explanation, "      ")
    if hit.more:
        console.print(Text(f"   {hit.more} paragraf lagi", style="dim"))
    if hit.duplicates:
        copies = [f"{copy.id} ({copy.source})" if copy.source else copy.id for copy in hit.duplicates]
        rest = [f"{hit.more_duplicates} lagi"] if hit.more_duplicates else []
        console.print(Text(f"   hampir sama: {', '.join(copies + rest)} (--no-collapse)", style="dim"))


def marked_text(hit: ParagraphHit | FoundParagraph) -> Text:
    """Return the part of a paragraph that is shown, with its marks."""
    first, last = hit.snippet
    text = Text(hit.text[first:last])
    for start, end in hit.marks:
        if first <= start and end <= last:
            text.stylize(_MARK, start - first, end - first)
    return Text("…" if first else "") + text + Text("…" if last < len(hit.text) else "")


def _print_explanation(console: Console, part: Explanation, indent: str) -> None:
    console.print(Text(f"{indent}{part.value!r}  {part.label}", style="dim"))
    for inner in part.parts:
        _print_explanation(console, inner, indent + "  ")
