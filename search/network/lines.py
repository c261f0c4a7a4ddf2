"""Connections to public addresses only, each with an end.

A feed names other addresses, and whoever writes it must not reach what only this machine can reach: services
of its own, machines beside it, and the metadata of a cloud, which gives credentials away. A name is looked up
once, each address is checked, and the connection goes to the address that was checked: a name that means
something else a moment later (DNS rebinding) gains nothing by it.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from types import TracebackType

from urllib3.connection import HTTPConnection, HTTPSConnection

from search.network.failures import FetchError

#: https://www.iana.org/assignments/iana-ipv4-special-registry/, multicast, and the metadata of Azure.
_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
#: What IPv6 gives to networks today, and what in it is not for everybody: tunnels, documentation.
_GLOBAL_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
#: Where networks without IPv4 translate: the last 32 bits are an address of IPv4 (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")

_MOST_ADDRESSES = 4  # that are tried of one name
_CONNECT_SECONDS = 10.0
_SILENT_SECONDS = 15.0  # a server that sends nothing for so long is given up


def is_public(address: str) -> bool:
    """Return whether a numeric IP address belongs to the public internet.

    An address of IPv4 within one of IPv6 counts as what it is within.
    """
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip in _TRANSLATED:
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _CLOSED_4)
    return ip in _GLOBAL_6 and not any(ip in network for network in _CLOSED_6)


class Line:
    """The connection of one request, which is cut after some seconds whatever the server does.

    Timeouts of sockets begin anew with every byte; the line is cut by a timer, in the middle of headers, of a
    TLS handshake or of a body. Used as a context.
    """

    def __init__(self, seconds: float, allow_private: bool) -> None:
        self.expired = self.stopped = False
        self._seconds, self._allow_private = seconds, allow_private
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0.0), self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Line:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._hold(None)

    def was_cut(self) -> bool:
        """Whether the line was cut: what came over it may be a part only."""
        return self.expired or self.stopped

    def stop(self) -> None:
        """Cut the line because nobody needs it any more."""
        self.stopped = True
        self._cut()

    def _expire(self) -> None:
        self.expired = True
        self._cut()

    def _cut(self) -> None:
        with self._lock, suppress(OSError):
            if self._handle:
                self._handle.shutdown(socket.SHUT_RDWR)

    def _hold(self, handle: socket.socket | None) -> None:
        with self._lock:
            if self._handle:
                self._handle.close()
            self._handle = handle

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a socket that is connected to a host. Raises FetchError, OSError."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError("host_unknown", host=host, passing=True) from error
        allowed = [one for one in found if self._allow_private or is_public(str(one[4][0]))]
        if not allowed:
            raise FetchError("private_address", host=host)
        failure: OSError | None = None
        for family, kind, protocol, _, address in allowed[:_MOST_ADDRESSES]:
            if self.was_cut():
                break
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(min(_CONNECT_SECONDS, self._seconds))
                connection.connect(address)
                connection.settimeout(min(_SILENT_SECONDS, self._seconds))
                # A copy of the descriptor, since TLS takes the socket over; it cuts the same connection.
                self._hold(connection.dup())
            except OSError as error:
                connection.close()
                failure = error
            else:
                if not self.was_cut():
                    return connection
                connection.close()
        raise failure or TimeoutError


class PlainConnection(HTTPConnection):
    """An HTTP connection over a line."""

    line: Line

    def _new_conn(self) -> socket.socket:
        return self.line.connect(self.host, self.port)


class SecureConnection(HTTPSConnection):
    """An HTTPS connection over a line; certificates are verified."""

    line: Line

    def _new_conn(self) -> socket.socket:
        return self.line.connect(self.host, self.port)


def connection_over(
    line: Line, scheme: str, host: str, port: int | None
) -> PlainConnection | SecureConnection:
    """Return a connection to a host that is opened at its first request."""
    connection: PlainConnection | SecureConnection
    # Without a port, http.client takes the end of an IPv6 address for one.
    port = port or (443 if scheme == "https" else 80)
    if scheme == "https":
        connection = SecureConnection(host, port, timeout=_SILENT_SECONDS, cert_reqs="CERT_REQUIRED")
    else:
        connection = PlainConnection(host, port, timeout=_SILENT_SECONDS)
    connection.line = line
    return connection
