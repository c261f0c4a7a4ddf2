"""The words and names of a generation in a cluster: what reading a query, and mending it, asks of an archive.

A second, small index has each word as it is written, with the numbers of paragraphs and headlines that have
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from search.addresses import page_hash, page_of
from search.backends.opensearch.candidates import metadata_of_source
from search.backends.opensearch.clauses import Clause, all_of, any_of
from search.backends.opensearch.generation import Generation
from search.budget import checkpoint
from search.cache import Cache
from search.index.reading.snapshot_terms import EXACT_FIELDS
from search.query.tree import Form
from search.searcher.shares import Shares
from search.searcher.snapshot_words import (
    FEW_WORDS,
    MOST_LOOKED_AT,
    MOST_MATCHING,
    SnapshotWords,
    pattern_of,
    same_address,
)
from search.searcher.suggest import Suggester
from search.spelling import Neighbour, is_spelt
from search.spelling.words import LONGEST, SHORTEST, SpellingWords, most_edits

_REMEMBERED = 5_000
_MOST_NEAR = 2_000  # words within two edits that are looked at, the most frequent ones
_MOST_OF_AN_ADDRESS = 100


class WordsIndex:
    """The index of words, and what else a ``Suggester`` reads of a snapshot."""

    partial = False

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.paragraph_total = max(1, generation.paragraph_total)
        self._near: Cache[tuple[str, int], list[Neighbour]] = Cache(_REMEMBERED)
        spelt = {"filter": {"regexp": {"word": f"[a-z]{{{SHORTEST},{LONGEST}}}"}}}
        aggs = {"most": {"max": {"field": "both"}}, "spelt": spelt}
        counted = self._search({"size": 0, "aggs": aggs})["aggregations"]
        self.spelt = counted["spelt"]["doc_count"]
        self.most_frequent = int(counted["most"]["value"] or 0)

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        return self.generation.cluster.search(self.generation.words_index, body)

    def counted(self, clause: Clause) -> int:
        """Return how many words satisfy a clause."""
        found = self._search({"size": 0, "track_total_hits": True, "query": clause})
        return int(found["hits"]["total"]["value"])

    def found(self, clause: Clause, most: int, field: str = "both") -> list[tuple[str, int]]:
        """Return the words that satisfy a clause, with their frequencies, the most frequent first.

        field: where they are counted: "body", "title" or "both"
        """
        there = all_of([clause, {"range": {field: {"gt": 0}}}])
        body = {"query": there, "size": most, "sort": [{field: "desc"}, {"word": "asc"}]}
        hits = self._search(body)["hits"]["hits"]
        return [(hit["_source"]["word"], hit["_source"][field]) for hit in hits]

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many documents contain a term."""
        return self.generation.document_frequency(field, term)

    def values(self, field: str) -> Any:
        """Return the values of a field in all articles."""
        return self.generation.values(field)

    def near_words(self, word: str, least: int = 0) -> list[Neighbour]:
        """Return the words with a near spelling, the nearest first. least: rarer words are left out."""
        if not is_spelt(word):
            return []
        return self._near.get_or_make((word, least), self._new_near, word, least)

    def _new_near(self, word: str, least: int) -> list[Neighbour]:
        checkpoint()
        near = {
            "fuzzy": {
                "word": {"value": word, "fuzziness": most_edits(len(word)), "rewrite": "constant_score"}
            }
        }
        clauses: list[Clause] = [near, {"range": {"both": {"gte": max(2, least)}}}]
        found = dict(self.found(all_of(clauses), _MOST_NEAR))
        neighbours = SpellingWords.build(found).neighbours(word, least)
        if not self.generation.partial:
            return neighbours
        shown = self.shown([one.word for one in neighbours])
        visible = [one._replace(frequency=shown.get(one.word, 0)) for one in neighbours]
        return [one for one in visible if one.frequency and one.frequency >= least]

    def visible_frequency(self, word: str, fields: Sequence[str] = EXACT_FIELDS) -> int:
        """Return the number of documents of some fields that contain a word; deleted ones are not counted."""
        return sum(self.document_frequency(one, word) for one in fields)

    def shown(self, words: Sequence[str], fields: Sequence[str] = EXACT_FIELDS) -> dict[str, int]:
        """Return how often some words occur in articles that are not hidden, without those that do not."""
        self.generation.know((), [(Form((word,), (word,)), one) for word in words for one in fields])
        counts = {word: self.visible_frequency(word, fields) for word in words}
        return {word: count for word, count in counts.items() if count}


