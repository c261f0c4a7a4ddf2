"""The observation of requests: each gets an id, is counted for Prometheus, and may be logged.

Searches are private: a line of the log has the path, and the query only if ``log_queries`` is set.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

from flask import Flask

from web import metrics
from web.at_once import NotKeptError
from web.settings import WebSettings

_ID_HEADER = "HTTP_X_REQUEST_ID"
#: An id that a proxy has set is kept if it has this form. Other values could be used to damage the log.
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_LOGGER = logging.getLogger("warta.access")

_Start = Callable[..., Any]
_Wsgi = Callable[[dict[str, Any], _Start], Iterable[bytes]]


def init_app(app: Flask, settings: WebSettings) -> None:
    """Give every request an id, count it, and log it if the settings say so."""
    if settings.log_format != "off" and not _LOGGER.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _LOGGER.addHandler(handler)
        _LOGGER.setLevel(logging.INFO)
        _LOGGER.propagate = False
    app.wsgi_app = _Observer(app.wsgi_app, settings)  # type: ignore[method-assign]


class _Observer:
    def __init__(self, answer: _Wsgi, settings: WebSettings) -> None:
        self._answer = answer
        self._format = settings.log_format
        self._queries = settings.log_queries

    def __call__(self, environ: dict[str, Any], start_response: _Start) -> Iterable[bytes]:
        started = time.perf_counter()
        given = environ.get(_ID_HEADER, "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        environ[_ID_HEADER] = request_id  # ``request_id`` reads it there
        status, endpoint, answered = "500", "none", True

        def start(status_line: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status, endpoint
            status = status_line[:3]
            request = environ.get("werkzeug.request")  # it is removed when the answer is complete
            if request is not None and request.url_rule:
                endpoint = request.url_rule.endpoint
            headers.append(("X-Request-ID", request_id))
            return start_response(status_line, headers, exc_info)

        try:
            return self._answer(environ, start)
        except NotKeptError:
            answered = False  # a thread will answer
            raise
        finally:
            seconds = time.perf_counter() - started
            if answered:
                metrics.observe_request(endpoint, status, seconds)
            if answered and self._format != "off":
                _LOGGER.info(self._line(environ, request_id, status, seconds))

    def _line(self, environ: dict[str, Any], request_id: str, status: str, seconds: float) -> str:
        line = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "id": request_id,
            "client": environ.get("REMOTE_ADDR", ""),
            "who": environ.get("warta.who", ""),
            "method": environ.get("REQUEST_METHOD", ""),
            "path": _path(environ),
            "status": int(status),
            "ms": round(seconds * 1000, 2),
        }
        if self._queries:
            line["query"] = environ.get("QUERY_STRING", "")
        if self._format == "json":
            return json.dumps(line)  # only ASCII, so no request can forge a line of the log
        return " ".join(_BREAKS.sub("?", str(value)) or "-" for value in line.values())


def _path(environ: dict[str, Any]) -> str:
    path: str = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return path.encode("latin-1", "replace").decode("utf-8", "replace")  # WSGI paths are bytes as Latin-1
