"""Compressed files that are cut off or changed, streams that fail, and lines without end."""

import gzip
import io
import json
import lzma
import tracemalloc

import pytest
import zstandard
from reading_outcome import only_reject, read_all

SUFFIXES = {".gz": gzip.compress, ".zst": zstandard.compress, ".xz": lzma.compress}
packings = pytest.mark.parametrize(("suffix", "pack"), SUFFIXES.items())

# Numbers that do not compress well, so that every part of the packed file holds some articles.
LINES = [json.dumps({"id": str(n), "text": f"{n * 7919 % 10007} {n**5} {n**7 % 99991}"}) for n in range(3000)]
CONTENT = "\n".join(LINES).encode() + b"\n"


def assert_prefix_and_one_reject(outcome, file):
    found = [article.id for article in outcome.articles]
    assert found == [str(n) for n in range(len(found))]
    (reject,) = outcome.rejects
    assert (reject.file, reject.line, reject.code) == (str(file), len(found) + 1, "damaged")
    return len(found)


@packings
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.999])
def test_what_comes_before_a_cut_is_read(tmp_path, suffix, pack, share):
    file = tmp_path / f"arsip.jsonl{suffix}"
    packed = pack(CONTENT)
    file.write_bytes(packed[: int(len(packed) * share)])
    outcome = read_all(file)
    count = assert_prefix_and_one_reject(outcome, file)
    assert "ends too early" in outcome.rejects[0].message
    if suffix == ".gz" and share:  # the others hand out whole blocks
        assert count > 3000 * share * 0.8


def test_the_unfinished_line_is_the_record(tmp_path):
    file = tmp_path / "arsip.jsonl.gz"
    packed = gzip.compress(CONTENT)
    file.write_bytes(packed[: len(packed) // 2])
    outcome = read_all(file)
    line = LINES[len(outcome.articles)]
    assert outcome.rejects[0].record
    assert line.startswith(outcome.rejects[0].record)


def test_a_last_line_that_is_whole_is_read(tmp_path):
    file = tmp_path / "arsip.jsonl.gz"
    file.write_bytes(gzip.compress(CONTENT.rstrip(b"\n"))[:-8])  # only the checksum is missing
    outcome = read_all(file)
    assert len(outcome.articles) == 3000
    assert [(reject.code, reject.record) for reject in outcome.rejects] == [("damaged", "")]


@packings
def test_what_comes_before_a_changed_byte_is_read(tmp_path, suffix, pack):
    file = tmp_path / f"arsip.jsonl{suffix}"
    content = CONTENT + b"".join(b'{"id": "%d", "text": "a"}\n' % n for n in range(3000, 40_000))
    packed = bytearray(pack(content))
    middle = len(packed) // 2
    packed[middle : middle + 40] = bytes(40)
    file.write_bytes(packed)
    outcome = read_all(file)
    assert outcome.codes.count("damaged") == 1
    if suffix == ".gz":
        assert outcome.articles
        assert outcome.articles[0].id == "0"


@packings
def test_a_file_that_is_not_compressed_at_all(tmp_path, suffix, pack):
    """Servers hand out packed files unpacked, under the name of the packed ones."""
    file = tmp_path / f"arsip.jsonl{suffix}"
    file.write_bytes(CONTENT)
    outcome = read_all(file)
    assert len(outcome.articles) == 3000
    assert [notice.told.code for notice in outcome.notices] == ["not_packed"]
    file.write_bytes(b"\x00" + pack(CONTENT)[1:])
    reject = only_reject(read_all(file))
    assert (reject.line, reject.code) == (1, "damaged")


@packings
def test_members_one_after_the_other_and_padding(tmp_path, suffix, pack):
    file = tmp_path / f"arsip.jsonl{suffix}"
    parts = [pack(f"{line}\n".encode()) for line in LINES[:50]]
    file.write_bytes(b"\x00\x00\x00\x00".join(parts) + bytes(4096))
    outcome = read_all(file)
    assert len(outcome.articles) == 50
    assert not outcome.rejects


def test_bytes_after_the_end_are_named(tmp_path):
    file = tmp_path / "arsip.jsonl.gz"
    file.write_bytes(gzip.compress(CONTENT) + b"sampah")
    outcome = read_all(file)
    assert len(outcome.articles) == 3000
    assert outcome.codes == ["damaged"]


def test_a_cut_table_keeps_its_last_row_back(tmp_path):
    file = tmp_path / "arsip.csv.gz"
    packed = gzip.compress(b'id,text\n1,Isi.\n2,"Baris\nkedua dan bagian', mtime=0)
    file.write_bytes(packed[:-4])
    outcome = read_all(file)
    assert outcome.texts == [("Isi.",)]
    (reject,) = outcome.rejects
    assert (reject.line, reject.code) == (3, "damaged")
    assert json.loads(reject.record) == {"cells": ['2,"Baris\nkedua dan bagian']}


def test_a_cut_text_is_not_taken_for_the_article(tmp_path):
    file = tmp_path / "artikel.txt.gz"
    file.write_bytes(gzip.compress(b"Judul\nSatu.\nDu")[:-4])
    reject = only_reject(read_all(file))
    assert (reject.line, reject.code, reject.record) == (None, "damaged", "")


class FailingStream(io.RawIOBase):
    """Bytes from a device that fails after the first read."""

    def __init__(self, first):
        self._first = first

    def read(self, size=-1):
        if not self._first:
            raise OSError(5, "Input/output error")
        block, self._first = self._first, b""
        return block


def test_a_stream_that_fails_ends_in_a_reject():
    outcome = read_all("-", stdin=FailingStream(f"{LINES[0]}\n{LINES[1]}\n".encode() + b'{"id'))
    assert [article.id for article in outcome.articles] == ["0", "1"]
    assert [(reject.line, reject.code, reject.record) for reject in outcome.rejects] == [
        (3, "damaged", '{"id')
    ]
    assert "Input/output error" in outcome.rejects[0].message


def test_a_long_line_is_rejected():
    text = '{"id": "panjang", "text": "' + "a" * 17_000_000 + '"}'
    outcome = read_all("-", stdin=f"{text}\n{LINES[0]}\n".encode())
    assert [article.id for article in outcome.articles] == ["0"]
    (reject,) = outcome.rejects
    assert (reject.line, reject.code) == (1, "too-long")
    assert reject.record == ""


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_line_without_end_does_not_fill_the_memory(pack):
    megabyte = b"a" * 2**20
    packed = pack(megabyte * 256 + b"\n" + CONTENT)
    tracemalloc.start()
    outcome = read_all("-", stdin=packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(outcome.articles) == 3000
    assert [(reject.line, reject.code, reject.record) for reject in outcome.rejects] == [(1, "too-long", "")]
    assert peak < 200 * 2**20
