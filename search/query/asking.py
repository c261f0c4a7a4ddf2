"""Words of a query that only ask or point, such as *bilang*: an article need not contain them."""

from __future__ import annotations

from itertools import pairwise

from whoosh import query

from search.indonesian.unit_terms import is_clock_time
from search.indonesian.variant_lists import asking_words
from search.query.tree import Words, asks_for_words

_BEFORE_TIMES = frozenset(["jam", "pukul"])


def without_asking(parts: list[query.Query]) -> tuple[list[query.Query], tuple[Words, ...]]:
    """Divide the parts into those that an article must match and the words beside them that only ask."""
    known = asking_words()
    before_times = {id(part) for part, following in pairwise(parts) if _tells_a_time(part, following)}
    asking = [
        part
        for part in parts
        if type(part) is Words
        and (part.text.lower() in known or id(part) in before_times)
        and part.fields != ("title",)
        and not (part.quoted or part.prefix)
    ]
    if not asking:
        return parts, ()
    demanded = [part for part in parts if not any(part is one for one in asking)]
    if not any(map(asks_for_words, demanded)):
        return parts, ()
    return demanded, tuple(asking)


def _tells_a_time(part: query.Query, following: query.Query) -> bool:
    """Return whether a part only says that a clock time follows, as in *jam 10.30*, written *pukul 10.30*."""
    return (
        type(part) is type(following) is Words
        and part.text.lower() in _BEFORE_TIMES
        and is_clock_time(following.text)
    )
