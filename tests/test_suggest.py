"""Suggestions for whole queries, on real small indexes."""

import shutil
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Article, EmbeddedIndex, IndexDamagedError
from search.index import build
from search.index.format.sections import Sections, SectionsWriter
from search.index.manifest import Manifest, check_files, checksums
from search.index.reading.snapshot import Snapshot
from search.query.interpret import Understood
from search.request import MAX_TEXT_LENGTH, SearchRequest
from search.searcher.mending import MOST_TRIED
from search.searcher.suggest import Outcome, Suggester
from search.spelling import SpellingWords

TODAY = date(2024, 3, 15)


def archive():
    """Ninety short articles: frequent words, a rare name, a slip of the archive's own."""
    texts = {
        "gubernur": "Gubernur Jakarta meninjau banjir bandang di pesisir.",
        "presiden": "Presiden membahas anggaran pendidikan dengan menteri keuangan.",
        "bajo": "Pelabuhan Labuan Bajo ramai, kapal wisata bersandar.",
    }
    for number in range(30):
        for name, text in texts.items():
            source = "Harian Contoh" if name == "gubernur" else "Kabar Contoh"
            yield Article(f"{name}-{number}", (text,), f"Berita {number}", source, date(2024, 3, 14))
    for number in range(6):
        yield Article(f"baju-{number}", ("Toko baju dan dam irigasi dibuka di Bandung.",))
        yield Article(f"nama-{number}", ("Penyair Gubernor Sutardi membaca sajak bandan.",))
    for number in range(2):
        yield Article(f"salah-{number}", ("Mentri itu hadir di Semarang.",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive")
    build(archive(), path)
    return path


@pytest.fixture(scope="module")
def index(folder):
    return EmbeddedIndex(folder, today=lambda: TODAY)


def correction(index, text, **fields):
    return index.search(text, **fields).interpretation.correction


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gubenur", "gubernur"),
        ("gubernurr jakarta", "gubernur jakarta"),
        ("gubernut", "gubernur"),
        ("jakrata", "jakarta"),
        ("jakarka banjir", "jakarta banjir"),
        ("anggran pendidikan", "anggaran pendidikan"),
        ("pendidekan", "pendidikan"),
        ("prosiden", "presiden"),
        ("presdien anggaran", "presiden anggaran"),
        ("kapl labuan bajo", "kapal labuan bajo"),
        ("bajir", "banjir"),
        ("gubenur jakrta", "gubernur jakarta"),
        ("presidn anggran pendidikn", "presiden anggaran pendidikan"),
    ],
)
def test_slips_are_mended(index, typed, meant):
    assert correction(index, typed) == meant


def test_what_is_suggested_finds_more(index):
    typed = index.search("gubenur banjir")
    assert typed.interpretation.let_go == ("gubenur",)
    mended = index.search(typed.interpretation.correction)
    assert mended.total_articles == 30
    assert not mended.interpretation.let_go


def test_the_rest_of_the_query_decides(index):
    """*baji* is as near to *baju* as to *bajo*."""
    assert correction(index, "labuan baji") == "labuan bajo"
    assert correction(index, "toko baji") == "toko baju"


@pytest.mark.parametrize(
    "text",
    ["gubernur", "jakarta banjir", "Gubernor Sutardi", "bandan", "dam", "sajak", "", "*", '"', "-", "( OR"],
)
def test_good_queries_are_left_alone(index, text):
    assert correction(index, text) is None


def test_a_known_name_is_left_alone_where_the_rest_is_elsewhere(index):
    """Six articles name Gubernor; thirty times *gubernur* is not far more."""
    page = index.search("Gubernor jakarta")
    assert page.interpretation.let_go
    assert page.interpretation.correction is None


