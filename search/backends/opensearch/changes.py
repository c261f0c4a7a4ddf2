"""Articles are added to a generation in a cluster, and deleted from it; all of a change appears at once.

The cluster shows nothing of a change before it is told to (it never refreshes by itself), and numbers of
words are brought up to date before. A change that was killed is made again by the same command: what is there
already is not changed.

An article whose year changes moves to another slice: it is written there before it is deleted where it was.
The generation notes which articles move, so that the next change deletes what a killed one left.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from itertools import islice
from typing import Any, NamedTuple

from search.article import Article, usable_id
from search.backends.opensearch import names
from search.backends.opensearch.bulk import Action, document_id, send_all
from search.backends.opensearch.candidates import article_of_source
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.documents import DocumentMaker, Means, Position
from search.backends.opensearch.slices import slice_of
from search.errors import IndexDamagedError, NothingToIndexError
from search.index.update import Deletion, Updated
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import shared_analyzer
from search.ranking.settings import RankingSettings
from search.read_totals import ReadTotals
from search.remarks import Remark

_AT_ONCE = 200
_WORDS_AT_ONCE = 2_000
_MOST_VERSIONS = 10_000  # of the articles of a part, in all slices
_NOTICED_SECONDS = 2.5  # after which every reader knows a new slice: they look once a second
_FIELDS = ("body", "title")


def update(
    cluster: Cluster,
    changes: Iterable[Article | Deletion],
    *,
    rejected: Callable[[], int] | None = None,
    read: Callable[[], ReadTotals] | None = None,
    on_stage: Callable[[str], None] = lambda stage: None,
) -> Updated:
    """Add and delete articles; the last version of an article counts.

    The parameters are those of ``search.index.update.update``. Raises IndexMissingError, ClusterError,
    IndexDamagedError where the cluster refuses articles, NothingToIndexError where there is no change at all.
    """
    named = names.current(cluster)
    changed = _Change(cluster, named)
    on_stage("read")
    some = iter(changes)
    while part := list(islice(some, _AT_ONCE)):
        changed.take(part)
    if not changed.given:
        raise NothingToIndexError("no_article")
    if changed.count or changed.interrupted:
        on_stage("write")
        changed.finish(rejected, read)
    return changed.done()


class _Stored(NamedTuple):
    """A stored document of an article, and the index where it is."""

    where: str
    source: dict[str, Any]


class _Change:
    """One change of a generation."""

    def __init__(self, cluster: Cluster, named: names.Named) -> None:
        self._cluster, self._index, self._named = cluster, named.index, named
        #: Whether a change before was killed: what it sent is there, and counts are not what they were.
        self.interrupted = bool(named.meta.get("changing"))
        self._analyzer = shared_analyzer(AnalysisSettings(**named.meta["analysis"]))
        self._maker = DocumentMaker(self._analyzer, Means(*named.meta["means"]), RankingSettings())
        cluster.refresh(named.index)
        aggs = {"seq": {"max": {"field": "seq"}}, "arrived": {"max": {"field": "arrived"}}}
        found = named.search(cluster, {"size": 0, "aggs": aggs})["aggregations"]
        self._next = int(-1 if found["seq"]["value"] is None else found["seq"]["value"]) + 1
        now = int(datetime.now(timezone.utc).timestamp())
        self._arrived = max(now, int(found["arrived"]["value"] or 0) + 1)
        self._words: dict[str, Counter[str]] = {name: Counter() for name in _FIELDS}
        self.given = self._added = self._replaced = self._deleted = self._unchanged = 0
        self._unknown: list[str] = []
        self._places: dict[str, str] = {}  # the index of each article of this change, also of deleted ones
        self._sliced = 0.0  # when searches were told last of a slice, or of what is in one

    @property
    def count(self) -> int:
        """How many articles are added, replaced or deleted."""
        return self._added + self._replaced + self._deleted

    def take(self, changes: list[Article | Deletion]) -> None:
        """Make some changes; of several of one article, the last one."""
        self.given += len(changes)
        last: dict[str, Article | None] = {}
        for one in changes:
            article_id = one.id if isinstance(one, Article) else usable_id(one.article_id)
            last.pop(article_id, None)
            last[article_id] = one if isinstance(one, Article) else None
        there = self._there(last)
        actions: list[Action] = []
        for article_id, new in last.items():
            stored = there.get(article_id, [])
            written = self._change(article_id, new, stored)
            where = written.where if written else stored[0].where if stored else ""
            actions += [written] if written else []
            gone = stored if new is None else [one for one in stored if one.where != where]
            actions += [Action(article_id, None, one.where) for one in gone]
            if self._named.slices and where:
                self._places[article_id] = where
        if actions and not self._named.meta.get("changing"):
            self._named = names.with_meta(self._named, changing=True)
            names.put_meta(self._cluster, self._named)
        if refused := send_all(self._cluster, self._index, actions):
            told = [Remark("at_place", {"place": one.id, "reason": one.reason}) for one in refused[:10]]
            raise IndexDamagedError("cluster_refused_articles", count=len(refused), wrong=told)

    def _there(self, ids: Iterable[str]) -> dict[str, list[_Stored]]:
        """Return the stored documents of those articles that are there, also those of this change.

        Of several of an article, the newest comes first: what a killed change had sent may have been written
        after the next change looked for it.
        """
        if not self._named.slices:
            return self._got(self._index, ids)
        found = self._found([one for one in ids if one not in self._places])
        places: dict[str, list[str]] = {}
        for one in ids:
            if index := self._places.get(one):
                places.setdefault(index, []).append(one)
        for index, there in places.items():
            found |= self._got(index, there)
        return found

    def _got(self, index: str, ids: Iterable[str]) -> dict[str, list[_Stored]]:
        """Return the stored documents of articles in an index, also those that do not appear yet."""
        wanted = {document_id(one): one for one in ids}
        found = self._cluster.documents(index, list(wanted))
        return {wanted[name]: [_Stored(index, source)] for name, source in found.items()}

    def _found(self, ids: Sequence[str]) -> dict[str, list[_Stored]]:
        """Return the stored documents of articles in all slices, as they were before this change."""
        wanted = {document_id(one): one for one in ids}
        if not wanted:
            return {}
        query = {"ids": {"values": list(wanted)}}
        body = {"size": _MOST_VERSIONS, "query": query, "sort": [{"seq": "desc"}]}
        found: dict[str, list[_Stored]] = {}
        for hit in self._named.search(self._cluster, body)["hits"]["hits"]:
            found.setdefault(wanted[hit["_id"]], []).append(_Stored(hit["_index"], hit["_source"]))
        return found

    def _change(self, article_id: str, new: Article | None, stored: Sequence[_Stored]) -> Action | None:
        """Count a change of an article; return what is to be written, None for nothing."""
        source = stored[0].source if stored else None
        old = article_of_source(source) if source else None
        if new is None and old is None:
            self._unknown.append(article_id)
            return None
        if new is not None and new == old:
            self._unchanged += 1
            return None
        if old is not None:
            self._count_words(old, -1)
        if new is None:
            self._deleted += 1
            return None
        self._count_words(new, 1)
        arrived = source["arrived"] if source else self._arrived
        self._replaced += source is not None
        self._added += source is None
        seq, self._next = self._next, self._next + 1
        document = self._maker.document(new, Position(seq, arrived, seq, False))
        where = stored[0].where if stored else self._places.get(article_id)
        return Action(article_id, document, self._index_of(document, where))

    def _index_of(self, document: dict[str, Any], where: str | None) -> str:
        """Return the index into which a document goes; a new year gets its slice.

        where: the index in which the article is or was; it stays there, though its day may be of another year
               now: changes of two indexes do not appear at once
        """
        known = self._named
        if not known.slices:
            return known.index
        if where is None:
            where = known.index_of(document)
            if slice_of(document) not in known.slices:
                self._named = names.add_slice(self._cluster, known, slice_of(document))
        elif not known.may_have(where, document):
            self._named = names.let_have(self._cluster, known, where, document)
        if self._named is not known:
            self._sliced = time.monotonic()
        return where

    def _count_words(self, article: Article, sign: int) -> None:
        for name, texts in (("body", article.paragraphs), ("title", (article.title or "",))):
            counts = self._words[name]
            for text in texts:
                for word in exact_words(self._analyzer, text):
                    counts[word] += sign

    def finish(self, rejected: Callable[[], int] | None, read: Callable[[], ReadTotals] | None) -> None:
        """Bring the words up to date, and let the change appear."""
        words = self._named.words
        send_all(self._cluster, words, self._word_actions(words))
        if self._sliced:
            time.sleep(max(0.0, self._sliced + _NOTICED_SECONDS - time.monotonic()))
        self._cluster.refresh(self._index, words)
        meta: dict[str, Any] = {
            "changing": None,
            "changes": self._named.meta.get("changes", 0) + 1,
            "built_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        }
        if rejected is not None:
            meta["rejected"] = rejected()
        if read is not None:
            meta["read"] = read().as_dict()
        self._named = names.with_meta(self._named, **meta)
        names.put_meta(self._cluster, self._named)

    def _word_actions(self, words: str) -> Iterator[Action]:
        changed = iter(sorted({word for counts in self._words.values() for word, n in counts.items() if n}))
        while some := list(islice(changed, _WORDS_AT_ONCE)):
            by_id = {document_id(word): word for word in some}
            found = self._cluster.documents(words, list(by_id))
            known = {by_id[name]: source for name, source in found.items()}
            for word in some:
                before = known.get(word, {})
                counts = {name: before.get(name, 0) + self._words[name][word] for name in _FIELDS}
                both = sum(counts.values())
                if both > 0:
                    yield Action(word, {"word": word, **counts, "both": both})
                elif before:
                    yield Action(word, None)

    def done(self) -> Updated:
        """Return what the change did."""
        aggs = {"paragraphs": {"sum": {"field": "paragraphs"}}}
        body = {"size": 0, "track_total_hits": True, "aggs": aggs}
        found = self._named.search(self._cluster, body)
        changes = self._named.meta.get("changes", 0)
        return Updated(
            f"{self._named.number}.{changes}" if changes else self._named.number,
            found["hits"]["total"]["value"],
            int(found["aggregations"]["paragraphs"]["value"]),
            self._added,
            self._replaced,
            self._deleted,
            tuple(self._unknown),
            self._unchanged,
        )


def exact_words(analyzer: Analyzer, text: str) -> set[str]:
    """Return the terms of a text as they are written, each once."""
    return {exact for _, word, _ in analyzer.words(text) for _, exact, _ in word.terms}
