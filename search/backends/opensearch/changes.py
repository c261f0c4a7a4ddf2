"""Articles are added to a generation in a cluster, and deleted from it; all of a change appears at once.

The cluster shows nothing of a change before it is told to (it never refreshes by itself), and numbers of
words are brought up to date before. A change that was killed is made again by the same command: what is there
already is not changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from itertools import islice
from typing import Any

from search.article import Article, usable_id
from search.backends.opensearch import names
from search.backends.opensearch.bulk import Action, document_id, send_all
from search.backends.opensearch.candidates import article_of_source
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.documents import DocumentMaker, Means, Position
from search.errors import IndexDamagedError, NothingToIndexError
from search.index.update import Deletion, Updated
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import shared_analyzer
from search.ranking.settings import RankingSettings
from search.read_totals import ReadTotals
from search.remarks import Remark

_AT_ONCE = 200
_WORDS_AT_ONCE = 2_000
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


class _Change:
    """One change of a generation."""

    def __init__(self, cluster: Cluster, named: names.Named) -> None:
        self._cluster, self._index, self._named = cluster, named.index, named
        self._meta = named.meta
        #: Whether a change before was killed: what it sent is there, and counts are not what they were.
        self.interrupted = bool(named.meta.get("changing"))
        self._analyzer = shared_analyzer(AnalysisSettings(**named.meta["analysis"]))
        self._maker = DocumentMaker(self._analyzer, Means(*named.meta["means"]), RankingSettings())
        cluster.refresh(named.index)
        aggs = {"seq": {"max": {"field": "seq"}}, "arrived": {"max": {"field": "arrived"}}}
        found = cluster.search(named.index, {"size": 0, "aggs": aggs})["aggregations"]
        self._next = int(-1 if found["seq"]["value"] is None else found["seq"]["value"]) + 1
        now = int(datetime.now(timezone.utc).timestamp())
        self._arrived = max(now, int(found["arrived"]["value"] or 0) + 1)
        self._words: dict[str, Counter[str]] = {name: Counter() for name in _FIELDS}
        self.given = self._added = self._replaced = self._deleted = self._unchanged = 0
        self._unknown: list[str] = []

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
        made = [self._action(article_id, new, there) for article_id, new in last.items()]
        actions = [action for action in made if action]
        if actions and not self._meta.get("changing"):
            self._meta = {**self._meta, "changing": True}
            names.put_meta(self._cluster, self._index, self._meta)
        refused = send_all(self._cluster, self._index, actions)
        if refused:
            told = [Remark("at_place", {"place": one.id, "reason": one.reason}) for one in refused[:10]]
            raise IndexDamagedError("cluster_refused_articles", count=len(refused), wrong=told)

    def _there(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return the stored documents of those articles that are there, also those of this change."""
        wanted = {document_id(one): one for one in ids}
        found = self._cluster.call(
            lambda client: client.mget(
                index=self._index, body={"ids": list(wanted)}, params={"realtime": "true"}
            )
        )
        return {wanted[one["_id"]]: one["_source"] for one in found["docs"] if one.get("found")}

    def _action(
        self, article_id: str, new: Article | None, there: dict[str, dict[str, Any]]
    ) -> Action | None:
        source = there.get(article_id)
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
            return Action(article_id, None)
        self._count_words(new, 1)
        arrived = source["arrived"] if source else self._arrived
        self._replaced += source is not None
        self._added += source is None
        seq, self._next = self._next, self._next + 1
        return Action(article_id, self._maker.document(new, Position(seq, arrived, seq, False)))

    def _count_words(self, article: Article, sign: int) -> None:
        for name, texts in (("body", article.paragraphs), ("title", (article.title or "",))):
            counts = self._words[name]
            for text in texts:
                for word in exact_words(self._analyzer, text):
                    counts[word] += sign

    def finish(self, rejected: Callable[[], int] | None, read: Callable[[], ReadTotals] | None) -> None:
        """Bring the words up to date, and let the change appear."""
        words = names.words_of(self._index)
        send_all(self._cluster, words, self._word_actions(words))
        self._cluster.refresh(self._index, words)
        meta = {
            **{name: value for name, value in self._meta.items() if name != "changing"},
            "changes": self._meta.get("changes", 0) + 1,
            "built_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        }
        if rejected is not None:
            meta["rejected"] = rejected()
        if read is not None:
            meta["read"] = read().as_dict()
        names.put_meta(self._cluster, self._index, meta)
        self._meta = meta

    def _word_actions(self, words: str) -> Iterator[Action]:
        changed = iter(sorted({word for counts in self._words.values() for word, n in counts.items() if n}))
        while some := list(islice(changed, _WORDS_AT_ONCE)):
            by_id = {document_id(word): word for word in some}
            found = self._cluster.call(
                lambda client, by_id=by_id: client.mget(index=words, body={"ids": list(by_id)})  # type: ignore[misc]
            )
            known = {by_id[one["_id"]]: one["_source"] for one in found["docs"] if one.get("found")}
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
        found = self._cluster.search(self._index, body)
        changes = self._meta.get("changes", 0)
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
