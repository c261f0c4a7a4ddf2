"""Which indexes of a cluster belong to an archive: generations behind an alias.

::

    arsip                 the alias, which names the generation that is searched
    arsip-000002          a generation; arsip-000002-words has its words
    arsip-000001          the one before, for ``warta rollback``

A generation may be cut into slices (``search.backends.opensearch.slices``). Then its name is an alias::

    arsip                 names all slices of the generation that is searched
    arsip-000002          names all slices of this generation
    arsip-000002-2019     a slice: the articles of 2019
    arsip-000002-undated  the articles without a date

What is known of a generation as a whole is in ``_meta`` of its mapping, or of that of its undated slice. It
says which slices there are, so that none can be gone without a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.mapping import FORMAT, MAPPING, WORDS_MAPPING, index_settings
from search.backends.opensearch.slices import UNDATED, reached, slice_of
from search.errors import ClusterError, IndexDamagedError, IndexMissingError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

_NUMBERED = re.compile(rf"(?P<generation>(?P<name>.+)-\d{{6}})(?:-(?:\d{{4}}|{UNDATED}))?")
_LONGEST_TARGET = 2_000  # characters in an address; OpenSearch takes 4,096
_REMOVED_AT_ONCE = 16
_TIMES_CREATED, _SECONDS_FOR_COPIES = 5, 5


@dataclass(frozen=True)
class Named:
    """A generation of an archive.

    index: its name in the cluster: of an index, or of an alias of its slices
    meta:  what is known of it, see ``Loader``
    """

    index: str
    meta: dict[str, Any]

    @property
    def number(self) -> str:
        """Its number, of six digits."""
        return self.index[-6:]

    @property
    def words(self) -> str:
        """The index of its words."""
        return words_of(self.index)

    @property
    def slices(self) -> Mapping[str, int]:
        """Its slices, each with the number of its shards; none where it is one index."""
        slices: dict[str, int] = self.meta.get("slices", {})
        return slices

    @property
    def head(self) -> str:
        """The index with what is known of the generation."""
        return slice_index(self.index, UNDATED) if self.slices else self.index

    @property
    def indexes(self) -> list[str]:
        """All its indexes but that of its words."""
        return [slice_index(self.index, one) for one in self.slices] or [self.index]

    @property
    def others(self) -> Mapping[str, Sequence[str]]:
        """By slice, the other slices to which some of its articles would belong: their day has changed."""
        others: dict[str, Sequence[str]] = self.meta.get("others", {})
        return others

    def index_of(self, document: Mapping[str, Any]) -> str:
        """Return the index into which the document of a new article goes."""
        return slice_index(self.index, slice_of(document)) if self.slices else self.index

    def may_have(self, index: str, document: Mapping[str, Any]) -> bool:
        """Return whether searches that look for the document of an article look into an index."""
        also = self.others.get(_slice_name(self.index, index), ())
        return index == self.index_of(document) or slice_of(document) in also

    def target(self, query: Any = None) -> tuple[str, int]:
        """Return where a query is to be asked, and the least number of shards that must answer.

        It is asked of the whole generation, or of the slices that it can reach, one at least.
        """
        slices = self.slices
        if not slices:
            return self.index, 0
        wanted = self._reached(query) if query else set(slices)
        some = ",".join(slice_index(self.index, one) for one in sorted(wanted) or [UNDATED])
        if len(wanted) < len(slices) and len(some) <= _LONGEST_TARGET:
            return some, 0  # whatever of it is gone is an error
        return self.index, sum(slices.values())

    def _reached(self, query: Any) -> set[str]:
        """Return the slices in which an article may satisfy a query."""
        found = reached({*self.slices, *chain.from_iterable(self.others.values())}, query)
        return {one for one in self.slices if found & {one, *self.others.get(one, ())}}

    def search(self, cluster: Cluster, body: Mapping[str, Any]) -> dict[str, Any]:
        """Search in the generation; see ``Cluster.search``."""
        where, least = self.target(body.get("query"))
        return cluster.search(where, body, least)


def words_of(index: str) -> str:
    """Return the index of the words of a generation."""
    return f"{index}-words"


def slice_index(generation: str, name: str) -> str:
    """Return the index of a slice of a generation."""
    return f"{generation}-{name}"


def _slice_name(generation: str, index: str) -> str:
    """Return the name of the slice that an index is."""
    return index.removeprefix(slice_index(generation, ""))


def _generation_of(index: str) -> str:
    """Return the generation that an index, or a slice, belongs to."""
    found = _NUMBERED.fullmatch(index)
    return found["generation"] if found else index


def generations_of(cluster: Cluster) -> list[str]:
    """Return the names of all generations, also unfinished ones, the oldest first."""
    name = cluster.address.name
    matched = (_NUMBERED.fullmatch(one) for one in _indexes(cluster, f"{name}-*"))
    return sorted({one["generation"] for one in matched if one and one["name"] == name})


def _indexes(cluster: Cluster, pattern: str) -> list[str]:
    """Return the names of the indexes that are called, or have an alias, like a pattern."""
    parameters = {"allow_no_indices": "true", "filter_path": "*.settings.index.uuid"}
    try:
        found = cluster.call(lambda client: client.indices.get(index=pattern, params=dict(parameters)))
    except IndexMissingError:
        return []
    return list(found)


def current(cluster: Cluster) -> Named:
    """Return the generation that is searched. Raises IndexMissingError, IndexDamagedError."""
    found = _behind_alias(cluster)
    if len({_generation_of(one) for one in found}) != 1:
        raise IndexDamagedError("alias_changed", address=cluster.address, indexes=sorted(found))
    return _named(cluster, found)


def named(cluster: Cluster, generation: str) -> Named:
    """Return a generation. Raises IndexMissingError, IndexDamagedError."""
    return _named(cluster, cluster.call(lambda client: client.indices.get_mapping(index=generation)))


def _named(cluster: Cluster, found: dict[str, Any]) -> Named:
    """Return the generation of some indexes, which come with their mappings.

    Raises IndexDamagedError where they are not those of Warta, or not all of them.
    """
    generation = _generation_of(min(found))
    if list(found) == [generation]:
        return Named(generation, checked_meta(cluster, generation, found[generation]["mappings"]))
    head = slice_index(generation, UNDATED)
    if head not in found:
        raise IndexDamagedError("slices_gone", address=cluster.address, indexes=[head])
    made = Named(generation, checked_meta(cluster, head, found[head]["mappings"]))
    if gone := sorted(set(made.indexes) - set(found)):
        raise IndexDamagedError("slices_gone", address=cluster.address, indexes=gone)
    for index, of_index in found.items():
        check_fields(cluster, index, of_index["mappings"])
    return made


def behind_alias(cluster: Cluster) -> list[str]:
    """Return the indexes that the alias names, whatever is in them: none before the first loading.

    Raises IndexDamagedError where an index has the name of the alias.
    """
    try:
        return sorted(_behind_alias(cluster))
    except IndexMissingError:
        return []


def generations_behind(indexes: Collection[str]) -> list[str]:
    """Return the generations that some indexes belong to, the oldest first."""
    return sorted({_generation_of(one) for one in indexes})


def _behind_alias(cluster: Cluster) -> dict[str, Any]:
    name = cluster.address.name
    found: dict[str, Any] = cluster.call(lambda client: client.indices.get_mapping(index=name))
    if name in found:
        raise IndexDamagedError("alias_changed", address=cluster.address, indexes=sorted(found))
    return found


def checked_meta(cluster: Cluster, index: str, mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the ``_meta`` of a mapping. Raises IndexDamagedError where it is not Warta's."""
    check_fields(cluster, index, mapping)
    meta = mapping.get("_meta", {}).get("warta")
    if not isinstance(meta, dict):
        raise IndexDamagedError("mapping_changed", address=cluster.address, index=index)
    if meta.get("format") != FORMAT:
        found, known = str(meta.get("format")), str(FORMAT)
        raise IndexDamagedError("other_format_in_cluster", address=cluster.address, found=found, known=known)
    return meta


