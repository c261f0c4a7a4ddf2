"""What a backend cannot do, where it cannot do all that the embedded one does.

Each of these is refused with an UnsupportedError whose text says it; docs/opensearch.md has a row for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from search.errors import UnsupportedError
from search.location import ClusterAddress, Location
from search.remarks import Remark
from search.values import NAME_FIELDS

#: By the code of the text that says what it is.
NOT_IN_CLUSTERS = (
    "cluster_names",
    "cluster_takedowns",
    "cluster_backups",
    "cluster_many_conditions",
    "cluster_many_values",
    "cluster_many_copies",
)

_SCORED_IN_PYTHON = 5  # times as long as in a kernel, roughly


def time_factor(location: Location) -> int:
    """Return how many times as long as in a folder a search may take, in processor time.

    The candidates that a cluster brings are scored in Python, and so are similar articles.
    """
    return _SCORED_IN_PYTHON if isinstance(location, ClusterAddress) else 1


def ensure_folder(location: Location, what: str) -> None:
    """Raise UnsupportedError if an index is not a folder, which ``what`` of NOT_IN_CLUSTERS needs."""
    if isinstance(location, ClusterAddress):
        refuse(location, what)


def countable(location: Location, facets: Sequence[str]) -> tuple[str, ...]:
    """Return those of some facets that an index can count."""
    in_cluster = isinstance(location, ClusterAddress)
    return tuple(name for name in facets if not (in_cluster and name in NAME_FIELDS))


def refuse(address: ClusterAddress, what: str, **values: object) -> NoReturn:
    """Raise UnsupportedError: an index in a cluster cannot do ``what``, one of NOT_IN_CLUSTERS."""
    assert what in NOT_IN_CLUSTERS
    raise UnsupportedError("not_in_cluster", address=address, what=Remark(what, values))
