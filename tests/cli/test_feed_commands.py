"""``warta feed`` in the terminal: what it says, its exit codes, JSON, and how it ends."""

import json
import re
import signal

import pytest
from feeds.misbehaving_site import Reply, Site, article, entry, rss

from cli.warta_process import fail, start, succeed, wait_until

HERE = ("--allow-private", "--pause", "0")


@pytest.fixture
def site():
    with Site() as one:
        one.pages |= {
            "/rss": rss(entry("/banjir", "Banjir surut"), entry("/panen", "Panen raya")),
            "/banjir": article("Banjir surut", "banjir"),
            "/panen": article("Panen raya", "panen"),
        }
        yield one


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Be in an empty folder, where the index is going to be."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("place")
def test_a_feed_from_its_address_to_its_articles(site, succeed_here):
    address = f"{site.address}/rss"
    said = succeed_here("feed", "add", address, "--name", "contoh", "--allow-private")
    assert said == f"contoh: {address} ditambahkan; 'warta feed fetch' mengambilnya\n"
    said = succeed_here("feed", "fetch", *HERE)
    assert said.splitlines() == [
        "contoh: 2 baru atau berubah, 2 diambil",
        "2 artikel, 8 paragraf di warta-index, generasi 000001",
    ]
    assert succeed_here("feed", "fetch", *HERE) == "contoh: 0 baru atau berubah, 0 diambil\n"
    heading, row = succeed_here("feed", "list").splitlines()
    assert re.split("  +", heading.strip()) == [
        "nama", "keadaan", "diambil", "baru", "sisa", "berikutnya", "alamat",
    ]  # fmt: skip
    assert re.fullmatch(rf"contoh +baik +\d{{4}}-\d\d-\d\d \d\d:\d\d +0 +0 +kapan saja +{address} *", row)
    assert "Banjir surut" in succeed_here("search", "banjir")
    assert succeed_here("feed", "remove", "contoh") == "contoh dihapus; artikelnya tetap di indeks\n"
    assert succeed_here("feed", "list").startswith("belum ada umpan;")
    assert succeed_here("feed", "fetch").startswith("belum ada umpan;")


@pytest.mark.usefixtures("place", "english")
def test_what_fails_is_named_and_the_exit_code_is_1(site, succeed_here, run_here):
    address = f"{site.address}/rss"
    succeed_here("feed", "add", address, "--name", "contoh", "--allow-private")
    site.pages["/panen"] = Reply(b"", 404)
    code, shown, said = run_here("feed", "fetch", "--quiet", *HERE)
    host = site.address.removeprefix("http://")
    assert (code, shown) == (1, "")
    assert said == f"contoh: {site.address}/panen: {host} answered 404; given up\n"
    site.pages["/rss"] = Reply(b"", 500)
    code, _, said = run_here("feed", "fetch", *HERE)
    assert code == 1
    assert re.fullmatch(rf"contoh: failed: {host} answered 500; it is tried again after \d{{4}}-.*\n", said)
    assert "failing: " in succeed_here("feed", "list")
    assert succeed_here("feed", "fetch", *HERE) == "not due yet: contoh; naming one fetches it now\n"
    assert run_here("feed", "fetch", "contoh", *HERE)[0] == 1


@pytest.mark.usefixtures("place", "english")
def test_what_cannot_be_done_at_all(site, fail_here):
    assert (
        fail_here("feed", "fetch", "tiada")
        == "warta: no feed is named 'tiada'; 'warta feed list' names them all"
    )
    assert fail_here("feed", "remove", "tiada").startswith("warta: no feed is named 'tiada'")
    assert fail_here("feed", "add", f"{site.address}/rss").endswith(
        "is not on the public internet; --allow-private allows it"
    )
    assert fail_here("feed", "add", "ftp://contoh.example/").startswith(
        "warta: ftp://contoh.example/: only addresses"
    )
    line = fail_here("feed", "add", f"{site.address}/rss", "--every", "5")
    assert "'5' is not a length of time like 90s, 15m, 2h or 1d, at least 1m" in line
    assert "Missing argument 'URL'" in fail_here("feed", "add")
    assert "No such command 'ad'. Did you mean 'add'" in fail_here("feed", "ad")


@pytest.mark.usefixtures("place", "english")
def test_no_line_shows_a_password(site, succeed_here, run_here):
    address = site.address.replace("http://", "http://budi:rahasia@") + "/rss?token=rahasia"
    said = succeed_here("feed", "add", address, "--allow-private", "--name", "a")
    said += succeed_here("feed", "list") + succeed_here("feed", "list", "--json")
    site.pages["/rss"] = Reply(b"", 302, headers={"Location": "/rss?token=rahasia"})
    code, shown, failed = run_here("feed", "fetch", *HERE)
    assert "rahasia" not in said + shown + failed
    assert (code, "***@" in said) == (1, True)


@pytest.mark.usefixtures("place")
def test_json(site, succeed_here):
    added = json.loads(
        succeed_here("feed", "add", f"{site.address}/rss", "--allow-private", "--every", "2h", "--json")
    )
    assert (added["name"], added["title"], added["every_seconds"]) == ("127.0.0.1", "Harian Contoh", 7200)
    fetched = json.loads(succeed_here("feed", "fetch", *HERE, "--json"))
    assert fetched["generation"] == "000001"
    assert fetched["feeds"][0]["fetched"] == 2
    (listed,) = json.loads(succeed_here("feed", "list", "--json"))["feeds"]
    assert (listed["status"], listed["problem"], listed["new"], listed["waiting"]) == ("ok", None, 2, 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("place")
def test_a_loop_ends_when_it_is_asked_to(site, number):
    succeed("feed", "add", f"{site.address}/rss", "--allow-private")
    process = start("feed", "fetch", "--every", "1m", *HERE)
    assert process.stdout.readline() == b"127.0.0.1: 2 baru atau berubah, 2 diambil\n"
    process.stdout.readline()
    process.send_signal(number)
    out, errors = process.communicate(timeout=10)
    assert (process.returncode, out, errors) == (0, b"", b"")


@pytest.mark.usefixtures("place")
def test_what_was_fetched_before_the_end_is_in_the_index(site):
    succeed("feed", "add", f"{site.address}/rss", "--allow-private")
    site.pages["/panen"] = lambda request: request.server.ending.wait(20)
    process = start("feed", "fetch", "--every", "1m", *HERE)
    wait_until(lambda: site.asked("/panen"), "the second article to be asked for")
    process.send_signal(signal.SIGTERM)
    out, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")
    assert out == b"1 artikel, 4 paragraf di warta-index, generasi 000001\n"
    site.pages["/panen"] = article("Panen raya", "panen")
    assert "1 artikel ditambahkan, 0 diganti: 2 artikel" in succeed("feed", "fetch", *HERE)


@pytest.mark.usefixtures("place", "english")
def test_one_fetch_at_a_time(site):
    succeed("feed", "add", f"{site.address}/rss", "--allow-private")
    site.pages["/panen"] = lambda request: request.server.ending.wait(20)
    process = start("feed", "fetch", *HERE)
    wait_until(lambda: site.asked("/panen"), "the second article to be asked for")
    assert fail("feed", "fetch", *HERE) == (
        "warta: the feeds of warta-index are being fetched by another process"
    )
    assert "127.0.0.1" in succeed("feed", "list")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors.splitlines()[-1]) == (2, b"warta: interrupted")
