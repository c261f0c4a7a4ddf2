"""Alerts over a real HTTP server and a real SMTP server: each new article once, whatever fails in between."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from base64 import b64decode, b64encode
from contextlib import closing
from dataclasses import replace
from email import message_from_bytes, policy
from hashlib import sha256
from hmac import new as hmac
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from search import AlertError, Article, FeedError, SearchRequest
from search.alerts import AlertState, add_alert, run, run_alerts
from search.alerts.state import Message
from search.cli.alerting import run_alerts_of
from search.index import Deletion, build, update
from search.indexing import delete
from search.settings import Settings
from search.traces import purge


class Receiver(BaseHTTPRequestHandler):
    """Takes what is posted, or answers what it is told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.answers.pop(0) if self.server.answers else 204
        if self.server.killing:
            self.server.got.append((dict(self.headers), body))
            os.kill(self.server.killing.pop().pid, signal.SIGKILL)
            return
        if status == 204:
            self.server.got.append((dict(self.headers), body))
        self.server.asked += 1
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Location", "/elsewhere")
        self.send_header("Retry-After", "7200")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def http_server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def hook(http_server):
    http_server.got, http_server.answers, http_server.asked = [], [], 0
    http_server.killing = []
    http_server.address = f"http://127.0.0.1:{http_server.server_port}/masuk?x=1"
    return http_server


SETTINGS = Settings(public_url="https://arsip.example")


def article(name, text="Gempa terasa di kota.", **fields):
    return Article(name, (text,), f"Judul {name}", "Harian Contoh", **fields)


@pytest.fixture
def archive(tmp_path):
    build([article("lama")], tmp_path)
    return tmp_path


def alert_of(folder, hook, text="gempa", **fields):
    request = SearchRequest(text, **fields)
    return add_alert(folder, request, webhook=hook.address, allow_private=True, name="uji")


def ids(hook):
    return [[one["id"] for one in json.loads(body)["data"]["articles"]] for _, body in hook.got]


