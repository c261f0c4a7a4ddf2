"""The module joins rows that are paragraphs, or sentences, of an article: of one id, each with a number.

::

    article_id,paragraph_no,text
    7,1,Harga beras naik.
    7,2,Pedagang menunggu.

The rows of an article may be anywhere in a table, so they are sorted in a file that has no name.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from search.later import Pattern
from search.readers.mapping import FieldMapping
from search.readers.names import TEXT, field_of, folded_name
from search.readers.records import Record
from search.readers.values import is_nothing
from search.remarks import Remark

_WHAT = ("paragraph", "paragraf", "para", "par", "alinea", "sentence", "sent", "kalimat")
_NUMBERS = (
    "no",
    "number",
    "num",
    "nr",
    "index",
    "idx",
    "id",
    "order",
    "seq",
    "ke",
    "urutan",
    "nomor",
    "position",
)
_OF_SENTENCES = ("sentence", "sent", "kalimat")
#: Names that say what a number counts: ``paragraph_no``, ``no_paragraf``, ``paragraf_ke``.
_CERTAIN = {
    name: what in _OF_SENTENCES
    for what in _WHAT
    for name in (what, *(what + number for number in _NUMBERS), *(number + what for number in _NUMBERS))
    if name not in ("par", "para", "sent")
}
#: Names that may as well count something else; the ids and numbers of the first rows tell.
_IN_DOUBT = frozenset(("order", "urutan", "seq", "sequence", "position", "posisi", "ord", "idx", "sortorder"))
#: Keys of an article that are no key of an article that has its text in one row.
_OF_ROWS = frozenset(("id", "_id", "pk", "uuid", "guid", "identifier"))
_FIRST_ROWS = 200
#: A number, perhaps behind the id of the article: ``7``, ``7.0``, ``a-7_12``.
_NUMBER, _MAX_NUMBER = Pattern(r"(?:\S*[^\d\s])??(\d{1,9})(?:\.0)?"), 80
_INSERT = "INSERT INTO rows VALUES (?, ?, ?, ?, ?)"
_SORTED = (
    "SELECT article, line, of_row FROM rows"
    " JOIN (SELECT article AS one, min(place) AS first FROM rows GROUP BY article) ON article = one"
    " ORDER BY first, number, place"
)


class ParagraphRows(NamedTuple):
    """The keys of rows that are paragraphs.

    article: the key with the id of the article
    numbers: the keys with the numbers of the paragraph, and of the sentence in it
    text:    the key with the text
    is_certain: whether the name of a number says what it counts
    """

    article: str
    numbers: tuple[str, ...]
    text: str
    is_certain: bool


def paragraph_rows(
    names: Sequence[str], texts: Sequence[str] = (), no_numbers: Collection[str] = ()
) -> ParagraphRows | None:
    """Return the keys of rows that are paragraphs, by their names; None for other rows.

    no_numbers: the keys that have other values than numbers
    texts: the keys that are read as the text, the preferred one first

    >>> paragraph_rows(["article_id", "paragraph_no", "text"])
    ParagraphRows(article='article_id', numbers=('paragraph_no',), text='text', is_certain=True)
    >>> paragraph_rows(["id", "judul", "isi"]) is None
    True
    """
    folded = {folded_name(name).lstrip("_"): name for name in names if name not in no_numbers}
    fields = {name: known[0] for name in names if (known := field_of(name))}
    certain = sorted((_CERTAIN[key], name) for key, name in folded.items() if key in _CERTAIN)
    numbers = [name for _, name in certain] or [name for key, name in folded.items() if key in _IN_DOUBT]
    ids = [name for name, of_field in fields.items() if of_field == "id" and name not in numbers]
    ids.sort(key=lambda name: folded_name(name) in _OF_ROWS)
    if certain:
        ids += [name for name, of_field in fields.items() if of_field == "url"]
    found = [*texts, *(name for name, of_field in fields.items() if of_field == TEXT)]
    text = next((name for name in found if name not in numbers and name in names), None)
    if text is None and certain and len(certain) == len(found):
        return None
    if not (numbers and ids and text) or (not certain and folded_name(ids[0]) in _OF_ROWS):
        return None
    return ParagraphRows(ids[0], tuple(numbers), text, bool(certain))


def with_paragraphs_joined(values: Iterator[Any], mapping: FieldMapping) -> Iterator[Any]:
    """Yield what a reader yields; if the first record is a paragraph, a Record for each article instead."""
    before: list[Any] = []
    for value in values:
        before.append(value)
        if isinstance(value, Record):
            break
    if not before or not isinstance(before[-1], Record):
        return iter(before)
    texts = [path[0] for path in mapping.assignment(before[-1].values).fields.get(TEXT, ()) if len(path) == 1]
    first = before[-1].values
    no_numbers = {name for name, value in first.items() if not _NUMBER.fullmatch(str(value)[:_MAX_NUMBER])}
    rows = paragraph_rows([*first], texts, no_numbers)
    if rows and not rows.is_certain:
        before += islice(values, _FIRST_ROWS)
        rows = rows if _are_paragraphs(before, rows) else None
    whole = chain(before, values)
    return _joined(whole, rows) if rows else whole


def _are_paragraphs(values: Iterable[Any], rows: ParagraphRows) -> bool:
    """Return whether ids come again, each with other numbers, and the numbers of each begin with 0 or 1."""
    found: dict[str, list[float]] = {}
    for value in values:
        if isinstance(value, Record):
            number = _number(value.values.get(rows.numbers[0]))
            found.setdefault(str(value.values.get(rows.article)), []).append(number)
    each = [*found.values()]
    again = sum(len(numbers) > 1 for numbers in each)
    return again > 0 and all(min(one) in (0, 1) and len({*one}) == len(one) for one in each[:-1] or each)


def _joined(values: Iterable[Any], rows: ParagraphRows) -> Iterator[Any]:
    with closing(sqlite3.connect("", check_same_thread=False)) as database:
        database.execute("CREATE TABLE rows (article, number, place INTEGER, line INTEGER, of_row)")
        for place, value in enumerate(values):
            if not isinstance(value, Record) or is_nothing(value.values.get(rows.article)):
                yield value
                continue
            article = str(_plain(value.values[rows.article]))
            numbers = [_number(value.values.get(name)) for name in rows.numbers]
            number = numbers[0] + (numbers[-1] / 1e6 if len(numbers) > 1 else 0)
            row = json.dumps(value.values, default=str)
            database.execute(_INSERT, (article, number, place, value.line, row))
        database.execute("CREATE INDEX of_article ON rows (article, place)")
        count = articles = 0
        for _, group in groupby(database.execute(_SORTED), key=itemgetter(0)):
            one = [(line, json.loads(row)) for _, line, row in group]
            count, articles = count + len(one), articles + 1
            yield Record(_article([row for _, row in one], rows), min(line or 0 for line, _ in one) or None)
        if count > articles:
            yield Remark(
                "paragraphs_joined", {"count": count, "articles": articles, "number": rows.numbers[0]}
            )


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(value: object) -> float:
    found = _NUMBER.fullmatch(str(value)[:_MAX_NUMBER])
    return float(found[1]) if found else 0.0


def _article(found: Sequence[Mapping[str, object]], rows: ParagraphRows) -> dict[str, object]:
    """Return the record of an article: its text, and of what its rows have the first that has a value."""
    values: dict[str, object] = {}
    for row in found:
        for name, value in row.items():
            if is_nothing(values.get(name)):
                values[name] = value
    of_row = [name for name in values if name != rows.article and folded_name(name) in _OF_ROWS]
    for name in (*rows.numbers, *of_row, rows.text):
        values.pop(name, None)
    return {**values, "paragraphs": [*_paragraphs(found, rows)]}


def _paragraphs(found: Sequence[Mapping[str, object]], rows: ParagraphRows) -> Iterator[object]:
    """Yield the paragraphs; the sentences of one are joined."""
    if not any(map(_is_of_sentence, rows.numbers)):
        yield from (row.get(rows.text) for row in found if not is_nothing(row.get(rows.text)))
        return
    of_paragraph = [name for name in rows.numbers if not _is_of_sentence(name)]
    for _, group in groupby(found, key=lambda row: [row.get(name) for name in of_paragraph]):
        yield " ".join(str(row[rows.text]).strip() for row in group if not is_nothing(row.get(rows.text)))


def _is_of_sentence(name: str) -> bool:
    return _CERTAIN.get(folded_name(name).lstrip("_"), False)