class ClusterWords(SnapshotWords):
    """The words and names of a generation in a cluster. Threads may share it."""

    def __init__(self, words: WordsIndex) -> None:
        super().__init__(words, self._paragraphs_with)  # type: ignore[arg-type]
        self._words = words
        self._generation = words.generation

    def _paragraphs_with(self, form: Form) -> int:
        return self._generation.of_form(form, "body_exact", exact=True).paragraphs

    def _new_matching(self, pattern: str) -> tuple[str, ...]:
        checkpoint()
        literals = re.split(r"[*?]+", pattern)
        rough = {"wildcard": {"word": {"value": f"{literals[0]}*{max(literals, key=len)}*"}}}
        ends = {"wildcard": {"word": {"value": f"*{literals[-1]}"}}}
        if self._words.counted(all_of([rough, ends])) > MOST_LOOKED_AT:
            return ()
        written = re.compile(pattern_of(pattern))
        exact = {"wildcard": {"word": {"value": re.sub(r"\*+", "*", pattern)}}}
        found = self._words.found(exact, 4 * MOST_MATCHING)
        matching = [word for word, _ in found if written.fullmatch(word)]
        if self._generation.partial:
            shown = self._words.shown(matching)
            matching = sorted(shown, key=lambda word: (-shown[word], word))
        return tuple(matching[:MOST_MATCHING])

    def _unique_words(self, word: str, edits: int) -> list[str]:
        if self._words.spelt > FEW_WORDS:
            return []
        near = {"fuzzy": {"word": {"value": word, "fuzziness": edits, "rewrite": "constant_score"}}}
        unique = [one for one, _ in self._words.found(all_of([near, {"term": {"both": 1}}]), _MOST_NEAR)]
        return list(self._words.shown(unique)) if self._generation.partial else unique

    def called(self, field: str, text: str) -> tuple[str, ...]:
        """Return no name: who is named is not known in a cluster, and what asks for it is refused."""
        return ()

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year in which articles were published; None where none is dated."""
        totals = self._generation.totals
        if not totals.dated:
            return None
        return date.fromordinal(totals.first_day).year, date.fromordinal(totals.last_day).year

    def at_address(self, address: str) -> tuple[str, ...]:
        """Return the ids of the articles with an address, whatever its scheme and what it is asked with."""
        checkpoint()
        page = {"term": {"page": page_hash(address)}}
        abouts = [metadata_of_source(one) for one in self._generation.sources(page, _MOST_OF_AN_ADDRESS)]
        there = [about for about in abouts if about.url and page_of(about.url) == page_of(address)]
        same = [about for about in there if about.url and same_address(about.url, address)]
        return tuple(about.id for about in same or there)


class ClusterSuggester(Suggester):
    """Suggests better spellings of queries from a generation in a cluster."""

    def _shares(self, word: str, beside: Any) -> Shares:
        generation: Generation = self.snapshot.generation  # type: ignore[attr-defined]
        clauses: Sequence[Clause] = [{"term": {"exact": word}}, {"term": {"title_exact": word}}]
        containing = any_of(clauses)
        everywhere = generation.count(containing) / max(1, generation.article_total)
        if beside is None:
            return Shares(everywhere, everywhere)
        size = generation.count(beside)
        here = generation.count(all_of([containing, beside])) / max(1, size)
        return Shares(everywhere, here, size)
