"""The module has the records Article, ArticleMetadata and Paragraph."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

from search.later import Pattern
from search.published import Published

MAX_ID_LENGTH = 200

_NOT_IN_IDS = Pattern(r"[#\s]")
_WORDS = Pattern(r"\w+")


class ArticleMetadata(NamedTuple):
    """The fields of an article except its text; see ``Article``.

    ``paragraph_count`` is the number of paragraphs of the whole article.
    """

    id: str
    title: str | None
    source: str | None
    published: Published | None
    category: str | None
    url: str | None
    paragraph_count: int
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    place: str | None = None
    updated: Published | None = None
    language: str | None = None
    image: str | None = None
    image_caption: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article; ``number`` counts from 0."""

    article_id: str
    number: int
    text: str

    @property
    def address(self) -> str:
        """The paragraph's address, ``ARTICLEID#N``."""
        return f"{self.article_id}#{self.number}"

    @property
    def fingerprint(self) -> str:
        """The digest by which the paragraph is recognised when its number changes; see ``fingerprint``."""
        return fingerprint(self.text)


class Article(NamedTuple):
    """A news article as a reader yields it: validated, with at least one paragraph; no paragraph is empty.

    id:        unique in an index
    paragraphs: the text, in order
    published: a ``date``, a ``datetime`` with its UTC offset if the time is known, or a ``PartialDate`` if
               the day is not known; ``updated`` as well
    category:  the section of the newspaper
    authors, tags: in the order of the record, without repetitions
    place:     the place that it was reported from, as in the dateline
    language:  the language of the text, such as "id"
    image:     the address of the picture, whose caption is ``image_caption``
    """

    id: str
    paragraphs: tuple[str, ...]
    title: str | None = None
    source: str | None = None
    published: Published | None = None
    category: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    place: str | None = None
    updated: Published | None = None
    language: str | None = None
    image: str | None = None
    image_caption: str | None = None

    @property
    def metadata(self) -> ArticleMetadata:
        """All fields except the text."""
        return ArticleMetadata(
            self.id, self.title, self.source, self.published, self.category, self.url, len(self.paragraphs),
            self.authors, self.tags, self.place, self.updated, self.language, self.image, self.image_caption,
        )  # fmt: skip

    @property
    def has_rare_fields(self) -> bool:
        """Whether it has any of the fields that only some articles have: ``authors`` and those behind it."""
        return self[_FIRST_RARE:] != _NO_RARE

    @classmethod
    def of(cls, about: ArticleMetadata, paragraphs: tuple[str, ...]) -> Article:
        """Return the article with this metadata and this text."""
        fields = about._asdict()
        del fields["paragraph_count"]
        return cls(paragraphs=paragraphs, **fields)

    def paragraph(self, number: int) -> Paragraph:
        """Return paragraph ``number``, counted from 0. Raises IndexError if there is no such paragraph."""
        return Paragraph(self.id, number, self.paragraphs[number])


_FIRST_RARE = Article._fields.index("authors")
_NO_RARE = Article("", ())[_FIRST_RARE:]


def fingerprint(text: str) -> str:
    """Return eight letters and digits that identify a paragraph, also after others were inserted.

    They are a digest of the words; punctuation, letter case and blanks make no difference.

    >>> fingerprint("Harga beras naik.") == fingerprint("HARGA beras  naik")
    True
    """
    words = " ".join(_WORDS.findall(normalize("NFKC", text).casefold()))
    digest = hashlib.blake2b(words.encode("utf-8"), digest_size=5).digest()
    return b32encode(digest).decode("ascii").lower()


def usable_id(given: str) -> str:
    """Return the id of an article in the index whose id in its source is ``given``.

    Blanks and "#" would break addresses (``ID#N``) and run files, so they are percent-encoded. A longer id
    than ``MAX_ID_LENGTH`` becomes 16 hexadecimal digits of its hash. Every other id is not changed.

    >>> usable_id("berita 7#a"), usable_id("berita-7")
    ('berita%207%23a', 'berita-7')
    """
    usable = given.strip()
    if _NOT_IN_IDS.search(usable):
        usable = _NOT_IN_IDS.sub(lambda match: quote(match[0]), usable)
    if len(usable) > MAX_ID_LENGTH:
        return hashlib.blake2b(usable.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return usable


def derived_id(title: str | None, paragraphs: Sequence[str]) -> str:
    """Return the id of an article without one: 16 hexadecimal digits of a hash of its content.

    The same title and paragraphs give the same id on every machine and in every version.

    >>> derived_id("Judul", ["Isi."]) == derived_id("Judul", ["Isi."])
    True
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in (title or "", *paragraphs):
        digest.update(part.encode("utf-8"))
        digest.update(b"\x00")
    return digest.hexdigest()
