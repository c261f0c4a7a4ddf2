"""From a generation on disk to one in a cluster: sent, counted, sampled, and only then behind the alias.

The generation on disk knows what only a whole archive tells: copies, mean lengths, the order of articles. It
stays until the one in the cluster is searched, so a loading that was killed goes on where it was: what is
there already is not sent again.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

import numpy as np

from search.backends.opensearch import names
from search.backends.opensearch.bulk import Action, document_id, send_all
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.documents import DocumentMaker, Means, Position, texts_of
from search.backends.opensearch.mapping import FORMAT, MAPPING, WORDS_MAPPING, index_settings
from search.errors import IndexDamagedError, IndexMissingError
from search.index.build import Built
from search.index.reading.snapshot import Snapshot
from search.indonesian.chain import shared_analyzer
from search.ranking.settings import RankingSettings
from search.ranking.statistics import statistics_of
from search.remarks import Remark

_SAMPLE = 64
_PART = 1_000  # articles whose presence is asked for together
_PARAGRAPHS_A_SHARD = 20_000_000
_SAMPLED = random.Random(0)


class Loader:
    """Loads one generation on disk into a cluster.

    shards:     parts of the index; 0 for as many as its size needs
    replicas:   see ``index_settings``
    as_arrived: whether articles arrived when the generation on disk says; else those of the generation before
                in the cluster keep their arrivals, and the others arrived later
    """

    def __init__(
        self,
        snapshot: Snapshot,
        cluster: Cluster,
        *,
        shards: int = 0,
        replicas: str = "0-1",
        as_arrived: bool = False,
    ) -> None:
        self._as_arrived = as_arrived
        self._snapshot, self._cluster = snapshot, cluster
        self._shards = shards or 1 + snapshot.live_paragraphs // _PARAGRAPHS_A_SHARD
        self._replicas = replicas
        self._analyzer = shared_analyzer(snapshot.analysis)
        live = snapshot.live
        count = snapshot.doc_values.article_count
        self._articles = np.arange(count) if live is None else np.flatnonzero(live)
        self._seq = np.full(count, -1, np.int64)
        self._seq[self._articles] = np.arange(len(self._articles))

    def load(self, on_sent: Callable[[int], None] = lambda _: None) -> Built:
        """Load, verify and swap in. Raises ClusterError, IndexDamagedError; the index in place stays.

        on_sent: called with a number of articles that are there now
        """
        cluster = self._cluster
        before = names.behind_alias(cluster)
        index, there = self._target(before)
        send_all(cluster, names.words_of(index), self._words())
        arrivals = _Arrivals(cluster, [] if self._as_arrived else before)
        refused = send_all(cluster, index, self._actions(there, arrivals, on_sent), on_sent)
        cluster.refresh(index, names.words_of(index))
        if refused:
            told = [Remark("at_place", {"place": one.id, "reason": one.reason}) for one in refused[:10]]
            raise IndexDamagedError("cluster_refused_articles", count=len(refused), wrong=told)
        self._verify(index)
        meta = names.meta_of(cluster, index) | {"previous": before[-1] if before else None, "loaded": True}
        names.put_meta(cluster, index, meta)
        names.swap(cluster, index, before)
        self._remove_others(index, before)
        return Built(index[-6:], len(self._articles), self._snapshot.live_paragraphs)

    def _target(self, before: Sequence[str]) -> tuple[str, set[int]]:
        """Return the index to load into, and the numbers of the parts that it has already."""
        cluster, known = self._cluster, names.generations_of(self._cluster)
        digest = self._snapshot.manifest.digest
        for index in known:
            if index in before:
                continue
            try:
                meta = names.meta_of(cluster, index)
            except IndexDamagedError:  # of another version, or changed by somebody
                continue
            if meta.get("digest") == digest and not meta.get("loaded"):
                return index, self._parts_there(index)
        last = int((known or ["000000"])[-1][-6:])
        index = f"{cluster.address.name}-{last + 1:06d}"
        mapping = {**MAPPING, "_meta": {"warta": self._meta()}}
        settings = index_settings(self._shards, self._replicas)
        words = {"settings": {**index_settings(1, self._replicas)}, "mappings": WORDS_MAPPING}
        names.remove(cluster, index)  # words alone, of a run that was killed between the two
        cluster.call(lambda client: client.indices.create(index=names.words_of(index), body=words))
        cluster.call(
            lambda client: client.indices.create(
                index=index, body={"settings": settings, "mappings": mapping}
            )
        )
        return index, set()

    def _meta(self) -> dict[str, Any]:
        snapshot, manifest = self._snapshot, self._snapshot.manifest
        statistics, ranking = statistics_of(snapshot), RankingSettings()
        means = [statistics.paragraph_length, statistics.article_length, statistics.headline_length]
        return {
            "format": FORMAT,
            "digest": manifest.digest,
            "changes": 0,
            "built_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "analysis": manifest.analysis,
            "rejected": manifest.rejected,
            "read": manifest.read,
            "means": means,
            "terms": snapshot.term_count("body"),
            "ranking": {name: getattr(ranking, name) for name in FEATURE_SETTINGS},
        }

    def _parts_there(self, index: str) -> set[int]:
        """Return the numbers of the parts of _PART articles that are there already."""
        self._cluster.refresh(index)
        most = len(self._articles) // _PART + 1
        histogram = {"histogram": {"field": "seq", "interval": _PART, "min_doc_count": 1}}
        if most > 60_000:
            return set()
        found = self._cluster.search(index, {"size": 0, "aggs": {"parts": histogram}})
        buckets = found["aggregations"]["parts"]["buckets"]
        return {int(one["key"]) // _PART for one in buckets if one["doc_count"] == _PART}

    def _words(self) -> Iterator[Action]:
        counts: dict[str, Counter[str]] = {
            name: Counter(dict(self._snapshot.terms(f"{name}_exact"))) for name in ("body", "title")
        }
        for word in counts["body"] | counts["title"]:
            body, title = counts["body"][word], counts["title"][word]
            yield Action(word, {"word": word, "body": body, "title": title, "both": body + title})

    def _actions(
        self, there: set[int], arrivals: _Arrivals, on_sent: Callable[[int], None]
    ) -> Iterator[Action]:
        snapshot, statistics = self._snapshot, statistics_of(self._snapshot)
        means = Means(statistics.paragraph_length, statistics.article_length, statistics.headline_length)
        maker = DocumentMaker(self._analyzer, means, RankingSettings())
        cluster, copies = snapshot.doc_values.cluster, snapshot.has_copies
        for begin in range(0, len(self._articles), _PART):
            numbers = self._articles[begin : begin + _PART].tolist()
            if begin // _PART in there:
                on_sent(len(numbers))
                continue
            articles = [snapshot.article(number) for number in numbers]
            before = arrivals.of([article.id for article in articles])
            for seq, (number, article) in enumerate(zip(numbers, articles, strict=True), begin):
                arrived = before.get(article.id, max(snapshot.arrived.item(number), arrivals.next))
                first = int(self._seq[cluster.item(number)])
                place = Position(seq, arrived, first, copies.item(number))
                yield Action(article.id, maker.document(article, place))

    def _verify(self, index: str) -> None:
        """Count articles and paragraphs, and look for samples. Raises IndexDamagedError."""
        snapshot, wrong = self._snapshot, []
        body = {
            "size": 0,
            "track_total_hits": True,
            "aggs": {"paragraphs": {"sum": {"field": "paragraphs"}}},
        }
        found = self._cluster.search(index, body)
        articles, paragraphs = found["hits"]["total"]["value"], found["aggregations"]["paragraphs"]["value"]
        if articles != len(self._articles):
            wrong.append(Remark("articles_counted", {"found": articles, "right": len(self._articles)}))
        if paragraphs != snapshot.live_paragraphs:
            right = snapshot.live_paragraphs
            wrong.append(Remark("documents_counted", {"found": int(paragraphs), "right": right}))
        sampled = _SAMPLED.sample(range(len(self._articles)), min(_SAMPLE, len(self._articles)))
        if not wrong:
            wrong = [one for seq in sampled if (one := self._sample(index, seq))]
        if wrong:
            raise IndexDamagedError("verification_failed", wrong=wrong[0])

    def _sample(self, index: str, seq: int) -> Remark | None:
        """Return what is wrong with one article, None if nothing is."""
        article = self._snapshot.article(int(self._articles[seq]))
        terms = self._analyzer.terms(article.paragraphs[-1])
        longest = max(terms, key=len, default=None)
        wanted: list[dict[str, Any]] = [{"term": {"seq": seq}}]
        if longest:
            wanted.append({"nested": {"path": "p", "query": {"term": {"p.body": longest}}}})
        found = self._cluster.search(index, {"query": {"bool": {"filter": wanted}}})["hits"]["hits"]
        if len(found) != 1 or found[0]["_id"] != document_id(article.id):
            return Remark("not_found_by_word", {"place": article.id})
        if tuple(texts_of(found[0]["_source"])) != article.paragraphs:
            return Remark("text_differs", {"place": article.id})
        return None

    def _remove_others(self, index: str, before: Sequence[str]) -> None:
        for other in names.generations_of(self._cluster):
            if other != index and other not in before:
                names.remove(self._cluster, other)


class _Arrivals:
    """When articles came into the generation that is searched until now.

    before: its index; empty where there is none
    next:   an arrival after all of them
    """

    def __init__(self, cluster: Cluster, before: Sequence[str]) -> None:
        self._cluster, self._before, self.next = cluster, before, 0
        if before:
            aggs = {"last": {"max": {"field": "arrived"}}}
            found = cluster.search(",".join(before), {"size": 0, "aggs": aggs})
            self.next = int(found["aggregations"]["last"]["value"] or 0) + 1

    def of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the arrivals of those of some articles that were there."""
        if not self._before:
            return {}
        by_id = {document_id(one): one for one in ids}
        body = {"query": {"ids": {"values": list(by_id)}}, "size": len(by_id), "_source": ["arrived"]}
        hits = self._cluster.search(",".join(self._before), body)["hits"]["hits"]
        return {by_id[hit["_id"]]: hit["_source"]["arrived"] for hit in hits if "arrived" in hit["_source"]}


#: The settings of ranking that features are made with.
FEATURE_SETTINGS = ("b", "article_b", "lead_paragraphs", "later_weight")


def roll_back(cluster: Cluster, number: str | None = None) -> tuple[str, str]:
    """Bring the previous generation back, or the one that is named by its number.

    Returns the numbers of the current and of the previous one.

    Raises IndexMissingError where there is none.
    """
    now = names.current(cluster)
    known = names.generations_of(cluster)
    previous = f"{cluster.address.name}-{number}" if number else now.meta.get("previous")
    if number and previous not in known:
        numbers = [one[-6:] for one in known]
        raise IndexMissingError(
            "no_such_generation", folder=cluster.address, generation=number, generations=numbers
        )
    if not previous or previous not in known:
        raise IndexMissingError("no_previous_generation", folder=cluster.address)
    meta = names.meta_of(cluster, previous) | {"previous": now.index}
    names.put_meta(cluster, previous, meta)
    names.swap(cluster, previous, [now.index])
    return previous[-6:], now.number
