"""Sends many documents to a cluster: side by side, at the pace of the cluster, each under an id of its own.

A document that is sent twice is there once, because its id is the same. What the cluster has no room for is
sent again, more slowly; what it refuses is told document by document.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any, NamedTuple

from search.backends.opensearch.cluster import Cluster, is_read_only
from search.errors import ClusterError

_CHUNK_BYTES, _CHUNK_ACTIONS = 1 << 20, 500
_SECONDS = 120  # a part may take so long before it is sent again
_SENDERS = 2
_TRIES, _FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 8, 0.5, 20.0
_BUSY = frozenset([429, 503])
_MAX_ID_BYTES = 512  # OpenSearch takes no longer one


class Action(NamedTuple):
    """What is to be done with one document: ``index`` it, or ``delete`` it where ``source`` is None.

    where: the index, if not all documents go to one
    """

    id: str
    source: dict[str, Any] | None
    where: str = ""


class Refused(NamedTuple):
    """A document that the cluster refused, and why."""

    id: str
    reason: str


def document_id(article_id: str) -> str:
    """Return the id of an article's document."""
    encoded = article_id.encode()
    if len(encoded) <= _MAX_ID_BYTES:
        return article_id
    from hashlib import blake2b  # noqa: PLC0415 - hardly ever

    return blake2b(encoded, digest_size=32).hexdigest()


def send_all(
    cluster: Cluster, index: str, actions: Iterable[Action], on_sent: Callable[[int], None] = lambda _: None
) -> list[Refused]:
    """Send documents, and return those that were refused. Raises ClusterError.

    on_sent: called with the number of documents that the cluster has taken, for each part
    """
    refused: list[Refused] = []
    waiting: set[Future[tuple[int, list[Refused]]]] = set()

    def collect(done: Iterable[Future[tuple[int, list[Refused]]]]) -> None:
        for one in done:
            count, wrong = one.result()
            refused.extend(wrong)
            on_sent(count)

    with ThreadPoolExecutor(_SENDERS, "warta-bulk") as pool:
        try:
            for chunk in _chunks(index, actions):
                if len(waiting) > _SENDERS:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    collect(done)
                waiting.add(pool.submit(_send, cluster, index, chunk))
            collect(waiting)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return refused


def _chunks(index: str, actions: Iterable[Action]) -> Iterator[list[tuple[str, str]]]:
    """Yield actions as pairs of an id and its lines of the request."""
    chunk: list[tuple[str, str]] = []
    size = 0
    for one in actions:
        kind = "index" if one.source is not None else "delete"
        what = {"_id": document_id(one.id)}
        if one.where not in ("", index):
            what["_index"] = one.where
        lines = json.dumps({kind: what}, ensure_ascii=False) + "\n"
        if one.source is not None:
            lines += json.dumps(one.source, ensure_ascii=False, separators=(",", ":")) + "\n"
        chunk.append((one.id, lines))
        size += len(lines)
        if size >= _CHUNK_BYTES or len(chunk) >= _CHUNK_ACTIONS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _bulk(client: Any, body: bytes, index: str) -> Any:
    return client.bulk(body=body, index=index, request_timeout=_SECONDS)


def _send(cluster: Cluster, index: str, chunk: list[tuple[str, str]]) -> tuple[int, list[Refused]]:
    """Send a part; return how many documents were taken, and which were refused."""
    taken, refused, pause = 0, [], _FIRST_PAUSE_SECONDS
    for attempt in range(1, _TRIES + 1):
        body = "".join(lines for _, lines in chunk).encode("utf-8", "replace")
        answer = cluster.call(partial(_bulk, body=body, index=index))
        again = []
        for one, item in zip(chunk, answer["items"], strict=True):
            [result] = item.values()
            if "error" not in result:
                taken += 1
                continue
            reason = f"{result['error'].get('type')}: {result['error'].get('reason')}"[:300]
            if is_read_only(reason):
                raise ClusterError("cluster_read_only", address=cluster.address, reason=reason)
            if result["status"] in _BUSY and attempt < _TRIES:
                again.append(one)
            else:
                refused.append(Refused(one[0], reason))
        if not again:
            return taken, refused
        chunk = again
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
    raise ClusterError("cluster_refused", address=cluster.address, reason="429")
