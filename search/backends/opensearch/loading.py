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
from search.backends.opensearch.mapping import FORMAT
from search.backends.opensearch.slices import UNDATED, slice_of_day
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
    slices:     "year" for an index for each year, see ``search.backends.opensearch.slices``; "none"
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
        slices: str = "none",
        as_arrived: bool = False,
    ) -> None:
        self._as_arrived = as_arrived
        self._snapshot, self._cluster = snapshot, cluster
        self._replicas = replicas
        self._analyzer = shared_analyzer(snapshot.analysis)
        live = snapshot.live
        count = snapshot.doc_values.article_count
        self._articles = np.arange(count) if live is None else np.flatnonzero(live)
        self._seq = np.full(count, -1, np.int64)
        self._seq[self._articles] = np.arange(len(self._articles))
        self._in_slices: Counter[str] = Counter()  # articles; empty where there are no slices
        if slices == "none":
            self._shards = {"": shards or _shards_for(snapshot.live_paragraphs)}
        else:
            paragraphs = self._count_slices()
            self._shards = {name: shards or _shards_for(count) for name, count in sorted(paragraphs.items())}

    def _count_slices(self) -> Counter[str]:
        """Count the articles of each slice; return its numbers of paragraphs."""
        doc_values, paragraphs = self._snapshot.doc_values, Counter({UNDATED: 0})
        self._in_slices[UNDATED] = 0
        sizes = np.diff(doc_values.first_paragraph)[self._articles]
        days, of_articles = np.unique(doc_values.day[self._articles], return_inverse=True)
        counts = (np.bincount(of_articles, weights, len(days)).tolist() for weights in (None, sizes))
        for day, articles, count in zip(days.tolist(), *counts, strict=True):
            self._in_slices[slice_of_day(day)] += articles
            paragraphs[slice_of_day(day)] += int(count)
        return paragraphs

    def load(self, on_sent: Callable[[int], None] = lambda _: None) -> Built:
        """Load, verify and swap in. Raises ClusterError, IndexDamagedError; the index in place stays.

        on_sent: called with a number of articles that are there now
        """
        cluster = self._cluster
        before = names.behind_alias(cluster)
        generations = names.generations_behind(before)
        target, there = self._target(generations)
        send_all(cluster, target.words, self._words())
        arrivals = _Arrivals(cluster, there_is_one=bool(before) and not self._as_arrived)
        refused = send_all(cluster, target.index, self._actions(target, there, arrivals, on_sent), on_sent)
        cluster.refresh(target.index, target.words)
        if refused:
            told = [Remark("at_place", {"place": one.id, "reason": one.reason}) for one in refused[:10]]
            raise IndexDamagedError("cluster_refused_articles", count=len(refused), wrong=told)
        self._verify(target)
        target = names.with_meta(target, previous=generations[-1] if generations else None, loaded=True)
        names.put_meta(cluster, target)
        names.swap(cluster, target.indexes, before)
        self._remove_others([target.index, *generations])
        return Built(target.number, len(self._articles), self._snapshot.live_paragraphs)

    def _target(self, before: Sequence[str]) -> tuple[names.Named, set[int]]:
        """Return the generation to load into, and the numbers of the parts that it has already."""
        cluster, known = self._cluster, names.generations_of(self._cluster)
        meta = self._meta()
        for index in known:
            if index in before:
                continue
            try:
                found = names.named(cluster, index)
            except (IndexDamagedError, IndexMissingError):  # of another version, changed, or not yet whole
                continue
            same = all(found.meta.get(name) == meta.get(name) for name in ("digest", "slices"))
            if same and not found.meta.get("loaded"):
                return found, self._parts_there(found)
        last = int((known or ["000000"])[-1][-6:])
        target = names.Named(f"{cluster.address.name}-{last + 1:06d}", meta)
        names.remove(cluster, target.index)  # a part alone, of a run that was killed before all was there
        names.create(cluster, target, self._shards, self._replicas)
        return target, set()

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
            **({"slices": self._shards} if self._in_slices else {}),
        }

    def _parts_there(self, target: names.Named) -> set[int]:
        """Return the numbers of the parts of _PART articles that are there already."""
        self._cluster.refresh(target.index)
        most = len(self._articles) // _PART + 1
        histogram = {"histogram": {"field": "seq", "interval": _PART, "min_doc_count": 1}}
        if most > 60_000:
            return set()
        found = target.search(self._cluster, {"size": 0, "aggs": {"parts": histogram}})
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
        self, target: names.Named, there: set[int], arrivals: _Arrivals, on_sent: Callable[[int], None]
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
                document = maker.document(article, place)
                yield Action(article.id, document, target.index_of(document))

    def _verify(self, target: names.Named) -> None:
        """Count articles and paragraphs, and look for samples. Raises IndexDamagedError."""
        snapshot, wrong = self._snapshot, []
        aggs: dict[str, Any] = {"paragraphs": {"sum": {"field": "paragraphs"}}}
        if target.slices:
            aggs["slices"] = {"terms": {"field": "_index", "size": len(target.slices)}}
        found = target.search(self._cluster, {"size": 0, "track_total_hits": True, "aggs": aggs})
        articles, counted = found["hits"]["total"]["value"], found["aggregations"]
        if articles != len(self._articles):
            wrong.append(Remark("articles_counted", {"found": articles, "right": len(self._articles)}))
        if counted["paragraphs"]["value"] != snapshot.live_paragraphs:
            there, right = int(counted["paragraphs"]["value"]), snapshot.live_paragraphs
            wrong.append(Remark("documents_counted", {"found": there, "right": right}))
        in_slices = {one["key"]: one["doc_count"] for one in counted.get("slices", {}).get("buckets", ())}
        for name in target.slices:
            there, right = in_slices.get(names.slice_index(target.index, name), 0), self._in_slices[name]
            if there != right:
                wrong.append(Remark("articles_counted", {"found": there, "right": right}))
        sampled = _SAMPLED.sample(range(len(self._articles)), min(_SAMPLE, len(self._articles)))
        if not wrong:
            wrong = [one for seq in sampled if (one := self._sample(target, seq))]
        if wrong:
            raise IndexDamagedError("verification_failed", wrong=wrong[0])

    def _sample(self, target: names.Named, seq: int) -> Remark | None:
        """Return what is wrong with one article, None if nothing is."""
        article = self._snapshot.article(int(self._articles[seq]))
        terms = self._analyzer.terms(article.paragraphs[-1])
        longest = max(terms, key=len, default=None)
        wanted: list[dict[str, Any]] = [{"term": {"seq": seq}}]
        if longest:
            wanted.append({"nested": {"path": "p", "query": {"term": {"p.body": longest}}}})
        found = target.search(self._cluster, {"query": {"bool": {"filter": wanted}}})["hits"]["hits"]
        if len(found) != 1 or found[0]["_id"] != document_id(article.id):
            return Remark("not_found_by_word", {"place": article.id})
        if tuple(texts_of(found[0]["_source"])) != article.paragraphs:
            return Remark("text_differs", {"place": article.id})
        return None

    def _remove_others(self, kept: Sequence[str]) -> None:
        for other in names.generations_of(self._cluster):
            if other not in kept:
                names.remove(self._cluster, other)


