"""``warta serve``: a real server, spoken to over HTTP."""

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict, mmap_key

import search
import search.index
from cli.warta_process import as_jsonl, fail, start, wait_until
from search.cli.serving import reserve_counters
from search.compiled import COMPILED

pytestmark = pytest.mark.usefixtures("english")


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def answers(port, path="/healthz"):
    try:
        return get(port, path)[0] == 200
    except OSError:
        return False


def searched(port, word):
    """Return how many articles a search finds, and in which generation."""
    answer = json.loads(get(port, f"/api/v1/search?q={word}")[1])
    return answer["total"]["articles"], answer["index"]["generation"]


def workers_serving(process):
    """Return how many workers have threads that serve: one that is still starting may miss a signal."""
    numbers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return sum(any(name.startswith("tokio") for name in thread_names(number)) for number in numbers)


def thread_names(number):
    """Yield the names of the threads of a process; some may end meanwhile."""
    for name in Path(f"/proc/{number}/task").glob("*/comm"):
        with suppress(FileNotFoundError, ProcessLookupError):
            yield name.read_text()


@contextmanager
def serving(folder, *arguments, path="/healthz", **settings):
    """Serve until the block ends; yield process and port."""
    port = free_port()
    process = start("serve", "--index", str(folder), "--port", str(port), *arguments, **settings)
    try:
        wait_until(lambda: process.poll() is not None or answers(port, path), "the server")
        assert process.poll() is None, process.stderr.read().decode()
        yield process, port
    finally:
        process.terminate()  # which ends its workers too, who hold the same pipes
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def stop(process, sign):
    process.send_signal(sign)
    out, said = process.communicate(timeout=30)
    assert b"Traceback" not in said
    assert out == b""
    return process.returncode, said.decode()


def test_pages_api_and_a_new_generation_without_a_restart(folder, articles, succeed_here, fail_here):
    with serving(folder) as (process, port):
        status, page = get(port, "/?q=banjir+jakarta")
        assert status == 200
        assert "Banjir" in page
        answer = json.loads(get(port, "/api/v1/search?q=banjir+jakarta")[1])
        assert answer["results"][0]["article"]["id"] == "banjir-jakarta"
        assert get(port, "/api/v1/search?q=x&page=0")[0] == 400
        assert searched(port, "panen") == (0, "000001")
        newer = as_jsonl([*articles, {"id": "baru", "text": "Panen raya dimulai."}]).encode()
        succeed_here("reindex", "-", "--index", str(folder), stdin=newer)
        wait_until(lambda: searched(port, "panen") == (1, "000002"), "the newer generation")
        succeed_here("rollback", "--index", str(folder))
        wait_until(lambda: searched(port, "panen") == (0, "000001"), "the generation before")
        line = fail_here("serve", "--index", str(folder), "--port", str(port))
        assert line.startswith(f"warta: cannot listen on 127.0.0.1 port {port}: ")
        code, said = stop(process, signal.SIGTERM)
        assert code == 0
        assert said.startswith(f"Warta: http://127.0.0.1:{port}  (index {folder}; ")


def test_ctrl_c_stops_it_and_the_port_is_free_again(folder):
    with serving(folder, "--threads", "2", "--workers", "2") as (process, port):
        assert get(port, "/healthz")[0] == 200
        if sys.platform == "linux":
            wait_until(lambda: workers_serving(process) == 2, "both workers")
        assert stop(process, signal.SIGINT)[0] == 0
        assert not answers(port)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--host", "tiada.invalid"], "cannot listen on tiada.invalid"),
        (["--port", "0"], "--port"),
        (["--port", "http"], "--port"),
        (["--workers", "0"], "--workers"),
        (["--threads", "x"], "--threads"),
    ],
)
def test_wrong_options_are_named(index_folder, arguments, named, fail_here):
    assert named in fail_here("serve", "--index", index_folder, *arguments)


def test_a_damaged_index_is_not_served(folder, fail_here):
    (folder / "generation-000001" / "manifest.json").unlink()
    assert "manifest.json is missing" in fail_here("serve", "--index", folder)


