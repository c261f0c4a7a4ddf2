"""A cluster in memory, for tests of changes that are killed at any step. It finds by ids only."""

import json
from collections.abc import Callable
from fnmatch import fnmatchcase

import pytest

exceptions = pytest.importorskip("opensearchpy.exceptions")


class Killed(BaseException):
    """The process that asks was killed."""


class FakeClient:
    """Answers as the client of OpenSearch does. What is written appears with the next refresh.

    on_change: called before each change, of a bulk before that of each document
    lost: indexes whose only copy went with a node
    """

    def __init__(self):
        self.mappings, self.settings, self.aliases = {}, {}, {}
        self.visible, self.written = {}, {}
        self.on_change: Callable[[], None] = lambda: None
        self.lost = set()
        self.indices = self

    def named(self, names):
        """Return the indexes that some names, aliases or patterns stand for."""
        found = []
        for name in names.split(","):
            there = [
                one
                for one in self.mappings
                if fnmatchcase(one, name) or any(fnmatchcase(alias, name) for alias in self.aliases[one])
            ]
            if not there and "*" not in name:
                reason = {"error": {"type": "index_not_found_exception", "reason": name}}
                raise exceptions.NotFoundError(404, "index_not_found_exception", reason)
            found += there
        return list(dict.fromkeys(found))

    def state(self, metric):
        return {}

    def health(self, index, params):
        return {"status": "red" if index in self.lost else "green"}

    cluster = property(lambda self: self)

    # Indexes

    def get(self, index, params):
        return dict.fromkeys(self.named(index), 0)

    def create(self, index, body):
        self.on_change()
        if index in self.mappings:
            reason = {"error": {"type": "resource_already_exists_exception", "reason": index}}
            raise exceptions.RequestError(400, "resource_already_exists_exception", reason)
        self.mappings[index], self.settings[index] = (
            json.loads(json.dumps(body["mappings"])),
            body["settings"],
        )
        self.aliases[index] = set(body.get("aliases", ()))
        self.visible[index], self.written[index] = {}, {}

    def delete(self, index, params):
        self.on_change()
        for kept in (self.mappings, self.settings, self.aliases, self.visible, self.written):
            kept.pop(index)
        self.lost.discard(index)

    def get_mapping(self, index):
        return {one: {"mappings": self.mappings[one]} for one in self.named(index)}

    def put_mapping(self, index, body):
        self.on_change()
        assert index in self.mappings
        self.mappings[index] |= json.loads(json.dumps(body))

    def get_settings(self, index):
        settings = self.settings[index]
        return {
            index: {
                "settings": {"index": {**settings, "number_of_shards": str(settings["number_of_shards"])}}
            }
        }

    def update_aliases(self, body):
        self.on_change()
        for action in body["actions"]:
            [(kind, what)] = action.items()
            if kind == "add":
                self.aliases[what["index"]].add(what["alias"])
            else:
                self.aliases[what["index"]].remove(what["alias"])

    def refresh(self, index):
        self.on_change()
        for one in self.named(index):
            self.visible[one] = dict(self.written[one])
        return {"_shards": {"total": 1, "failed": 0}}

    # Documents

    def bulk(self, body, index, request_timeout):
        items, lines = [], iter(body.decode().splitlines())
        for line in lines:
            [(kind, what)] = json.loads(line).items()
            self.on_change()
            documents = self.written[what.get("_index", index)]
            if kind == "index":
                documents[what["_id"]] = json.loads(next(lines))
            else:
                documents.pop(what["_id"], None)
            items.append({kind: {"status": 200}})
        return {"items": items}

    def mget(self, index, body, params):
        there = self.written[index]
        return {
            "docs": [
                {"_id": one, "found": one in there, **({"_source": there[one]} if one in there else {})}
                for one in body["ids"]
            ]
        }

    def search(self, body, index, params):
        indexes = self.named(index)
        query = body.get("query", {})
        wanted = query["ids"]["values"] if query else None
        hits = [
            {"_index": one, "_id": name, "_source": source}
            for one in indexes
            for name, source in self.visible[one].items()
            if wanted is None or name in wanted
        ]
        hits.sort(key=lambda hit: -hit["_source"].get("seq", 0))
        found = {name: self.aggregated(one, hits) for name, one in body.get("aggs", {}).items()}
        total = {"value": len(hits)}
        return {
            "_shards": {"total": len(indexes), "failed": 0},
            "hits": {"total": total, "hits": hits[: body.get("size", 10)]},
            "aggregations": found,
        }

    @staticmethod
    def aggregated(aggregation, hits):
        [(kind, what)] = aggregation.items()
        values = [hit["_source"][what["field"]] for hit in hits]
        if kind == "max":
            return {"value": max(values, default=None)}
        assert kind == "sum"
        return {"value": sum(values)}
