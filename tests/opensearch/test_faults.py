"""A real cluster is damaged while it is searched and changed: nothing is lost, and no total is wrong.

Each fault that kills a node prints a row of the table in docs/opensearch.md (``pytest -rP`` shows them). They
are the last tests on the cluster.
"""

import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from itertools import count

import pytest
from cli.warta_process import as_jsonl, start
from cli.warta_process import run as run_command

import search
from opensearch.archive import articles
from opensearch.conftest import HOSTS, migrated_sliced
from search.backends.opensearch import names
from search.backends.opensearch.cluster import Cluster
from search.index import build
from search.indexing.clusters import migrate
from search.location import location_of

NEW = [
    {"id": f"b{n}", "text": f"Layang-layang di desa nomor{n}. " * 8, "published": f"{2022 + n % 5}-05-20"}
    for n in range(2_000)
]


def wait_until(holds, what, seconds=90):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)


class Watching(threading.Thread):
    """Searches without pause, and counts right answers, errors and wrong totals."""

    def __init__(self, index, text):
        super().__init__(daemon=True)
        self.index, self.text, self.right = index, text, index.search(text).total_articles
        self.answers = self.errors = self.slowest = 0
        self.wrong, self.other = [], []
        self.done = threading.Event()

    def run(self):
        while not self.done.is_set():
            began = time.monotonic()
            try:
                found = self.index.search(self.text).total_articles
            except search.ClusterError:
                self.errors += 1
            except Exception as error:  # any other error is a defect
                self.other.append(error)
            else:
                self.answers += 1
                if found != self.right:
                    self.wrong.append(found)
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(0.02)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join(60)

    def row(self, what, acknowledged, lost, green):
        answers = f"{self.answers} right, {self.errors} refused, slowest {self.slowest:.1f} s"
        print(f"| {what} | {acknowledged} | {lost} | {len(self.wrong)} | {answers} | {green:.0f} |")


@pytest.fixture(scope="module")
def nodes(request):
    if HOSTS:
        pytest.skip("these tests kill nodes, so they start their own")
    return request.getfixturevalue("cluster")


@pytest.fixture(scope="module")
def folder_of_place(nodes, tmp_path_factory):
    """Return a folder with an index of 200 articles."""
    folder = tmp_path_factory.mktemp("gangguan") / "index"
    build(articles(200), folder)
    return folder


@pytest.fixture(scope="module")
def place(nodes, hosts, home, folder_of_place):
    """Return the address of an index of these articles."""
    address = f"opensearch://{hosts}/gangguan"
    migrate(folder_of_place, location_of(address))
    return address


@pytest.fixture(scope="module")
def sliced_place(place, folder_of_place):
    """Return the address of the same index with a slice for each year."""
    return migrated_sliced(folder_of_place, f"{place}-tahunan")


@pytest.fixture
def index(place):
    return search.open_index(place)


@pytest.fixture(autouse=True)
def whole_again(nodes):
    """Start whatever a failed test left dead, so that the next ones tell something."""
    yield
    for node in nodes.nodes:
        node.send(signal.SIGCONT)
    if any(node.process is None for node in nodes.nodes):
        restarted(nodes)


def manager(nodes, cluster):
    name = cluster.call(lambda client: client.cat.cluster_manager(format="json"))[0]["node"]
    return next(node for node in nodes.nodes if node.name == name)


def restarted(nodes):
    """Start what was killed; return after how many seconds all is well again."""
    began = time.monotonic()
    for node in nodes.nodes:
        if node.process is None:
            nodes.start_node(node)
    nodes.wait()
    return time.monotonic() - began


def adding(place, home, number):
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": place}
    records = [{**one, "id": f"{number}-{one['id']}"} for one in NEW]
    return start("add", "-", env=env), as_jsonl(records).encode()


