"""The module has the table of names that archives use for the fields of an article, for all formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from search.later import Pattern

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: The fields of an article that keys can be read into.
FIELDS = (
    "id", "title", "source", "published", "category", "url", "text", "authors", "tags", "place", "updated",
    "language", "image", "image_caption",
)  # fmt: skip
TEXT, SUMMARY = "text", "summary"

#: Words that say whose field it is, in front of a name or behind it: ``news_date``, ``kategori_berita``.
_OF_ARTICLES = ("news", "article", "berita", "artikel")
#: Words behind the name of a time.
_OF_TIMES = ("ts", "utc", "datetime", "iso", "local", "wib")
#: What Solr has behind the name of a field, for its type: ``judul_txt_id``, ``tanggal_dt``.
_OF_SOLR = Pattern(r"_(?:txts?(?:_[a-z]{2})?|t|ss?|str|t?dts?)\Z")
_NO_DIFFERENCE = Pattern(r"[\s_-]+")


def folded_name(name: str) -> str:
    """Return the folded name of a key: in lower case, without blanks, hyphens and underscores.

    >>> folded_name(" Publish-Date "), folded_name("publishDate"), folded_name("head.pub_date")
    ('publishdate', 'publishdate', 'head.pubdate')
    """
    # An underscore in front is kept, because it marks a key of a database: _id, _source.
    kept = _NO_DIFFERENCE.sub("", name.casefold())
    return f"_{kept}" if name.startswith("_") else kept


@cache
def known_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each field, in order of preference, as in ``names.toml``."""
    text = (Path(__file__).parent / "names.toml").read_text(encoding="utf-8")
    return {field: tuple(names) for field, names in tomllib.loads(text).items()}


@cache
def field_of_name() -> Mapping[str, tuple[str, int]]:
    """Return a mapping: folded name -> its field, and its preference in this field (0 is the first).

    Beside the names of the table are those with words around them that say whose they are: *news_date*.
    """
    listed = dict(_ranked())
    return {**dict(_with_words_around(listed)), **listed}


def field_of(name: str) -> tuple[str, int] | None:
    """Return the field that a key means and its preference, as ``field_of_name``; a type behind it may go.

    >>> field_of("Judul_txt_id")[0], field_of("tanggal_dt")[0], field_of("views_i")
    ('title', 'published', None)
    """
    before, dot, last = name.rpartition(".")
    known = field_of_name().get(_folded_parts(name))
    if known or not (found := _OF_SOLR.search(last)):
        return known
    return field_of_name().get(_folded_parts(f"{before}{dot}{last[: found.start()]}"))


def _folded_parts(name: str) -> str:
    return ".".join(map(folded_name, name.split("."))) if "." in name else folded_name(name)


def _ranked() -> Iterator[tuple[str, tuple[str, int]]]:
    for field, names in known_names().items():
        for preference, name in enumerate(names):
            yield folded_name(name), (field, preference)


def _with_words_around(listed: Mapping[str, tuple[str, int]]) -> Iterator[tuple[str, tuple[str, int]]]:
    for name, (field, preference) in reversed([*listed.items()]):  # the preferred ones win
        if not name.isalpha():
            continue
        behind = (*_OF_ARTICLES, *(_OF_TIMES if field in ("published", "updated") else ()))
        for word in _OF_ARTICLES:
            yield word + name, (field, len(listed) + preference)
        for word in behind:
            yield name + word, (field, len(listed) + preference)
