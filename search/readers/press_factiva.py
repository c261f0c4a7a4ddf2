"""The module reads the articles of an export of Factiva, with tags or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.readers.press_parts import BY, CLOCK, COPYRIGHT, DAY, Fields, parts_of

_ACCESSION = re.compile(r"Document ([A-Z0-9]{2,10}0000\d{8}[a-z0-9]{9})")
_WORDS = re.compile(r"(\d[\d,.]*) (?:words?|kata)")
_TAG = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CLM|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?: +(.*)|)"
)
_OF_TAGS = {
    "HD": "title", "BY": "authors", "PD": "published", "ET": "jam", "SN": "source", "LA": "language",
    "SE": "category", "ART": "image_caption",
}  # fmt: skip
_LANGUAGES = re.compile(r"English|Bahasa Indonesia|Indonesian?|Malay|Bahasa Malaysia|Chinese.*|Dutch")
_MAX_NAME, _MAX_SECTION = 60, 30  # characters
_MAX_WORDS = 8


def is_factiva(lines: Sequence[str]) -> bool:
    """Return whether these lines, without blanks around them, certainly are an export of Factiva."""
    ends = sum(_ACCESSION.fullmatch(line) is not None for line in lines)
    return ends > 0 and any(_WORDS.fullmatch(line.removeprefix("WC").strip()) for line in lines)


def read_factiva(lines: Sequence[str], stripped: Sequence[str]) -> Iterator[tuple[int, Fields | str]]:
    """Yield the place and fields of each article, or the first line of a part that is none."""
    marks = [at for at, line in enumerate(stripped) if _ACCESSION.fullmatch(line)]
    for first, end in parts_of(stripped, marks):
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
            fields[_OF_TAGS.get(tag, tag)] = BY.sub("", value) if tag == "BY" else value
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
            if source and not any(map(COPYRIGHT.match, lines[place : place + 8])):
                break
        elif "published" not in fields and DAY.fullmatch(line):
            fields["published"] = line
        elif CLOCK.fullmatch(line):
            fields["jam"] = line
        elif _LANGUAGES.fullmatch(line):
            fields["language"] = line
        elif COPYRIGHT.match(line):
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
    if len(lines) > 1 and (BY.match(lines[-1]) or _is_author(lines)):
        fields["authors"] = BY.sub("", lines.pop())
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
