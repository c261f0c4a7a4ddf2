"""A request to a cluster whose nodes do not all know the same."""

import pytest

from search import ClusterError, IndexMissingError
from search.backends.opensearch.cluster import Cluster
from search.location import location_of
from search.settings import Settings

exceptions = pytest.importorskip("opensearchpy.exceptions")
NOT_FOUND = "index_not_found_exception"


class Node:
    """A node that knows the index, or has just started and knows none yet."""

    def __init__(self, knows, blocks=()):
        self.knows, self.blocks = knows, blocks

    def search(self):
        if not self.knows:
            raise exceptions.NotFoundError(404, NOT_FOUND, {"error": {"type": NOT_FOUND}})
        return "found"


class Nodes:
    """A client that asks its nodes in turn, as that of OpenSearch does."""

    def __init__(self, *nodes):
        self.nodes, self.turn, self.cluster = nodes, 0, self

    def next(self):
        self.turn += 1
        return self.nodes[self.turn % len(self.nodes)]

    def state(self, metric):
        return {"blocks": {"global": {key: {} for key in self.next().blocks}}}

    def search(self):
        return self.next().search()


def asked(*nodes):
    cluster = Cluster(location_of("opensearch://127.0.0.1:1/panggilan"), Settings())
    cluster.client = Nodes(*nodes)
    return cluster.call(lambda client: client.search())


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize("lost", [0, 1])
def test_a_node_that_has_just_started_is_not_believed_that_there_is_no_index(first, lost):
    nodes = [Node(knows=True), Node(knows=False), Node(knows=True)][: 3 - lost]
    assert asked(*nodes[first:], *nodes[:first]) == "found"


def test_what_no_node_knows_is_missing():
    with pytest.raises(IndexMissingError):
        asked(Node(knows=False), Node(knows=False))


def test_nodes_that_have_not_recovered_give_no_answer():
    with pytest.raises(ClusterError, match="not available"):
        asked(Node(knows=False, blocks=["1"]), Node(knows=False, blocks=["1"]))
