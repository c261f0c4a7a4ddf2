"""Plain text: a file is an article."""

import json

import pytest
from reading_outcome import only_reject, read_all, written

from search.article import derived_id


@pytest.fixture
def read_text(tmp_path):
    def read(content, **settings):
        file = tmp_path / "artikel.txt"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_all(file, **settings)

    return read


def test_title_and_one_paragraph_a_line(read_text):
    (article,) = read_text("Judul Berita\n\nParagraf satu.\r\n \nParagraf dua.\n").articles
    assert (article.title, article.paragraphs) == ("Judul Berita", ("Paragraf satu.", "Paragraf dua."))
    assert article.id == derived_id("Judul Berita", ["Paragraf satu.", "Paragraf dua."])


@pytest.mark.parametrize(
    "first", ["Siapa Juara?", "Akhirnya Juara!", "Harga Rp 1.500", "x" * 120, "“Kami Siap”"]
)
def test_first_lines_that_are_a_title(read_text, first):
    (article,) = read_text(f"{first}\nIsi.").articles
    assert (article.title, article.paragraphs) == (first, ("Isi.",))


@pytest.mark.parametrize(
    "first",
    ["Ini kalimat.", "Ini kalimat…", "Lalu...", "Ia berkata, “Kami siap.”", '(Antara, "2020.")', "x" * 121],
)
def test_first_lines_that_are_a_paragraph(read_text, first):
    (article,) = read_text(f"{first}\nIsi.").articles
    assert (article.title, article.paragraphs) == (None, (first, "Isi."))


def test_a_single_line_is_the_paragraph(read_text):
    (article,) = read_text("\ufeff\nHanya satu baris\n\n").articles
    assert (article.title, article.paragraphs) == (None, ("Hanya satu baris",))


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file_has_no_text(read_text, content):
    reject = only_reject(read_text(content))
    assert (reject.code, reject.line) == ("missing-text", None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_with_a_mark(read_text, encoding):
    mark = "" if encoding in {"utf-8-sig", "utf-16", "utf-32"} else "\ufeff"
    outcome = read_text((mark + "Judul é\nIsi “a”.").encode(encoding))
    assert [(article.title, article.paragraphs) for article in outcome.articles] == [
        ("Judul é", ("Isi “a”.",))
    ]
    assert bool(outcome.notices) == encoding.startswith(("utf-16", "utf-32"))


def test_windows_1252(read_text):
    outcome = read_text(b"Judul\nIa berkata, \x93caf\xe9\x94.\n")
    assert outcome.texts == [("Ia berkata, “café”.",)]
    assert [notice.message for notice in outcome.notices] == ["not UTF-8: read as Windows-1252"]


def test_a_faulty_file_is_a_record_that_can_be_mended(read_text):
    reject = only_reject(read_text(b"Judul\nSatu.\nDua\x00.\n", strict=True))
    assert (reject.code, reject.line) == ("control-character", None)
    assert json.loads(reject.record) == {"title": "Judul", "text": "Satu.\nDua\x00."}
    assert "\n" not in reject.record
    mended = written([reject]).replace(b"\\u0000", b"")
    assert read_all("-", stdin=mended).texts == [("Satu.", "Dua.")]


def test_too_large_a_file(read_text):
    assert only_reject(read_text(b"a\n" * 2**23 + b"b")).code == "too-long"


def test_utf_16_that_is_not(read_text):
    reject = only_reject(read_text(b"\xff\xfeJ\x00\x00\xd8a\x00"))
    assert reject.code == "damaged"
    assert "UTF-16" in reject.message


WRAPPED = (
    "Harga beras di Pasar Induk Cipinang naik dua ratus rupiah per kilogram\n"
    "sejak awal pekan ini karena pasokan dari Karawang dan Indramayu berkurang\n"
    "akibat kemarau. Pedagang menunggu kiriman dari luar Jawa yang baru tiba\n"
    "pekan depan.\n\n"
    "Pemerintah menyatakan cadangan beras aman hingga akhir tahun dan meminta\n"
    "warga tidak memborong. Operasi pasar digelar di lima kecamatan mulai hari\n"
    "Senin.\n"
)


def test_wrapped_lines_are_joined_and_blank_lines_end_paragraphs(read_text):
    (article,) = read_text(WRAPPED).articles
    assert article.title is None
    assert [len(paragraph.split()) for paragraph in article.paragraphs] == [36, 22]
    (article,) = read_text(f"Harga Beras Naik\n\n{WRAPPED}").articles
    assert article.title == "Harga Beras Naik"
    assert len(article.paragraphs) == 2
