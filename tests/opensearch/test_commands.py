"""The real command line on an index in a real cluster."""

import json
import socket
import urllib.error
import urllib.request

import pytest
from cli.warta_process import as_jsonl, start, succeed, wait_until
from cli.warta_process import run as run_command

import search
from opensearch.archive import articles
from search.backends.opensearch import names
from search.backends.opensearch.cluster import Cluster
from search.index import build, update
from search.location import location_of


def day(number):
    """Return a day of one of four years, or none."""
    return f"{2019 + number % 4}-05-{1 + number % 28:02d}" if number % 5 else None


OLD = [
    {"id": f"a{n}", "title": f"Berita {n}", "text": f"Banjir di kota nomor{n}.", "published": day(n)}
    for n in range(300)
]
NEW = [{"id": f"b{n}", "text": f"Gempa di desa nomor{n}.", "published": day(n)} for n in range(450)]
LONG = [
    {"id": f"c{n}", "text": f"Kebakaran di pasar nomor{n}. " * 8, "published": day(n)} for n in range(2_500)
]
#: Commands on an index that is one, and on one with a slice for each year.
on_both_layouts = pytest.mark.parametrize("commands", ["none", "year"], indirect=True)
#: The same, the second one of them among the tests that take long.
on_both_at_length = pytest.mark.parametrize(
    "commands", ["none", pytest.param("year", marks=pytest.mark.slow)], indirect=True
)


class Commands:
    """Runs ``warta`` on one index in the cluster."""

    def __init__(self, address, home, folder, slices):
        self.address, self.folder, self.slices = address, folder, slices
        self.env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": address}
        self.env["WARTA_OPENSEARCH_SLICES"] = slices

    def succeed(self, *arguments, **options):
        return succeed(*arguments, env=self.env, **options)

    def run(self, *arguments, **options):
        return run_command(*arguments, env=self.env, **options)

    def start(self, *arguments, **options):
        return start(*arguments, env=self.env, **options)

    def total(self, query=""):
        return search.open_index(self.address).search(query).total_articles

    def source(self, records):
        path = self.folder / "berita.jsonl"
        path.write_text(as_jsonl(records))
        return str(path)

    @property
    def other(self):
        return f"{self.address}-lain"

    @property
    def named(self):
        return names.current(Cluster(location_of(self.address)))


@pytest.fixture
def commands(hosts, home, tmp_path, request):
    slices = getattr(request, "param", "none")
    name = request.node.name.split("[")[0].replace("test_", "").replace("_", "-")
    made = Commands(f"opensearch://{hosts}/{name}-{slices}", home, tmp_path, slices)
    yield made
    for address in (made.address, made.other):
        cluster = Cluster(location_of(address))
        for index in names.generations_of(cluster):
            names.remove(cluster, index)


@on_both_layouts
def test_an_index_is_built_changed_checked_and_rolled_back(commands):
    said = commands.succeed("reindex", commands.source(OLD))
    assert said == f"300 articles, 300 paragraphs in {commands.address}, generation 000001\n"
    assert bool(commands.named.slices) == (commands.slices == "year")
    opened = search.open_index(commands.address)
    before = opened.search("banjir").total_articles
    added = as_jsonl([*NEW[:3], OLD[0] | {"text": "Rob surut."}, OLD[1]]).encode()
    said = commands.succeed("add", "-", stdin=added)
    counts = "3 articles added, 1 replaced, 1 there already just as they are: 303 articles, 303 paragraphs"
    assert said == f"{counts} in {commands.address}, generation 000001.1\n"
    assert [commands.total(one) for one in ("banjir", "gempa", "rob", "nomor0")] == [299, 3, 1, 1]
    wait_until(lambda: opened.generation == "000001.1", "the opened index to see the change")
    assert (before, opened.search("banjir").total_articles) == (300, 299)
    done = commands.run("delete", "a5", "b1", "tiada")
    assert (done.returncode, done.stdout.split(":")[0]) == (1, "2 articles deleted")
    assert "tiada" in done.stderr
    assert commands.total("nomor5") == 0
    done = commands.run("delete", "--query", "gempa", "--dry-run")
    assert (done.returncode, commands.total("gempa")) == (0, 2)
    assert "2 articles deleted" in commands.succeed("delete", "--query", "gempa")
    assert commands.total() == 299
    assert commands.succeed("check").splitlines() == ["generation 000001 (current): sound"]
    stats = json.loads(commands.succeed("stats", "--json"))
    assert (stats["articles"], stats["generation"]) == (299, "000001.3")
    commands.succeed("add", "-", stdin=as_jsonl([NEW[7]]).encode())
    arrived = arrivals(commands)
    said = commands.succeed("reindex", commands.source(NEW))
    assert said == f"450 articles, 450 paragraphs in {commands.address}, generation 000002\n"
    now = arrivals(commands)
    assert now["b7"] == arrived["b7"] < now["b0"] == now["b449"]  # as when an index in a folder is built anew
    assert commands.succeed("check").splitlines() == [
        "generation 000002 (current): sound",
        "generation 000001 (previous): sound",
    ]
    assert "000001" in commands.succeed("rollback")
    assert (commands.total("gempa"), commands.total("banjir")) == (1, 298)
    assert "000002" in commands.succeed("rollback", "--to", "2")
    assert (commands.total("gempa"), commands.total("banjir")) == (450, 0)
    found = json.loads(commands.succeed("search", "gempa desa", "--json"))
    assert found["total"]["articles"] == 450


