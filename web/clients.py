"""The client of a request: its name, and whether it still waits for the answer, if the server knows that."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any

from flask import request

#: The key of the ``Client`` in the environment of a request. Some servers set none.
CLIENT = "warta.client"
#: A client has so many seconds to take a part of an answer.
MOST_SECONDS = 30.0
_IPV6_NETWORK = 64  # bits of an IPv6 address: a subscriber has a whole network of addresses

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class ClientLeftError(Exception):
    """The client has closed the connection, so the rest of the answer is not needed."""


class Client:
    """The client of one request. A thread and the event loop share it."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._loop = asyncio.get_running_loop()
        self._then: Callable[[], None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._asked = self._ended = self.has_left = False

    def when_left(self, then: Callable[[], None]) -> None:
        """Set the function that is called when the client leaves; it is called at once if it has left."""
        self._then = then
        if not self._asked:
            self._asked = True
            self._loop.call_soon_threadsafe(self._watch)
        elif self.has_left:
            then()

    def send(self, message: dict[str, Any]) -> None:
        """Send a part of an answer from a thread. It waits until the client reads.

        Raises ClientLeftError, also if the client takes nothing for ``MOST_SECONDS``: a thread waits for it,
        and others for the place of its file.
        """
        self.when_left(lambda: None)
        asyncio.run_coroutine_threadsafe(self._sent(message), self._loop).result()
        if self.has_left:
            raise ClientLeftError

    async def _sent(self, message: dict[str, Any]) -> None:
        try:
            await asyncio.wait_for(self._send(message), MOST_SECONDS)
        except (TimeoutError, asyncio.TimeoutError):
            self.has_left = True

    def _watch(self) -> None:
        if not self._ended:
            self._watching = self._loop.create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.has_left = True
        if self._then is not None:
            self._then()

    def end(self) -> None:
        """Stop watching whether the client leaves, because the answer is complete."""
        self._ended = True
        if self._watching is not None:
            self._watching.cancel()


def current_client() -> Client | None:
    """Return the client of the current request; None if the server does not notice that clients leave."""
    client: Client | None = request.environ.get(CLIENT)
    return client


def client_name(address: str | None) -> str:
    """Return the name under which a client is counted: its IPv4 address, or its network with IPv6.

    A server that listens on ``::`` gets an IPv4 address within one of IPv6.

    >>> client_name("192.0.2.7"), client_name("::ffff:192.0.2.7"), client_name("2001:db8:1:2:3::4")
    ('192.0.2.7', '192.0.2.7', '2001:db8:1:2::/64')
    """
    try:
        found = ipaddress.IPv6Address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((found, _IPV6_NETWORK), strict=False))
