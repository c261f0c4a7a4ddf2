"""The module tells rows of a database that were never published, or are published no more.

A page with drafts on it would do harm, and no one who names a database thinks of them. A query of the caller
chooses its rows itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.later import Pattern
from search.readers.names import folded_name

_STATUS = (
    "status",
    "post_status",
    "status_berita",
    "status_artikel",
    "article_status",
    "news_status",
    "state",
)
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
_NO = frozenset((0, -2, False, "0", "false", "f", "n", "no", "tidak"))
_YES = frozenset((1, True, "1", "true", "t", "y", "yes", "ya"))

Tell = Callable[[Sequence[object]], "str | None"]


def unpublished(names: Sequence[str]) -> Tell | None:
    """Return a function that returns for a row why it is not public, or None; None without such a column."""
    places = {folded_name(name): place for place, name in enumerate(names)}
    status = next((places[one] for one in map(folded_name, _STATUS) if one in places), None)
    kind, public = places.get("posttype"), places.get("ispublished", places.get("ispublish"))
    draft, deleted = places.get("isdraft"), places.get("deletedat")
    if public is None and "introtext" in places:  # Joomla: 1 is public, 2 in the archive
        public = places.get("state")
    if all(place is None for place in (status, kind, public, draft, deleted)):
        return None

    def tell(row: Sequence[object]) -> str | None:
        if (
            status is not None
            and isinstance(said := row[status], str)
            and said.strip().casefold() in _NOT_PUBLIC
        ):
            return said.strip()
        if kind is not None and isinstance(said := row[kind], str) and NO_ARTICLES.fullmatch(said):
            return said
        if (public is not None and _is(row[public], _NO)) or (draft is not None and _is(row[draft], _YES)):
            return "draft"
        return "deleted" if deleted is not None and row[deleted] else None

    return tell


def _is(value: object, among: frozenset[object]) -> bool:
    value = value.casefold() if isinstance(value, str) else value
    return isinstance(value, (str, int)) and value in among
