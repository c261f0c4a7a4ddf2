"""Records of web archives whose lengths are wrong, that are cut, or stand between bytes of no record."""

import gzip
import io
import re
import zlib

import brotli
import pytest
from made_archives import articles, warc

from search.readers.budget import Budget, UnpackingLimits
from search.readers.formats.warc import _unpacked, read_warc
from search.readers.formats.warc_records import FoundRecord, find_records
from search.readers.streams import DamagedStreamError, TextStream


def record(content=b"isi", *, length=None, kind="response"):
    length = len(content) if length is None else length
    header = f"WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\n".encode()
    return header + content + b"\r\n\r\n"


def found_in(*parts):
    return list(find_records(TextStream(io.BytesIO(b"".join(parts)))))


def contents(found):
    return [one.content if isinstance(one, FoundRecord) else one.size for one in found]


def test_records_are_found_by_their_lengths():
    found = found_in(record(b"satu"), record(b""), record(b"tiga\r\n\r\nempat"))
    assert contents(found) == [b"satu", b"", b"tiga\r\n\r\nempat"]
    assert not any(one.has_wrong_length for one in found)


def test_a_page_that_shows_a_record_is_one_record():
    shown = b"<pre>\r\n\r\n" + record(b"sisipan") + b"</pre>"
    assert contents(found_in(record(shown), record(b"dua"))) == [shown, b"dua"]


@pytest.mark.parametrize("length", [2, 9, 40, 99_999_999_999, "x", "-4"])
def test_a_wrong_length_costs_no_other_record(length):
    found = found_in(record(b"satu satu", length=length), record(b"dua"), record(b"tiga"))
    assert contents(found) == [b"satu satu", b"dua", b"tiga"]
    assert [one.has_wrong_length for one in found] == [length != 9, False, False]
    assert not any(one.is_cut for one in found)


def test_a_cut_record_is_told_and_the_next_one_found():
    cut, whole = record(b"satu satu")[:-8], record(b"dua")
    found = found_in(cut, b"\r\n" + whole, whole[:-6])
    assert [one.is_cut for one in found] == [True, False, True]
    assert found[1].content == b"dua"


def test_bytes_of_no_record_are_counted():
    found = found_in(record(b"satu"), b"WARC/1.0 rusak\r\n\r\napa saja", b"\n" + record(b"dua"), b"[" * 99)
    assert contents(found) == [b"satu", 27, b"dua", 99]
    assert found[1].offset == len(record(b"satu"))


def test_arc_is_read_like_warc():
    head = b"filedesc://a.arc 0.0.0.0 20080101000000 text/plain 3\n1 0\n\n"
    lines = b"http://contoh.example/%d 127.0.0.1 20080101000000 text/html %d\n"
    pages = [
        lines % (number, length) + b"HTTP/1.1 200 OK\r\n\r\n<p>A</p>\n"
        for number, length in ((1, 27), (2, 9), (3, 27))
    ]
    found = found_in(head, *pages)
    assert [one.content[:8] for one in found] == [b"1 0", *[b"HTTP/1.1"] * 3]
    assert [one.has_wrong_length for one in found] == [False, False, True, False]


def test_damage_is_named_with_its_place(capfd):
    good = warc(articles(4))
    places = [found.start() for found in re.finditer(rb"\r\nContent-Length: \d", good)]
    at = places[2] + len("\r\nContent-Length: ")
    damaged = good[:at] + b"9" + good[at:]
    told = list(read_warc("a.warc", TextStream(io.BytesIO(damaged))))
    pages = [one for one in told if getattr(one, "kind", "") == "html"]
    assert len(pages) == 4
    assert "first at byte" not in capfd.readouterr().err
    said = [one.said("en") for one in told if not hasattr(one, "kind")]
    begins = good.rindex(b"WARC/1.0", 0, at)
    assert said[0] == f"1 record is not as long as it says, at byte {begins:,}: read up to the next record"


def test_what_libraries_say_is_bounded():
    told = list(read_warc("a.warc", TextStream(io.BytesIO(b"WARC/1.0\r\n" + b"[\x07" * 100_000))))
    for one in told:
        assert len(one.said("id")) < 300
        assert one.said("id").isprintable()


PAGE = b"<html>" + b"Banjir surut. " * 100


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", PAGE),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("br", PAGE),
        ("", PAGE),
    ],
    ids=range(7),
)
def test_packed_pages_are_unpacked(encoding, content):
    assert _unpacked(content, encoding, Budget(UnpackingLimits())) == PAGE


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("gzip", gzip.compress(PAGE)), ("br", brotli.compress(PAGE))],
    ids=["gzip", "br"],
)
def test_packed_pages_that_are_cut_are_told(encoding, content):
    with pytest.raises(DamagedStreamError):
        _unpacked(content[:-9], encoding, Budget(UnpackingLimits()))