def get_over_socket(path, target):
    connection = http.client.HTTPConnection("localhost", timeout=10)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.sock.connect(str(path))
        connection.request("GET", target)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


@pytest.mark.parametrize("storage", ["tiada://:rahasia@x", "redis+sentinel://:rahasia@"])
def test_where_nothing_can_be_counted_is_said_before_workers_start(folder, storage):
    env = {"WARTA_RATE_LIMIT": "5/minute", "WARTA_RATE_LIMIT_STORAGE": storage}
    said = fail("serve", "--index", str(folder), "--port", str(free_port()), env=env)
    assert "rate_limit_storage" in said
    assert "rahasia" not in said


def test_a_unix_socket(folder, tmp_path, fail_here):
    path = tmp_path / "warta.sock"
    process = start("serve", "--index", str(folder), "--unix-socket", str(path))
    try:
        wait_until(lambda: get_over_socket(path, "/healthz") == 200, "the server")
        assert "cannot listen on" in fail_here("serve", "--index", str(folder), "--unix-socket", str(path))
    finally:
        process.kill()
        process.communicate(timeout=30)
    wait_until(lambda: get_over_socket(path, "/healthz") is None, "the end of the worker without a server")
    # The socket of a server that was killed is in nobody's way.
    process = start("serve", "--index", str(folder), "--unix-socket", str(path))
    try:
        wait_until(lambda: get_over_socket(path, "/?q=banjir") == 200, "the second server")
    finally:
        assert stop(process, signal.SIGTERM)[0] == 0


def test_a_file_in_place_of_a_socket_stays(folder, tmp_path, fail_here):
    file = tmp_path / "warta.sock"
    file.write_text("penting", "utf-8")
    assert "warta.sock" in fail_here("serve", "--index", str(folder), "--unix-socket", str(file))
    assert file.read_text("utf-8") == "penting"


def test_under_a_path_every_link_keeps_the_path(folder):
    with serving(folder, "--path-prefix", "/arsip", path="/arsip/healthz") as (_, port):
        status, page = get(port, "/arsip/?q=banjir")
        assert status == 200
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
        assert len(links) > 5
        assert [link for link in links if not link.startswith("/arsip/")] == []
        article = next(link for link in links if "/artikel/" in link)
        assert get(port, article.partition("#")[0].replace("&amp;", "&"))[0] == 200
        assert get(port, "/")[0] == 404


def test_headers_of_a_proxy_are_believed_only_if_there_is_one(folder):
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "arsip.example",
        "X-Forwarded-Prefix": "/kita",
    }
    for arguments, believed in (((), False), (("--proxies", "1"), True)):
        with serving(folder, *arguments) as (_, port):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/?q=banjir", headers=headers)
            page = connection.getresponse().read().decode()
            assert ('href="/kita/' in page) is believed


def test_no_proxy_makes_links_of_another_scheme(folder):
    with serving(folder, "--proxies", "1") as (_, port):
        for target in (
            "/kotak.js",
            "/opensearch.xml",
            "/feed.atom",
            "/api/v1/search?q=banjir&links=absolute",
        ):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", target, headers={"X-Forwarded-Proto": "javascript"})
            answer = connection.getresponse()
            said = answer.read().decode()
            assert answer.status == 200
            assert f"http://127.0.0.1:{port}" in said
            assert "javascript:" not in said


def test_no_prefix_leads_to_another_host(folder):
    """A proxy that does not remove the header lets anybody write it."""
    with serving(folder, "--proxies", "1") as (_, port):
        for prefix in ("//jahat.example", "/\\jahat.example", "jahat.example"):
            for target in ("/acak", "/favicon.ico", "/"):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                connection.request("GET", target, headers={"X-Forwarded-Prefix": prefix})
                answer = connection.getresponse()
                links = re.findall(r'(?:href|src|action)="([^"]*jahat[^"]*)"', answer.read().decode())
                links.append(answer.headers.get("Location", "/"))
                outside = [link for link in links if not re.match(r"/[^/\\]|/$", link)]
                assert outside == [], (prefix, target)


