"""The file of rejects: comments and records that can be mended and fed in again."""

import io

from reading_outcome import read_all, read_lines, written

from search.readers import Reject, write_reject
from search.remarks import Remark


def test_comment_and_record():
    (reject,) = read_lines("", '{"text": "a"').rejects
    comment, record = written([reject]).decode().splitlines()
    assert comment == f"# <stdin>:2: {reject.message}"
    assert record == '{"text": "a"'


def test_without_line_or_record():
    empty = Remark("empty_table")
    said = b"# a.csv: the file is empty; its first row must name the columns, such as title,date,text\n"
    assert written([Reject("a.csv", None, "bad-header", empty, "")]) == said


def test_a_comment_stays_on_its_line_and_in_utf_8():
    broken = Remark("no_json", {"reason": "one\r\ntwo\u2028three"})
    text = written([Reject("a\nb\udcff", 3, "not-json", broken, "{")])
    assert (
        text == b"# a b\\udcff:3: not JSON (one two three): expected is a JSON object for each article\n{\n"
    )


def test_a_record_is_never_a_comment():
    stream = io.StringIO()
    write_reject(stream, Reject("a", 1, "missing-text", Remark("no_text", {"keys": []}), "#{}"))
    assert stream.getvalue().endswith("\n #{}\n")


def test_mended_records_are_read():
    rejects = read_lines('{"text": "a"', '{"text": 7}', b'{"text": "\x81"}').rejects
    mended = written(rejects).replace(b'"a"', b'"a"}').replace(b"7", b'"b"').replace(b"\\x81", b"c")
    outcome = read_all("-", stdin=mended)
    assert outcome.texts == [("a",), ("b",), ("c",)]
    assert not outcome.rejects
