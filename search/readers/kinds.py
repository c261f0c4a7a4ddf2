"""The module decides the kind of a file by its name and its first bytes, and has the table of kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from importlib.util import find_spec
from itertools import islice
from operator import itemgetter
from pathlib import PurePath

from search.later import Pattern
from search.readers.encodings import wide_encoding
from search.readers.formats.needed import EXTRAS
from search.readers.names import TEXT, field_of

HEAD_BYTES = 16 * 2**10
"""The number of first bytes of a file by which its kind is decided."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    suffixes: the suffixes of its names
    library:  the module that reads it, if this module is an extra
    is_text:  whether it has no signature, so that its kind is decided by its text
    """

    name: str
    suffixes: tuple[str, ...]
    library: str | None = None
    is_text: bool = False

    @property
    def extra(self) -> str | None:
        """The extra that installs the library."""
        return EXTRAS[self.library] if self.library else None

    @property
    def is_readable(self) -> bool:
        """Whether the library that reads it is installed."""
        return not self.library or find_spec(self.library) is not None


KINDS = {
    kind.name: kind
    for kind in (
        Kind("jsonl", (".jsonl", ".ndjson", ".json", ".jl", ".jsonlines"), is_text=True),
        Kind("csv", (".csv",), is_text=True),
        Kind("tsv", (".tsv", ".tab"), is_text=True),
        Kind("txt", (".txt", ".text"), is_text=True),
        Kind("html", (".html", ".htm", ".xhtml", ".shtml"), "trafilatura", is_text=True),
        Kind("html-table", (), "lxml", is_text=True),
        Kind("feed", (".rss", ".atom", ".rdf"), "feedparser", is_text=True),
        Kind("wordpress", (".wxr",), "lxml", is_text=True),
        Kind("sitemap", (), "lxml", is_text=True),
        Kind("xml", (".xml", ".enex"), "lxml", is_text=True),  # it may be any of these: its content decides
        Kind("trec", (".trec", ".sgml", ".sgm"), is_text=True),
        Kind("warc", (".warc", ".arc"), "warcio"),
        Kind("parquet", (".parquet", ".pq"), "pyarrow"),
        Kind("arrow", (".arrow", ".arrows", ".feather", ".ipc"), "pyarrow"),
        Kind("sqlite", (".sqlite", ".sqlite3", ".db", ".db3")),
        Kind("pdf", (".pdf",), "pypdf"),
        Kind("docx", (".docx",), "docx"),
        Kind("epub", (".epub",), "lxml"),
        Kind("spreadsheet", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "python_calamine"),
        Kind("mail", (".mbox", ".mbx", ".eml", ".mht", ".mhtml")),
        Kind("zip", (".zip", ".wacz")),
        Kind("tar", (".tar",)),
    )
}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd", ".xz": "xz", ".bz2": "bzip2"}
SUFFIXES = {suffix: kind.name for kind in KINDS.values() for suffix in kind.suffixes}

_PACKED_TAR = {".tgz": "gzip", ".tzst": "zstd", ".txz": "xz", ".tbz": "bzip2", ".tbz2": "bzip2"}
_SIGNATURES = (
    (b"PAR1", "parquet"), (b"PARE", "parquet"), (b"ARROW1", "arrow"), (b"FEA1", "arrow"),
    (b"SQLite format 3\x00", "sqlite"), (b"WARC/", "warc"), (b"filedesc://", "warc"),
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PK\x07\x08", "zip"),
)  # fmt: skip
# A message of Arrow's stream format: a mark, the length, and a FlatBuffer, which begins with a small offset.
_ARROW_STREAM = Pattern(rb"\xff\xff\xff\xff..[\x00-\x0f]\x00[\x04-\x40]\x00\x00\x00", re.DOTALL)
#: How a mailbox begins: a line of its own, then a header.
_MAILBOX = Pattern(rb"From \S+ [^\n]*\d{4}\r?\n[\w-]+: ")
_EPUB = b"mimetypeapplication/epub+zip"
_BEFORE_ROOT = Pattern(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+(?!html)[^>\[]*(?:\[.*?\]\s*)?>)+", re.S | re.I
)
_ROOT = Pattern(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([\w.-]+)", re.I)
_XML_KINDS = {
    **dict.fromkeys(("rss", "feed", "rdf"), "feed"),
    **dict.fromkeys(("urlset", "sitemapindex"), "sitemap"),
    **dict.fromkeys(
        (
            "html",
            "head",
            "body",
            "title",
            "meta",
            "p",
            "div",
            "h1",
            "h2",
            "article",
            "main",
            "section",
            "table",
        ),
        "html",
    ),
}
#: A page that begins with a table, perhaps below a heading: its first row; a cell; a tag.
_FIRST_ROW = Pattern(
    r"(?:\s|<\?[^>]*>|<!DOCTYPE[^>]*>|<!--(?:(?!-->).)*-->|<style\b(?:(?!</style).)*</style>|<title>[^<]*</title>"
    r"|<(?P<above>h[1-6])\b[^>]*>[^<]{0,300}</(?P=above)>"
    r"|</?(?:html|head|meta|link|body|center|div|xml|table|thead|tbody|caption|colgroup|col)\b[^>]*>)*"
    r"<tr\b[^>]*>(?P<row>.*?)</tr",
    re.S | re.I,
)
#: The rows below it; Google Sheets has the letters of the columns above the header.
_FURTHER_ROW, _MOST_ABOVE = Pattern(r"<tr\b[^>]*>(.*?)</tr", re.S | re.I), 2
_CELL = Pattern(r"<t[hd]\b[^>]*>(.*?)(?=<t[hd]\b|</t[hdr]|\Z)", re.S | re.I)
_TAG = Pattern(r"<[^>]*>")
#: Elements of HTML that are also names for a whole article in other XML.
_ALSO_XML = frozenset(("article", "main", "section", "title"))
#: A collection for research: articles between <DOC> and </DOC>, without an element around them.
_TREC = Pattern(r"<DOC>\s*<DOC(?:NO|ID)>", re.I)
_WORDPRESS = "wordpress.org/export/"
#: The front matter of Jekyll and Hugo, with a headline in it.
_FRONT_MATTER = Pattern(
    r"(?:---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,40}?(?:title|judul)[ \t]*:"
    r"|\+\+\+[ \t]*\r?\n(?:(?!\+\+\+)[^\n]*\n){0,40}?(?:title|judul)[ \t]*=)",
    re.I,
)
_JSON_BEGIN = Pattern(r"""\{\s*(?:["}]|\Z)|\[\s*(?:[\[{"\]]|\Z)|\x1e\s*\{""")
JSON_IN_SCRIPT = (
    "(?:\ufeff)?"
    r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][A-Za-z0-9_$]*"
    r"(?:\.[A-Za-z0-9_$]+|\[\s*[\"'][A-Za-z0-9_-]+[\"']\s*\])*"
    r"\s*[=(]\s*(?=\[\s*[\[{]|\{\s*\")"
)
"""What stands before JSON that a script assigns or is called with: an archive of Twitter, JSONP."""
_JSON_IN_SCRIPT = Pattern(JSON_IN_SCRIPT)
#: Kind by the name -> the kinds that the first bytes of a text can make it instead.
_STRONGER_THAN_NAME = {
    "jsonl": {"trec", "html", "html-table", "feed", "wordpress", "sitemap", "csv", "tsv"},
    "csv": {"trec", "jsonl", "html", "html-table", "feed", "wordpress", "sitemap"},
    "tsv": {"trec", "jsonl", "html", "html-table", "feed", "wordpress", "sitemap", "csv"},
    "txt": {"trec", "jsonl", "html", "html-table", "feed", "wordpress", "sitemap", "csv", "tsv"},
    "html": {"trec", "html-table", "jsonl", "feed", "wordpress", "sitemap"},
    "trec": {"jsonl", "html", "html-table", "feed", "wordpress", "sitemap", "csv", "tsv"},
    "feed": {"jsonl", "html", "wordpress", "sitemap"},
    "wordpress": {"jsonl", "html", "feed", "sitemap"},
    "sitemap": {"jsonl", "html", "feed", "wordpress"},
    "xml": {"trec", "jsonl", "html", "html-table", "feed", "wordpress", "sitemap"},
}


def kind_by_name(name: str) -> tuple[str | None, str | None]:
    """Return the kind and the compression by the suffixes of a name; each is None if they do not tell it.

    >>> kind_by_name("arsip.jsonl.gz"), kind_by_name("arsip.tgz"), kind_by_name("LAPORAN.PDF")
    (('jsonl', 'gzip'), ('tar', 'gzip'), ('pdf', None))
    """
    suffixes = PurePath(name.lower().replace(" ", "_")).suffixes[-2:]
    if not suffixes:
        return None, None
    if suffixes[-1] in _PACKED_TAR:
        return "tar", _PACKED_TAR[suffixes[-1]]
    compression = COMPRESSIONS.get(suffixes[-1])
    if compression:
        return (SUFFIXES.get(suffixes[0]) if len(suffixes) > 1 else None), compression
    return SUFFIXES.get(suffixes[-1]), None


def kind_of(named: str | None, head: bytes) -> str | None:
    """Return the kind of a file; ``named`` is the kind by its name, and ``head`` its first bytes.

    A signature in the content decides. The kind of a text is that of its name, unless it begins as only
    another kind does. The result is None if neither tells the kind.
    """
    content = kind_by_content(head)
    if named == "xml" and content == "html" and _root(_text(head)) in _ALSO_XML:
        return named
    if named is None or content is None or content == named:
        return content or named
    if not KINDS[content].is_text or not KINDS[named].is_text:
        return content
    return content if content in _STRONGER_THAN_NAME[named] else named


def kind_by_content(head: bytes) -> str | None:
    """Return the kind of a file by its first bytes, decompressed, or None."""
    signed = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if signed:
        return "epub" if signed == "zip" and _EPUB in head[:100] else signed
    if _MAILBOX.match(head):
        return "mail"
    if _ARROW_STREAM.match(head):
        return "arrow"
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return "tar"
    return _kind_of_text(_text(head))


def _kind_of_text(text: str) -> str | None:
    if text.startswith("<"):
        return "trec" if _TREC.match(text) else _markup(text)
    if _FRONT_MATTER.match(text):
        return "txt"
    value = text
    while value.startswith("#"):  # comments, such as those in a file of rejects
        value = value.partition("\n")[2].lstrip()
    if _JSON_IN_SCRIPT.match(value):
        return "jsonl"
    if _JSON_BEGIN.match(value):
        return "jsonl" if _begins_with_json(value) else None
    return _table(text.partition("\n")[0])


def _is_old_tar(head: bytes) -> bool:
    """Return whether ``head`` begins a tar file of before POSIX, which only its checksum shows."""
    if len(head) < 512 or not head[0]:
        return False
    try:
        checksum = int(head[148:156].strip(b" \x00") or b"-", 8)
    except ValueError:
        return False
    return checksum == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def _text(head: bytes) -> str:
    encoding = wide_encoding(head) or "utf-8"
    return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")


def _root(text: str) -> str:
    """Return the name of the outermost element in small letters, or an empty string."""
    before = _BEFORE_ROOT.match(text)
    root = _ROOT.match(text, before.end() if before else 0)
    return root[1].lower() if root else ""


def _markup(text: str) -> str | None:
    kind = _XML_KINDS.get(_root(text))
    if kind == "html" and (row := _FIRST_ROW.match(text)):
        rows = (row["row"], *islice(map(itemgetter(1), _FURTHER_ROW.finditer(text, row.end())), _MOST_ABOVE))
        named = any(names_articles([*map(_words, _CELL.findall(one))]) for one in rows)
        return "html-table" if named else kind
    return "wordpress" if kind == "feed" and _WORDPRESS in text else kind


def _words(cell: str) -> str:
    return unescape(_TAG.sub("", cell)).strip()


def _begins_with_json(text: str) -> bool:
    """Return whether the first value of a text is JSON, as far as the text goes."""
    try:
        json.JSONDecoder(strict=False).raw_decode(text.lstrip("\x1e \n"))
    except json.JSONDecodeError as error:
        return error.pos > len(text) - 16 or "Unterminated string" in error.msg
    except (RecursionError, ValueError):  # it is nested too deeply, or has a very long number, but it is JSON
        return True
    return True


def _table(line: str) -> str | None:
    """Return the kind of a table by its header: it has names of two fields, and one is a name of the text."""
    for delimiter, kind in (("\t", "tsv"), (",", "csv"), (";", "csv"), ("|", "csv")):
        if names_articles([name.strip(' \r"') for name in line.split(delimiter)]):
            return kind
    return None


def names_articles(header: Sequence[str]) -> bool:
    """Return whether a header has names of two fields of an article, one of them a name of the text."""
    fields = {known[0] for known in map(field_of, header) if known}
    return TEXT in fields and len(fields) > 1