def _shards_for(paragraphs: int) -> int:
    return 1 + paragraphs // _PARAGRAPHS_A_SHARD


class _Arrivals:
    """When articles came into the generation that is searched until now.

    there_is_one: whether there is such a generation whose arrivals count
    next:         an arrival after all of them
    """

    def __init__(self, cluster: Cluster, *, there_is_one: bool) -> None:
        self._cluster, self._there_is_one, self.next = cluster, there_is_one, 0
        if there_is_one:
            aggs = {"last": {"max": {"field": "arrived"}}}
            found = cluster.search(cluster.address.name, {"size": 0, "aggs": aggs})
            self.next = int(found["aggregations"]["last"]["value"] or 0) + 1

    def of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the arrivals of those of some articles that were there."""
        if not self._there_is_one:
            return {}
        by_id = {document_id(one): one for one in ids}
        body = {"query": {"ids": {"values": list(by_id)}}, "size": len(by_id), "_source": ["arrived"]}
        hits = self._cluster.search(self._cluster.address.name, body)["hits"]["hits"]
        return {by_id[hit["_id"]]: hit["_source"]["arrived"] for hit in hits if "arrived" in hit["_source"]}


#: The settings of ranking that features are made with.
FEATURE_SETTINGS = ("b", "article_b", "lead_paragraphs", "later_weight")


def roll_back(cluster: Cluster, number: str | None = None) -> tuple[str, str]:
    """Bring the previous generation back, or the one that is named by its number.

    Returns the numbers of the current and of the previous one.

    Raises IndexMissingError where there is none.
    """
    before = names.behind_alias(cluster)
    known, now = names.generations_of(cluster), names.generations_behind(before)[-1:]
    if number:
        previous: str | None = f"{cluster.address.name}-{number}"
    else:
        previous = names.current(cluster).meta.get("previous")
    if number and previous not in known:
        numbers = [one[-6:] for one in known]
        raise IndexMissingError(
            "no_such_generation", folder=cluster.address, generation=number, generations=numbers
        )
    if not previous or previous not in known:
        raise IndexMissingError("no_previous_generation", folder=cluster.address)
    back = names.named(cluster, previous)
    if previous not in now:
        back = names.with_meta(back, previous=now[0] if now else None)
        names.put_meta(cluster, back)
        names.swap(cluster, back.indexes, before)
    return back.number, now[0][-6:] if now else ""
