"""Encrypted connections and who asks: a real cluster behind a server that speaks TLS and checks access."""

import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search import ClusterError
from search.backends.opensearch.index import OpenSearchIndex
from search.location import location_of
from search.settings import Settings

BASIC = "Basic " + b64encode(b"pembaca:rahasia").decode()
BEARER = "Bearer token-rahasia"
ALLOWED = {BASIC, BEARER}


def handler_for(upstream):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, kind, found = 401, "application/json", b"{}"
            if self.headers.get("Authorization") in ALLOWED:
                sent = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
                asked = urllib.request.Request(
                    f"http://{upstream}{self.path}", body or None, sent, method=self.command
                )
                try:
                    with urllib.request.urlopen(asked) as answer:
                        status, kind, found = answer.status, answer.headers["Content-Type"], answer.read()
                except urllib.error.HTTPError as error:
                    status, kind, found = error.code, error.headers["Content-Type"], error.read()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(found)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815 - names of the library

    return Handler


@pytest.fixture(scope="module")
def guarded(address, hosts, tmp_path_factory):
    """Return the address of the index behind TLS, and the file of the authority."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "ca.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(hosts.split(",")[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"opensearch+https://localhost:{server.server_port}/{location_of(address).name}", str(certificate)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "who",
    [
        {"WARTA_OPENSEARCH_USER": "pembaca", "WARTA_OPENSEARCH_PASSWORD": "rahasia"},
        {"WARTA_OPENSEARCH_TOKEN": "token-rahasia"},
    ],
)
def test_whoever_may_ask_is_answered_over_tls(guarded, monkeypatch, who):
    for name, value in {**who, "WARTA_OPENSEARCH_CA": guarded[1]}.items():
        monkeypatch.setenv(name, value)
    index = OpenSearchIndex(location_of(guarded[0]), settings=Settings.load())
    assert index.search("putin").total_articles > 10


def test_whoever_may_not_is_told_without_the_secret(guarded, monkeypatch):
    monkeypatch.setenv("WARTA_OPENSEARCH_CA", guarded[1])
    for token in ("", "token-salah"):
        monkeypatch.setenv("WARTA_OPENSEARCH_TOKEN", token)
        with pytest.raises(ClusterError, match="denies access") as caught:
            OpenSearchIndex(location_of(guarded[0]), settings=Settings.load())
        assert "token-salah" not in str(caught.value)


def test_an_unknown_authority_is_not_trusted(guarded, monkeypatch):
    monkeypatch.setenv("WARTA_OPENSEARCH_TOKEN", "token-rahasia")
    with pytest.raises(ClusterError, match="cannot be reached"):
        OpenSearchIndex(location_of(guarded[0]), settings=Settings.load())


def test_a_token_that_expired_is_named_and_a_new_one_is_taken(guarded, monkeypatch):
    monkeypatch.setenv("WARTA_OPENSEARCH_TOKEN", "token-rahasia")
    monkeypatch.setenv("WARTA_OPENSEARCH_CA", guarded[1])
    index = OpenSearchIndex(location_of(guarded[0]), settings=Settings.load())
    right = index.search("putin").total_articles
    monkeypatch.setattr("opensearch.test_access.ALLOWED", {BASIC})
    with pytest.raises(ClusterError, match=r"denies access.*WARTA_OPENSEARCH_TOKEN"):
        index.search("putin")
    monkeypatch.undo()
    assert index.search("putin").total_articles == right
