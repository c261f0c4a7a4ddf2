"""Which indexes of a cluster belong to an archive: generations behind an alias.

::

    arsip                 the alias, which names the generation that is searched
    arsip-000002          a generation; arsip-000002-words has its words
    arsip-000001          the one before, for ``warta rollback``

What is known of a generation as a whole is in ``_meta`` of its mapping.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.mapping import FORMAT
from search.errors import IndexDamagedError, IndexMissingError

_NUMBERED = re.compile(r"(?P<name>.+)-(?P<number>\d{6})")


@dataclass(frozen=True)
class Named:
    """A generation of an archive.

    index: its name in the cluster
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


def words_of(index: str) -> str:
    """Return the index of the words of a generation."""
    return f"{index}-words"


def generations_of(cluster: Cluster) -> list[str]:
    """Return the indexes of all generations, also unfinished ones, the oldest first."""
    name = cluster.address.name
    try:
        found = cluster.call(
            lambda client: client.indices.get(index=f"{name}-*", params={"allow_no_indices": "true"})
        )
    except IndexMissingError:
        return []
    matched = (_NUMBERED.fullmatch(one) for one in found)
    return sorted(one[0] for one in matched if one and one["name"] == name)


def current(cluster: Cluster) -> Named:
    """Return the generation that is searched. Raises IndexMissingError, IndexDamagedError."""
    found = _behind_alias(cluster)
    if len(found) != 1:
        raise IndexDamagedError("alias_changed", address=cluster.address, indexes=sorted(found))
    [(index, of_index)] = found.items()
    return Named(index, checked_meta(cluster, index, of_index["mappings"]))


def behind_alias(cluster: Cluster) -> list[str]:
    """Return the indexes that the alias names, whatever is in them: one, or none before the first loading.

    Raises IndexDamagedError where an index has the name of the alias.
    """
    try:
        return sorted(_behind_alias(cluster))
    except IndexMissingError:
        return []


def _behind_alias(cluster: Cluster) -> dict[str, Any]:
    name = cluster.address.name
    found: dict[str, Any] = cluster.call(lambda client: client.indices.get_mapping(index=name))
    if name in found:
        raise IndexDamagedError("alias_changed", address=cluster.address, indexes=sorted(found))
    return found


def meta_of(cluster: Cluster, index: str) -> dict[str, Any]:
    """Return what is known of a generation. Raises IndexMissingError, IndexDamagedError."""
    found = cluster.call(lambda client: client.indices.get_mapping(index=index))
    return checked_meta(cluster, index, found[index]["mappings"])


def checked_meta(cluster: Cluster, index: str, mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the ``_meta`` of a mapping. Raises IndexDamagedError where it is not Warta's."""
    meta = mapping.get("_meta", {}).get("warta")
    fields = mapping.get("properties", {})
    if not isinstance(meta, dict) or fields.get("p", {}).get("type") != "nested":
        raise IndexDamagedError("mapping_changed", address=cluster.address, index=index)
    if meta.get("format") != FORMAT:
        found, known = str(meta.get("format")), str(FORMAT)
        raise IndexDamagedError("other_format_in_cluster", address=cluster.address, found=found, known=known)
    return meta


def put_meta(cluster: Cluster, index: str, meta: dict[str, Any]) -> None:
    """Replace what is known of a generation."""
    body = {"_meta": {"warta": meta}}
    cluster.call(lambda client: client.indices.put_mapping(index=index, body=body))


def swap(cluster: Cluster, index: str, before: Sequence[str]) -> None:
    """Let the alias name a generation, in one step. before: what it names now."""
    name = cluster.address.name
    actions: list[dict[str, Any]] = [
        {"remove": {"index": one, "alias": name, "must_exist": True}} for one in before
    ]
    actions.append({"add": {"index": index, "alias": name}})
    cluster.call(lambda client: client.indices.update_aliases(body={"actions": actions}))


def remove(cluster: Cluster, index: str) -> None:
    """Remove a generation and its words, if they are there."""
    names = f"{index},{words_of(index)}"
    cluster.call(lambda client: client.indices.delete(index=names, params={"ignore_unavailable": "true"}))
