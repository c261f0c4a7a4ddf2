"""Broken and hostile texts: no exception, nothing invented, linear time."""

import random
import time

import pytest

from search.indonesian.lexicon import LexiconError
from search.names import read_names
from search.names.lists import load


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', '" " "', "“““", "”””", '"kata', 'kata "', '," kata', "menurut", "Menurut ", "kata",
        "ujarnya,", '"Satu "dua" tiga," kata', "A.", "A. B. C.", "PT", "UU", "Piala", "Kota", "Dr.",
        "di Kota", "Kepala", "\ud800 Budi", "\x00Budi\x00", "Ａｎｉｅｓ", "𝐁𝐮𝐝𝐢", "👍 kata Budi", "Ketua,",
        "mengatakan", "bahwa",
    ],
)  # fmt: skip
def test_scraps(text):
    for quotation in read_names([text]).paragraphs[0].quotations:
        assert quotation.start < quotation.end <= len(text)


def test_an_article_without_paragraphs():
    assert read_names([]).paragraphs == ()


def test_unclosed_and_nested_marks_invent_no_speaker():
    assert read_names(['Ia datang. "Belum ada kabar']).paragraphs[0].quotations == ()
    text = '"Saya dengar “pulang saja” dari dia, lalu saya pulang," kata Ridwan Kamil.'
    [one] = read_names([text]).paragraphs[0].quotations
    assert text[one.start : one.end].startswith("Saya dengar") and text[one.start : one.end].endswith(
        "pulang,"
    )


def test_ranges_are_in_order_and_inside_the_text_whatever_it_is():
    rng = random.Random(5)
    pieces = [
        '"', "“", "”", "'", ",", ".", "?", " ", " ", " ",
        "kata", "ujarnya", "menurut", "Menurut", "mengatakan",
        "bahwa", "Budi",
        "Sri Mulyani", "Presiden", "KPK", "PT", "Kota", "di", "dan", "dia", "UU Nomor 1", "(", ")",
        "Rabu (1/2/2019)", "makan", "\n",
    ]  # fmt: skip
    for _ in range(400):
        text = " ".join(rng.choices(pieces, k=rng.randrange(1, 40)))
        [here] = read_names([text]).paragraphs
        for name in here.names:
            assert 0 <= name.start < name.end <= len(text)
        starts = [quotation.start for quotation in here.quotations]
        assert starts == sorted(starts)
        for quotation in here.quotations:
            assert 0 <= quotation.start < quotation.end <= len(text)
            if quotation.speaker:
                assert 0 <= quotation.speaker.start < quotation.speaker.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        '"', '" ', "“a ", "Budi ", "Budi dan ", "A. ", "PT ", "Kepala Bidang ", "kata ", "menurut ",
        "mengatakan ", "Budi mengatakan ", "Menurut Budi, ", '"Satu," kata Budi. ', "(", "a, ", "Dr. ", ". ",
        '"kata ', "ia ", "Kota ", "UU 1 ", " juga", "Budi, ",
    ],
)  # fmt: skip
def test_time_is_linear(piece):
    """Sixteen times the text takes at most sixty times as long: a square would be two hundred and fifty."""

    def seconds(times):
        text = piece * times
        best = 9.0
        for _ in range(2):
            before = time.process_time()
            read_names([text])
            best = min(best, time.process_time() - before)
        return best

    short = 24_000 // 16 // len(piece)
    assert seconds(short * 16) < max(0.02, seconds(short)) * 60


def test_a_list_with_an_unknown_kind_is_named(tmp_path):
    for name in ("given", "places", "organisations", "verbs", "aliases"):
        (tmp_path / f"{name}.tsv").write_text("")
    (tmp_path / "words.tsv").write_text("menteri\tjabatan\n")
    with pytest.raises(LexiconError, match="menteri"):
        load(tmp_path)