def check_fields(cluster: Cluster, index: str, mapping: dict[str, Any]) -> None:
    """Raise IndexDamagedError where a mapping has not the fields of Warta."""
    if mapping.get("properties", {}).get("p", {}).get("type") != "nested":
        raise IndexDamagedError("mapping_changed", address=cluster.address, index=index)


def put_meta(cluster: Cluster, known: Named) -> None:
    """Replace what is known of a generation in the cluster."""
    body = {"_meta": {"warta": known.meta}}
    cluster.call(lambda client: client.indices.put_mapping(index=known.head, body=body))


def create(cluster: Cluster, new: Named, shards: Mapping[str, int], replicas: str) -> None:
    """Make the indexes of a generation. A killed run leaves none that says what is known of a generation.

    shards: of each slice, or of the one index; replicas: as for ``index_settings``
    """
    words = {"settings": index_settings(1, replicas), "mappings": WORDS_MAPPING}
    cluster.call(partial(_create, index=new.words, body=words))
    by_index = dict(zip(new.indexes, shards.values(), strict=True))
    for index in sorted(by_index, key=lambda one: one == new.head):
        mappings = {**MAPPING, **({"_meta": {"warta": new.meta}} if index == new.head else {})}
        body = {"settings": index_settings(by_index[index], replicas), "mappings": mappings}
        if new.slices:
            body["aliases"] = {new.index: {}}
        cluster.call(partial(_create, index=index, body=body))


