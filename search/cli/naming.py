"""``warta analyze --names``: the names and the quotations of a text, as tables or JSON."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from search.as_json import names_as_json
from search.cli.language import say
from search.cli.terminal import Styled, print_json
from search.names import (
    EVENT,
    LAW,
    ORGANISATION,
    PERSON,
    PLACE,
    ParagraphNames,
    Quotation,
    read_names,
)

_LONGEST = 60
_KINDS = {
    PERSON: "name_person",
    ORGANISATION: "name_organisation",
    PLACE: "name_place",
    LAW: "name_law",
    EVENT: "name_event",
}
_FORMS = {"direct": "said_direct", "reported": "said_reported"}


def show_names(text: str, as_json: bool) -> None:
    """Show the names and the quotations of a text, each line of which is a paragraph."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    found = read_names(paragraphs)
    if as_json:
        print_json(names_as_json(paragraphs, found))
        return
    tables = [_names(paragraphs, found.paragraphs), _quotations(paragraphs, found.paragraphs)]
    with Styled(wrap=True) as console:
        console.print(tables[0])
        console.print()
        console.print(tables[1])


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for code in ("column_paragraph", "column_range", *columns):
        table.add_column(say(code))
    return table


def _names(paragraphs: Sequence[str], found: Sequence[ParagraphNames]) -> Table:
    table = _table("column_name", "column_name_kind", "column_role", "column_full")
    for number, (text, here) in enumerate(zip(paragraphs, found, strict=True)):
        for name in here.names:
            written = text[name.start : name.end]
            cells = (
                str(number),
                f"{name.start}-{name.end}",
                written,
                say(_KINDS[name.kind]),
                text[slice(*name.role)] if name.role else "",
                "" if name.full == written else name.full,
            )
            table.add_row(*map(Text, cells))
    return table


def _quotations(paragraphs: Sequence[str], found: Sequence[ParagraphNames]) -> Table:
    table = _table("column_said", "column_form", "column_speaker", "column_role", "column_verb", "column_day")
    for number, (text, here) in enumerate(zip(paragraphs, found, strict=True)):
        for said in here.quotations:
            role = said.speaker and said.speaker.role
            words = text[said.start : said.end]
            cells = (
                str(number),
                f"{said.start}-{said.end}",
                words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…",
                say(_FORMS[said.form]),
                _speaker(text, said),
                text[slice(*role)] if role else "",
                text[slice(*said.verb)] if said.verb else "",
                said.day.isoformat() if said.day else "",
            )
            table.add_row(*map(Text, cells))
    return table


def _speaker(text: str, said: Quotation) -> str:
    """Return the speaker's full name, with the pronoun that the text has instead; "?" if it is unknown."""
    written = text[said.speaker.start : said.speaker.end] if said.speaker else ""
    if said.full is None:
        return f"{written} (?)" if said.speaker and said.speaker.by == "pronoun" else written or "?"
    return said.full if written in (said.full, "") else f"{said.full} ({written})"
