"""Cursors as opaque texts with a signature, by which truncated and changed cursors are recognised.

``search.results.Cursor`` says what a cursor is. A cursor is valid only for its search. The key of the
signature is not secret unless ``WARTA_SECRET`` is set: a forged cursor gives access only to what every search
can return.
"""

from __future__ import annotations

import hashlib
from datetime import date

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from search.errors import NotFoundError
from search.results import Cursor

#: The text that begins a walk.
BEGINNING = "*"


class Cursors:
    """Writes and reads cursors. Threads may share it."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret or "warta", salt="cursor")

    def written(self, cursor: Cursor, search: str) -> str:
        """Return a cursor as text. search: the search of the walk, as a query string."""
        values = [cursor.generation, cursor.today.toordinal(), cursor.place, _digest(search)]
        return str(self._serializer.dumps(values))

    def read(self, text: str, search: str) -> Cursor | None:
        """Return the cursor of a text; None for the text that begins a walk. Raises NotFoundError."""
        if text == BEGINNING:
            return None
        try:
            generation, today, place, digest = self._serializer.loads(text)
            if not (isinstance(generation, str) and type(place) is int and place >= 0):
                raise TypeError  # somebody has signed it who knows the key, as everybody may
            cursor = Cursor(generation, date.fromordinal(today), place)
        except (BadData, ValueError, TypeError, OverflowError):
            raise NotFoundError("cursor_unknown") from None
        if digest != _digest(search):
            raise NotFoundError("cursor_of_other_search")
        return cursor


def current_cursors() -> Cursors:
    """Return the cursors of the running application."""
    cursors: Cursors = current_app.extensions["warta_cursors"]
    return cursors


def _digest(search: str) -> str:
    return hashlib.blake2b(search.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
