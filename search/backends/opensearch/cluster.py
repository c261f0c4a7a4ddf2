"""The connection to a cluster: every request goes through here, with retries, and every error gets its words.

An answer that is not whole is no answer: of a search in which a shard failed or time ran out, no total is
shown. A request that fails because the cluster is busy or a node has gone is sent again, more slowly each
time. After several failures one after the other no request is sent for a moment
(``search.backends.opensearch.breaker``).
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from search.backends.opensearch.breaker import breaker_of
from search.budget import checkpoint
from search.errors import ClusterError, IndexMissingError, SettingsError
from search.location import ClusterAddress
from search.settings import Settings

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

_TRIES, _PATIENT_TRIES = 4, 30  # about a second, and a minute
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 2.0
# A node that has just started knows no index yet, while others do. Hosts take turns, and of two of them the
# same one would be asked for an index each time if the other were always asked for the state in between.
_MISSING_TWICE = 2
_MOST_TIMEOUTS = 2  # a second host is asked where one stands still; more would let somebody wait too long
_BUSY = frozenset([429, 502, 503, 504])
_SERVER_ERROR = 500
_NO_ANSWER = frozenset(["cluster_unreachable", "cluster_incomplete"])
#: Blocks of a cluster: its state is not recovered, it has no manager.
_NOT_RECOVERED = frozenset(["1", "2"])
_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)


class Cluster:
    """A connection to a cluster, which threads may share."""

    def __init__(
        self, address: ClusterAddress, settings: Settings | None = None, *, patient: bool = False
    ) -> None:
        """Prepare a connection; nothing is sent yet. Raises SettingsError where the library is missing.

        patient: whether requests are sent again for about a minute, in which a cluster replaces a lost node:
                 for changes, which nobody waits for as for a page
        """
        self.address = address
        self._patient = patient
        self.client = _client(address, settings or Settings.load())
        self._breaker = breaker_of(address.hosts)

    def call(self, send: Callable[[OpenSearch], _Answer]) -> _Answer:
        """Send a request, several times where that may help, and return the answer.

        Raises ClusterError where there is no answer, IndexMissingError where there is no such index.
        """
        if not (self._patient or self._breaker.may_send()):
            raise ClusterError("cluster_unreachable", address=self.address)
        try:
            answer = self._sent(send)
        except ClusterError as error:
            (self._breaker.failed if error.code in _NO_ANSWER else self._breaker.answered)()
            raise
        except BaseException:  # it did answer, or nobody waits for it any more
            self._breaker.answered()
            raise
        self._breaker.answered()
        return answer

    def _sent(self, send: Callable[[OpenSearch], _Answer]) -> _Answer:
        from opensearchpy.exceptions import (  # noqa: PLC0415 - an extra
            ConnectionError as Unreachable,
        )
        from opensearchpy.exceptions import (  # noqa: PLC0415
            ConnectionTimeout,
            OpenSearchException,
            TransportError,
        )

        tries, pause = _PATIENT_TRIES if self._patient else _TRIES, _FIRST_PAUSE_SECONDS
        timeouts = missing = 0
        for attempt in range(1, tries + 1):
            checkpoint()
            try:
                return send(self.client)
            except _Incomplete as error:
                failure: Exception = self._incomplete(str(error))
            except TransportError as error:
                status = error.status_code if isinstance(error.status_code, int) else 0
                failure = self._told(error, status)
                if status == 404 and missing != 1 and self._is_recovering():
                    failure = self._incomplete(_reason_of(error))
                elif status == 404 and missing < _MISSING_TWICE:
                    missing += 1  # it may have recovered since
                    continue
                elif not (isinstance(error, Unreachable) or _may_pass(error, status)):
                    raise failure from error
                timeouts += isinstance(error, ConnectionTimeout)
            except OpenSearchException as error:
                raise ClusterError("cluster_refused", address=self.address, reason=str(error)) from error
            if attempt == tries or (timeouts >= _MOST_TIMEOUTS and not self._patient):
                break
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        raise failure

    def _is_recovering(self) -> bool:
        """Whether nodes do not know yet which indexes there are: until then, they say that there is none."""
        from opensearchpy.exceptions import TransportError  # noqa: PLC0415 - an extra

        try:
            state = self.client.cluster.state(metric="blocks")
        except TransportError as error:
            return error.status_code not in (401, 403)  # who only reads an index may not be told
        return bool(_NOT_RECOVERED & state.get("blocks", {}).get("global", {}).keys())

    def _incomplete(self, reason: str) -> ClusterError:
        return ClusterError("cluster_incomplete", address=self.address, reason=reason)

    def _told(self, error: Any, status: int) -> Exception:
        """Return the error of ours for one of the library."""
        if status == 0:
            return ClusterError("cluster_unreachable", address=self.address)
        reason = _reason_of(error)
        if is_read_only(reason):
            return ClusterError("cluster_read_only", address=self.address, reason=reason)
        if status in (401, 403):
            return ClusterError("cluster_denies", address=self.address)
        if status == 404:
            return IndexMissingError("no_index_in_cluster", address=self.address)
        if _may_pass(error, status):
            return self._incomplete(reason)
        return ClusterError("cluster_refused", address=self.address, reason=reason)

    def refresh(self, *indexes: str) -> None:
        """Let everything that was sent appear, in all parts of some indexes. Raises as ``call`` does."""
        self.call(lambda client: _whole(client.indices.refresh(index=",".join(indexes))))

    def search(self, index: str, body: Mapping[str, Any], least: int = 0) -> dict[str, Any]:
        """Search, and return an answer in which all shards took part. Raises as ``call`` does.

        index: the name of an index or of an alias, or several; empty where the body has a point in time
        least: the number of shards that there are at least; of an alias some may be gone without an error
        """
        parameters: dict[str, Any] = {"allow_partial_search_results": "false"}

        def send(client: OpenSearch) -> dict[str, Any]:
            return _whole(client.search(body=dict(body), index=index or None, params=dict(parameters)), least)

        return self.call(send)

    def documents(self, index: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return the stored documents with some ids that are in an index, also those that do not appear yet.

        Raises as ``call`` does, also where a shard cannot tell whether it has one.
        """
        body = {"ids": list(ids)}

        def send(client: OpenSearch) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = client.mget(index=index, body=body, params={"realtime": "true"})[
                "docs"
            ]
            failed = [one["error"] for one in found if "error" in one]
            if failed:
                raise _Incomplete(str(failed[0].get("reason"))[:300])
            return found

        return {one["_id"]: one["_source"] for one in self.call(send) if one.get("found")}

    def hold(self, index: str, least: int, keep_alive: str) -> str:
        """Let the cluster hold an index as it is; return the point in time. Raises as ``call`` does.

        least: as for ``search``
        """
        parameters = {"keep_alive": keep_alive, "allow_partial_pit_creation": "false"}

        def send(client: OpenSearch) -> dict[str, Any]:
            return _whole(client.create_pit(index=index, params=dict(parameters)), least)

        return str(self.call(send)["pit_id"])

    def release(self, point: str) -> None:
        """Let the cluster forget a point in time, which it would do by itself somewhat later."""
        with suppress(ClusterError, IndexMissingError):
            self.call(lambda client: client.delete_pit(body={"pit_id": [point]}))


class _Incomplete(Exception):  # noqa: N818 - never leaves this module
    """An answer is not whole."""


def _whole(answer: dict[str, Any], least: int = 0) -> dict[str, Any]:
    shards = answer.get("_shards", {})
    if answer.get("timed_out") or shards.get("failed"):
        raise _Incomplete(f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards failed")
    if shards.get("total", 0) < least:
        raise _Incomplete(f"{least - shards['total']} of {least} shards are gone")
    return answer


def is_read_only(reason: str) -> bool:
    """Return whether an index may only be read, as where a disk is nearly full."""
    return "cluster_block_exception" in reason and "read-only" in reason


def _may_pass(error: Any, status: int) -> bool:
    """Return whether a request may be answered if it is sent again: the cluster is busy, or lost a node."""
    if is_read_only(_reason_of(error)):
        return False
    return status in _BUSY or (status >= _SERVER_ERROR and "search_phase_execution" in str(error.error))


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
        max_retries=0,  # ``Cluster.call`` sends again, and
        retry_on_timeout=True,  # to another host, also where one does not answer
        http_compress=False,
        pool_maxsize=16,
        **given,
    )