def test_a_well_known_word_is_mended_only_into_one_that_belongs_to_the_rest(make_index):
    """Sokamaju is a village of its own, and its far more frequent neighbour is known for floods."""
    flooded = ["Banjir melanda Sukamaju."] * 300
    concerts = ["Konser dibuka."] * 27 + ["Konser di Sukamaju."] * 3
    texts = [*flooded, *concerts, *["Sokamaju panen."] * 5, *["Hujan turun."] * 3000]
    index = make_index([Article(str(number), (text,)) for number, text in enumerate(texts)])
    assert correction(index, "banjir sokamaju") == "banjir sukamaju"
    assert correction(index, "konser sokamaju") is None


def test_another_form_of_a_known_word_is_left_alone(index):
    """*dibanjiri* is not in the archive, its stem is."""
    assert index.search("dibanjiri").total_articles == 30
    assert correction(index, "dibanjiri") is None


def test_unknown_words_far_from_all_others_are_left_alone(index):
    assert correction(index, "xylofon") is None
    assert correction(index, "jokowidodo") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('judul:berita "Banjr bandang" -korupsi sumber:"Harian Contoh"',
         'judul:berita "Banjir bandang" -korupsi sumber:"Harian Contoh"'),
        ("(gubenur OR wagub) (jakrta)", "(gubernur OR wagub) (jakarta)"),
        ("isi:gubenur  ATAU  isi:jakrta", "isi:gubernur  ATAU  isi:jakarta"),
        ("GUBENUR Jakrta, banjir!", "GUBERNUR Jakarta, banjir!"),
        ('"gubernur jakrta"~2', '"gubernur jakarta"~2'),
        ("  gubenur\tbanjir ", "  gubernur\tbanjir "),
    ],
)  # fmt: skip
def test_only_the_mended_words_change(index, typed, meant):
    assert correction(index, typed) == meant


@pytest.mark.parametrize("text", ["gubernur -jakrta", "gubenu*", "gubernur sumber:Harain", "bajo NOT banjr"])
def test_excluded_words_beginnings_and_filters_are_not_mended(index, text):
    assert correction(index, text) is None


def test_dates_stay_dates(index):
    page = index.search("gubenur banjir kemarin")
    assert page.interpretation.dates == ("kemarin",)
    assert page.interpretation.correction == "gubernur banjir kemarin"
    assert correction(index, "gubenur kemarin") == "gubernur kemarin"


def test_a_word_never_becomes_an_operator(make_archive_with_and):
    """*DSN* is near *dan*, which in capitals would join two words."""
    assert correction(make_archive_with_and, "NOY jakarta") is None
    assert correction(make_archive_with_and, "NOY jakarta", plain=True) == "NOT jakarta"
    assert correction(make_archive_with_and, "noy jakarta") == "not jakarta"


@pytest.fixture(scope="module")
def make_archive_with_and(tmp_path_factory):
    path = tmp_path_factory.mktemp("operators")
    build((Article(str(n), ("Pianis memainkan not pertama di Jakarta.",)) for n in range(9)), path)
    return EmbeddedIndex(path, today=lambda: TODAY)


def test_plain_queries_are_mended_as_words(index):
    assert correction(index, "gubenur -jakrta", plain=True) == "gubernur -jakarta"


def test_the_mended_query_is_judged_under_the_filters(index):
    assert correction(index, "gubenur banjir", source="Harian Contoh") == "gubernur banjir"
    assert correction(index, "gubenur", source="Kabar Contoh") is None


def test_any_word_queries_are_mended_too(index):
    assert correction(index, "gubenur presiden", match="any") is None  # far more is not found
    assert correction(index, "gubenur jakrta", match="any") == "gubernur jakarta"


