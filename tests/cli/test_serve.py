"""``warta serve``: a real server, spoken to over HTTP."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.warta_process import as_jsonl, start, wait_until

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
    threads = [Path(f"/proc/{number}/task").glob("*/comm") for number in numbers]
    return sum(any(name.read_text().startswith("tokio") for name in names) for names in threads)


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
