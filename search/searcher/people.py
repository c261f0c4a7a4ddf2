"""What an archive has of one person or organisation: roles, coverage over time, quotations, and who else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from search.budget import checkpoint
from search.errors import NotFoundError
from search.index.format.doc_values import NO_DAY
from search.index.format.sections import Array
from search.index.reading.snapshot import Snapshot
from search.names import KINDS
from search.ranking.counting import Matches, counted_values
from search.ranking.facets import facet_of_names
from search.ranking.timeline import timeline_of
from search.results import ArticleHit, NamedAs, NameProfile, ParagraphHit
from search.searcher.quoting import Quoting, quoted_snippet
from search.values import folded

_MOST_ROLES, _MOST_OTHERS, _MOST_FORMS = 12, 12, 12


def profile_of(snapshot: Snapshot, name: str, quotations: int) -> NameProfile:
    """Return what there is of the person or organisation with a name.

    name:       as the archive has it in full; letter case makes no difference
    quotations: how many of the latest ones are returned at most

    Raises NotFoundError where no article that can be seen mentions it.
    """
    mentions = snapshot.mentions
    wanted = mentions.wanted([name], speaking=True)
    codes = np.unique(mentions.joined[np.flatnonzero(wanted)])
    if not len(codes):
        raise NotFoundError("no_such_person", name=repr(name))
    same = np.isin(mentions.joined, codes)
    numbers = np.flatnonzero(same[mentions.codes])
    if not len(numbers):
        raise NotFoundError("no_such_person", name=repr(name))
    checkpoint()
    docs = np.unique(mentions.docs[numbers])
    articles, paragraphs = np.unique(snapshot.article_of[docs], return_counts=True)
    known = articles.astype(np.int32)
    matches = Matches(known, paragraphs.astype(np.int32), np.zeros(len(known), np.int32))
    code = int(codes[np.bincount(mentions.codes[numbers], minlength=len(same))[codes].argmax()])
    own = mentions.names[code]
    said = mentions.quotations(same)
    others = facet_of_names(
        "name",
        values := snapshot.values("name"),
        counted_values(values, known),
        (len(known), snapshot.manifest.articles),
        _MOST_OTHERS + 1,
    )
    return NameProfile(
        name=own,
        kind=KINDS[mentions.kinds[code]],
        forms=_forms(mentions.names, same, own),
        articles=len(known),
        paragraphs=len(docs),
        quotations=len(said),
        roles=_roles(snapshot, numbers),
        timeline=timeline_of(snapshot, matches, "auto"),
        others=tuple(one for one in others.values if folded(one.value) != folded(own))[:_MOST_OTHERS],
        latest=_latest(snapshot, said, same, quotations),
    )


def _forms(names: Sequence[str], same: Array, own: str) -> tuple[str, ...]:
    others = {names[code] for code in np.flatnonzero(same).tolist()} - {own}
    return tuple(sorted(others))[:_MOST_FORMS]


def _roles(snapshot: Snapshot, numbers: Array) -> tuple[NamedAs, ...]:
    """Return the roles that stand in front of some mentions, those of the last days first."""
    mentions = snapshot.mentions
    found: dict[str, tuple[str, set[int], list[int]]] = {}
    for number, role in mentions.roles_of(numbers):
        article = snapshot.article_of.item(mentions.docs.item(number))
        _, articles, days = found.setdefault(folded(role), (role, set(), []))
        articles.add(article)
        day = snapshot.doc_values.day.item(article)
        if day != NO_DAY:
            days.append(day)
    most = sorted(found.values(), key=lambda one: -len(one[1]))[:_MOST_ROLES]
    roles = [
        NamedAs(
            role,
            len(articles),
            date.fromordinal(min(days)) if days else None,
            date.fromordinal(max(days)) if days else None,
        )
        for role, articles, days in most
    ]
    return tuple(sorted(roles, key=lambda one: (one.last or date.min, one.articles), reverse=True))


def _latest(snapshot: Snapshot, said: Array, same: Array, most: int) -> tuple[ArticleHit, ...]:
    """Return the paragraphs with the latest of some quotations, one for each quotation's paragraph."""
    docs = np.unique(snapshot.mentions.quotation_docs[said])
    articles = snapshot.article_of[docs]
    instants = snapshot.doc_values.instant[articles]
    oldest_first = np.lexsort((-docs, instants))  # those without a date are before all others
    newest = oldest_first[::-1][:most]
    quoting = Quoting.of(snapshot.mentions, same)
    hits = []
    for doc in docs[newest].tolist():
        article = snapshot.article_of.item(doc)
        text = snapshot.text(doc)
        quotations = quoting.quotations(doc)
        marks, fragment, html = quoted_snippet(text, (), (), quotations, False)
        number = doc - snapshot.doc_values.first_paragraph.item(article)
        hit = ParagraphHit(number, 0.0, text, html, marks, fragment, None, quotations)
        hits.append(ArticleHit(snapshot.metadata(article), 0.0, (hit,), 0, ""))
    return tuple(hits)
