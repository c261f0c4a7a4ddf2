"""The module reads what press databases export as text: LexisNexis and Nexis Uni, and Factiva.

A file has many articles, each between marks of its own, with its fields in a head:

    LexisNexis   "1 of 50 DOCUMENTS", source, date, headline, labels (LENGTH: 312 words), text, labels
    Nexis Uni    headline, source, date, labels, "Body", text, labels, "End of Document"
    Factiva      section, headline, author, "312 words", date, source, ..., text, "Document XXXX0000..."; or
                 tags (HD, BY, WC, PD, SN, LP, TD) in front of the same
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"(?:(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\d{{1,2}} [A-Z][a-z]+ \d{{4}})\b(?:,? [A-Z][a-z]+day\b)?[^.]*"
)
_DAY = re.compile(rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\d{{1,2}} [A-Z][a-z]+ \d{{4}}")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|Copyright\b|Hak Cipta\b|All Rights Reserved)", re.IGNORECASE)

# LexisNexis and Nexis Uni.
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

# Factiva.
_ACCESSION = re.compile(r"Document ([A-Z0-9]{2,10}0000\d{8}[a-z0-9]{9})")
_WORDS = re.compile(r"(\d[\d,.]*) (?:words?|kata)")
_TAG = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CLM|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?: +(.*)|)"
)
_OF_TAGS = {
    "HD": "title", "BY": "authors", "PD": "published", "ET": "jam", "SN": "source", "LA": "language",
    "SE": "category", "ART": "image_caption",
}  # fmt: skip
_BY = re.compile(r"(?:By|Oleh|Reporter|Penulis):? +", re.IGNORECASE)
_LANGUAGES = re.compile(r"English|Bahasa Indonesia|Indonesian?|Malay|Bahasa Malaysia|Chinese.*|Dutch")
_MAX_NAME, _MAX_SECTION = 60, 30  # characters
_MAX_WORDS = 8
_WIDEST = 100  # characters of a line that is wrapped

Fields = dict[str, object]


class Exported(NamedTuple):
    """The articles of an export: the place of the first line of each, and its fields.

    left: the first line of each part that is no article, such as a summary of the search
    """

    articles: list[tuple[int, Fields]]
    left: list[str]


def exported_articles(lines: Sequence[str]) -> Exported | None:
    """Return the articles in the lines of a text; None if it is no export of a press database.

    >>> found = exported_articles(
    ...     ["Panen Raya", "312 words", "10 September 2019", "The Jakarta Post", "JKPO", "English", "(c) 2019",
    ...      "", "Padi dipanen.", "", "Document JKPO000020190910ef9a00001"]
    ... )
    >>> found.articles[0][1]["title"], found.articles[0][1]["source"], found.articles[0][1]["text"]
    ('Panen Raya', 'The Jakarta Post', 'Padi dipanen.')
    """
    stripped = [line.strip() for line in lines]
    for read, is_one in ((_factiva, _is_factiva), (_nexis, _is_nexis), (_nexis_uni, _is_nexis_uni)):
        if is_one(stripped):
            return _exported(read(lines, stripped))
    return None


def _exported(parts: Iterator[tuple[int, Fields | str]]) -> Exported:
    found = Exported([], [])
    for start, part in parts:
        if isinstance(part, str):
            found.left.append(part)
        else:
            found.articles.append((start, {name: value for name, value in part.items() if value}))
    return found


def _is_factiva(lines: Sequence[str]) -> bool:
    ends = sum(_ACCESSION.fullmatch(line) is not None for line in lines)
    return ends > 0 and any(_WORDS.fullmatch(line.removeprefix("WC").strip()) for line in lines)


def _is_nexis(lines: Sequence[str]) -> bool:
    return any(map(_OF_MANY.fullmatch, lines)) and any(map(_LENGTH.fullmatch, lines))


def _is_nexis_uni(lines: Sequence[str]) -> bool:
    return _END_OF_UNI in lines and _BODY in lines and any(map(_UNI_LABEL.fullmatch, lines))


def _parts(lines: Sequence[str], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the places of the first line with text of each part, and of the line behind its last one."""
    start = 0
    for end in (*ends, len(lines)):
        first = next((at for at in range(start, end) if lines[at]), None)
        if first is not None:
            yield first, end
        start = end + 1


# --- LexisNexis ---


def _nexis(lines: Sequence[str], stripped: Sequence[str]) -> Iterator[tuple[int, Fields | str]]:
    marks = [at for at, line in enumerate(stripped) if _OF_MANY.fullmatch(line)]
    for first, end in _parts(stripped, marks):
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
            fields.setdefault(name, _BY.sub("", value) if name == "authors" else value)
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
    lines = [line for line in head if not _COPYRIGHT.match(line)]
    dated = next((at for at, line in enumerate(lines) if _DATE.fullmatch(line)), None)
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
    while kept and (not kept[-1].strip() or _COPYRIGHT.match(kept[-1].strip())):
        del kept[-1]
    return "\n".join(kept).strip("\n")