def add_slice(cluster: Cluster, known: Named, name: str) -> Named:
    """Add an empty slice to a generation that is searched; return the generation with it.

    It is like the undated one. Killed on the way, it goes on with the next call. The archive is not searched
    with it before its shards are there: a node may take a new shard along that no other node has.
    Raises ClusterError.
    """
    index = slice_index(known.index, name)
    found = cluster.call(lambda client: client.indices.get_settings(index=known.head))
    like = found[known.head]["settings"]["index"]
    shards = int(like["number_of_shards"])
    settings = index_settings(shards, like.get("auto_expand_replicas", "0-1"))
    for _ in range(_TIMES_CREATED):
        cluster.call(partial(_create, index=index, body={"settings": settings, "mappings": MAPPING}))
        if cluster.call(partial(_has_all_shards, index=index)):
            break
        cluster.call(partial(_delete, index=index))  # no article is in it
    else:
        raise ClusterError("cluster_incomplete", address=cluster.address, reason=index)
    actions = [{"add": {"index": index, "alias": one}} for one in (known.index, cluster.address.name)]
    cluster.call(lambda client: client.indices.update_aliases(body={"actions": actions}))
    slices = dict(sorted({**known.slices, name: shards}.items()))
    added = with_meta(known, slices=slices, changing=True)
    put_meta(cluster, added)
    return added


def let_have(cluster: Cluster, known: Named, index: str, document: Mapping[str, Any]) -> Named:
    """Let searches for the new day of an article look into the slice where it is; return the generation."""
    name = _slice_name(known.index, index)
    others = {**known.others, name: sorted({*known.others.get(name, ()), slice_of(document)})}
    let = with_meta(known, others=others, changing=True)
    put_meta(cluster, let)
    return let


def with_meta(known: Named, **changed: Any) -> Named:
    """Return a generation with more that is known of it; what is None is known no more."""
    meta = {name: value for name, value in (known.meta | changed).items() if value is not None}
    return replace(known, meta=meta)


def swap(cluster: Cluster, now: Sequence[str], before: Sequence[str]) -> None:
    """Let the alias name other indexes, in one step. now, before: what it will name, and what it names."""
    name = cluster.address.name
    actions: list[dict[str, Any]] = [
        {"remove": {"index": one, "alias": name, "must_exist": True}} for one in before
    ]
    actions += [{"add": {"index": one, "alias": name}} for one in now]
    cluster.call(lambda client: client.indices.update_aliases(body={"actions": actions}))


def remove(cluster: Cluster, generation: str) -> None:
    """Remove a generation with all its indexes, if they are there."""
    of_it = [one for one in _indexes(cluster, f"{generation}*") if _generation_of(one) == generation]
    names = [*of_it, words_of(generation)]
    for begin in range(0, len(names), _REMOVED_AT_ONCE):
        some = ",".join(names[begin : begin + _REMOVED_AT_ONCE])
        cluster.call(partial(_delete, index=some))


def _create(client: OpenSearch, index: str, body: dict[str, Any]) -> None:
    """Make an index, unless it is there: the client sends a request again whose answer did not come."""
    from opensearchpy.exceptions import RequestError  # noqa: PLC0415 - an extra

    try:
        client.indices.create(index=index, body=body)
    except RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def _has_all_shards(client: OpenSearch, index: str) -> bool:
    """Return whether all shards of a new index are there, after waiting for their copies."""
    wait = {
        "wait_for_active_shards": "all",
        "timeout": f"{_SECONDS_FOR_COPIES}s",
        "request_timeout": 3 * _SECONDS_FOR_COPIES,  # without it the client takes "timeout" for its own
        "ignore": 408,  # not all copies are there
    }
    return bool(client.cluster.health(index=index, params=wait)["status"] != "red")


def _delete(client: OpenSearch, index: str) -> Any:
    return client.indices.delete(index=index, params={"ignore_unavailable": "true"})
