"""Answers with an entity tag: compared before any work, kept for the next who asks, compressed.

The tag is a digest of all that an answer depends on: the program, the content of the generation, and what
was asked. It is weak (RFC 9110, 8.8.1), because ``took_ms`` differs and an encoding does not matter. A client
that sends it back gets 304 without a search; the answers that were asked for last are kept by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, NamedTuple

from flask import Response, current_app, request

from search.backends.base import Index
from search.cache import Cache
from web import metrics
from web.archive import current_index
from web.compression import MIN_SIZE, compressed, encoding_of

HTML = "text/html; charset=utf-8"
JSON = "application/json"

_NOT_MODIFIED = 304
_OVERHEAD = 500  # bytes of a kept answer around its body


class Body(NamedTuple):
    """The body of an answer.

    found:    whether the search of the answer found something; None if there was no search
    encoding: its Content-Encoding, empty for none
    """

    content: bytes
    found: bool | None = None
    encoding: str = ""


class Asked(NamedTuple):
    """A request that was read.

    key:  what its answer depends on beside program and generation
    make: makes the body of the answer, not encoded
    """

    key: tuple[str, ...]
    make: Callable[[], Body]


class _OtherGenerationError(Exception):
    """Another generation is searched than the one that the tag names."""


class Answers:
    """The answers of a process: their tags, and the bodies asked for last. Threads may share it."""

    def __init__(self, program: str, max_bytes: int) -> None:
        """Keep nothing yet.

        program:   a digest of the program
        max_bytes: how many bytes of bodies are kept, 0 for none
        """
        self._program = program
        self._kept: Cache[tuple[str, str], Body] = Cache(
            max_bytes, lambda body: len(body.content) + _OVERHEAD
        )

    def tag(self, index: Index, asked: Asked) -> str:
        """Return the entity tag of the answer from the generation that is searched now."""
        return self.tag_of(index, asked.key)

    def tag_of(self, index: Index, key: tuple[str, ...]) -> str:
        """Return the entity tag of what depends on a key, the program and the generation searched now."""
        return self._tag(index.digest, key)

    def _tag(self, digest: str, key: tuple[str, ...]) -> str:
        text = "\0".join((self._program, digest, *key))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def answer(self, index: Index, asked: Asked, encoding: str) -> tuple[str, Body]:
        """Return the answer and its tag; raises what ``asked.make`` raises.

        encoding: the one that the client prefers; short bodies have none
        """
        while True:
            digest = index.digest
            tag = self._tag(digest, asked.key)
            with suppress(_OtherGenerationError):
                key = tag, encoding
                return tag, self._kept.get_or_make(key, self._made, index, asked, digest, encoding)

    def _made(self, index: Index, asked: Asked, digest: str, encoding: str) -> Body:
        body = asked.make()
        if index.digest != digest:
            raise _OtherGenerationError
        if len(body.content) < MIN_SIZE:
            return body
        return Body(compressed(body.content, encoding), body.found, encoding)


def conditional(content_type: str, cache_control: str, vary: str) -> Callable[..., Any]:
    """Let a view, which returns ``Asked``, answer with an entity tag, or with 304 to those who know it.

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
            if known is not None and known.star_tag:  # it names any answer that there is
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
