"""Hypothesis strategies for valid articles and for hostile bytes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import partial
from unicodedata import category

from hypothesis import strategies as st

from search.addresses import is_address
from search.article import Article
from search.readers.values import is_nothing
from search.texts.boilerplate import Boilerplate
from search.texts.encoding import mended
from search.texts.markup import without_markup

NO_TEXT = ("Cc", "Cs")
NONCHARACTERS = "\ufffe\uffff"
NOT_IN_IDS = f"{NONCHARACTERS}#"


BOILERPLATE = Boilerplate()


def stays(text: str) -> bool:
    """Return whether a text has nothing that is taken for HTML, mojibake or boilerplate."""
    plain = not any(without_markup(text)[1:]) and mended(text).text == text
    return plain and not BOILERPLATE.cleared(["Satu.", text, "Dua."]).used


def is_seen(text: str) -> bool:
    """Return whether a text has a visible character: others are read as nothing."""
    return any(category(one) != "Cf" and one != "\u034f" for one in text)


texts = (
    st.text(
        st.characters(exclude_categories=(*NO_TEXT, "Zl", "Zp"), exclude_characters=NONCHARACTERS),
        min_size=1,
        max_size=40,
    )
    .map(str.strip)
    .filter(lambda text: not is_nothing(text))
    .filter(is_seen)
    .filter(stays)
)
ids = (
    st.text(
        st.characters(exclude_categories=(*NO_TEXT, "Zs", "Zl", "Zp"), exclude_characters=NOT_IN_IDS),
        min_size=1,
        max_size=200,
    )
    .filter(lambda text: not is_nothing(text))
    .filter(is_seen)
)
zones = st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))
moments = st.datetimes(datetime(1800, 1, 3), datetime(2200, 12, 29), timezones=zones)
published = st.none() | st.dates(date(1800, 1, 1), date(2200, 12, 31)) | moments

articles = st.builds(
    partial(Article),
    id=ids,
    paragraphs=st.lists(texts, min_size=1, max_size=5).map(tuple),
    title=st.none() | texts,
    source=st.none() | texts.filter(lambda text: not is_address(text)),
    published=published,
    category=st.none() | texts,
    # Of an address on the web the site would be the source.
    url=st.none() | texts.filter(lambda text: not is_address(text)),
)
archives = st.lists(articles, max_size=6, unique_by=lambda article: article.id)

# Pieces that steer random input past the first check of each reader.
_PIECES = [
    *(
        b'{"text": "',
        b'"}',
        b'{"id": 7, "title": "',
        b'", "paragraphs": ["',
        b'"]}',
        b'"published": "2023-02-31"',
    ),
    *(
        b'{"text": "isi"}',
        b'{"cells": [1]}',
        b'id,title,text\n1,"a',
        b"teks;id\n",
        b"judul\ttext\n",
        b'a,"b",c\n',
    ),
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        b"\t",
        b"#",
        b'"',
        b'""',
        b",",
        b";",
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"[",
        b"{",
    ),
    *(
        b"\x00",
        b"\x81",
        b"\x93kutipan\x94",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xe2\x80",
        b"\x1f\x8b",
    ),
    *(b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00", "é".encode(), "\u2028".encode(), b"Berita.", b"NaN", b"9" * 5000),
]
hostile_bytes = st.lists(st.sampled_from(_PIECES) | st.binary(max_size=6), max_size=25).map(b"".join)
