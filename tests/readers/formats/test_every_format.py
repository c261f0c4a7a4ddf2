"""Every format: a good file is read whole, whatever its name is, and what a cut one had is named."""

import gzip
import sqlite3

import pytest
from made_archives import articles, every_format, jsonl, page, sqlite, tarred, zipped
from reading_outcome import read_all

from search.article import Article
from search.readers import KINDS, read_articles
from search.readers.kinds import kind_by_content, kind_by_name, kind_of
from search.readers.opening import ReadingOptions
from search.readers.workers import DocumentLimits

MADE = every_format()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a file of each format."""
    folder = tmp_path_factory.mktemp("formats")
    for name, (content, _) in MADE.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def found(folder):
    """Return what is read of each, by the name of the file; records that all of them have count in each."""
    return {name: list(read_articles([str(folder / name)])) for name in MADE}


@pytest.mark.parametrize("name", MADE)
def test_a_good_file_is_read_whole(found, name):
    read = [one for one in found[name] if isinstance(one, Article)]
    assert len(read) == MADE[name][1]
    expected = {str(article["title"]): article for article in articles(20)}
    for article in read:
        text = " ".join(article.paragraphs)
        assert all(line in text for line in str(expected[article.title]["text"]).split("\n"))
    assert sum(one.accepted for one in found[name] if hasattr(one, "accepted")) == len(read)


def test_every_kind_is_among_them():
    tried = {kind_of(kind_by_name(name)[0], content[:16384]) for name, (content, _) in MADE.items()}
    # A DOCX or a spreadsheet is a zip file until its directory is looked at.
    assert tried >= set(KINDS) - {"docx", "spreadsheet", "xml"}


@pytest.mark.parametrize("name", [name for name in MADE if not name.startswith(("a.txt", "c."))])
def test_the_content_tells_the_kind_where_the_name_does_not(name):
    content = MADE[name][0]
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    by_content, named = kind_by_content(content[:16384]), kind_by_name(name)[0]
    if named == "xml":
        assert by_content in ("wordpress", "sitemap")
    elif name == "a.xls":
        assert by_content == "html-table"
    else:
        assert by_content == ("zip" if named in ("docx", "spreadsheet") else named)
    for wrong in ("jsonl", "csv", "txt", "parquet", "html"):
        if by_content not in ("csv", "tsv"):
            assert kind_of(wrong, content[:16384]) == by_content


def test_wrong_suffixes_are_said(tmp_path):
    for name, suffix in (
        ("a.parquet", ".csv"),
        ("a.sqlite", ".json"),
        ("a.jsonl", ".txt"),
        ("a.zip", ".html"),
    ):
        (tmp_path / f"{name}{suffix}").write_bytes(MADE[name][0])
        outcome = read_all(tmp_path / f"{name}{suffix}")
        assert len(outcome.articles) == MADE[name][1]
        assert outcome.notices[0].told.code == "read_as_kind"


def test_an_asked_kind_counts_before_name_and_content(tmp_path):
    file = tmp_path / "a.dat"
    file.write_bytes(b'{"id": 1}\nIni bukan JSON.\n')
    (article,) = (
        one
        for one in read_articles([str(file)], options=ReadingOptions(kind="txt"))
        if isinstance(one, Article)
    )
    assert article.paragraphs[-1] == "Ini bukan JSON."
    (tmp_path / "b.zip").write_bytes(zipped({"x.dat": b"Judul\nIsi.\n"}))
    read = list(read_articles([str(tmp_path / "b.zip")], options=ReadingOptions(kind="txt")))
    assert [one.paragraphs for one in read if isinstance(one, Article)] == [("Isi.",)]


def test_members_are_read_as_if_they_stood_in_a_folder(tmp_path):
    inner = zipped(
        {"../../etc/berita.jsonl": jsonl(articles(3)), "README.md": b"x", ".rahasia/a.jsonl": b"{}"}
    )
    deepest = zipped({"c.zip": zipped({"d.jsonl": jsonl(articles(1))})})
    (tmp_path / "a.zip").write_bytes(zipped({"b.zip": inner, "dalam.zip": deepest, "kosong/": b""}))
    outcome = read_all(tmp_path / "a.zip")
    assert [article.id for article in outcome.articles] == ["a-0", "a-1", "a-2"]
    assert [(reject.file, reject.code) for reject in outcome.rejects] == [
        (f"{tmp_path}/a.zip/dalam.zip/c.zip", "unreadable")
    ]
    assert not (tmp_path.parent / "etc").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_tar_that_is_damaged_in_the_middle_is_named(tmp_path):
    content = bytearray(tarred({f"{n}.jsonl": jsonl(articles(20)[n : n + 1]) for n in range(20)}))
    content[1024 * 7 : 1024 * 7 + 300] = bytes(range(1, 256)) + bytes(45)
    (tmp_path / "a.tar").write_bytes(content)
    outcome = read_all(tmp_path / "a.tar")
    assert 0 < len(outcome.articles) < 20
    assert outcome.codes == ["damaged"]


def test_an_encrypted_member_is_named(tmp_path):
    content = bytearray(zipped({"a.jsonl": jsonl(articles(3))}))
    content[6] |= 1  # the flag in the header of the member, and in the directory
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    outcome = read_all(tmp_path / "a.zip")
    assert outcome.codes == ["unreadable"]
    assert "password" in outcome.rejects[0].message


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_order_does_not_depend_on_the_number_of_processes(tmp_path, jobs):
    for number, article in enumerate(articles(30)):
        (tmp_path / f"{number:02}.html").write_text(page(article), "utf-8")
    (tmp_path / "15b.jsonl").write_bytes(b'{"id": "tengah", "text": "Satu."}\n')
    (tmp_path / "16b.html").write_text("", "utf-8")
    read = list(read_articles([str(tmp_path)], options=ReadingOptions(jobs=jobs)))
    titles = [one.title or one.id for one in read if isinstance(one, Article)]
    assert titles == [f"Berita nomor {n}" for n in range(16)] + ["tengah"] + [
        f"Berita nomor {n}" for n in range(16, 30)
    ]
    assert [one.code for one in read if hasattr(one, "code")] == ["no-article"]


def test_a_document_that_takes_too_long_costs_only_itself(tmp_path):
    (tmp_path / "a.html").write_text(page(articles(1)[0]), "utf-8")
    (tmp_path / "b.html").write_text("<html>" + "<p>a " * 3_000_000, "utf-8")
    (tmp_path / "c.html").write_text(page(articles(2)[1]), "utf-8")
    limits = DocumentLimits(seconds=2)
    read = list(read_articles([str(tmp_path)], options=ReadingOptions(jobs=1, documents=limits)))
    assert [one.title for one in read if isinstance(one, Article)] == ["Berita nomor 0", "Berita nomor 1"]
    (reject,) = (one for one in read if hasattr(one, "record"))
    assert reject.reason.code == "document_takes_time"


def test_names_for_keys_and_rows_that_are_not_public(tmp_path):
    """What a system for newsrooms has: tables of authors and sections, drafts beside articles."""
    path = tmp_path / "cms.db"
    database = sqlite3.connect(path)
    database.executescript(
        """CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
        CREATE TABLE tbl_kategori (id_kategori INTEGER, nama_kategori TEXT);
        CREATE TABLE berita (id INTEGER, judul TEXT, isi TEXT, penulis_id INTEGER REFERENCES users (id),
            id_kategori INTEGER, status TEXT, deleted_at TEXT);
        INSERT INTO users VALUES (7, 'x@contoh.example', 'Nama Wartawan');
        INSERT INTO tbl_kategori VALUES (1, 'Ekonomi');
        INSERT INTO berita VALUES
            (1, 'A', 'Satu.', 7, 1, 'publish', NULL), (2, 'B', 'Dua.', 8, 1, 'terbit', NULL),
            (3, 'C', 'Tiga.', 7, 1, 'Draft', NULL), (4, 'D', 'Empat.', 7, 1, 'publish', '2019-09-10');"""
    )
    database.commit()
    database.close()
    for source in (path, f"sqlite:///{path}"):
        outcome = read_all(source)
        about = [(article.id, article.authors, article.category) for article in outcome.articles]
        assert about == [("1", ("Nama Wartawan",), "Ekonomi"), ("2", (), "Ekonomi")]
        notices = {notice.told.code: notice.message for notice in outcome.notices}
        assert notices["passed_over"] == "passed over 2: Draft 1; deleted 1"
        assert "relations_chosen" not in notices
        assert sum(count.unused.get("penulis_id") is not None for count in outcome.counts) == 1
    options = ReadingOptions(query="SELECT * FROM berita")
    assert len([one for one in read_articles([str(path)], options=options) if isinstance(one, Article)]) == 4


def test_databases_of_several_tables(tmp_path):
    path = tmp_path / "cms.db"
    path.write_bytes(sqlite(articles(3)))
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE berita_2018 AS"
        " SELECT 'lama-' || id AS id, judul, sumber, tanggal, tautan, isi FROM berita"
    )
    database.execute("CREATE TABLE komentar (id TEXT, isi TEXT)")
    database.execute("CREATE VIEW pendek AS SELECT id, isi FROM berita")
    database.commit()
    database.close()
    outcome = read_all(path)
    assert len(outcome.articles) == 6
    assert outcome.articles[0].published.isoformat() == "2019-09-01"
    assert outcome.notices[0].told.values == {
        "read": ("berita", "berita_2018"),
        "left": ("pengguna", "komentar", "pendek"),
    }
    asked = ReadingOptions(
        query="SELECT id, isi, judul AS title FROM berita WHERE tanggal >= :since", since="2019-09-03"
    )
    read = list(read_articles([str(path)], options=asked))
    assert [one.title for one in read if isinstance(one, Article)] == ["Berita nomor 2"]


def test_an_export_with_a_damaged_end_of_a_post_loses_only_that_post(tmp_path):
    content = MADE["wordpress.xml"][0]
    place = content.index(b"</item>", len(content) // 3)
    (tmp_path / "a.xml").write_bytes(content[:place] + b"</itXm>" + content[place + 7 :])
    outcome = read_all(tmp_path / "a.xml")
    assert len(outcome.articles) >= MADE["wordpress.xml"][1] - 1
    assert len(outcome.articles) + len(outcome.rejects) >= MADE["wordpress.xml"][1]
