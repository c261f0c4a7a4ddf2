"""The records of how a query was understood: its clauses, what was dropped and added, and what is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.remarks import Remark


@dataclass(frozen=True, slots=True)
class Expanded:
    """A word or phrase of the query, and the other forms by which it was searched as well."""

    text: str
    alternatives: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Offer(Remark):
    """Another search that may be meant: the request with ``changes`` in its fields.

    ``code`` and ``values`` describe it, see ``Remark``.
    """

    changes: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """A query as it was understood, or a part of it.

    kind:  "word", "phrase", "filter" (``field`` is ``text``), "published" (between days), "all" or "any" of
           the parts, "name" (the parts are its words), "not" the one part, "everything", "nothing"
    text:  the word or phrase as it was typed, or the value of a filter
    field: for words "title" or "body" if only one is searched, "quotation" if they count only in quotations,
           else ""; for a filter a field of ``VALUE_FIELDS``, "article", "missing" (``text`` names the field
           without a value), "speaker" (the words beside it count only in what they say), or "name" (who or
           what is mentioned)
    parts: the parts of the clause
    first, last: the days of "published" in ISO 8601, both included; "" for an open side
    gap:   for a phrase, the number of other words that may be between two of its words
    """

    kind: str
    text: str = ""
    field: str = ""
    parts: tuple[Clause, ...] = ()
    first: str = ""
    last: str = ""
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The interpretation of the query text; ``search.wording`` puts it into words.

    query:     the query, with operators and fields resolved
    mode:      "all" (every word occurs in the article), "most" (some words were dropped) or "any"
    let_go:    the words that were dropped, because no article has all words
    ignored:   function words that were not searched
    asking:    words that only ask or point, which an article need not have
    expanded:  words that were searched in other forms as well
    dates:     dates in the text that became a filter, as they were typed
    notes:     remarks about the text, such as a quotation mark without its pair
    correction: a better query ("did you mean") or None
    offers:    other searches that may be meant
    """

    query: Clause
    mode: str = "all"
    let_go: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    expanded: tuple[Expanded, ...] = ()
    dates: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    correction: str | None = None
    asking: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
