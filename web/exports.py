"""``GET /api/v1/export``: all results of a search as a file, which is sent while it is made."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from urllib.parse import quote

from flask import Blueprint, Response

from search.article import ArticleMetadata
from search.export import FORMATS, exported
from web import paths
from web.archive import current_index
from web.problems import busy_response
from web.resources import article_maker, base_of, searched, today
from web.turns import in_turns

blueprint = Blueprint("exports", __name__)

_MOST_AT_ONCE = 2  # so many files are made at a time in a process, because each occupies a thread
_free = threading.Semaphore(_MOST_AT_ONCE)
_NAME_LENGTH = 60


@blueprint.get("/api/v1/export")
def export() -> Response:
    """Answer with all results of a search as CSV, NDJSON or XLSX, or with 503 while two others are made."""
    asked = searched("export")
    kind = FORMATS[asked.others["format"]]
    base = base_of("absolute")

    def page_of(about: ArticleMetadata, paragraph: int | None) -> str:
        path = paths.article_path(about.id, base)
        return path if paragraph is None else f"{path}#p{paragraph}"

    if not _free.acquire(blocking=False):
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
        sent = _Sent(chain([next(made, b"")], made))
    except BaseException:
        _free.release()
        raise
    response = Response(sent, content_type=kind.media_type)
    response.headers["Content-Disposition"] = _disposition(asked.request.text, kind.suffix)
    response.headers["Cache-Control"] = "no-store"
    return response


class _Sent:
    """The pieces of a file. Another file can be made when they are all sent, or when the client has left."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
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
            _free.release()
            with suppress(AttributeError):
                self._pieces.close()  # type: ignore[attr-defined]


def _disposition(text: str, suffix: str) -> str:
    """Return the Content-Disposition header, which names the file by query and day (RFC 6266)."""
    words = "-".join(re.findall(r"\w+", text.lower()))[:_NAME_LENGTH].strip("-") or "semua"
    name = f"warta-{words}-{today().isoformat()}.{suffix}"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
