"""Commands for words: search and analyze."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from search.backends.embedded import EmbeddedIndex
from search.cli.options import DateParameter, first_day, index_folder, index_option, last_day
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import STEMMERS
from search.query.dates import DateRange
from search.request import SORTS, SearchRequest
from search.results import ArticleHit, Explanation, ParagraphHit, ResultPage

_MARK = "bold red"


@click.command("search")
@click.argument("query")
@index_option
@click.option("--page", default=1, show_default=True, help="Result page.")
@click.option("--page-size", default=10, show_default=True, help="Articles on a page, at most 100.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--source", multiple=True, help="Only this source; repeat for several.")
@click.option("--category", multiple=True, help="Only this category; repeat for several.")
@click.option(
    "--from", "date_from", type=DateParameter(), help="Published then or later: 2019, 2019-09-10, kemarin."
)
@click.option("--to", "date_to", type=DateParameter(), help="Published then or earlier.")
@click.option("--exact", is_flag=True, help="Words match as written only, not in other forms.")
@click.option("--no-expand", is_flag=True, help="Do not search abbreviations and spelling variants along.")
@click.option("--explain", is_flag=True, help="Show what every score is made of.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search_command(
    query: str,
    index: Path | None,
    date_from: DateRange | None,
    date_to: DateRange | None,
    no_expand: bool,
    as_json: bool,
    **fields: Any,
) -> None:
    """Search the index for QUERY.

    \b
    banjir jakarta           both words, anywhere in one article, in any form
    "hujan deras"            these words in a row, as written
    "banjir jakarta"~3       with up to three words between
    banjir -jakarta          without the second
    banjir OR longsor        either (also ATAU and |)
    judul:banjir isi:deras   in the headline, in the text
    sumber:antara kategori:ekonomi dari:2020 sampai:2021-06
    bangun*                  words that begin so
    """
    request = SearchRequest(
        query, date_from=first_day(date_from), date_to=last_day(date_to), expand=not no_expand, **fields
    )
    page = EmbeddedIndex(index_folder(index)).run(request)
    if as_json:
        click.echo(json.dumps(page_as_dict(page), ensure_ascii=False, indent=2))
    else:
        _print_page(page)


def page_as_dict(page: ResultPage) -> dict[str, Any]:
    """Return a result page as plain values, in the shape of the JSON API's results."""
    return {
        "query": {
            "text": page.request.text,
            "interpreted": page.interpretation.text,
            "mode": page.interpretation.mode,
            "let_go": page.interpretation.let_go,
            "ignored": page.interpretation.ignored,
            "notes": page.interpretation.notes,
            "correction": page.interpretation.correction,
        },
        "total": {"articles": page.total_articles, "paragraphs": page.total_paragraphs, "exact": True},
        "took_ms": round(page.took_ms, 3),
        "facets": {
            name: [{"value": value.value, "count": value.count} for value in facet.values]
            for name, facet in page.facets.items()
        },
        "results": [_article_as_dict(hit) for hit in page.articles],
        "index": {
            "generation": page.generation,
            "built_at": page.built_at.isoformat() if page.built_at else None,
        },
    }


def _article_as_dict(hit: ArticleHit) -> dict[str, Any]:
    about = hit.article
    return {
        "article": {
            "id": about.id,
            "title": about.title,
            "source": about.source,
            "published": about.published.isoformat() if about.published else None,
            "category": about.category,
            "url": about.url,
            "paragraph_count": about.paragraph_count,
        },
        "score": hit.score,
        "hits": [_paragraph_as_dict(paragraph) for paragraph in hit.paragraphs],
        "more_hits": hit.more,
    }


def _paragraph_as_dict(hit: ParagraphHit) -> dict[str, Any]:
    values: dict[str, Any] = {
        "paragraph": hit.number,
        "score": hit.score,
        "text": hit.text,
        "snippet_html": hit.snippet_html,
        "snippet": hit.snippet,
        "marks": hit.marks,
    }
    if hit.explanation:
        values["explanation"] = _explanation_as_dict(hit.explanation)
    return values


def _explanation_as_dict(part: Explanation) -> dict[str, Any]:
    values: dict[str, Any] = {"label": part.label, "value": part.value}
    if part.parts:
        values["parts"] = [_explanation_as_dict(inner) for inner in part.parts]
    return values


def _print_page(page: ResultPage) -> None:
    console = Console(highlight=False, soft_wrap=True)
    counted = f"{page.total_paragraphs:,} paragraf di {page.total_articles:,} artikel".replace(",", ".")
    seconds = f"{page.took_ms / 1000:.3f}".replace(".", ",")
    console.print(Text(f"{counted} · {seconds} dtk", style="dim"))
    for line in _interpretation(page):
        console.print(Text(line, style="dim"))
    for number, hit in enumerate(page.articles, start=1 + (page.request.page - 1) * page.request.page_size):
        console.print()
        _print_article(console, number, hit)


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
    link = f" link {about.url}" if about.url and about.url.startswith(("http://", "https://")) else ""
    console.print(Text.assemble(f"{number}. ", (title, f"bold{link}")))
    facts = [about.source, about.published and f"{about.published:%Y-%m-%d}", about.category, about.url]
    if shown := " · ".join(str(fact) for fact in facts if fact):
        console.print(Text(f"   {shown}", style="green"))
    for paragraph in hit.paragraphs:
        console.print(Text.assemble((f"   {about.id}#{paragraph.number}  ", "cyan"), _snippet(paragraph)))
        if paragraph.explanation:
            _print_explanation(console, paragraph.explanation, "      ")
    if hit.more:
        console.print(Text(f"   {hit.more} paragraf lagi", style="dim"))


def _snippet(hit: ParagraphHit) -> Text:
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


@click.command("analyze")
@click.argument("text", required=False)
@click.option("--terms", is_flag=True, help="Read standard input; print the index terms line for line.")
@click.option("--stemmer", type=click.Choice(STEMMERS), default="morphology", show_default=True)
@click.option("--no-compounds", is_flag=True, help="Leave hyphenated words in plain parts.")
@click.option("--no-reduplication", is_flag=True, help="Do not take anak-anak as one word.")
def analyze_command(
    text: str | None, terms: bool, stemmer: str, no_compounds: bool, no_reduplication: bool
) -> None:
    """Show what the analysis makes of TEXT, word by word and step by step.

    With --terms, standard input is read instead and every line becomes its index terms, separated by
    blanks: what a search engine would index of it.
    """
    analyzer = Analyzer(AnalysisSettings(stemmer, not no_compounds, not no_reduplication))
    if terms:
        if text is not None:
            raise click.UsageError("--terms reads standard input; leave TEXT out")
        stream = click.get_text_stream("stdin", encoding="utf-8", errors="replace")
        for line in stream:
            sys.stdout.write(" ".join(analyzer.terms(line)) + "\n")
        return
    if text is None:
        raise click.UsageError("give a TEXT to analyze, or --terms to read standard input")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (
        "word",
        "from-to",
        "position",
        "folded",
        "form",
        "exact terms",
        "stems",
        "stemmed by",
        "in queries",
    ):
        table.add_column(heading)
    for step in analyzer.steps(text):
        table.add_row(
            *map(
                Text,
                (
                    step.surface,
                    f"{step.start}-{step.end}",
                    str(step.position),
                    step.folded,
                    step.rule or "word",
                    " ".join(step.exact),
                    " ".join(step.stems),
                    step.stem_rule,
                    f"left out: {step.function_word}" if step.function_word else "searched",
                ),
            )
        )
    Console(highlight=False, width=None if sys.stdout.isatty() else 200).print(table)