def test_only_new_articles_are_told_and_each_once(archive, hook):
    alert = alert_of(archive, hook)
    assert run_alerts(archive, settings=SETTINGS).alerts[0].told == 0
    update([article("a/b"), article("lain", "Panen raya."), article("lama", "Gempa berubah.")], archive)
    assert run_alerts(archive, settings=SETTINGS).alerts[0].told == 1
    assert run_alerts(archive, settings=SETTINGS).alerts[0].told == 0
    build([article("a/b"), article("lama"), article("baru")], archive)  # a rebuilt index tells nothing twice
    run_alerts(archive, settings=SETTINGS)
    assert ids(hook) == [["a/b"], ["baru"]]
    headers, body = hook.got[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(alert.secret.removeprefix("whsec_"))
    assert headers["webhook-signature"] == f"v1,{b64encode(hmac(key, signed, sha256).digest()).decode()}"
    said = json.loads(body)
    assert said["type"] == "alert.matched"
    assert said["data"]["search"] == "https://arsip.example/?q=gempa&sort=arrived"
    (told,) = said["data"]["articles"]
    assert told["page"] == "https://arsip.example/artikel/a~2Fb"
    assert told["snippet_html"] == "<mark>Gempa</mark> terasa di kota."


def test_what_is_not_taken_waits_and_keeps_its_id(archive, hook):
    alert_of(archive, hook)
    update([article("a")], archive)
    hook.answers = [500, 503, 301, 204]
    for _ in range(2):
        done = run_alerts(archive, settings=SETTINGS).alerts[0]
        assert done.waiting == 1
        assert hook.asked == 1, "its time has not come"
    with closing(AlertState(archive)) as state:
        (first,) = state.waiting("uji")
    assert done.problem is None
    run_alerts(archive, settings=SETTINGS, now=True)
    with closing(AlertState(archive)) as state:
        (waiting,) = state.waiting("uji")
        assert waiting.next_at - run.time.time() > 7_000, "the server asked for two hours"
        assert state.alerts()[0].problem
    assert "redirect" in str(run_alerts(archive, settings=SETTINGS, now=True).alerts[0].problem)
    assert run_alerts(archive, settings=SETTINGS, now=True).alerts[0].told == 1
    assert hook.got[0][0]["webhook-id"] == first.id == waiting.id
    assert hook.asked == 4


def test_a_deleted_article_that_waits_is_not_told(archive, hook):
    alert_of(archive, hook)
    update([article("a"), article("b")], archive)
    hook.answers = [500]
    run_alerts(archive, settings=SETTINGS)
    update([Deletion("a")], archive)
    run_alerts(archive, settings=SETTINGS, now=True)
    assert ids(hook) == [["b"]]


def test_a_purge_takes_deleted_articles_out_of_what_alerts_remember(archive, hook):
    alert_of(archive, hook)
    update([article("rahasia-1"), article("b")], archive)
    run_alerts(archive, settings=SETTINGS)
    update([article("rahasia-2"), article("c")], archive)
    hook.answers = [500]
    run_alerts(archive, settings=SETTINGS)
    delete(["rahasia-1", "rahasia-2"], archive)
    assert b"rahasia-1" in (archive / "alerts.sqlite").read_bytes()
    assert purge(archive).traces == 3, "two that were told, and one in a message that waits"
    assert not any(b"rahasia" in path.read_bytes() for path in archive.glob("alerts.sqlite*"))
    assert purge(archive).traces == 0
    run_alerts(archive, settings=SETTINGS, now=True)
    assert ids(hook)[1:] == [["c"]]


def test_a_kill_between_any_two_steps_tells_nothing_twice_and_loses_nothing(archive, hook, monkeypatch):
    alert_of(archive, hook)
    update([article(f"n{number}") for number in range(5)], archive)
    monkeypatch.setattr(run, "MOST_ARTICLES", 2)
    whole, calls = AlertState.queue, []

    def killed(self, *values):
        calls.append(values)
        if len(calls) == 3:
            raise KeyboardInterrupt
        whole(self, *values)

    monkeypatch.setattr(AlertState, "queue", killed)
    with pytest.raises(KeyboardInterrupt):
        run_alerts(archive, settings=SETTINGS)
    run_alerts(archive, settings=SETTINGS)
    assert sorted(one for some in ids(hook) for one in some) == [f"n{number}" for number in range(5)]


@pytest.mark.crash
def test_a_process_killed_while_it_sends_sends_again_and_says_so(archive, hook):
    """Only the receiver knows when: it kills the sender after it has read the message, and never answers."""
    alert_of(archive, hook)
    update([article("a"), article("b")], archive)
    program = "import sys; from search.cli import main; sys.argv = sys.argv[1:]; main()"
    command = [sys.executable, "-c", program, "warta", "alert", "run", "--index", str(archive)]
    with subprocess.Popen(command) as process:
        hook.killing.append(process)
    assert process.returncode == -signal.SIGKILL
    done = run_alerts(archive, settings=SETTINGS).alerts[0]
    assert (done.told, done.waiting, done.problem) == (2, 0, None)
    (first, body), (second, again) = hook.got
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    assert ("webhook-repeated" in first, second["webhook-repeated"]) == (False, "true")
    assert run_alerts(archive, settings=SETTINGS).alerts[0].told == 0


def test_what_was_refused_is_not_said_to_be_repeated(archive, hook):
    alert_of(archive, hook)
    update([article("a")], archive)
    hook.answers = [500, 204]
    for _ in range(2):
        run_alerts(archive, settings=SETTINGS, now=True)
    assert ["webhook-repeated" in headers for headers, _ in hook.got] == [False]


def test_what_was_not_taken_for_a_week_is_given_up_and_counted(archive, hook):
    alert_of(archive, hook)
    update([article("a")], archive)
    hook.answers = [500, 500]
    run_alerts(archive, settings=SETTINGS)
    with closing(AlertState(archive)) as state, state._memory.transaction() as connection:
        connection.execute("UPDATE messages SET made_at = made_at - 700000")
    assert run_alerts(archive, settings=SETTINGS, now=True).alerts[0].lost == 1
    with closing(AlertState(archive)) as state:
        assert [(one.lost, one.waiting) for one in state.alerts()] == [(1, 0)]


def test_filters_and_dates_are_kept(archive, hook):
    alert_of(archive, hook, "", source="Harian Contoh", not_tag=("rahasia",), date_from="2024-01-01")
    update([article("a", published=None), article("b", published=run.datetime(2024, 5, 1))], archive)
    update([article("c", published=run.datetime(2024, 5, 1), tags=("Rahasia",))], archive)
    run_alerts(archive, settings=SETTINGS)
    assert ids(hook) == [["b"]]


def test_an_alert_before_the_first_build_tells_of_it(tmp_path, hook):
    alert_of(tmp_path, hook)
    assert run_alerts(tmp_path, settings=SETTINGS).is_clean
    build([article("a")], tmp_path)
    with closing(AlertState(tmp_path)) as state, state._memory.transaction() as connection:
        connection.execute("UPDATE alerts SET checked = checked - 10")  # a second may not have passed
    run_alerts(tmp_path, settings=SETTINGS)
    assert ids(hook) == [["a"]]


def test_private_addresses_are_asked_only_if_allowed(archive, hook, capsys):
    add_alert(archive, SearchRequest("gempa"), webhook=hook.address, name="uji")
    update([article("a")], archive)
    done = run_alerts(archive, settings=SETTINGS).alerts[0]
    assert done.problem.code == "private_address"
    assert hook.asked == 0
    run_alerts_of(archive, quiet=True)
    assert capsys.readouterr() == ("", "")  # it waits for its next try


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "one_target"), ({"webhook": "ftp://x"}, "no_web_address"), ({"mail": "x"}, "no_mail_address"),
        ({"mail": "a@b.example\nBcc: c@d.example"}, "no_mail_address"),
        ({"webhook": "https://contoh.example", "mail": "a@b.example"}, "one_target"),
        ({"mail": "a@b.example"}, "no_mail_server"),
        ({"webhook": "https://contoh.example", "name": "-x"}, "no_alert_name"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_alert_is_refused(archive, given, code):
    with pytest.raises((AlertError, FeedError)) as refused:
        add_alert(archive, SearchRequest("gempa"), **given, settings=Settings())
    assert refused.value.code == code


def test_names_are_made_and_kept_apart(archive, hook):
    made = [add_alert(archive, SearchRequest("gempa bumi"), webhook=hook.address).name for _ in range(2)]
    assert made == ["gempa-bumi", "gempa-bumi-2"]
    with pytest.raises(AlertError, match="already"):
        add_alert(archive, SearchRequest("x"), webhook=hook.address, name="gempa-bumi")
    with closing(AlertState(archive)) as state:
        state.remove("gempa-bumi")
        with pytest.raises(AlertError, match="gempa-bumi"):
            state.remove("gempa-bumi")


# --- mail -------------------------------------------------------------------------------------------------


class Mailbox:
    """Keeps what is handed in; refuses what it is told to."""

    def __init__(self):
        self.got, self.refusing = [], False

    async def handle_DATA(self, _server, _session, envelope):
        if self.refusing:
            return "451 4.3.2 coba lagi nanti"
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture(scope="module")
def smtp():
    mailbox = Mailbox()

    def known(_server, _session, _envelope, _mechanism, data):
        right = (data.login, data.password) == (b"warta", b"rahasia besar")
        return AuthResult(success=right, handled=False)

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        authenticator=known,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    yield mailbox, replace(
        SETTINGS, smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none", smtp_user="warta",
        smtp_password="rahasia besar", mail_from="arsip@contoh.example",
    )  # fmt: skip
    server.stop()


def test_mail_is_sent_and_tried_again(archive, smtp, monkeypatch):
    mailbox, settings = smtp
    mailbox.got.clear()
    add_alert(archive, SearchRequest("gempa\u2028“kota”"), mail="meja@contoh.example", settings=settings)
    update([article("a", "Gempa terasa di kota Padang, “kuat”.")], archive)
    mailbox.refusing = True
    done = run_alerts(archive, settings=settings).alerts[0]
    assert done.problem.code == "mail_refused"
    assert "451" in str(done.problem) or "coba lagi" in str(done.problem)
    mailbox.refusing = False
    assert run_alerts(archive, settings=settings, now=True).alerts[0].told == 1
    (mail,) = mailbox.got
    assert (mail["From"], mail["To"]) == ("arsip@contoh.example", "meja@contoh.example")
    assert mail["Message-ID"].startswith("<msg_")
    assert mail["Subject"].startswith("Warta: 1 artikel baru untuk")
    text = mail.get_content()
    for part in ("Judul a", "Harian Contoh", "kota Padang, “kuat”", "https://arsip.example/artikel/a"):
        assert part in text


def test_a_wrong_password_is_said_and_never_shown(archive, smtp):
    _, settings = smtp
    wrong = replace(settings, smtp_password="salah-sekali")
    add_alert(archive, SearchRequest("gempa"), mail="meja@contoh.example", settings=wrong)
    update([article("a")], archive)
    done = run_alerts(archive, settings=wrong).alerts[0]
    assert done.problem.code == "mail_login_failed", done.problem
    for language in ("id", "en"):
        assert "salah-sekali" not in done.problem.said(language)
    with closing(AlertState(archive)) as state:
        assert "salah-sekali" not in repr(state.alerts())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the file of a certificate for 127.0.0.1, and its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("needs openssl")
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    command = [openssl, *made.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command, "-keyout", file, "-out", file.with_suffix(".crt")], check=True, stderr=-3)
    file.write_bytes(file.read_bytes() + file.with_suffix(".crt").read_bytes())
    return file


