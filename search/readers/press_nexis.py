"""The module reads the articles of an export of LexisNexis or Nexis Uni."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from search.readers.press_parts import BY, COPYRIGHT, DATE, Fields, parts_of

_OF_MANY = re.compile(r"(?:Document )?\d+ of \d+(?: DOCUMENTS?)?", re.IGNORECASE)
_LENGTH = re.compile(r"LENGTH: *[\d,.]+ words?", re.IGNORECASE)
_LABEL = re.compile(r"([A-Z][A-Z-]{2,24}): *(.*)")
_UNI_LABEL = re.compile(
    r"(Section|Length|Byline|Dateline|Highlight|Load-Date|Edition|Distribution|Series|Column|Correction-Date"
    r"|Language|Publication-Type|Journal Code|Subject|Industry|Person|Organization|Company|Geographic|Ticker)"
    r": *(.*)"
)
_PAGE = re.compile(r"Page \d+ of \d+")
_PAGE_OF_SECTION = re.compile(r"(.*?)(?:; *(?:Pg\.?|P\.|Page) *([\w-]+))?")
_BODY, _END_OF_UNI = "Body", "End of Document"
_BEHIND_BODY = ("Graphic", "Classification", "Notes", "Load-Date:")
_FIELDS = {
    "HEADLINE": "title",
    "BYLINE": "authors",
    "SECTION": "category",
    "DATELINE": "place",
    "LANGUAGE": "language",
}
#: Labels that may stand in front of the text, and those that end it; others are words of the text.
_BEFORE_TEXT = frozenset(
    ("HEADLINE", "BYLINE", "SECTION", "LENGTH", "DATELINE", "BODY", "HIGHLIGHT", "SERIES", "COLUMN",
     "EDITION", "TYPE", "DISTRIBUTION", "ABSTRACT", "URL")
)  # fmt: skip
_BEHIND_TEXT = frozenset(
    ("LOAD-DATE", "LANGUAGE", "GRAPHIC", "SUBJECT", "PUBLICATION-TYPE", "DOCUMENT-TYPE", "JOURNAL-CODE",
     "ORGANIZATION", "COMPANY", "PERSON", "GEOGRAPHIC", "INDUSTRY", "TICKER", "COUNTRY", "CITY", "STATE",
     "ACC-NO", "ISSN", "CORRECTION-DATE")
)  # fmt: skip

_WIDEST = 100  # characters of a line that is wrapped


def is_nexis(lines: Sequence[str]) -> bool:
    """Return whether these lines, without blanks around them, certainly are an export of LexisNexis."""
    return any(map(_OF_MANY.fullmatch, lines)) and any(map(_LENGTH.fullmatch, lines))


def is_nexis_uni(lines: Sequence[str]) -> bool:
    """Return whether these lines, without blanks around them, certainly are an export of Nexis Uni."""
    return _END_OF_UNI in lines and _BODY in lines and any(map(_UNI_LABEL.fullmatch, lines))


def read_nexis(lines: Sequence[str], stripped: Sequence[str]) -> Iterator[tuple[int, Fields | str]]:
    """Yield the place and fields of each article, or the first line of a part that is none."""
    marks = [at for at, line in enumerate(stripped) if _OF_MANY.fullmatch(line)]
    for first, end in parts_of(stripped, marks):
        fields = _of_nexis(lines[first:end], stripped[first:end])
        yield first, fields or stripped[first]


def _of_nexis(lines: Sequence[str], stripped: Sequence[str]) -> Fields | None:
    """Return the fields of one article of LexisNexis; None if there is no label of its length in it."""
    at = [place for place, line in enumerate(stripped) if _LENGTH.fullmatch(line)]
    if not at:
        return None
    fields: Fields = {}
    begin = _labels(stripped, fields, _BEFORE_TEXT)
    head = stripped[: _first_label(stripped)]
    _read_head(head, fields)
    end = next(
        (
            place
            for place in range(begin, len(lines))
            if (found := _LABEL.fullmatch(stripped[place]))
            and found[1] in _BEHIND_TEXT
            and not stripped[place - 1]
        ),
        len(lines),
    )
    _labels(stripped[end:], fields, _BEHIND_TEXT)
    return {**_mended(fields), "text": _unwrapped(_without_copyright(lines[begin:end]))}


def _labels(stripped: Sequence[str], fields: Fields, known: Collection[str]) -> int:
    """Add the labels of a head, or of the end of an article, to ``fields``; return the place behind them."""
    behind, place = 0, 0
    while place < len(stripped):
        found = _LABEL.fullmatch(stripped[place])
        if found and found[1] in known:
            end = next((at for at in range(place + 1, len(stripped)) if not stripped[at]), len(stripped))
            if found[1] == "BODY":
                return place + 1
            value = " ".join((found[2], *stripped[place + 1 : end])).strip()
            name = _FIELDS.get(found[1], found[1])
            fields.setdefault(name, BY.sub("", value) if name == "authors" else value)
            behind = place = end
        elif not stripped[place] or not behind:
            place += 1
        else:
            break
    return behind


def _first_label(stripped: Sequence[str]) -> int:
    labels = ((place, _LABEL.fullmatch(line)) for place, line in enumerate(stripped))
    return next(place for place, found in labels if found and found[1] in _BEFORE_TEXT)


def _mended(fields: Fields) -> Fields:
    """Return fields in which the section is without its page, and the author without the source."""
    section, page = _PAGE_OF_SECTION.fullmatch(str(fields.get("category", ""))).groups()  # type: ignore[union-attr]
    author = str(fields.get("authors", "")).removesuffix(f", {fields.get('source')}")
    return {**fields, "category": section, "halaman": page, "authors": author}


def _read_head(head: Sequence[str], fields: Fields) -> None:
    """Read source, date and headline, which stand above the labels."""
    lines = [line for line in head if not COPYRIGHT.match(line)]
    dated = next((at for at, line in enumerate(lines) if DATE.fullmatch(line)), None)
    if dated is None:
        fields.setdefault("title", " ".join(filter(None, lines)))
        return
    fields["published"] = lines[dated]
    fields["source"] = next((line for line in reversed(lines[:dated]) if line), "")
    behind = next((at for at in range(dated, len(lines)) if not lines[at]), len(lines))  # below are editions
    if title := " ".join(filter(None, lines[behind:])):
        fields.setdefault("title", title)


def _without_copyright(lines: Sequence[str]) -> str:
    """Return the lines of a text without the copyright at its end."""
    kept = [*lines]
    while kept and (not kept[-1].strip() or COPYRIGHT.match(kept[-1].strip())):
        del kept[-1]
    return "\n".join(kept).strip("\n")


def _unwrapped(text: str) -> str:
    """Return a text whose paragraphs have a line each: they are wrapped, with blank lines between them."""
    paragraphs = [one.split("\n") for one in re.split(r"\n[ \t]*\n", text)]
    if len(paragraphs) < 2 and "\n" in text and not text.startswith(" "):
        return text
    return "\n\n".join(
        ("\n" if max(map(len, lines)) > _WIDEST else " ").join(map(str.strip, lines)) for lines in paragraphs
    )


def read_nexis_uni(lines: Sequence[str], stripped: Sequence[str]) -> Iterator[tuple[int, Fields | str]]:
    """Yield the place and fields of each article, or the first line of a part that is none."""
    marks = [at for at, line in enumerate(stripped) if line == _END_OF_UNI]
    for first, end in parts_of(stripped, marks):
        own = stripped[first:end]
        if _BODY not in own:
            yield first, stripped[first]
            continue
        body = own.index(_BODY)
        behind = (
            at
            for at in range(body + 1, len(own))
            if own[at] in _BEHIND_BODY or own[at].startswith(_BEHIND_BODY[-1])
        )
        last = next(behind, len(own))
        fields: Fields = {}
        head = [
            line for line in own[:body] if line and not _PAGE.fullmatch(line) and not COPYRIGHT.match(line)
        ]
        for line in (*head, *own[last:]):
            if found := _UNI_LABEL.fullmatch(line):
                name = _FIELDS.get(found[1].upper(), found[1])
                fields.setdefault(name, BY.sub("", found[2]) if name == "authors" else found[2])
        titles = [line for line in head if not _UNI_LABEL.fullmatch(line)]
        dated = next((at for at, line in enumerate(titles) if at and DATE.fullmatch(line)), None)
        if dated is not None:
            fields |= {"published": titles[dated], "source": titles[dated - 1]}
            del titles[dated - 1 :]
        if titles[: len(titles) // 2] == titles[len(titles) // 2 :]:  # on top of the page, and once more
            del titles[len(titles) // 2 :]
        fields |= {
            "title": " ".join(titles),
            "text": _without_copyright(lines[first + body + 1 : first + last]),
        }
        yield first, _mended(fields)