def arrivals(commands):
    """Return when each article came, by its id."""
    found = Cluster(location_of(commands.address)).search(commands.named.index, {"size": 1_000})["hits"][
        "hits"
    ]
    return {hit["_id"]: hit["_source"]["arrived"] for hit in found}


def moved(location):
    """Return what is in an index, as its articles and some pages tell it."""
    index = search.open_index(location)
    pages = []
    for text, fields in (
        ("putin", {}),
        ("", {"sort": "arrived", "page_size": 50}),
        ("harga beras", {"page": 2}),
    ):
        page = index.search(text, timeline="auto", **fields)
        found = [
            (hit.article.id, hit.score, [one.snippet_html for one in hit.paragraphs]) for hit in page.articles
        ]
        pages.append((page.total_articles, page.total_places, page.facets, page.timeline, found))
    return index.articles(one.id for one in articles(300)), index.stats().rejected, pages


@on_both_layouts
def test_an_index_moves_into_a_cluster_to_another_name_and_back(commands, tmp_path):
    folder, back = tmp_path / "index", tmp_path / "back"
    build(articles(250), folder, rejected=lambda: 7)
    update(articles(300)[250:], folder)  # these arrived later
    commands.succeed("migrate", str(folder), commands.address)
    commands.succeed("migrate", commands.address, commands.other)
    said = commands.succeed("migrate", commands.other, str(back))
    count = search.open_index(folder).stats().paragraphs
    assert said == f"300 articles, {count:,} paragraphs in {back}, generation 000001\n"
    first = moved(folder)
    assert first[0] == articles(300)
    assert [found for found, *_ in first[2]] != [0, 300, 0]
    for place in (commands.address, commands.other, back):
        assert moved(place) == first


@on_both_at_length
def test_an_addition_that_was_killed_is_made_by_the_same_command(commands):
    commands.succeed("reindex", commands.source(OLD))
    added = as_jsonl(LONG[:1_200]).encode()
    adding = commands.start("add", "-")
    adding.stdin.write(added)
    adding.stdin.flush()
    wait_until(lambda: commands.named.meta.get("changing"), "the first articles to be sent")
    adding.kill()
    adding.communicate()
    opened = search.open_index(commands.address)
    commands.succeed("add", "-", stdin=added)
    assert commands.succeed("check").splitlines() == ["generation 000001 (current): sound"]
    wait_until(lambda: opened.generation == "000001.1", "the opened index to see the change")
    assert [opened.search(one).total_articles for one in ("kebakaran", "banjir", "")] == [1_200, 300, 1_500]
    assert not commands.named.meta.get("changing")


def is_begun(cluster):
    """Return whether there is a generation, with all its slices."""
    try:
        return bool([names.named(cluster, one) for one in names.generations_of(cluster)])
    except search.WartaError:
        return False


@on_both_at_length
def test_a_build_that_was_killed_goes_on_with_the_same_command(commands):
    source = commands.source(LONG)
    cluster = Cluster(location_of(commands.address))
    building = commands.start("reindex", source)
    wait_until(lambda: is_begun(cluster), "the loading to begin")
    building.kill()
    building.communicate()
    with pytest.raises(search.IndexMissingError):
        search.open_index(commands.address)
    said = commands.succeed("reindex", source)
    assert said == f"2,500 articles, 2,500 paragraphs in {commands.address}, generation 000001\n"
    assert commands.total("kebakaran") == 2_500


@pytest.mark.parametrize(
    "arguments",
    [
        ("delete", "a1", "--block"), ("delete", "a1", "--reason", "x"), ("delete", "a1", "--purge"),
        ("removed",), ("unblock", "a1"), ("purge",), ("backup", "x.tar"), ("repair",),
        ("search", "oleh:putin"), ("search", "x", "--speaker", "Putin"), ("search", "banjir -oleh:putin"),
    ],
)  # fmt: skip
def test_what_a_cluster_cannot_do_is_refused(address, home, tmp_path, arguments):
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": address}
    done = run_command(*arguments, env=env, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "this cannot be done with an index in OpenSearch yet" in done.stderr


def test_pages_and_api_are_served(address, home):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": address}
    serving = start("serve", "--port", str(port), env=env)

    def status(path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    try:
        wait_until(lambda: status("/"), "the server")
        good = ["/", "/?q=putin", "/?q=zzqq+putin", "/?q=putin&tag=banjir", "/artikel/artikel-1?q=putin"]
        good += [
            "/api/v1/search?q=putin",
            "/api/v1/values/source?q=putin",
            "/feed.atom?q=putin",
            "/api/v1/stats",
            "/api/v1/suggest?q=pu",
        ]
        assert {path: status(path) for path in good} == dict.fromkeys(good, 200)
        refused = ["/?q=oleh:putin", "/api/v1/search?q=kutipan:putin"]
        refused += ["/api/v1/search?q=putin&facets=name", "/nama/Putin"]
        assert {path: status(path) for path in refused} == dict.fromkeys(refused, 501)
    finally:
        serving.terminate()
        serving.communicate(timeout=30)
