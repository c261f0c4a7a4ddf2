"""The connection to a cluster: every request goes through here, with retries, and every error gets its words.

An answer that is not whole is no answer: of a search in which a shard failed or time ran out, no total is
shown. A request that fails because the cluster is busy or a node has gone is sent again, more slowly each
time. After several failures one after the other no request is sent for a moment (a circuit breaker), so that
a cluster that comes back is not met by a crowd.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from search.budget import checkpoint
from search.errors import ClusterError, IndexMissingError, SettingsError
from search.location import ClusterAddress
from search.settings import Settings

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

_TRIES = 4
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0
# After so many requests that failed one after the other, none is sent for so many seconds.
_FAILURES_IN_A_ROW, _OPEN_SECONDS = 5, 2.0
_BUSY = frozenset([429, 502, 503, 504])
_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)


class Cluster:
    """A connection to a cluster, which threads may share."""

    def __init__(self, address: ClusterAddress, settings: Settings | None = None) -> None:
        """Prepare a connection; nothing is sent yet. Raises SettingsError where the library is missing."""
        self.address = address
        self.client = _client(address, settings or Settings.load())
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def call(self, send: Callable[[OpenSearch], _Answer]) -> _Answer:
        """Send a request, several times where that may help, and return the answer.

        Raises ClusterError where there is no answer, IndexMissingError where there is no such index.
        """
        from opensearchpy.exceptions import (  # noqa: PLC0415 - an extra
            ConnectionError as Unreachable,
        )
        from opensearchpy.exceptions import (  # noqa: PLC0415
            OpenSearchException,
            TransportError,
        )

        if time.monotonic() < self._closed_until:
            raise ClusterError("cluster_unreachable", address=self.address)
        pause = _FIRST_PAUSE_SECONDS
        for attempt in range(1, _TRIES + 1):
            checkpoint()
            try:
                answer = send(self.client)
            except TransportError as error:
                status = error.status_code if isinstance(error.status_code, int) else 0
                if isinstance(error, Unreachable) or status in _BUSY or _is_shards(error):
                    if attempt < _TRIES:
                        time.sleep(pause * random.uniform(0.5, 1.0))
                        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
                        continue
                    self._count_failure()
                raise self._told(error, status) from error
            except OpenSearchException as error:
                raise ClusterError("cluster_refused", address=self.address, reason=str(error)) from error
            self._failures = 0
            return answer
        raise AssertionError("unreachable")

    def _count_failure(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES_IN_A_ROW:
                self._failures = 0
                self._closed_until = time.monotonic() + _OPEN_SECONDS

    def _told(self, error: Any, status: int) -> Exception:
        """Return the error of ours for one of the library."""
        if status == 0:
            return ClusterError("cluster_unreachable", address=self.address)
        if status in (401, 403):
            return ClusterError("cluster_denies", address=self.address)
        if status == 404:
            return IndexMissingError("no_index_in_cluster", address=self.address)
        reason = _reason_of(error)
        if status in _BUSY or _is_shards(error):
            return ClusterError("cluster_incomplete", address=self.address, reason=reason)
        return ClusterError("cluster_refused", address=self.address, reason=reason)

    def search(self, index: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Search, and return an answer in which all shards took part. Raises as ``call`` does.

        index: the name of an index; empty where the body has a point in time
        """
        parameters: dict[str, Any] = {"allow_partial_search_results": "false"}
        if index:
            parameters["index"] = index

        def send(client: OpenSearch) -> dict[str, Any]:
            return self._whole(client.search(body=dict(body), params=dict(parameters)))

        def named(client: OpenSearch) -> dict[str, Any]:
            others = {name: value for name, value in parameters.items() if name != "index"}
            return self._whole(client.search(body=dict(body), index=index or None, params=others))

        return self.call(named if index else send)

    def _whole(self, answer: dict[str, Any]) -> dict[str, Any]:
        shards = answer.get("_shards", {})
        if answer.get("timed_out") or shards.get("failed"):
            reason = f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards failed"
            raise ClusterError("cluster_incomplete", address=self.address, reason=reason)
        return answer


def _is_shards(error: Any) -> bool:
    """Return whether a search failed because a shard has no copy that answers, which may pass."""
    return "search_phase_execution_exception" in str(error.error) and "no_shard_available" in str(error.info)


def _reason_of(error: Any) -> str:
    info = error.info
    if isinstance(info, dict) and isinstance(info.get("error"), dict):
        causes = info["error"].get("root_cause") or [info["error"]]
        cause = causes[0] if causes else info["error"]
        return f"{cause.get('type')}: {cause.get('reason')}"[:300]
    return str(error.error)[:300]


def _client(address: ClusterAddress, settings: Settings) -> OpenSearch:
    try:
        from opensearchpy import OpenSearch  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SettingsError("needs_opensearch", address=address) from error
    given: dict[str, Any] = {}
    if settings.opensearch_token:
        given["headers"] = {"Authorization": f"Bearer {settings.opensearch_token}"}
    elif settings.opensearch_user:
        given["http_auth"] = (settings.opensearch_user, settings.opensearch_password)
    if address.secure:
        given |= {"use_ssl": True, "verify_certs": True}
        if settings.opensearch_ca:
            if not settings.opensearch_ca.is_file():
                raise SettingsError("cannot_be_read", file=settings.opensearch_ca, reason="")
            given["ca_certs"] = str(settings.opensearch_ca)
    logging.getLogger("opensearch").setLevel(logging.ERROR)  # it would log every request that is sent again
    return OpenSearch(
        [{"host": host.strip("[]"), "port": port} for host, port in address.hosts],
        timeout=settings.opensearch_seconds,
        max_retries=0,  # ``Cluster.call`` sends again
        http_compress=False,
        pool_maxsize=16,
        **given,
    )
