"""``warta inspect``: it shows how sources would be read, before anything is built."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from search.article import Article
from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.source_options import takes_sources
from search.readers import ReadingOptions
from search.readers.inspecting import Inspected, inspect_sources
from search.readers.records import place_of
from search.readers.sampling import Sample

_SHOWN_PARAGRAPHS = 4
_SHOWN_CHARACTERS = 120
_SHOWN_KEYS = 40


@command("inspect")
@argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@takes_sources
@option("--sample", type=click.IntRange(1, 1_000_000), default=1_000, show_default=True, help="option_sample")
def inspect_command(sources: tuple[str, ...], options: ReadingOptions, sample: int, jobs: int | None) -> None:
    """Show how sources would be read."""
    accepted = 0
    for found in inspect_sources(sources, options, Sample(records=sample)):
        accepted += found.accepted
        for line in _lines(found):
            click.echo(line)
    if not accepted:
        sys.exit(1)


def _lines(found: Inspected) -> Iterator[str]:
    about = ", ".join(filter(None, (found.kind, found.encoding)))
    yield say("at_place", place=found.file, reason=about or say("content_unknown"))
    rejected = found.rejected.total()
    if found.accepted or rejected or found.repeated:
        code = "inspected_all" if found.is_whole else "inspected_first"
        records = found.accepted + rejected + found.repeated
        yield "  " + say(code, count=records, accepted=found.accepted, rejected=rejected)
    yield from _lines_of_keys(found)
    if found.accepted and found.dated:
        span = {
            "first": found.first and found.first.isoformat(),
            "last": found.last and found.last.isoformat(),
        }
        share = f"{100 * found.dated / found.accepted:.0f}"
        yield "  " + say("inspected_dated", count=found.dated, accepted=found.accepted, share=share, **span)
    elif found.accepted:
        yield "  " + say("inspected_undated")
    for name, key in found.offered.items():
        yield "  " + say("inspected_offer", field=name, key=key, example=found.keys[key].example)
    for told in found.notices:
        yield f"  {told.said(language())}"
    for reject in found.rejects:
        yield "  " + say("rejected_record", place=place_of(found.file, reject.line), reason=reject.reason)
    if rejected > len(found.rejects):
        yield "  " + say("inspected_more_rejects", count=rejected - len(found.rejects))
    for number, article in enumerate(found.articles, 1):
        yield from _lines_of_article(number, article)


def _lines_of_keys(found: Inspected) -> Iterator[str]:
    keys = [*found.keys.items()][:_SHOWN_KEYS]
    if not keys:
        return
    head = (say("inspected_key"), say("inspected_field"), say("inspected_filled"), "")
    rows = [
        head,
        *((name, key.field or "-", say("number", number=key.filled), key.example) for name, key in keys),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, of_field, filled, example in rows:
        yield f"  {name:<{widths[0]}}  {of_field:<{widths[1]}}  {filled:>{widths[2]}}  {example}".rstrip()
    if len(found.keys) > len(keys):
        yield "  " + say("more", count=len(found.keys) - len(keys))


def _lines_of_article(number: int, article: Article) -> Iterator[str]:
    yield f"  {number}. {article.title or '-'}"
    published = article.published and article.published.isoformat()
    values = (article.source, published, article.place, article.category, *article.authors, *article.tags)
    yield "     " + " · ".join([article.id, *(value for value in values if value)])
    for paragraph, text in enumerate(article.paragraphs[:_SHOWN_PARAGRAPHS]):
        shown = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
        words = say("words", count=len(text.split()))
        yield f"     #{paragraph} ({words}) {shown}"
    if len(article.paragraphs) > _SHOWN_PARAGRAPHS:
        yield "     " + say("more_paragraphs", count=len(article.paragraphs) - _SHOWN_PARAGRAPHS)
