"""The module keeps ``removed.jsonl``, the log of removed articles and of blocked ids and addresses.

::

    {"event": "removed", "at": "2026-11-29T20:20:00+00:00", "generation": "000007", "id": "a1", ...}

Lines are appended, while the index is locked, and never changed. A line contains no text of an article. It
ends with a digest of itself, and contains the digest of the line before, so that a changed or removed line is
detected.

Lines are forced to the disk before the generation that they name is swapped in. If the generation does not
become current, they are removed again, at the latest by the next run that changes the index.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path

from search import disk
from search.addresses import page_of
from search.article import Article, usable_id
from search.errors import IndexDamagedError
from search.index.format.sealed import sealed, unsealed

FILE = "removed.jsonl"
_LONGEST_REASON = 1_000
REMOVED, BLOCKED, UNBLOCKED, PURGED = "removed", "blocked", "unblocked", "purged"
_LONGEST_LINE = 1 << 16


@dataclass(frozen=True)
class Removal:
    """A line of the log.

    event:      "removed": an article was deleted; "blocked": an id or address that is not in the index must
                not come in; "unblocked": it may come in again; "purged": no deleted article is on the disk
                any more
    at:         when, RFC 3339, UTC
    generation: the first generation without the article
    id, url, source, published: those of the article; "" if they are not known
    sha256:     the digest of its headline and paragraphs, see ``content_digest``
    reason:     the reason that was given
    blocks:     whether the id and the address must not come in again
    """

    event: str
    at: str = ""
    generation: str = ""
    id: str = ""
    url: str = ""
    source: str = ""
    published: str = ""
    sha256: str = ""
    reason: str = ""
    blocks: bool = False

    @classmethod
    def of(cls, article: Article, reason: str, *, blocks: bool) -> Removal:
        """Return the line for an article that is deleted."""
        return cls(
            REMOVED,
            id=article.id,
            url=article.url or "",
            source=article.source or "",
            published=article.published.isoformat() if article.published else "",
            sha256=content_digest(article),
            reason=reason,
            blocks=blocks,
        )

    def is_of(self, name: str) -> bool:
        """Return whether the line is about the article with this id or address."""
        return usable_id(name) == self.id or bool(self.url and page_of(self.url) == page_of(name))


@dataclass(frozen=True)
class Takedown:
    """How articles are removed.

    reason: why, for the log
    blocks: whether they must not come in again
    urls:   addresses that must not come in, although no article has them
    """

    reason: str = ""
    blocks: bool = False
    urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blocked:
    """The ids that must not come into an index, and the pages, in the form of ``page_of``."""

    ids: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids or self.pages)

    def has(self, article: Article) -> bool:
        """Return whether an article is blocked, by its id or its address."""
        return self.has_id(article.id) or bool(self.pages and article.url and self.has_address(article.url))

    def has_id(self, article_id: str) -> bool:
        """Return whether an id is blocked."""
        return article_id in self.ids

    def has_address(self, url: str) -> bool:
        """Return whether the page at an address is blocked."""
        return page_of(url) in self.pages


def content_digest(article: Article) -> str:
    """Return the SHA-256 of the headline and the paragraphs as UTF-8, each followed by a line feed.

    It can prove later which text was removed, although the text is not kept.
    """
    lines = [article.title or "", *article.paragraphs]
    content = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()


def plain_reason(reason: str) -> str:
    """Return a reason for the log: on one line, without control characters, with at most 1,000 characters."""
    plain = "".join(one if one.isprintable() else " " for one in reason)
    return " ".join(plain.split())[:_LONGEST_REASON]


class Removals:
    """The log of an index folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def lines(self) -> list[Removal]:
        """Return all lines, the oldest first. Raises IndexDamagedError if one was changed or removed."""
        entries = [self._read(number, line) for number, line in enumerate(self._raw(), 1)]
        chain = [("", ""), *((after, digest) for _, after, digest in entries)]
        for number, ((_, before), (after, _)) in enumerate(pairwise(chain), 1):
            if after != before:
                raise IndexDamagedError("removals_changed", file=self.path, line=str(number))
        return [removal for removal, _, _ in entries]

    def blocked(self) -> Blocked:
        """Return the blocked ids and pages. Raises IndexDamagedError."""
        ids: set[str] = set()
        pages: set[str] = set()
        for number, line in enumerate(self._raw(), 1):
            if b'"blocks": true' not in line and b'"unblocked"' not in line:
                continue
            one, _, _ = self._read(number, line)
            change = ids.discard if one.event == UNBLOCKED else ids.add
            change_page = pages.discard if one.event == UNBLOCKED else pages.add
            if one.id:
                change(one.id)
            if one.url:
                change_page(page_of(one.url))
        return Blocked(frozenset(ids), frozenset(pages))

    @contextmanager
    def recorded(self, removals: Sequence[Removal], generation: str) -> Iterator[None]:
        """Append lines; remove them again if the block of this context fails. Raises DiskError.

        generation: the first generation without the articles
        """
        if not removals:
            yield
            return
        length = self._length()
        try:
            self._append(removals, generation)
            yield
        except BaseException:
            self._cut(length)
            raise

    def ensure_has(self, digest: str) -> None:
        """Raise IndexDamagedError unless a line has this digest, or it is ""."""
        if digest and not any(f'"{digest}"'.encode() in line for line in self._raw()):
            raise IndexDamagedError("removals_cut", file=self.path)

    def mend(self, digest: str = "") -> tuple[Path | None, int]:
        """Write the log again with its undamaged lines; the damaged file is kept beside it.

        digest: that of a line that must be there

        Returns the path of the damaged file, or None if nothing was wrong, and the number of lost lines. If
        lines are missing at its end, the path is its own, and they count as one.
        """
        try:
            self.lines()
        except IndexDamagedError:
            pass
        else:
            try:
                self.ensure_has(digest)
            except IndexDamagedError:
                return self.path, 1
            return None, 0
        sound, lost = [], 0
        for number, line in enumerate(self._raw(), 1):
            try:
                sound.append(self._read(number, line)[0])
            except IndexDamagedError:
                lost += 1
        kept = self.path.with_name(f"{self.path.stem}-{datetime.now(timezone.utc):%Y%m%dT%H%M%S%fZ}.damaged")
        disk.copy(self.path, kept)
        after, content = "", b""
        for one in sound:
            line = sealed({**asdict(one), "after": after})
            after, content = json.loads(line)["digest"], content + line
        disk.replace(self.path, content)
        disk.sync_entries(self.path.parent)
        return kept, lost

    def recover(self, last: int) -> None:
        """Remove lines that a killed run has appended.

        last: the greatest number that a generation had
        """
        length = self._length()
        if not length or self._tail_is_sound(length, last):
            return
        whole = 0
        for line in self._raw():
            if not line.endswith(b"\n") or not self._is_committed(line, last):
                break
            whole += len(line)
        self._cut(whole)

    def _tail_is_sound(self, length: int, last: int) -> bool:
        tail = self._tail(length)
        return tail.endswith(b"\n") and self._is_committed(tail[:-1].rpartition(b"\n")[2], last)

    @staticmethod
    def _is_committed(line: bytes, last: int) -> bool:
        try:
            return int(json.loads(line)["generation"]) <= last
        except (ValueError, TypeError, LookupError):
            return True  # the line is damaged; it is not removed, and reading reports it

    def _append(self, removals: Iterable[Removal], generation: str) -> None:
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        is_new = not self.path.exists()
        after = self.last_digest()
        with disk.append(self.path) as stream:
            for one in removals:
                line = sealed({**asdict(one), "at": at, "generation": generation, "after": after})
                stream.write(line)
                after = json.loads(line)["digest"]
            disk.sync(stream, self.path)
        if is_new:
            disk.sync_entries(self.path.parent)

    def last_digest(self) -> str:
        """Return the digest of the last line, "" if there is none. Raises IndexDamagedError."""
        length = self._length()
        if not length:
            return ""
        return self._read(0, self._tail(length)[:-1].rpartition(b"\n")[2] + b"\n")[2]

    def _tail(self, length: int) -> bytes:
        with disk.errors_about(self.path, code="cannot_be_read"), self.path.open("rb") as stream:
            stream.seek(max(0, length - _LONGEST_LINE))
            return stream.read()

    def _raw(self) -> Iterator[bytes]:
        if not self.path.exists():
            return
        with disk.errors_about(self.path, code="cannot_be_read"), self.path.open("rb") as stream:
            yield from stream

    def _read(self, number: int, line: bytes) -> tuple[Removal, str, str]:
        """Return a line, the digest of the line before, and the digest of this line.

        Raises IndexDamagedError.
        """
        try:
            values = unsealed(line)
            digest, after = str(values.pop("digest")), str(values.pop("after"))
            return Removal(**values), after, digest
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            damage = IndexDamagedError("removals_changed", file=self.path, line=str(number))
            raise damage from error

    def _length(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def _cut(self, length: int) -> None:
        disk.cut(self.path, length)
