"""The application as ``warta serve`` runs it: an event loop (ASGI) takes requests, and threads answer them.

The loop reads the bodies of requests, so that slow clients occupy no thread. It also notices when a client
leaves, so that its search ends. The WSGI application makes the answers; other servers can run it without this
module.

A thread costs as much as an answer that is kept (``web.answers``). So a request that had such an answer
before is answered by the loop itself.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Flask

from web import create_app
from web.at_once import AT_ONCE, COUNTED, KEPT, NotKeptError, asks_no_other_machine
from web.clients import CLIENT, Client, ClientLeftError, Receive, Send
from web.posted import MAX_BYTES
from web.settings import WebSettings

# So many threads are never used by searches, so that health checks, metrics and files are always answered.
_SPARE_THREADS = 8
#: A body has so many seconds to arrive. So many are read at a time, apart from those that have few bytes yet:
#: slow clients, however many, take no place from others.
_BODY_SECONDS, _BODIES, _FEW_BYTES = 30.0, 32, 1 << 16
_STATUS_DIGITS = 3
_MOST_REMEMBERED = 20_000  # addresses with kept answers, 100 bytes each

_Scope = dict[str, Any]
_Whole = tuple[dict[str, Any], bytes]


class Served:
    """An ASGI application that runs a WSGI application in threads."""

    def __init__(self, application: Flask, threads: int) -> None:
        self.application = application
        self._threads = ThreadPoolExecutor(threads, "warta-answering")
        self._bodies = asyncio.Semaphore(_BODIES)
        self._at_once = asks_no_other_machine(application.config["WARTA"])
        self._kept: set[int] = set()  # hashes of the addresses whose answers were kept; only the loop uses it

    async def __call__(self, scope: _Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if not _names_one_host(scope):
            await _refuse(send, HTTPStatus.BAD_REQUEST)
            return
        body = b""
        if any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]):
            try:
                body = await asyncio.wait_for(_body(receive, self._bodies), _BODY_SECONDS)
            except (TimeoutError, asyncio.TimeoutError):
                await _refuse(send, HTTPStatus.REQUEST_TIMEOUT)
                return
            except ClientLeftError:  # or its body was no body: then it is still there
                await _refuse(send, HTTPStatus.BAD_REQUEST)
                return
        client = Client(receive, send)
        try:
            whole = await self._whole(scope, body, client)
            if whole is not None:
                start, content = whole
                await send(start)
                await send({"type": "http.response.body", "body": content})
        finally:
            client.end()

    async def _whole(self, scope: _Scope, body: bytes, client: Client) -> _Whole | None:
        """Return an answer, at once if it is kept, or else made by a thread; None if it was sent."""
        asked = hash((scope["method"], scope["path"], scope["query_string"]))
        counted = None
        if asked in self._kept and not body:
            attempt = {**environ_of(scope, body), AT_ONCE: True}
            with suppress(NotKeptError):
                return self._answer(attempt, None)
            self._kept.discard(asked)
            counted = attempt.get(COUNTED)
        environ = {**environ_of(scope, body), CLIENT: client, COUNTED: counted}
        whole = await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, environ, client)
        if KEPT in environ and self._at_once and not body:
            if len(self._kept) >= _MOST_REMEMBERED:
                self._kept.clear()
            self._kept.add(asked)
        return whole

    def _answer(self, environ: dict[str, Any], client: Client | None) -> _Whole | None:
        """Return the start of an answer and its body; None if it was sent piece by piece.

        client: who gets pieces; None if none may be sent, because the loop waits for the answer
        """
        start: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
            encoded = [(_lowered(name), value.encode("latin-1")) for name, value in headers]
            start.update(type="http.response.start", status=int(status[:_STATUS_DIGITS]), headers=encoded)

        pieces: Iterable[bytes] = self.application.wsgi_app(environ, start_response)
        try:
            if client is None or any(name == b"content-length" for name, _ in start["headers"]):
                return start, b"".join(pieces)
            with suppress(ClientLeftError):
                client.send(start)
                for piece in pieces:
                    client.send({"type": "http.response.body", "body": piece, "more_body": True})
                client.send({"type": "http.response.body", "body": b""})
            return None
        finally:
            if hasattr(pieces, "close"):
                pieces.close()


@lru_cache(200)
def _lowered(name: str) -> bytes:
    return name.lower().encode("latin-1")


def _names_one_host(scope: _Scope) -> bool:
    """Return whether a request has exactly one Host header, as RFC 9112, 3.2 requires of HTTP/1.1."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 and scope["http_version"] != "2":
        return False
    return scope["http_version"] != "1.1" or (len(hosts) == 1 and hosts[0] != b"")


async def _body(receive: Receive, places: asyncio.Semaphore) -> bytes:
    """Return the body of a request, or only the beginning if it is too long. Raises ClientLeftError.

    places: a body of many bytes takes one of these
    """
    parts, size = [], 0
    async with AsyncExitStack() as place:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientLeftError
            parts.append(message.get("body", b""))
            size, before = size + len(parts[-1]), size
            if size > MAX_BYTES or not message.get("more_body"):
                return b"".join(parts)
            if before <= _FEW_BYTES < size:
                await place.enter_async_context(places)


async def _refuse(send: Send, status: HTTPStatus) -> None:
    """Answer a request that does not reach the application."""
    content = f"{status.value} {status.phrase}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def environ_of(scope: _Scope, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment of a request (PEP 3333).

    A header with an underscore in its name is dropped: it could replace the one with a hyphen, which a proxy
    may have removed or set.
    """
    server, client = scope.get("server") or ("", ""), scope.get("client") or ("", "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").upper()
        if "_" in name or name == "TRANSFER-ENCODING":  # the body was read before
            continue
        name = name.replace("-", "_")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        text = value.decode("latin-1")
        if name in environ:
            text = f"{environ[name]}{'; ' if name == 'HTTP_COOKIE' else ','}{text}"
        environ[name] = text
    if body:
        environ.setdefault("CONTENT_LENGTH", str(len(body)))
    return environ


def served(settings: WebSettings | None = None) -> Served:
    """Return the application with its threads."""
    settings = settings or WebSettings()
    return Served(create_app(settings), settings.threads + 2 * settings.waiting + _SPARE_THREADS)