@pytest.mark.parametrize(
    ("which", "where"),
    [
        pytest.param("a node", "place", marks=pytest.mark.slow),
        ("the elected manager", "place"),
        pytest.param("a node", "sliced_place", marks=pytest.mark.slow),
        ("the elected manager", "sliced_place"),
    ],
)
def test_a_node_killed_while_articles_are_added_loses_nothing(nodes, home, request, which, where):
    place = request.getfixturevalue(where)
    cluster, index = Cluster(location_of(place)), search.open_index(place)
    elected = manager(nodes, cluster)
    victim = elected if which != "a node" else next(one for one in nodes.nodes if one is not elected)
    before = index.search("layang-layang").total_articles
    command, sent = adding(place, home, which.split()[-1])
    with Watching(index, "putin") as watching:
        command.stdin.write(sent[: len(sent) // 2])
        command.stdin.flush()
        wait_until(lambda: names.current(cluster).meta.get("changing"), "the first articles to be sent")
        victim.end(signal.SIGKILL)
        said, wrong = command.communicate(sent[len(sent) // 2 :], timeout=120)
        assert command.returncode == 0, wrong
        green = restarted(nodes)
    assert said.startswith(f"{len(NEW):,} articles added".encode())
    wait_until(lambda: index.generation == names_of(cluster), "the opened index to see the change")
    after = index.search("layang-layang").total_articles
    watching.row(
        f"{which}, with -9, during an addition ({where})", len(NEW), before + len(NEW) - after, green
    )
    assert (watching.wrong, watching.other, after) == ([], [], before + len(NEW))
    assert watching.answers > 0


@pytest.mark.slow
def test_a_node_killed_while_all_is_indexed_anew_loses_nothing(nodes, hosts, home, tmp_path):
    place = f"opensearch://{hosts}/baru"
    old = [{"id": one.id, "title": one.title, "paragraphs": list(one.paragraphs)} for one in articles(200)]
    source, env = tmp_path / "berita.jsonl", {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": place}
    source.write_text(as_jsonl(old))
    assert run_command("reindex", str(source), env=env).returncode == 0
    cluster, index = Cluster(location_of(place)), search.open_index(place)
    victim = next(one for one in nodes.nodes if one is not manager(nodes, cluster))
    source.write_text(as_jsonl([*old, *NEW]))
    with Watching(index, "putin") as watching:
        command = start("reindex", str(source), env=env)
        wait_until(lambda: len(names.generations_of(cluster)) == 2, "the loading to begin")
        time.sleep(1)
        victim.end(signal.SIGKILL)
        said, wrong = command.communicate(timeout=180)
        assert command.returncode == 0, wrong
        green = restarted(nodes)
    wait_until(lambda: index.generation == "000002", "the opened index to see the new generation")
    after = index.search("layang-layang").total_articles
    watching.row("a node, with -9, during warta reindex", len(NEW), len(NEW) - after, green)
    assert said.startswith(b"2,200 articles")
    assert (watching.wrong, watching.other, after) == ([], [], len(NEW))
    assert watching.answers > 0


def names_of(cluster):
    named = names.current(cluster)
    return f"{named.number}.{named.meta['changes']}" if named.meta["changes"] else named.number


@pytest.mark.slow
def test_without_a_quorum_no_total_is_shown_and_the_page_says_so_and_comes_back(nodes, place, home, index):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": place, "WARTA_OPENSEARCH_SECONDS": "3"}
    serving = start("serve", "--port", str(port), "--workers", "1", env=env)

    numbers = count()  # what was asked before is answered from memory

    def page(language="id"):
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/?q=putin+-zz{next(numbers)}&lang={language}",
            headers={"Accept-Language": language},
        )
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    try:
        wait_until(lambda: page()[0] == 200, "the server")
        with Watching(index, "putin") as watching:
            for node in nodes.nodes[1:]:
                node.end(signal.SIGKILL)
            wait_until(lambda: page()[0] == 503, "the page to say that there is no whole answer")
            for language, text in (
                ("id", "Hasil yang tidak lengkap tidak ditampilkan"),
                ("en", "Incomplete results are not shown"),
            ):
                wait_until(lambda language=language, text=text: text in page(language)[1], text)
            wait_until(lambda: watching.errors > 2, "searches to be refused")
            green = restarted(nodes)
            wait_until(lambda: page()[0] == 200, "the page to come back")
            answers = watching.answers
            wait_until(lambda: watching.answers > answers + 2, "searches to be answered again")
        watching.row("two of three nodes at once, with -9", 0, 0, green)
        assert (watching.wrong, watching.other) == ([], [])
    finally:
        serving.terminate()
        serving.communicate(timeout=30)


@pytest.mark.parametrize("seconds", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_a_node_that_stands_still_makes_no_total_wrong(nodes, place, monkeypatch, seconds):
    monkeypatch.setenv("WARTA_OPENSEARCH_SECONDS", "3")
    index = search.open_index(place)
    with Watching(index, "putin") as watching:
        nodes.nodes[1].send(signal.SIGSTOP)
        time.sleep(seconds)
        began = time.monotonic()
        nodes.nodes[1].send(signal.SIGCONT)
        nodes.wait()
        green = time.monotonic() - began
        answers = watching.answers
        wait_until(lambda: watching.answers > answers + 5, "searches to be answered again")
    watching.row(f"a node stopped for {seconds} s, and continued", 0, 0, green)
    assert (watching.wrong, watching.other) == ([], [])


@pytest.mark.slow
def test_a_slow_node_makes_no_total_wrong(nodes, index):
    with Watching(index, "putin") as watching:
        for _ in range(25):
            nodes.nodes[1].send(signal.SIGSTOP)
            time.sleep(0.4)
            nodes.nodes[1].send(signal.SIGCONT)
            time.sleep(0.1)
        began = time.monotonic()
        nodes.wait()
        green = time.monotonic() - began
    watching.row("a node that runs a fifth of the time, for 12 s", 0, 0, green)
    assert (watching.wrong, watching.other) == ([], [])
    assert watching.answers > 0


def test_an_alias_that_vanished_is_named_and_may_come_back(place, index):
    cluster = Cluster(location_of(place))
    named = names.current(cluster).index
    right = index.search("putin").total_articles
    cluster.call(lambda client: client.indices.delete_alias(index=named, name="gangguan"))
    time.sleep(1.1)
    with pytest.raises(search.IndexMissingError, match=r"no index at .*warta reindex"):
        index.search("putin")
    names.swap(cluster, [named], [])
    assert index.search("putin").total_articles == right


def test_a_mapping_that_somebody_changed_is_named(place, index):
    cluster = Cluster(location_of(place))
    named = names.current(cluster)
    right = index.search("putin").total_articles
    cluster.call(lambda client: client.indices.put_mapping(index=named.index, body={"_meta": {}}))
    time.sleep(1.1)
    with pytest.raises(search.IndexDamagedError, match=r"mapping was changed.*warta reindex"):
        index.search("putin")
    names.put_meta(cluster, named)
    assert index.search("putin").total_articles == right


def test_a_full_disk_stops_changes_with_a_clear_error_and_searches_go_on(place, home, index):
    cluster = Cluster(location_of(place))
    named = names.current(cluster).index
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": place}
    total = index.search("").total_articles

    def blocked(value):
        body = {"index.blocks.read_only_allow_delete": value}  # what OpenSearch does at its flood stage
        cluster.call(lambda client: client.indices.put_settings(index=named, body=body))

    blocked(True)
    sent = as_jsonl([{"id": "penuh", "text": "Cakram penuh."}]).encode()
    done = run_command("add", "-", env=env, stdin=sent)
    assert done.returncode != 0
    assert "can only be read at present, mostly because a disk is nearly full" in done.stderr
    assert "Traceback" not in done.stderr
    assert index.search("").total_articles == total
    blocked(None)
    done = run_command("add", "-", env=env, stdin=sent)
    assert (done.returncode, done.stderr) == (0, "")
    wait_until(lambda: index.search("").total_articles == total + 1, "the addition to appear")
