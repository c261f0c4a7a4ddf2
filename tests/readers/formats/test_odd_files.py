"""Files that are not what files mostly are: pipes, devices, many, growing, shrinking, unfolding too far."""

import gzip
import os
import subprocess
import sys
import threading
import time
from itertools import accumulate

import pytest
from made_archives import arrow_file, arrow_stream, articles, jsonl, sqlite, tarred, zipped
from reading_outcome import read_all

from search.article import Article
from search.errors import SourceError
from search.readers import Notice, Reject, read_articles
from search.readers.budget import UnpackingLimits
from search.readers.opening import ReadingOptions

LINE = b'{"id": "%d", "text": "Banjir surut di desa nomor %d."}\n'


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_devices_are_refused(device, tmp_path):
    with pytest.raises(SourceError):
        read_all(device)
    (tmp_path / "a.jsonl").symlink_to(device)
    assert [notice.told.code for notice in read_all(tmp_path).notices] == ["ignored_no_file"]


def test_a_folder_of_many_files(tmp_path):
    for number in range(3_000):
        folder = tmp_path / str(number % 10)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.jsonl").write_bytes(LINE % (number, number))
        (folder / f"{number}.jpg").touch()
    begin = time.process_time()
    outcome = read_all(tmp_path)
    assert len(outcome.articles) == 3_000
    assert len(outcome.notices) <= 21  # pictures are named one by one only as long as they are few
    assert outcome.notices[-1].told.values["count"] == 3_000
    assert time.process_time() - begin < 10


def test_what_is_appended_while_a_file_is_read_is_left_alone(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"".join(LINE % (n, n) for n in range(20_000)))
    found = read_articles([str(file)])
    first = next(found)
    with file.open("ab") as more:
        more.write(LINE % (99_999, 99_999))
    rest = list(found)
    assert isinstance(first, Article)
    assert sum(isinstance(one, Article) for one in rest) == 19_999
    assert [one.told.code for one in rest if isinstance(one, Notice)] == ["file_grew"]


def test_a_file_that_shrinks_is_named(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"".join(LINE % (n, n) for n in range(20_000)))
    found = read_articles([str(file)])
    next(found)
    os.truncate(file, 100)
    (reject,) = (one for one in found if isinstance(one, Reject))
    assert (reject.code, reject.reason.values["damage"].code) == ("damaged", "file_shrank")


def test_a_pipe_on_standard_input(tmp_path):
    reading, writing = os.pipe()

    def write():
        with os.fdopen(writing, "wb") as stream:
            stream.write(b"id,judul,isi\n1,Banjir,Banjir surut.\n")

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reading, "rb") as stream:
        outcome = read_all("-", stdin=stream)
    thread.join()
    assert outcome.texts == [("Banjir surut.",)]


def test_what_a_file_may_unfold_to_is_a_setting(tmp_path, monkeypatch):
    monkeypatch.setattr("search.readers.budget._FREE_BYTES", 2**16)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINE % (1, 1) + b" " * 2**24))
    options = ReadingOptions(unpacking=UnpackingLimits(ratio=100))
    codes = [one.code for one in read_articles([str(tmp_path)], options=options) if isinstance(one, Reject)]
    assert codes == ["damaged"]


def test_rows_without_values_do_not_cost_without_bound(tmp_path, monkeypatch):
    monkeypatch.setattr("search.readers.budget._FREE_BYTES", 2**20)
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "kosong.parquet"
    parquet.write_table(arrow.table({"text": arrow.nulls(200_000, arrow.string())}), path)
    outcome = read_all(path)
    (counts,) = outcome.counts
    assert outcome.rejects[-1].code == "damaged"
    assert 2_000 < counts.rejected["missing-text"] < 20_000
    assert len(outcome.rejects) == 1_001


def test_a_table_may_unfold_as_its_size_on_the_disk_allows(tmp_path, monkeypatch):
    monkeypatch.setattr("search.readers.budget._FREE_BYTES", 2**20)
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "berita.parquet"
    texts = [f"Panen padi nomor {number} dimulai." for number in range(20_000)]
    parquet.write_table(arrow.table({"text": texts}), path)  # 10 MB as objects, 0.3 MB on the disk
    assert len(read_all(path).articles) == 20_000


def test_an_arrow_file_with_offsets_outside_of_its_data_ends_no_process(tmp_path):
    """Reading such offsets ends the process, which pyarrow does not prevent by itself."""
    content = bytearray(arrow_file(articles(3)))
    lengths = accumulate((len(str(article["id"])) for article in articles(3)), initial=0)
    offsets = b"".join(one.to_bytes(4, "little") for one in lengths)
    place = content.index(offsets)
    content[place + 4 : place + 8] = (2**30).to_bytes(4, "little")
    path = tmp_path / "a.arrow"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "damaged"), done.stderr


_READ = """
import sys
from search.readers import Reject, read_articles
print(*(one.code for one in read_articles([sys.argv[1]]) if isinstance(one, Reject)))
"""


def test_a_stream_of_arrow_that_ends_before_its_end_is_named(tmp_path):
    """A length of zero is the mark of the end: where damage puts one, the batches behind it were lost."""
    content = arrow_stream(articles(12))
    second = content.index(b"\xff\xff\xff\xff", content.index(b"a-0a-1"))
    for name, damaged, read, codes in (
        ("nol", content[: second + 4] + bytes(4) + content[second + 8 :], 5, ["damaged"]),
        ("potong", content[:second], 5, []),
        ("bantal", content + bytes(64), 12, []),
    ):
        path = tmp_path / f"{name}.arrow"
        path.write_bytes(damaged)
        outcome = read_all(path)
        assert (len(outcome.articles), outcome.codes) == (read, codes)
        told = [notice.told.code for notice in outcome.notices]
        assert told == (["stream_without_end"] if name == "potong" else [])


def test_a_column_of_sqlite_whose_name_is_no_utf_8(tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(sqlite(articles(3)).replace(b"sumber", b"sum\xe1er"))
    assert read_all(path).codes == ["damaged"]


def test_a_file_without_a_name_in_a_zip_file(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"satu.jsonl": jsonl(articles(3))}).replace(b"satu.jsonl", b"\0atu.jsonl"))
    outcome = read_all(path)
    assert (len(outcome.articles), outcome.codes) == (3, [])


def test_a_tar_file_out_of_which_a_member_was_cut(tmp_path):
    path = tmp_path / "a.tar"
    content = tarred({"a.jsonl": jsonl(articles(3)), "b.jsonl": jsonl(articles(5)[3:])})
    second = content.index(b"b.jsonl")
    path.write_bytes(content[:second] + bytes(10_000))
    outcome = read_all(path)
    assert (len(outcome.articles), outcome.codes) == (3, ["damaged"])
