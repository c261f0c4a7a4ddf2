"""The mapping of an index in a cluster: one document an article, its paragraphs nested in it.

=================  ==========================================================================================
field              what
=================  ==========================================================================================
id, seq            the id of the article, its place in the archive from 0
about, text        what is stored: metadata as ``search.index.format.stored`` writes it, and the paragraphs
source, ...        the fields of ``VALUE_FIELDS``, as they are spelled
day, last_day,     of publication, as in ``DocValues``; missing without a date
month, known,
instant
arrived, page      as in ``Snapshot.arrived``, ``DocValues.page``
cluster, copies    the place of the first copy, and whether there is any other
paragraphs, ...    what mean lengths are computed from
exact              the words of the paragraphs as they are written, each once
title, ...         the headline: stems and words as written, with positions
f, ft              features of the article and of its headline
p                  nested, one for each paragraph: ``body`` (stems) and ``exact`` with positions, ``f``; the
                   headline again in the first one, as in an index on disk
=================  ==========================================================================================

Texts come analysed by ``search.indonesian``: the terms of one place are joined by a bar, places by blanks, so
that positions are the same in every backend. Features are those of ``search.backends.opensearch.features``,
which are rounded up, so that a score of the cluster is never less than that of Warta.
"""

from __future__ import annotations

from typing import Any

from search.values import VALUE_FIELDS

#: Joins the terms of one place.
SAME_PLACE = "¦"
FORMAT = 2

_BODY = {"type": "text", "analyzer": "places", "norms": False, "index_options": "positions"}
_STORED = {"type": "keyword", "index": False, "doc_values": False}
_FEATURES = {"type": "rank_features"}
#: Fields that are searched, but are made from the stored ones and so need not be stored themselves.
_NOT_STORED = ["p", "f", "ft", "exact", "title", "title_exact"]

MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"excludes": _NOT_STORED},
    "properties": {
        "id": {"type": "keyword"},
        "about": _STORED,
        "text": _STORED,
        **{name: {"type": "keyword"} for name in VALUE_FIELDS},
        **{
            name: {"type": "integer"}
            for name in ("day", "last_day", "month", "known", "paragraphs", "title_length")
        },
        **{name: {"type": "long"} for name in ("seq", "instant", "arrived", "page", "cluster")},
        **{name: {"type": "long", "index": False} for name in ("length", "counted_length")},
        "copies": {"type": "boolean"},
        "exact": {"type": "text", "analyzer": "places", "norms": False, "index_options": "docs"},
        "title": _BODY,
        "title_exact": _BODY,
        "f": _FEATURES,
        "ft": _FEATURES,
        "p": {
            "type": "nested",
            "properties": {
                "body": _BODY,
                "exact": _BODY,
                "title": _BODY,
                "title_exact": _BODY,
                "f": _FEATURES,
            },
        },
    },
}

WORDS_MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "word": {"type": "keyword"},
        **{n: {"type": "integer"} for n in ("body", "title", "both")},
    },
}

_ANALYSIS = {
    "tokenizer": {"blank": {"type": "whitespace", "max_token_length": 10_000}},
    "filter": {
        "apart": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": [f"([^{SAME_PLACE}]+)"],
        }
    },
    "analyzer": {
        "places": {"type": "custom", "tokenizer": "blank", "filter": ["apart"]},
        "asked": {"type": "custom", "tokenizer": "blank"},
    },
}


def index_settings(shards: int, replicas: str) -> dict[str, Any]:
    """Return the settings of a new index.

    replicas: the least and the most copies of each shard besides the first one, as "0-1"
    """
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": replicas,
        "refresh_interval": "-1",  # what changes appears when all of it is there
        "analysis": _ANALYSIS,
        "mapping": {"nested_objects": {"limit": 100_000}, "total_fields": {"limit": 200}},
        "max_result_window": 10_000,
    }