def test_nothing_of_the_working_folder_is_imported(folder, tmp_path):
    """A stranger's folder may have a ``web.py``, or an empty ``web``, or its own ``search`` or ``flask``."""
    for name in ("web", "search", "flask", "granian"):
        (tmp_path / f"{name}.py").write_text("open('was-run', 'w'); raise SystemExit(3)", "utf-8")
    with serving(folder, cwd=tmp_path) as (_, port):
        assert get(port, "/?q=banjir")[0] == 200
    assert not (tmp_path / "was-run").exists()


def children(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


@pytest.mark.crash
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_killed_workers_are_replaced_however_often(folder):
    with serving(folder, "--workers", "2", "--threads", "2") as (process, port):
        wait_until(lambda: workers_serving(process) == 2, "both workers")
        for _ in range(3):  # within seconds of each other, which the server alone gives up on
            for number in children(process):
                os.kill(int(number), signal.SIGKILL)
            wait_until(lambda: workers_serving(process) == 2, "both workers again")
            wait_until(lambda: answers(port), "an answer")
        assert process.poll() is None
        code, _ = stop(process, signal.SIGTERM)
        assert code == 0


def test_counters_have_their_space_on_the_disk_before_they_are_mapped(tmp_path, monkeypatch):
    """On a full disk, the first count ended every worker, again and again: nothing was answered any more."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    reserve_counters()
    files = list(tmp_path.glob(f"*_{os.getpid()}.db"))
    assert sorted(path.name.partition("_")[0] for path in files) == ["counter", "histogram"]
    for path in files:
        size = path.stat().st_size
        assert path.stat().st_blocks * 512 >= size
        counters = MmapedDict(path)
        for number in range(1_000):  # some five hundred are usual
            counters.write_value(mmap_key("warta_x", "warta_x", ("a",), (f"{number}",), 60 * "x"), 1.0, 0.0)
        counters.close()
        assert path.stat().st_size == size
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(files[0]))  # where no file can be made
    reserve_counters()
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ


def test_the_numbers_of_all_workers_are_added_up(folder):
    with serving(folder, "--workers", "2", "--log-format", "json") as (process, port):
        if sys.platform == "linux":
            wait_until(lambda: workers_serving(process) == 2, "both workers")
        for _ in range(40):
            assert get(port, "/?q=banjir")[0] == 200
        for _ in range(10):  # whichever worker answers
            numbers = get(port, "/metrics")[1]
            assert 'warta_requests_total{endpoint="pages.search",status="200"} 40.0' in numbers
        _, said = stop(process, signal.SIGTERM)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        assert sum(line["path"] == "/" for line in lines) == 40


_WORDS = [f"{a}{b}lam" for a in "bdgkmprst" for b in "aeiou"]
_LONG = f"/api/v1/search?match=any&page_size=100&hits_per_article=20&explain=true&q={'+'.join(_WORDS)}"


@pytest.fixture(scope="module")
def busy_archive(tmp_path_factory):
    """Return an index in which a search for every word takes about a second."""
    folder = tmp_path_factory.mktemp("busy") / "index"
    chosen = random.Random(1)
    texts = [tuple(" ".join(chosen.choices(_WORDS, k=40)) for _ in range(5)) for _ in range(600)]
    search.index.build([search.Article(f"a{n}", text) for n, text in enumerate(texts)], folder)
    return folder


def connected(port, message):
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    client.sendall(message)
    return client


def answer_to(port, message):
    with connected(port, message) as client, client.makefile("rb") as answer:
        return int(answer.readline().split()[1])


def test_a_client_that_left_stops_its_search_and_its_export(busy_archive):
    with serving(busy_archive, env={"WARTA_QUERY_MS": "20000"}, path="/?q=balam") as (_, port):
        asked = [f"GET {_LONG}&page={page} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for page in range(1, 7)]
        clients = [connected(port, message) for message in asked]
        time.sleep(0.2)
        for client in clients:
            client.close()
        cancelled = re.compile(r'warta_refused_total\{reason="search_cancelled"\} (\d+)')
        wait_until(lambda: cancelled.search(get(port, "/metrics")[1]), "a search that ends")
        wait_until(lambda: int(cancelled.search(get(port, "/metrics")[1])[1]) > 1, "those that waited for it")
        for _ in range(5):  # each would keep one of two places for as long as it takes
            client = connected(
                port, b"GET /api/v1/export?format=csv&match=any&q=balam HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            assert client.recv(100).startswith(b"HTTP/1.1 200")
            client.close()
            wait_until(
                lambda: get(port, "/api/v1/export?format=csv&q=balam")[0] == 200, "a place for an export"
            )


@pytest.mark.skipif(not COMPILED or sys.platform != "linux", reason="the handler is compiled; reads /proc")
def test_a_file_that_is_cut_while_it_is_served_ends_no_worker(busy_archive, tmp_path):
    folder = shutil.copytree(busy_archive, tmp_path / "index")
    with serving(folder, env={"WARTA_KEPT_ANSWERS_MB": "0"}, path="/?q=balam") as (process, port):
        workers = children(process)
        (file,) = folder.glob("generation-000001/*.flat")
        whole = file.read_bytes()
        os.truncate(file, 0)
        asked = [get(port, f"/api/v1/search?q={word}&explain=true")[0] for word in _WORDS]
        assert set(asked) == {503}
        assert json.loads(get(port, "/api/v1/search?q=balam")[1])["code"] == "index_damaged"
        assert (get(port, "/healthz")[0], get(port, "/readyz")[0]) == (200, 503)
        file.write_bytes(whole)
        wait_until(lambda: get(port, "/api/v1/search?q=balam")[0] == 200, "the mended index")
        assert get(port, "/readyz")[0] == 200
        assert children(process) == workers


def test_a_worker_that_nobody_asks_follows_the_index_as_well(folder, articles, succeed_here):
    with serving(folder, path="/?q=banjir") as (_, port):
        newer = as_jsonl([*articles, {"id": "baru", "text": "Panen raya dimulai."}]).encode()
        succeed_here("reindex", "-", "--index", str(folder), stdin=newer)
        time.sleep(3)
        assert searched(port, "panen") == (1, "000002")


def test_requests_are_taken_as_the_protocol_says(folder):
    posted = b"POST /api/v1/articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    wanted = b'{"ids": ["banjir-jakarta"]}'
    with serving(folder, env={"WARTA_ANONYMOUS": "none", "WARTA_USER_HEADER": "X-Forwarded-User"}) as (
        _,
        port,
    ):
        for hosts, status in (("Host: x\r\n", 200), ("", 400), ("Host: x\r\nHost: y\r\n", 400)):
            assert answer_to(port, f"GET /healthz HTTP/1.1\r\n{hosts}\r\n".encode()) == status
        assert answer_to(port, b"GET /healthz HTTP/1.0\r\n\r\n") == 200
        # A name with an underscore passes proxies that take away or set the one with a hyphen.
        for name, status in (("X-Forwarded-User", 200), ("X_Forwarded_User", 401)):
            asked = f"GET /?q=banjir HTTP/1.1\r\nHost: x\r\n{name}: ani\r\n\r\n".encode()
            assert answer_to(port, asked) == status
        posted += b"X-Forwarded-User: ani\r\n"
        assert answer_to(port, posted + b"Content-Length: %d\r\n\r\n" % len(wanted) + wanted) == 200
        chunked = posted + b"Transfer-Encoding: chunked\r\n\r\n"
        assert answer_to(port, chunked + b"%x\r\n" % len(wanted) + wanted + b"\r\n0\r\n\r\n") == 200
        long = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
        assert answer_to(port, chunked + 2 * long + b"0\r\n\r\n") == 413
        slow = [connected(port, posted + b"Content-Length: 100\r\n\r\n{") for _ in range(10)]
        assert answer_to(port, posted + b"Content-Length: %d\r\n\r\n" % len(wanted) + wanted) == 200
        for client in slow:
            client.close()
