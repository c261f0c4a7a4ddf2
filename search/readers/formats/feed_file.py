"""The module reads all versions of RSS and Atom with feedparser (https://feedparser.readthedocs.io)."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXException

from search.addresses import id_of_address, is_address
from search.readers.formats.needed import needed
from search.readers.formats.passed_over import passed_over
from search.readers.formats.xml_entities import refuse_entities
from search.readers.records import Record, RecordError, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

MAX_FEED_BYTES = 64 * 2**20
"""The maximum size of a feed: feedparser keeps all of it in memory."""

_ROOT = re.compile(rb"<(?:[\w-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
# The start tag and the end tag are counted separately, because usually only one of them is damaged.
_ENTRY = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
#: An entry as it begins in XML; one that is in the text of another was swallowed by a damaged end.
_SWALLOWED = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)(?:\s[^<>]*)?>\s*<", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_END = re.compile(
    rb"</(?:[\w-]+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\x00*\Z", re.IGNORECASE | re.DOTALL
)


#: Exports of Blogger say by a category of this scheme what an entry is: a post, a page, a comment, a setting.
_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
#: The prefix of Media RSS, and the captions of its pictures, which feedparser takes for the entry's own text.
_OF_MEDIA = re.compile(rb"""xmlns:([\w-]+)\s*=\s*["']https?://search\.yahoo\.com/mrss/?["']""", re.IGNORECASE)
_CAPTION = "media_caption_"
_NAME_BEHIND_MAIL = re.compile(r"[^\s(]+@[^\s(]+ *\((.+)\)")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed.

    fields:   the fields of an article; its text is HTML
    has_text: whether the feed has the text of the article, and not only a description
    own_id:   the id in the feed (guid, atom:id), which remains if the address changes
    no_article: what it is if it is no published article, as in exports of Blogger: "comment", "draft"
    """

    fields: dict[str, object]
    has_text: bool
    own_id: str | None = None
    no_article: str | None = None


def feed_entries(
    content: bytes,
    *,
    content_type: str | None = None,
    address: str | None = None,
    on_flaw: Callable[[Remark], None] = lambda flaw: None,
) -> Iterator[FeedEntry]:
    """Yield the entries of a feed in their order.

    content:      RSS 0.9 to 2.0, RDF or Atom, decompressed
    content_type: the Content-Type of the answer, which may name the encoding
    address:      the address of the feed, to which links in it may be relative
    on_flaw:      is called with a remark if the XML is not well-formed

    Of a feed that is cut short, the complete entries are yielded first. Raises RecordError: ``no-feed`` if it
    is no feed, ``damaged`` at its end if entries are missing, ``xml-entities``, ``too-long``. Raises
    SourceError if feedparser is not installed.
    """
    if len(content) > MAX_FEED_BYTES:
        raise RecordError("too-long", "feed_too_long", most=MAX_FEED_BYTES)
    refuse_entities(content)
    if not _ROOT.search(content.replace(b"\x00", b"")[: 2**16]):
        raise RecordError("no-feed", "feed_unknown")
    said = {"content-type": content_type, "content-location": address}
    headers = {name: value for name, value in said.items() if value}
    feedparser = needed("feedparser")
    try:
        parsed = feedparser.parse(
            io.BytesIO(_with_captions_apart(content)),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # a damaged feed raises UnicodeDecodeError and others
        raise RecordError("damaged", "document_unreadable", reason=error) from error
    if parsed.bozo and isinstance(parsed.get("bozo_exception"), SAXException):
        on_flaw(Remark("feed_not_well_formed", {"reason": parsed.bozo_exception}))
    whole = bool(_END.search(content.replace(b"\x00", b"")[-4096:].rstrip()))
    entries = parsed.entries if whole else parsed.entries[:-1]
    for entry in entries:
        yield _entry(entry, parsed.feed)
    marks = len(_SWALLOWED.findall(content))
    if parsed.bozo:
        marks = max(len(_ENTRY.findall(content)), len(_ENTRY_END.findall(content)))
    lost = marks - len(parsed.entries)
    if whole and lost > 0:
        raise RecordError("damaged", "feed_entries_lost", count=lost)
    if not whole:
        raise RecordError("damaged", "feed_cut_short", entries=len(entries))


def _with_captions_apart(content: bytes) -> bytes:
    """Return a feed in which captions of pictures are elements of other names, numbered in their order."""
    if not (prefix := _OF_MEDIA.search(content)):
        return content
    tag = re.compile(rb"<(/?)%b:(?:description|text)(?:\s[^<>]*?)?(/?)>" % re.escape(prefix[1]))
    number = 0

    def renamed(match: re.Match[bytes]) -> bytes:
        nonlocal number
        number += not match[1]
        return b"<%b%b%d%b>" % (match[1], _CAPTION.encode(), number, match[2])

    return tag.sub(renamed, content)


def _entry(entry: Any, feed: Any) -> FeedEntry:
    full = max((part.get("value") or "" for part in entry.get("content", ())), key=len, default="")
    source = entry.get("source", {}).get("title") or feed.get("title")
    link = entry.get("feedburner_origlink") or entry.get("link")
    # Without a time of update, feedparser's ``get`` would return that of publication.
    updated = dict.get(entry, "updated")
    captions = _captions(entry)
    text = full or entry.get("summary") or next(captions, "")
    fields: dict[str, object] = {
        "id": _id(entry, link),
        "title": _plain(entry.get("title")),
        "published": entry.get("published") or updated,
        "updated": updated,
        "authors": _authors(entry),
        "tags": [
            _plain(tag.get("label") or tag.term) for tag in _tags(entry) if tag.get("scheme") != _KIND_SCHEME
        ],
        "source": _plain(source),
        "url": link if is_address(link) else None,
        "language": feed.get("language"),
        "text": text,
        **_image(entry),
        "image_caption": _with_credit(next(captions, ""), entry),
    }
    if fields["updated"] == fields["published"]:
        del fields["updated"]
    own = (entry.get("id") or "").strip() or None
    return FeedEntry(
        {name: value for name, value in fields.items() if value}, bool(full), own, _other_than_article(entry)
    )


def _tags(entry: Any) -> Iterator[Any]:
    return (tag for tag in entry.get("tags", ()) if tag.get("term"))


def _other_than_article(entry: Any) -> str | None:
    """Return what an entry is, in lower case, if its feed says that it is no published article, else None."""
    kinds = [tag.term.rpartition("#")[2] for tag in _tags(entry) if tag.get("scheme") == _KIND_SCHEME]
    kind = str(next(iter(kinds), None) or entry.get("blogger_type") or "post").lower()
    if kind != "post":
        return kind
    status = str(entry.get("blogger_status") or "live").lower()
    if status != "live":
        return status
    return "draft" if entry.get("app_draft") == "yes" or entry.get("draft") == "yes" else None


def _id(entry: Any, link: str | None) -> str | None:
    """Return the id that is derived from the address of an entry, else the id in the feed."""
    own = (entry.get("id") or "").strip()
    address = next(filter(is_address, (link, own)), None)
    return id_of_address(address) if address else own or None


def _authors(entry: Any) -> list[str]:
    # RSS has "mail (name)"; feedparser takes mails with other ends than those of its list apart.
    given = _NAME_BEHIND_MAIL.fullmatch(str(entry.get("author") or ""))
    if given:
        return [_plain(given[1])]
    named = [author.get("name") or author.get("email") for author in entry.get("authors", ()) if author]
    return [name for name in map(_plain, named) if name]


def _plain(text: str | None) -> str:
    """Return a title or a name as plain text; feeds often escape HTML in it twice."""
    return " ".join(html.unescape(text).split()) if text else ""


def _image(entry: Any) -> dict[str, object]:
    candidates = [*entry.get("media_content", ()), *entry.get("media_thumbnail", ())]
    candidates += [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    for one in candidates:
        address = one.get("url") or one.get("href")
        kind = one.get("type") or one.get("medium") or "image"
        if is_address(address) and kind.startswith("image"):
            return {"image": address}
    return {}


def _captions(entry: Any) -> Iterator[str]:
    """Yield the captions of the pictures of an entry, in their order."""
    numbers = {name: number for name in entry if (number := _number_of_caption(name))}
    named = sorted(numbers, key=lambda name: numbers[name])
    return (caption for name in named if (caption := _plain(entry[name])))


def _number_of_caption(name: str) -> int:
    """Return the number in the name of a caption, or 0 for other names."""
    number = name.removeprefix(_CAPTION)
    return int(number) if number != name and number.isdecimal() else 0


def _with_credit(caption: str, entry: Any) -> str:
    """Return a caption with the name of the photographer behind it, unless it is in it already."""
    credits_of_all = (_plain(one.get("content")) for one in entry.get("media_credit", ()))
    credit = next(filter(None, credits_of_all), "")
    if not credit or credit in caption:
        return caption
    return f"{caption} ({credit})" if caption else credit


def read_feed(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Yield a record for each entry of a feed file."""
    try:
        content = stream.whole(MAX_FEED_BYTES)
    except DamagedStreamError as error:
        yield Reject(file, None, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")
        return
    number = without = 0
    skipped: Counter[str] = Counter()
    flaws: list[Remark] = []
    try:
        if content is None:
            raise RecordError("too-long", "feed_too_long", most=MAX_FEED_BYTES)
        for number, entry in enumerate(feed_entries(content, on_flaw=flaws.append), 1):
            if entry.no_article:
                skipped[entry.no_article] += 1
                continue
            without += not entry.has_text
            yield Record(entry.fields, number)
    except RecordError as error:
        yield Reject(file, number + 1 if number else None, error.code, error.reason, "")
    yield from flaws
    if skipped:
        yield passed_over(skipped)
    if without:
        yield Remark("feed_of_summaries", {"count": without})
