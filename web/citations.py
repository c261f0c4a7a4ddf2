"""Citations of an article or a paragraph of it: as text, in APA style, as BibTeX and as RIS.

APA style follows the *Publication Manual*, 7th edition, 10.1, example 16 (online news). RIS has the fields of
a newspaper article (``TY - NEWS``) that reference managers read. Unknown fields are left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from search.article import ArticleMetadata
from search.published import PartialDate, day_of, without_time
from web.wording import Wording

FORMATS = {"text": "text/plain", "apa": "text/plain", "bibtex": "application/x-bibtex",
           "ris": "application/x-research-info-systems"}  # fmt: skip
SUFFIXES = {"text": "txt", "apa": "txt", "bibtex": "bib", "ris": "ris"}

_BIBTEX = re.compile(r"[\\{}$&#%_~^]")
_BIBTEX_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_NO_KEY = re.compile(r"[^A-Za-z0-9]+")
_BREAKS = re.compile(r"\s+")


class Cited(NamedTuple):
    """An article, or a paragraph of it, that is cited.

    about:     the metadata of the article
    title:     its headline, or the first words of its text
    address:   the permanent address of the article or of the paragraph
    number:    the number of the paragraph; None for the whole article
    paragraph: the text of the paragraph
    """

    about: ArticleMetadata
    title: str
    address: str
    number: int | None = None
    paragraph: str = ""


def citation(cited: Cited, form: str, wording: Wording) -> str:
    """Return the citation in one of ``FORMATS``, with a line end at its end."""
    return _MAKERS[form](cited, wording) + "\n"


def _text(cited: Cited, wording: Wording) -> str:
    about = cited.about
    published = wording.language.long_day(without_time(about.published)) if about.published else ""
    place = ", ".join(filter(None, (cited.title, about.source, published)))
    number = "" if cited.number is None else f", {wording.paragraph_label(cited.number)}"
    quoted = f"“{_BREAKS.sub(' ', cited.paragraph)}”\n" if cited.paragraph else ""
    return f"{quoted}{place}{number}\n{cited.address}"


def _apa(cited: Cited, wording: Wording) -> str:
    about = cited.about
    authors = ", & ".join(about.authors) if len(about.authors) < 3 else f"{about.authors[0]} et al."
    who = authors or about.source or ""
    when = _apa_date(about, wording)
    where = f" {about.source}." if about.source and authors else ""
    paragraph = "" if cited.number is None else f" ({wording.paragraph_label(cited.number)})"
    begin = f"{who.rstrip('.')}. ({when}). {cited.title}" if who else f"{cited.title}. ({when})"
    return f"{begin}{paragraph}.{where} {cited.address}"


def _apa_date(about: ArticleMetadata, wording: Wording) -> str:
    published = about.published
    if published is None:
        return wording.gettext("tanpa tanggal")
    if isinstance(published, PartialDate):
        in_words = wording.language.long_day(published)
        return f"{published.year}, {in_words.split()[0]}" if published.month else in_words
    day = day_of(published)
    month = wording.language.long_day(PartialDate(day.year, day.month)).split()[0]
    order = f"{month} {day.day}" if wording.language.code == "en" else f"{day.day} {month}"
    return f"{day.year}, {order}"


def _bibtex(cited: Cited, wording: Wording) -> str:
    about = cited.about
    year = str(day_of(about.published).year) if about.published else ""
    words = _NO_KEY.sub(" ", cited.title).split()[:2]
    key = "".join([_NO_KEY.sub("", about.source or "warta"), year, *words]).lower() or "warta"
    number = "" if cited.number is None else wording.paragraph_label(cited.number)
    rows = {
        "title": cited.title,
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in about.authors),
        "journal": about.source or "",
        "year": year,
        "date": without_time(about.published).isoformat() if about.published else "",
        "note": number,
        "url": cited.address,
    }
    raw = ("author", "url")
    lines = [
        f"  {name} = {{{value if name in raw else _escaped(value)}}},"
        for name, value in rows.items()
        if value
    ]
    return "\n".join([f"@article{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    text = _BREAKS.sub(" ", text)
    return _BIBTEX.sub(lambda match: _BIBTEX_ESCAPED.get(match[0], "\\" + match[0]), text)


def _ris(cited: Cited, wording: Wording) -> str:
    about = cited.about
    published = about.published
    moment = ""
    if isinstance(published, PartialDate):
        moment = (
            f"{published.year:04}/{published.month or '':02}//"
            if published.month
            else f"{published.year:04}///"
        )
    elif published:
        moment = f"{day_of(published):%Y/%m/%d}/"
    rows = [
        ("TY", "NEWS"),
        ("TI", cited.title),
        *[("AU", name) for name in about.authors],
        ("T2", about.source or ""),
        ("PY", moment[:4]),
        ("DA", moment),
        ("SP", "" if cited.number is None else wording.paragraph_label(cited.number)),
        ("UR", cited.address),
        ("ID", about.id),
    ]
    lines = [f"{tag}  - {_BREAKS.sub(' ', value)}" for tag, value in rows if value]
    return "\n".join([*lines, "ER  - "])


_MAKERS = {"text": _text, "apa": _apa, "bibtex": _bibtex, "ris": _ris}