def _unwrapped(text: str) -> str:
    """Return a text whose paragraphs have a line each; LexisNexis wraps them, with a blank line between them."""
    paragraphs = [one.split("\n") for one in re.split(r"\n[ \t]*\n", text)]
    if len(paragraphs) < 2 and "\n" in text and not text.startswith(" "):
        return text
    return "\n\n".join(
        ("\n" if max(map(len, lines)) > _WIDEST else " ").join(map(str.strip, lines)) for lines in paragraphs
    )


# --- Nexis Uni ---


def _nexis_uni(lines: Sequence[str], stripped: Sequence[str]) -> Iterator[tuple[int, Fields | str]]:
    marks = [at for at, line in enumerate(stripped) if line == _END_OF_UNI]
    for first, end in _parts(stripped, marks):
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
            line for line in own[:body] if line and not _PAGE.fullmatch(line) and not _COPYRIGHT.match(line)
        ]
        for line in (*head, *own[last:]):
            if found := _UNI_LABEL.fullmatch(line):
                name = _FIELDS.get(found[1].upper(), found[1])
                fields.setdefault(name, _BY.sub("", found[2]) if name == "authors" else found[2])
        titles = [line for line in head if not _UNI_LABEL.fullmatch(line)]
        dated = next((at for at, line in enumerate(titles) if at and _DATE.fullmatch(line)), None)
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


# --- Factiva ---


def _factiva(lines: Sequence[str], stripped: Sequence[str]) -> Iterator[tuple[int, Fields | str]]:
    marks = [at for at, line in enumerate(stripped) if _ACCESSION.fullmatch(line)]
    for first, end in _parts(stripped, marks):
        own = stripped[first:end]
        fields: Fields | None = None
        if end < len(stripped):
            tagged = sum(_TAG.fullmatch(line) is not None for line in own) > 2 and _has_headline(own)
            fields = _tagged(own) if tagged else _plain(own)
        if fields is None:
            yield first, stripped[first]
            continue
        accession = _ACCESSION.fullmatch(stripped[end])
        assert accession
        yield first, {"id": accession[1], **fields}


def _has_headline(lines: Sequence[str]) -> bool:
    return any(line == "HD" or line.startswith("HD ") for line in lines)


def _tagged(lines: Sequence[str]) -> Fields:
    """Return the fields of an article of Factiva with a tag in front of each."""
    parts: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        if (found := _TAG.fullmatch(line)) and found[1] not in parts:
            tag = found[1]
            parts[tag] = [found[2] or ""]
        elif tag:
            parts[tag].append(line)
    fields: Fields = {}
    for tag, own in parts.items():
        if tag not in ("LP", "TD", "AN"):
            value = " ".join(filter(None, own))
            fields[_OF_TAGS.get(tag, tag)] = _BY.sub("", value) if tag == "BY" else value
    fields["text"] = "\n\n".join("\n".join(parts.get(tag, ())).strip("\n") for tag in ("LP", "TD")).strip(
        "\n"
    )
    return fields


def _plain(lines: Sequence[str]) -> Fields | None:
    """Return the fields of an article of Factiva without tags; None if there is no number of its words."""
    at = next((place for place, line in enumerate(lines) if _WORDS.fullmatch(line)), None)
    if at is None:
        return None
    fields = _above_words([line for line in lines[:at] if line])
    place = at + 1
    source = False
    while place < len(lines):
        line = lines[place]
        if not line:
            if source and not any(map(_COPYRIGHT.match, lines[place : place + 8])):
                break
        elif "published" not in fields and _DAY.fullmatch(line):
            fields["published"] = line
        elif _CLOCK.fullmatch(line):
            fields["jam"] = line
        elif _LANGUAGES.fullmatch(line):
            fields["language"] = line
        elif _COPYRIGHT.match(line):
            place += 1
            break
        elif not source:
            fields["source"], source = line, True
        place += 1
    return {**fields, "text": "\n".join(lines[place:]).strip("\n")}


def _above_words(head: Sequence[str]) -> Fields:
    """Return section, headline and author, the lines above the number of words; one is the headline."""
    lines = [*head]
    fields: Fields = {}
    if len(lines) > 1 and (_BY.match(lines[-1]) or _is_author(lines)):
        fields["authors"] = _BY.sub("", lines.pop())
    if len(lines) > 1 and len(lines[0]) <= _MAX_SECTION:
        fields["category"] = lines.pop(0)
    return {**fields, "title": " ".join(lines)}


def _is_author(lines: Sequence[str]) -> bool:
    """Return whether the last line is a name, and not the headline below its section."""
    last, before = lines[-1], lines[-2]
    words = last.split()
    is_name = (
        len(last) <= _MAX_NAME
        and len(words) <= _MAX_WORDS
        and all(word[0].isupper() or word in "& dan and /" for word in words)
    )
    return is_name and len(before) > max(len(last), _MAX_SECTION)
