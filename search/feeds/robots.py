"""robots.txt (RFC 9309): whether a host lets programs read an address, and how often.

What a host said is remembered for a day, so that a fetch every few minutes does not ask for it every time.
"""

from __future__ import annotations

import time
from functools import lru_cache

from protego import Protego

from search.feeds.state import FeedState
from search.feeds.turns import Turns
from search.network.addresses import host_of, origin
from search.network.client import Client, Limits
from search.network.failures import OF_HOST, FetchError

PRODUCT = "Warta"
"""The name by which a host may address this program in its robots.txt."""

_LIMITS = Limits(seconds=20, size=500 * 2**10, redirects=5)
_REMEMBERED_SECONDS = 86_400.0
_FORBIDS_ALL = "User-agent: *\nDisallow: /\n"
_UNREACHABLE_SECONDS = 900.0  # until a host that does not answer is asked for its rules again


class Robots:
    """The rules of hosts, asked for once a day."""

    def __init__(self, state: FeedState, client: Client, turns: Turns) -> None:
        self._state, self._client, self._turns = state, client, turns

    def check(self, address: str) -> None:
        """Raise FetchError where an address may not be read; remember the pause that its host asks for.

        A host without a robots.txt allows everything, one whose robots.txt fails nothing until it does not.
        """
        text, passing = self._rules(origin(address))
        rules = _parsed(text)
        if not rules.can_fetch(address, PRODUCT):
            code = "robots_unreachable" if passing else "robots_disallow"
            raise FetchError(code, host=host_of(address), passing=passing)
        self._turns.slow_down(host_of(address), rules.crawl_delay(PRODUCT) or 0.0)

    def _rules(self, of: str) -> tuple[str, bool]:
        known = self._state.robots(of, time.time())
        if known is None:
            known = self._fetched(f"{of}/robots.txt")
            seconds = _UNREACHABLE_SECONDS if known[1] else _REMEMBERED_SECONDS
            self._state.keep_robots(of, *known, time.time() + seconds)
        return known

    def _fetched(self, address: str) -> tuple[str, bool]:
        """Return the text of a robots.txt, and whether it stands for a failure that may pass."""
        try:
            with self._turns.visit() as visit:
                answer = self._client.get(address, _LIMITS, "text/plain,*/*;q=0.1", before=visit.go_to)
        except FetchError as error:
            if error.code in OF_HOST:
                raise
            return (_FORBIDS_ALL, True) if error.passing else ("", False)
        if answer.media_type in ("text/html", "application/xhtml+xml"):  # the page of a site without one
            return "", False
        return answer.body.decode("utf-8", "replace"), False


@lru_cache(maxsize=64)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)
