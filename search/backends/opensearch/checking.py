"""What is wrong with a generation in a cluster: its shards, its counts and its words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from search.backends.opensearch import names
from search.backends.opensearch.candidates import article_of_source
from search.backends.opensearch.cluster import Cluster
from search.errors import IndexDamagedError, IndexMissingError
from search.indonesian import AnalysisSettings
from search.indonesian.chain import shared_analyzer
from search.remarks import Remark

_SAMPLE = 64


def check(cluster: Cluster) -> list[tuple[str, str, Sequence[Remark | IndexDamagedError]]]:
    """Return the role of each generation, its number, and what is wrong with it.

    Raises IndexMissingError, ClusterError, and IndexDamagedError where the alias names no generation.
    """
    now = names.current(cluster)
    found = [("current", now.number, _wrong(cluster, now.index))]
    previous = now.meta.get("previous")
    for index in names.generations_of(cluster):
        if index != now.index:
            role = "previous" if index == previous else "unnamed"
            found.append((role, index[-6:], _wrong(cluster, index)))
    return found


def _wrong(cluster: Cluster, index: str) -> Sequence[Remark | IndexDamagedError]:
    try:
        named = names.named(cluster, index)
    except (IndexDamagedError, IndexMissingError) as error:
        return [error if isinstance(error, IndexDamagedError) else Remark("mapping_gone", {"index": index})]
    health = cluster.call(lambda client: client.cluster.health(index=index))
    if health["status"] == "red":
        return [Remark("shards_missing", {"index": index, "count": health["unassigned_shards"]})]
    return [wrong for seed in range(_SAMPLE) if (wrong := _sampled(cluster, named, seed))][:5]


def _sampled(cluster: Cluster, named: names.Named, seed: int) -> Remark | None:
    """Look at an article that was drawn by lot: what is stored must be what is found."""
    drawn = {"function_score": {"random_score": {"seed": seed, "field": "seq"}}}
    hits = named.search(cluster, {"size": 1, "query": drawn})["hits"]["hits"]
    if not hits:
        return None
    article = article_of_source(hits[0]["_source"])
    analyzer = shared_analyzer(AnalysisSettings(**named.meta["analysis"]))
    text = random.Random(seed).choice(article.paragraphs)
    if not (terms := analyzer.terms(text)):
        return None
    clauses = [
        {"term": {"id": article.id}},
        {"nested": {"path": "p", "query": {"term": {"p.body": max(terms, key=len)}}}},
    ]
    body: dict[str, Any] = {"track_total_hits": True, "query": {"bool": {"filter": clauses}}}
    there = named.search(cluster, body)["hits"]
    right = all(named.may_have(hit["_index"], hit["_source"]) for hit in there["hits"])
    if there["total"]["value"] != 1 or not right:
        return Remark("not_found_by_word", {"place": article.id})
    return None