def test_the_text_stays_within_its_limit(index):
    text = "gubenur".ljust(MAX_TEXT_LENGTH)
    assert correction(index, text) is None
    assert correction(index, text[:-1]) == "gubernur".ljust(MAX_TEXT_LENGTH)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("gubenur presidn banjr pendidikn anggran jakrta bajr", MOST_TRIED),
        ("gubenur (presidn ATAU banjr) jakrta", 1),
        ("gubenur pen* jakrta", 1),
    ],
)
def test_few_mended_queries_are_searched(index, text, most):
    asked = []
    snapshot = index.snapshot
    nothing = Outcome(0, 0)
    suggester = Suggester(snapshot, index._opened.analyzer, index._opened.archive)

    def count(text):
        asked.append(text)
        return nothing

    request = SearchRequest(text)
    understood = index._opened.understand(request, TODAY)
    assert isinstance(understood, Understood)
    assert suggester.correction(request, understood, nothing, list, count) is None
    assert 0 < len(set(asked)) == len(asked) <= most


def test_queries_that_find_all_their_known_words_cost_no_search(index):
    snapshot = index.snapshot
    request = SearchRequest("gubernur jakarta")
    everything = Outcome(snapshot.doc_values.article_count, 0)

    def count(text):
        raise AssertionError(text)

    understood = index._opened.understand(request, TODAY)
    assert index._opened.suggester.correction(request, understood, everything, list, count) is None


@settings(max_examples=100, deadline=None)
@given(st.text('abgnruj "-()*:|~,.\u00e9', max_size=40))
def test_no_text_breaks_it_and_whatever_is_suggested_finds_something(index, text):
    page = index.search(text)
    if page.interpretation.correction:
        assert page.interpretation.correction != text
        assert index.search(page.interpretation.correction).total_articles > 0


# --- files ----------------------------------------------------------------------------------------------


def spelling_file(generation):
    (path,) = generation.glob("*.spelling")
    return path


def test_the_arrays_are_part_of_the_generation(folder, index):
    path = spelling_file(index.snapshot.folder)
    assert path.stat().st_size > 500
    assert path.name in Manifest.load(path.parent).files


def test_a_missing_array_is_damage(folder, index, tmp_path):
    copy = tmp_path / "generation"
    shutil.copytree(index.snapshot.folder, copy)
    spelling_file(copy).unlink()
    with pytest.raises(IndexDamagedError, match="spelling"):
        Snapshot(copy, "000001")


@pytest.mark.parametrize("array", ["words", "word_of"])
def test_a_changed_array_is_damage_and_no_traceback(index, tmp_path, array):
    copy = tmp_path / "generation"
    shutil.copytree(index.snapshot.folder, copy)
    path = spelling_file(copy)
    start, length, *_ = Sections(path)._entries[array]
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xff" * length
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="warta check"):
        Snapshot(copy, "000001").near_words("gubenur")


def test_an_archive_without_repeated_words_has_nothing_to_suggest(tmp_path):
    build([Article("a", ("Gempa mengguncang.",))], tmp_path)
    index = EmbeddedIndex(tmp_path, today=lambda: TODAY)
    assert correction(index, "gmpa") is None


@pytest.mark.parametrize("words", [b"\xff" * 8 + b"\0" * 16, b"gubernur" + b"\0" * 16])
def test_arrays_of_another_archive_are_damage_and_no_traceback(tmp_path, words):
    """Their checksums are right, but a word is none, or is filed under a number that none has."""
    build(archive(), tmp_path / "index")
    generation = tmp_path / "index" / "generation-000001"
    file = SectionsWriter(spelling_file(generation))
    file.write("words", np.frombuffer(words, np.uint8))
    file.write("frequency", np.array([9], np.uint32))
    keys = SpellingWords.build({"gubernur": 2}).keys
    file.write("keys", keys)
    file.write("word_of", np.full(len(keys), 0 if words[0] == 0xFF else 7, np.uint32))
    file.close()
    manifest = Manifest.load(generation)
    replace(manifest, files=checksums(generation, {})).save(generation)
    assert check_files(generation, manifest, contents=True) != []
    with pytest.raises(IndexDamagedError, match="warta check"):
        Snapshot(generation, "000001").near_words("gubenur")
