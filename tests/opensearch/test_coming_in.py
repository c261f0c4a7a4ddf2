"""Feeds, watched folders and alerts with an index in a real cluster; they remember on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cli.warta_process import as_jsonl, succeed
from feeds.conftest import MANNERS
from feeds.misbehaving_site import Site, article, entry, rss

import search
from search.alerts import add_alert, run_alerts
from search.backends.opensearch import names
from search.backends.opensearch.cluster import Cluster
from search.feeds import Feed, add_feed, fetch
from search.location import location_of
from search.request import SearchRequest


@pytest.fixture
def place(hosts, home):
    location = location_of(f"opensearch://{hosts}/masuk")
    yield location
    cluster = Cluster(location)
    for index in names.generations_of(cluster):
        names.remove(cluster, index)


@pytest.fixture
def hook():
    """Return the address of a server that takes what is posted, and what it got."""
    got = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", got
        server.shutdown()


def test_a_watched_folder_a_feed_and_an_alert(place, home, tmp_path, hook):
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": str(place)}
    (tmp_path / "a.jsonl").write_text(as_jsonl([{"id": f"a{n}", "text": f"Gempa {n}."} for n in range(20)]))
    watching = ("watch", str(tmp_path), "--once", "--still", "1s", "--mirror")
    assert "20 articles, 20 paragraphs" in succeed(*watching, env=env)  # there was no index
    (tmp_path / "a.jsonl").write_text(as_jsonl([{"id": f"a{n}", "text": f"Gempa {n}."} for n in range(15)]))
    assert "15 articles, 15 paragraphs" in succeed(*watching, env=env)
    index = search.open_index(place)
    assert index.search("gempa").total_articles == 15
    address, got = hook
    add_alert(place, SearchRequest("banjir"), webhook=address, allow_private=True, name="uji")
    with Site() as site:
        site.pages |= {
            "/rss": rss(entry("/banjir", "Banjir surut"), entry("/panen", "Panen raya")),
            "/banjir": article("Banjir surut", "banjir"),
            "/panen": article("Panen raya", "panen"),
        }
        add_feed(place, Feed("", f"{site.address}/rss"), manners=MANNERS)
        added = fetch(place, manners=MANNERS)
        assert (added.added.updated.added, added.rejected) == (2, 0)
    assert search.open_index(place).search("surut").total_articles >= 1
    assert [run_alerts(place).alerts[0].told for _ in range(2)] == [1, 0]
    assert [one["title"] for one in got[0]["data"]["articles"]] == ["Banjir surut"]
