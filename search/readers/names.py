"""The table of names: what archives call the fields of an article, for every format at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

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

_NO_DIFFERENCE = re.compile(r"[\s_-]+")


def folded_name(name: str) -> str:
    """Return what a key is known by: without capitals, blanks, hyphens and underscores.

    >>> folded_name(" Publish-Date "), folded_name("publishDate"), folded_name("head.pub_date")
    ('publishdate', 'publishdate', 'head.pubdate')
    """
    # An underscore in front tells a key of a database from that of an article: _id, _source.
    kept = _NO_DIFFERENCE.sub("", name.casefold())
    return f"_{kept}" if name.startswith("_") else kept


@cache
def known_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each field, in order of preference, as ``names.toml`` has them."""
    text = (files(__package__) / "names.toml").read_text(encoding="utf-8")
    return {field: tuple(names) for field, names in tomllib.loads(text).items()}


@cache
def field_of_name() -> Mapping[str, tuple[str, int]]:
    """Return the field that a folded name stands for, and its preference there: 0 is the first."""
    return dict(_ranked())


def _ranked() -> Iterator[tuple[str, tuple[str, int]]]:
    for field, names in known_names().items():
        for preference, name in enumerate(names):
            yield folded_name(name), (field, preference)
