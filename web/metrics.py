"""``GET /metrics``: the metrics of all workers in the text format of Prometheus.

Each worker writes its counters into files of the folder ``PROMETHEUS_MULTIPROC_DIR``, which ``warta serve``
sets. The worker that answers a request adds them up, and reads the statistics of the index.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from search.errors import WartaError
from search.index.examining import last_examined
from web.archive import current_index

blueprint = Blueprint("metrics", __name__)

_SECONDS = Histogram(
    "warta_request_seconds",
    "Time to answer a request, by endpoint.",
    ["endpoint"],
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
_REQUESTS = Counter("warta_requests", "Requests answered, by endpoint and status.", ["endpoint", "status"])
_SEARCHES = Counter("warta_searches", "Searches, by what they found: some or none.", ["found"])


_REFUSED = Counter("warta_refused", "Requests that were refused, by why.", ["reason"])


def observe_request(endpoint: str, status: str, seconds: float) -> None:
    """Count a request. endpoint: the name of its endpoint, or "none" for an unknown address."""
    of_endpoint, of_status = _metrics_of(endpoint, status)
    of_endpoint.observe(seconds)
    of_status.inc()


@cache
def _metrics_of(endpoint: str, status: str) -> tuple[Histogram, Counter]:
    """Return the metrics with these labels: to look them up costs as much as to count."""
    return _SECONDS.labels(endpoint), _REQUESTS.labels(endpoint, status)


def count_search(found: bool) -> None:
    """Count an answered search. found: whether it had a match."""
    _SEARCHES.labels("some" if found else "none").inc()


def count_refused(reason: str) -> None:
    """Count a refused request. reason: the code of its problem."""
    _REFUSED.labels(reason).inc()


class _Index(Collector):
    """The statistics of the current index; there are none if no index is open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        """Yield one metric for each statistic."""
        if (examined := last_examined(self._folder)) is not None:
            at, damaged = examined
            text = "Time since warta check --online read the index."
            yield GaugeMetricFamily("warta_index_checked_age_seconds", text, value=time.time() - at)
            text = "What warta check --online found damaged."
            yield GaugeMetricFamily("warta_index_damaged", text, value=damaged)
        try:
            stats = current_index().stats()
        except WartaError:
            yield GaugeMetricFamily("warta_index_ready", "Whether searches are answered.", value=0)
            return
        age = time.time() - stats.built_at.timestamp()
        yield GaugeMetricFamily("warta_index_ready", "Whether searches are answered.", value=1)
        for name, text, value in (
            ("generation", "The number of the generation that is searched.", int(stats.generation)),
            ("age_seconds", "Time since the generation was made.", age),
            ("articles", "Articles that can be found.", stats.articles),
            ("paragraphs", "Paragraphs that can be found.", stats.paragraphs),
            ("segments", "Segments of the generation.", stats.segments),
            ("bytes", "Size of the generation on disk.", stats.bytes_on_disk),
            ("rejected", "Records rejected at the last build.", stats.rejected),
        ):
            if value is not None:  # of what is hidden from whoever asks
                yield GaugeMetricFamily(f"warta_index_{name}", text, value=value)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer with the metrics of all workers and the statistics of the index."""
    registry = CollectorRegistry()
    registry.register(_Index(current_app.config["WARTA"].index_folder))
    parts = [generate_latest(registry)]
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        workers = CollectorRegistry()
        MultiProcessCollector(workers)  # type: ignore[no-untyped-call]
        parts.append(generate_latest(workers))
    else:
        parts.append(generate_latest(REGISTRY))
    response = Response(b"".join(parts), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