@pytest.mark.parametrize("how", ["starttls", "tls"])
def test_mail_goes_over_tls_and_never_to_a_server_that_is_not_trusted(archive, certificate, how, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    given = {"ssl_context": context} if how == "tls" else {"tls_context": context, "require_starttls": True}
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    # The controller would speak TLS to itself with the server's own context, to know that it is there.
    knock = socket.create_connection
    monkeypatch.setattr(Controller, "_trigger_server", lambda _: knock(("127.0.0.1", port)).close())
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=port, **given)
    server.start()
    try:
        settings = replace(SETTINGS, smtp_host="127.0.0.1", smtp_port=port, smtp_tls=how)
        add_alert(archive, SearchRequest("gempa"), mail="meja@contoh.example", settings=settings)
        update([article("a")], archive)
        done = run_alerts(archive, settings=settings).alerts[0]
        assert (done.told, done.problem.code) == (0, "mail_failed")
        assert "certificate" in str(done.problem).lower()
        assert mailbox.got == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        assert run_alerts(archive, settings=settings, now=True).alerts[0].told == 1
        assert "Judul a" in mailbox.got[0].get_content()
    finally:
        server.stop()


def test_a_server_that_is_not_there_is_said(archive, smtp):
    gone = replace(smtp[1], smtp_port=1)
    add_alert(archive, SearchRequest("gempa"), mail="meja@contoh.example", settings=gone)
    update([article("a")], archive)
    assert run_alerts(archive, settings=gone).alerts[0].problem.code == "mail_failed"


def test_messages_are_told_apart():
    assert Message("a", "{}", 1, 0.0) != Message("b", "{}", 1, 0.0)
