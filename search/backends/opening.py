"""Opens an index wherever it is."""

from __future__ import annotations

from pathlib import Path

from search.backends.base import Index
from search.location import ClusterAddress, location_of


def open_index(path: str | Path | ClusterAddress, *, background: bool = False) -> Index:
    """Open the index at a location. It may be shared by threads and follows new generations by itself.

    path:       a folder, or the address of an index in OpenSearch as ``opensearch://host:9200/name``
    background: a newer generation is opened by a thread of its own, so that no search waits for it; otherwise
                the first search that finds one opens it and answers from it

    Raises IndexMissingError where nothing has been indexed yet, IndexDamagedError where files are
    missing or changed; of a cluster also ClusterError where it does not answer. Raises SettingsError for an
    address that cannot be used.
    """
    location = location_of(path)
    if isinstance(location, ClusterAddress):
        from search.backends.opensearch.index import OpenSearchIndex  # noqa: PLC0415 - an extra

        return OpenSearchIndex(location)
    from search.backends.embedded import EmbeddedIndex  # noqa: PLC0415 - whoever has a cluster needs none

    return EmbeddedIndex(location, background=background)
