"""``GET /api/v1/export``: all results of a search as a file, which is sent while it is made."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from urllib.parse import quote

from flask import Blueprint, Response, request

from search.article import ArticleMetadata
from search.export import FORMATS, exported
from web import paths
from web.access import current_visitor
from web.archive import current_index
from web.clients import client_name
from web.problems import busy_response
from web.resources import article_maker, base_of, searched, today
from web.turns import in_turns

blueprint = Blueprint("exports", __name__)

_MOST_AT_ONCE = 2  # so many files are made at a time in a process, because each occupies a thread
_MOST_OF_CLIENT = _MOST_AT_ONCE // 2
_NAME_LENGTH = 60


class _Places:
    """The places for files that are being made. A client that reads slowly keeps its place for long."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._counting = threading.Lock()

    def take(self, client: str) -> bool:
        """Take a place for a client, "" if it is not known. Return whether there was one."""
        with self._counting:
            is_client_full = client != "" and self.taken[client] >= _MOST_OF_CLIENT
            if is_client_full or self.taken.total() >= _MOST_AT_ONCE:
                return False
            self.taken[client] += 1
            return True

    def give_back(self, client: str) -> None:
        """Give a place of a client back."""
        with self._counting:
            self.taken[client] -= 1
            if not self.taken[client]:
                del self.taken[client]


places = _Places()


@blueprint.get("/api/v1/export")
def export() -> Response:
    """Answer with all results of a search as CSV, NDJSON or XLSX.

    The answer is 503 while two others are made, or one of the same client.
    """
    asked = searched("export")
    kind = FORMATS[asked.others["format"]]
    base = base_of("absolute")

    def page_of(about: ArticleMetadata, paragraph: int | None) -> str:
        path = paths.article_path(about.id, base)
        return path if paragraph is None else f"{path}#p{paragraph}"

    visitor = current_visitor()
    client = visitor.who if visitor and visitor.who else client_name(request.remote_addr)
    if not places.take(client):
        return busy_response("export_busy")
    try:
        pieces = exported(
            current_index().hits(asked.request),
            asked.others["format"],
            page_of=page_of,
            article=article_maker(ArticleMetadata._fields, base),
            language=asked.others["lang"],
        )
        made = in_turns(pieces)
        # The first piece is made before anything is sent, so that an error can still be answered.
        sent = _Sent(chain([next(made, b"")], made), lambda: places.give_back(client))
    except BaseException:
        places.give_back(client)
        raise
    response = Response(sent, content_type=kind.media_type)
    response.headers["Content-Disposition"] = _disposition(asked.request.text, kind.suffix)
    response.headers["Cache-Control"] = "no-store"
    return response


class _Sent:
    """The pieces of a file. Another file can be made when they are all sent, or when the client has left."""

    def __init__(self, pieces: Iterator[bytes], ended: Callable[[], None]) -> None:
        self._pieces, self._ended = pieces, ended
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        """Let another file be made. A server always calls this method at the end (PEP 3333)."""
        if self._open:
            self._open = False
            self._ended()
            with suppress(AttributeError):
                self._pieces.close()  # type: ignore[attr-defined]


def _disposition(text: str, suffix: str) -> str:
    """Return the Content-Disposition header, which names the file by query and day (RFC 6266)."""
    words = "-".join(re.findall(r"\w+", text.lower()))[:_NAME_LENGTH].strip("-") or "semua"
    name = f"warta-{words}-{today().isoformat()}.{suffix}"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
