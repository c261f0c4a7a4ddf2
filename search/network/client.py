"""Requests with limits of time, size and redirects, and an honest name."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import unquote_to_bytes, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.util import make_headers

from search.addresses import shown_address
from search.network.addresses import credentials, host_of, origin, request_address, without_credentials
from search.network.failures import FetchError, StoppedError
from search.network.lines import Line, connection_over

_PIECE_BYTES = 64 * 2**10
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_TAKEN, _REDIRECTED = 2, 3  # the hundreds of a status
_PASSING = {408, 421, 423, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530}
_LONGEST_WAIT = 7 * 86_400.0  # seconds; what a server asks for beyond that is a slip


@dataclass(frozen=True)
class Limits:
    """How much one answer may cost.

    seconds:   from looking up the name to the last byte, redirects included
    size:      bytes of the body after decompression
    redirects: how many are followed
    """

    seconds: float
    size: int
    redirects: int = 8


@dataclass(frozen=True)
class Response:
    """An answer.

    address:  where it came from, after redirects
    status:   200, or 304 where nothing has changed
    headers:  by their names in lower case
    moved_to: the address that permanent redirects lead to, where the first ones are permanent
    """

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case; empty where the server names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def validators(self) -> dict[str, str]:
        """The headers of a request that asks for the document only if it has changed since."""
        known = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        return {name: self.headers[header] for name, header in known.items() if self.headers.get(header)}


@dataclass
class Client:
    """Fetches addresses; threads may share it.

    user_agent:    who asks, and how to reach them
    allow_private: whether addresses that are not public may be asked
    """

    user_agent: str
    allow_private: bool = False
    _lines: set[Line] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: bool = False

    def stop(self) -> None:
        """Cut all connections; every request, also a later one, raises StoppedError."""
        with self._lock:
            self._stopped = True
            lines = list(self._lines)
        for line in lines:
            line.stop()

    def get(
        self,
        address: str,
        limits: Limits,
        accept: str,
        validators: Mapping[str, str] | None = None,
        before: Callable[[str], None] = lambda address: None,
    ) -> Response:
        """Return what is at an address, after redirects.

        validators: headers by which the server can answer that nothing has changed
        before:     called with each address before it is asked; what it raises ends the request

        Raises FetchError, StoppedError, and what ``before`` raises.
        """
        end = time.monotonic() + limits.seconds
        headers = {"Accept": accept, "User-Agent": self.user_agent, "Connection": "close",
                   **make_headers(accept_encoding=True), **(validators or {})}  # fmt: skip
        seen, permanent, moved_to = {address}, True, None
        while True:
            before(address)
            answer = self._one(address, limits, headers, end)
            if answer.status not in _REDIRECTS:
                break
            permanent = permanent and answer.status in _PERMANENT
            address = _redirected(address, answer.headers.get("location", ""))
            moved_to = address if permanent else moved_to
            if address in seen:
                raise FetchError("redirected_in_circles", address=shown_address(address), passing=True)
            if len(seen) > limits.redirects:
                raise FetchError("too_many_redirects", most=limits.redirects, passing=True)
            seen.add(address)
        _check_status(answer, nothing_new=bool(validators))
        return Response(answer.address, answer.status, answer.headers, answer.body, moved_to)

    def post(self, address: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> None:
        """Send something to an address, which takes it by any status from 200 to 299; nothing is redirected.

        Raises FetchError, StoppedError.
        """
        sent = {"User-Agent": self.user_agent, "Connection": "close", **headers}
        answer = self._one(address, limits, sent, time.monotonic() + limits.seconds, body)
        if answer.status // 100 == _REDIRECTED:
            raise FetchError("post_is_redirected", host=host_of(address))
        if answer.status // 100 != _TAKEN:
            _check_status(answer)
            raise FetchError("answered_with", host=host_of(address), status=str(answer.status))

    def _one(
        self,
        address: str,
        limits: Limits,
        headers: Mapping[str, str],
        end: float,
        sent: bytes | None = None,
    ) -> Response:
        """Return the answer to one request: GET, or POST of what is sent. Raises FetchError, StoppedError."""
        parts = urlsplit(without_credentials(address))
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        secret = credentials(address)
        if secret:
            basic = b64encode(unquote_to_bytes(secret)).decode("ascii")
            headers = {**headers, "Authorization": f"Basic {basic}"}
        with self._line(end - time.monotonic()) as line:
            try:
                connection = connection_over(line, parts.scheme, parts.hostname or "", parts.port)
                try:
                    method = "GET" if sent is None else "POST"
                    connection.request(method, target, sent, dict(headers), preload_content=False)
                    response = connection.getresponse()
                    named = {name.lower(): value for name, value in response.headers.items()}
                    body = _body(response, limits.size) if response.status == 200 else b""
                finally:
                    connection.close()
            except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                self._raise_if_cut(line, limits, error)
                raise _failure(error, host_of(address)) from error
            except FetchError as error:
                self._raise_if_cut(line, limits, error)
                raise
            self._raise_if_cut(line, limits, None)  # a body without a length ends wherever it is cut
            return Response(address, response.status, named, body)

    @contextmanager
    def _line(self, seconds: float) -> Iterator[Line]:
        line = Line(seconds, self.allow_private)
        with self._lock:
            if self._stopped:
                raise StoppedError
            self._lines.add(line)
        try:
            with line:
                yield line
        finally:
            with self._lock:
                self._lines.discard(line)

    @staticmethod
    def _raise_if_cut(line: Line, limits: Limits, error: Exception | None) -> None:
        if line.stopped:
            raise StoppedError from error
        if line.expired:
            raise FetchError("too_slow", seconds=round(limits.seconds), passing=True) from error


def _body(response: BaseHTTPResponse, most: int) -> bytes:
    """Return the decompressed body. Raises FetchError where it is larger than allowed."""
    pieces, size = [], 0
    while piece := response.read(_PIECE_BYTES, decode_content=True):
        size += len(piece)
        if size > most:
            raise FetchError("body_too_large", most=most)
        pieces.append(piece)
    return b"".join(pieces)


def _redirected(address: str, location: str) -> str:
    """Return where a redirect leads; credentials stay within their origin."""
    if not location:
        raise FetchError("redirected_nowhere", passing=True)
    with suppress(UnicodeError):  # servers send UTF-8, which http.client reads as Latin-1
        location = location.encode("latin-1").decode("utf-8")
    led = without_credentials(request_address(location, base=without_credentials(address)))
    secret = credentials(address)
    if secret and origin(led) == origin(address):
        scheme, _, rest = led.partition("//")
        return f"{scheme}//{secret}@{rest}"
    return led


def _check_status(answer: Response, *, nothing_new: bool = False) -> None:
    """Raise FetchError where an answer brings nothing.

    nothing_new: whether it was asked for what is new, so that 304 is an answer
    """
    status = answer.status
    if status == 200 or (status == 304 and nothing_new):
        return
    wait = seconds_to_wait(answer.headers.get("retry-after", ""))
    host = host_of(answer.address)
    if status in (429, 503):
        raise FetchError("asked_to_wait", host=host, status=str(status), passing=True, wait=wait)
    if status == 410:
        raise FetchError("is_gone", host=host, gone=True)
    code = "needs_access" if status in (401, 402, 403, 407, 451) else "answered_with"
    raise FetchError(code, host=host, status=str(status), passing=status in _PASSING, wait=wait)


def user_agent(what: str, contact: str) -> str:
    """Return the name by which this program asks, with the contact of who runs it, if there is one.

    what: it asks for
    """
    about = f"{what}; {contact}" if contact else what
    return f"Warta/{version('warta')} ({about})"


def seconds_to_wait(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a moment (RFC 9110, 10.2.3)."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return min(max((moment - datetime.now(timezone.utc)).total_seconds(), 0.0), _LONGEST_WAIT)


#: What a failed request is called, by the error that is behind it: the first that fits.
_FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLError, "no_secure_connection"),
    (DecodeError, "cannot_be_decompressed"),
    (http.client.IncompleteRead, "body_cut_short"),
    (TimeoutError, "is_silent"),
    (ConnectionRefusedError, "connection_failed"),
    (ConnectionError, "connection_lost"),
    (OSError, "connection_failed"),
)


def _failure(error: Exception, host: str) -> FetchError:
    """Return what a failed request is called; urllib3 wraps what http.client and sockets raise."""
    behind = error if isinstance(error, DecodeError) else error.__cause__ or error
    code = next((code for kind, code in _FAILURES if isinstance(behind, kind)), "no_http")
    if isinstance(behind, ssl.SSLError):
        reason = getattr(behind, "verify_message", "") or behind.reason or "TLS"
        return FetchError(code, host=host, reason=reason, passing=True)
    if code == "connection_failed":
        return FetchError(code, host=host, reason=behind, passing=True)
    return FetchError(code, host=host, passing=True)
