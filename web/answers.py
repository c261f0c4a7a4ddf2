"""Answers with an entity tag, which is compared before any work; their bodies are cached and compressed.

The tag is a digest of everything that an answer depends on: the program, the settings of what is shown, the
content of the generation, and the request. It is weak (RFC 9110, 8.8.1), because ``took_ms`` differs and the
encoding does not matter. A client that sends the tag back gets 304 without a search. The bodies that were
used last are cached by their tags. An answer from the cache needs no thread and no turn: ``web.serving`` asks
for it at once, and if it is gone, in a thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from flask import Response, current_app, request

from search.backends.base import Index
from search.cache import Cache
from web import metrics
from web.archive import current_index
from web.at_once import KEPT, ensure_may_take_long
from web.compression import MIN_SIZE, compressed, encoding_of

HTML = "text/html; charset=utf-8"
JSON = "application/json"

_NOT_MODIFIED = 304
_OVERHEAD = 500  # bytes that a cached answer needs besides its body


class Body(NamedTuple):
    """The body of an answer.

    found:    whether the search had a match; None if there was no search
    encoding: the Content-Encoding of the body; empty if it is not encoded
    """

    content: bytes
    found: bool | None = None
    encoding: str = ""


class Asked(NamedTuple):
    """A request whose parameters were read.

    key:  everything that its answer depends on besides program and generation
    make: makes the body of the answer, which is not encoded yet
    """

    key: tuple[str, ...]
    make: Callable[[], Body]


class Answers:
    """The answers of a process: their tags, and a cache of their bodies. Threads may share it."""

    def __init__(self, program: str, max_bytes: int) -> None:
        """Begin with an empty cache.

        program:   a digest of the program, and the settings that all answers depend on
        max_bytes: the maximal size of the cache in bytes; 0 switches it off
        """
        self._program = program
        self._kept: Cache[tuple[str, str], Body] = Cache(
            max_bytes, lambda body: len(body.content) + _OVERHEAD
        )

    def tag(self, index: Index, asked: Asked) -> str:
        """Return the entity tag of the answer from the current generation."""
        return self.tag_of(index, asked.key)

    def tag_of(self, index: Index, key: tuple[str, ...]) -> str:
        """Return the entity tag of what depends on a key, the program and the generation searched now."""
        text = "\0".join((self._program, index.digest, *key))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def answer(self, index: Index, asked: Asked, encoding: str) -> tuple[str, Body]:
        """Return the answer and its tag. Raises the errors of ``asked.make``.

        All searches for an answer read the generation of the tag, also if a newer one appears meanwhile.

        encoding: the one that the client prefers; short bodies are not encoded
        """
        with index.pinned():
            tag = self.tag(index, asked)
            key = tag, encoding
            body = self._kept.get_or_make(key, self._made, asked, encoding)
            if key in self._kept:
                request.environ[KEPT] = True
            return tag, body

    def _made(self, asked: Asked, encoding: str) -> Body:
        ensure_may_take_long()
        body = asked.make()
        if len(body.content) < MIN_SIZE:
            return body
        return Body(compressed(body.content, encoding), body.found, encoding)


def conditional(content_type: str, cache_control: str, vary: str) -> Callable[..., Any]:
    """Return a decorator of views that return ``Asked``: they answer with an entity tag, or with 304.

    vary: the request headers that the answer depends on
    """

    def of_view(view: Callable[..., Asked]) -> Callable[..., Response]:
        @wraps(view)
        def answered(**arguments: Any) -> Response:
            asked = view(**arguments)
            index, answers = current_index(), current_answers()
            known = request.if_none_match if "HTTP_IF_NONE_MATCH" in request.environ else None
            headers = [("Cache-Control", cache_control), ("Vary", vary)]
            if known is not None and not known.star_tag:
                tag = answers.tag(index, asked)
                if known.contains_weak(tag):
                    headers.append(("ETag", f'W/"{tag}"'))
                    return Response(status=_NOT_MODIFIED, headers=headers)
            encoding = encoding_of(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
            tag, body = answers.answer(index, asked, encoding)
            if body.found is not None:
                metrics.count_search(body.found)
            headers.append(("ETag", f'W/"{tag}"'))
            if known is not None and known.star_tag:  # it matches every answer
                return Response(status=_NOT_MODIFIED, headers=headers)
            if body.encoding:
                headers.append(("Content-Encoding", body.encoding))
            return Response(body.content, headers=headers, content_type=content_type)

        return answered

    return of_view


def current_answers() -> Answers:
    """Return the answers of the running application."""
    answers: Answers = current_app.extensions["warta_answers"]
    return answers
