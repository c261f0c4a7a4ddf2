"""The module tells records that were never published, or are published no more: drafts, deleted rows.

A page with drafts on it would do harm, and no one who names an archive thinks of them. A query of the caller
chooses its rows itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.later import Pattern
from search.readers.names import folded_name
from search.readers.values import is_nothing

_STATUS = (
    "status",
    "post_status",
    "status_berita",
    "status_artikel",
    "article_status",
    "news_status",
    "state",
)
#: Flags of an article that is public; ``published`` may as well be the date.
_PUBLIC = ("is_published", "is_publish", "is_public", "publish", "aktif", "is_active", "tayang", "published")
_DRAFT = ("is_draft", "draft")
_DELETED = ("deleted_at",)
_KIND = ("post_type",)
_KIND_BESIDE_STATUS = ("type",)
_NOT_PUBLIC = frozenset(
    (
        *("draft", "draf", "konsep", "auto-draft", "autodraft", "pending", "review", "future", "inherit"),
        *("private", "trash", "trashed", "deleted", "dihapus", "unpublished", "rejected", "ditolak"),
    )
)
# Types of posts of WordPress, its editor and common plugins that are no articles; newspapers define types
# for articles ("berita", "opini").
NO_ARTICLES = Pattern(
    r"page|attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|"
    r"elementor_\w+|acf-\w+|product\w*|shop_\w+|wpcf7_\w+|mc4wp\w*|popup\w*|scheduled-action"
)
_NO = frozenset((0, -2, False, "0", "-2", "false", "f", "n", "no", "off", "tidak"))
_YES = frozenset((1, True, "1", "true", "t", "y", "yes", "on", "ya"))
_FLAGS = frozenset((*_NO, *_YES))
_INTROTEXT = "introtext"
_NAMES = frozenset(
    map(folded_name, (*_STATUS, *_PUBLIC, *_DRAFT, *_DELETED, *_KIND, *_KIND_BESIDE_STATUS, "introtext"))
)

Tell = Callable[[Sequence[object]], "str | None"]


def may_tell(name: str) -> bool:
    """Return whether a key of this name may say that a record is not public."""
    return folded_name(name) in _NAMES


def is_flag(value: object) -> bool:
    """Return whether a value is *yes* or *no*; a number is none.

    >>> is_flag(True), is_flag("false"), is_flag(1), is_flag("2019")
    (True, True, False, False)
    """
    if isinstance(value, str):
        return not value.isdecimal() and value.strip().casefold() in _FLAGS
    return isinstance(value, bool)


def unpublished(names: Sequence[str], *, dated: bool = False) -> Tell | None:
    """Return a function that returns for a row why it is not public, or None; None without such a column.

    dated: whether another column has the date of publication, so that 0 in ``published`` means *no*
    """
    places = {folded_name(name): place for place, name in reversed([*enumerate(names)])}

    def first(known: Sequence[str]) -> int | None:
        return next((places[one] for one in map(folded_name, known) if one in places), None)

    status, draft, deleted = first(_STATUS), first(_DRAFT), first(_DELETED)
    kind = first(_KIND) if status is None else first((*_KIND, *_KIND_BESIDE_STATUS))
    flags = [places[one] for one in map(folded_name, _PUBLIC) if one in places]
    if _INTROTEXT in places and "state" in places:  # Joomla: 1 is public, 2 in the archive
        flags.append(places["state"])
    date = places.get("published")
    if not flags and all(place is None for place in (status, kind, draft, deleted)):
        return None

    def tell(row: Sequence[object]) -> str | None:
        said = row[status] if status is not None else None
        if isinstance(said, str) and said.strip().casefold() in _NOT_PUBLIC:
            return said.strip()
        if said is False:  # of Drupal
            return "draft"
        if kind is not None and isinstance(said := row[kind], str) and NO_ARTICLES.fullmatch(said):
            return said
        for place in flags:
            if _is(row[place], _NO) and (place != date or dated or is_flag(row[place])):
                return "draft"
        if draft is not None and _is(row[draft], _YES):
            return "draft"
        return "deleted" if deleted is not None and _is_set(row[deleted]) else None

    return tell


def _is(value: object, among: frozenset[object]) -> bool:
    value = value.strip().casefold() if isinstance(value, str) else value
    return isinstance(value, (str, int)) and value in among


def _is_set(value: object) -> bool:
    """Return whether a value is a time: not nothing, and not ``0000-00-00 00:00:00``."""
    return bool(value) and not is_nothing(value) and bool(str(value).strip("0-:. TZ"))
