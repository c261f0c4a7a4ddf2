"""A real cluster of three nodes for the tests of this folder; ``make test-opensearch`` runs them."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from opensearch.archive import articles
from search import EmbeddedIndex
from search.backends.opensearch.index import OpenSearchIndex
from search.index import build
from search.indexing.clusters import migrate
from search.location import location_of

NODES = Path(__file__).parents[2] / "deploy" / "opensearch" / "nodes.py"
#: Hosts of a cluster that runs already, as 127.0.0.1:9200, for whoever works on this.
HOSTS = os.environ.get("WARTA_TEST_OPENSEARCH_HOSTS")

#: A node that stands still is missed after eight seconds and not thirty.
SOONER_MISSED = [
    f"cluster.fault_detection.{one}_check.{setting}"
    for one in ("follower", "leader")
    for setting in ("timeout=4s", "retry_count=2")
]


def nodes_module():
    spec = importlib.util.spec_from_file_location("nodes", NODES)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def pytest_collection_modifyitems(items):
    wanted = HOSTS or os.environ.get("WARTA_TEST_OPENSEARCH")
    for item in items:
        if NODES.parents[2] / "tests" / "opensearch" in item.path.parents:
            item.add_marker(pytest.mark.opensearch)
            if not wanted:
                item.add_marker(pytest.mark.skip(reason="needs a cluster: make test-opensearch"))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """Start three nodes, and stop them by the ids of their processes."""
    nodes = nodes_module()
    running = nodes.LocalCluster(tmp_path_factory.mktemp("nodes"), heap_mb=300, settings=SOONER_MISSED)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def hosts(request):
    """Return the hosts of the cluster, with commas."""
    if HOSTS:
        return HOSTS
    return ",".join(node.address for node in request.getfixturevalue("cluster").nodes)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """Keep what is kept beside an index out of the home folder."""
    folder = tmp_path_factory.mktemp("home")
    before = os.environ.get("HOME")
    os.environ["HOME"] = str(folder)
    os.environ["WARTA_OPENSEARCH_SHARDS"] = "3"
    yield folder
    os.environ["HOME"] = before or ""
    del os.environ["WARTA_OPENSEARCH_SHARDS"]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return the folder of an index of the archive."""
    path = tmp_path_factory.mktemp("embedded") / "index"
    build(articles(), path)
    return path


@pytest.fixture(scope="session")
def nameless(tmp_path_factory):
    """Return an index of the archive on disk that has no names, as a cluster has none."""
    path = tmp_path_factory.mktemp("nameless") / "index"
    build(articles(), path, names=False)
    return EmbeddedIndex(path)


@pytest.fixture(scope="session")
def address(hosts, folder, home):
    """Return the address of the same index in the cluster."""
    there = f"opensearch://{hosts}/arsip"
    migrate(folder, location_of(there))
    return there


def migrated_sliced(folder, address):
    """Move an index into a cluster, with a slice for each year, and return its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARTA_OPENSEARCH_SLICES", "year")
        patch.setenv("WARTA_OPENSEARCH_SHARDS", "0")
        migrate(folder, location_of(address))
    return address


@pytest.fixture(scope="session")
def sliced(hosts, folder, home):
    """Return the address of the same index with a slice for each year."""
    return migrated_sliced(folder, f"opensearch://{hosts}/arsip-tahunan")


@pytest.fixture(scope="session", params=["address", "sliced"])
def both(folder, request):
    """Return the index on disk and the one in the cluster, which is one index or a slice for each year."""
    return EmbeddedIndex(folder), OpenSearchIndex(location_of(request.getfixturevalue(request.param)))
