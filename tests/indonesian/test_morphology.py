"""Stems: every affix, the nasals, names and loans, reduplication, and what the word lists promise."""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.indonesian.affixes import Analysis, analyses, possible_root
from search.indonesian.lexicon import FOLDER, Lexicon, LexiconError, SortedRoots, read_rows, shipped
from search.indonesian.morphology import MorphologicalStemmer

STEMMER = MorphologicalStemmer()
GROUPS = {"root", "loan", "name", "meaning", "nasal", "affixes", "colloquial"}


def pairs(text: str) -> list[tuple[str, str]]:
    """Read "word>stem" items."""
    return [(word, stem) for word, _, stem in (item.partition(">") for item in text.split())]


@pytest.mark.parametrize(
    ("word", "stem"),
    pairs(
        # what the docstring of each rule promises, one affix at a time
        "dimakan>makan ditulis>tulis bersepeda>sepeda berenang>renang bekerja>kerja belajar>ajar "
        "terbesar>besar terasa>rasa tepercaya>percaya sebesar>besar seorang>orang kedua>dua "
        "pelari>lari petinju>tinju pedagang>dagang kupegang>pegang kauambil>ambil "
        "tulisan>tulis hindari>hindar berikan>beri rumahnya>rumah rumahku>rumah rumahmu>rumah "
        "pergilah>pergi benarkah>benar siapapun>siapa bukumukah>buku miliknyalah>milik "
        "ilmuwan>ilmu wisatawan>wisata olahragawan>olahraga pepohonan>pohon dedaunan>daun "
        # around the root
        "kesehatan>sehat pertanian>tani pemilihan>pilih penembakan>tembak pekerjaan>kerja "
        "memperbesar>besar diperbesar>besar mempertahankan>tahan keberhasilan>hasil "
        "keterlibatan>libat kepemimpinan>pimpin ketidakmampuan>mampu berkepentingan>penting "
        "memberdayakan>daya secepatnya>cepat menyinari>sinar dikurangi>kurang dibelinya>beli "
        "mengesampingkan>samping pengetahuannya>tahu menghadirkannya>hadir"
    ),
)
def test_affixes(word: str, stem: str) -> None:
    assert STEMMER.stem(word) == stem


@pytest.mark.parametrize(
    ("word", "stem"),
    pairs(
        "mengirim>kirim mengikis>kikis pengiriman>kirim menulis>tulis penulis>tulis penumpang>tumpang "
        "menyapu>sapu penyanyi>nyanyi memilih>pilih memerintah>perintah "
        "mengambil>ambil menggali>gali menghukum>hukum mengkhawatirkan>khawatir "
        "mencari>cari mendapat>dapat menjual>jual memfitnah>fitnah memveto>veto membaca>baca "
        "melihat>lihat memakan>makan menanti>nanti menyala>nyala merasa>rasa mewarnai>warna "
        "mengebom>bom mengecek>cek mengecat>cat pengesahan>sah "
        "memproduksi>produksi mengkritik>kritik mentransfer>transfer mensosialisasikan>sosialisasi "
        "mengemas>kemas pengemasan>kemas mengawal>kawal mengawali>awal mengukur>ukur mengurangi>kurang"
    ),
)
def test_nasal_gives_back_the_letter_it_took(word: str, stem: str) -> None:
    assert STEMMER.stem(word) == stem


ROOTS = """perdana menteri media kepala permata ketua perempuan lebaran permisi masalah masa menara sekolah
    sejarah sekarang merek kursi bukan pekan kemudian selatan delapan sembilan negeri tetapi makalah majalah
    langkah tanya hanya punya buku ilmu temu meja merah perang terang beras bersih dinding kelas kertas"""
LOANS = """digital direktur teroris ekonomi energi industri reformasi polisi teknologi terminal perspektif
    sektor seksi kualitas member mentor distrik direktorat persen periode memori"""
NAMES = """dimas keanu megawati bermuda kediri merapi pekalongan pemalang ketapang permadi kelantan
    jokowi kertajati perancis bernardus pakistan erdogan gunawan meksiko pertamina pekanbaru kalimantan
    ramadan diana putin mekkah berlin pemkot prabowo ukraina soeharto bekasi bali susi penang dili kemenkes
    mendagri"""


@pytest.mark.parametrize("word", [*ROOTS.split(), *LOANS.split(), *NAMES.split()])
def test_what_only_looks_affixed_is_left_alone(word: str) -> None:
    assert STEMMER.stem(word) == word


def test_names_do_not_fall_together_with_words() -> None:
    words = pairs("uang ana mas anu gawat muda diri rapi kalong malang palang tapang madi lantan bekas")
    stems = {STEMMER.stem(word) for word, _ in words}
    assert not stems & {STEMMER.stem(name) for name in NAMES.split()}


def test_name_sheds_its_enclitic() -> None:
    assert STEMMER.stem("jokowinya") == "jokowi"
    assert STEMMER.stem("zelenskynya") == "zelensky"


def test_own_meaning_stays_apart_from_the_root() -> None:
    assert STEMMER.stem("pengangguran") == STEMMER.stem("menganggur") != STEMMER.stem("anggur")
    assert STEMMER.stem("penduduknya") == STEMMER.stem("kependudukan") != STEMMER.stem("duduk")


def test_unknown_root_gives_up_safe_affixes_only() -> None:
    assert STEMMER.stem("mengglorbakan") == "glorba"
    for name in ("bergloria", "dirgalora", "terwanda", "glorbani", "seglorban"):
        assert STEMMER.stem(name) == name


@pytest.mark.parametrize(
    ("left", "right", "stem"),
    [
        ("kota", "kotanya", "kota"),
        ("anak", "anak", "anak"),
        ("laki", "laki", "laki"),
        ("sayur", "mayur", "sayur"),
        ("bolak", "balik", "balik"),
        ("tolong", "menolong", "tolong"),
        ("berlari", "lari", "lari"),
        ("setinggi", "tingginya", "tinggi"),
        ("buah", "buahan", "buah"),
        ("china", "rusia", None),
        ("suami", "istri", None),
        ("jual", "beli", None),
        ("mayur", "sayur", None),
    ],
)
def test_reduplication(left: str, right: str, stem: str | None) -> None:
    assert STEMMER.reduplicated(left, right) == stem


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        ("menulis", "meN-, t restored"),
        ("menghadirkannya", "meN-, -kan, -nya"),
        ("bukumukah", "-mu, -kah"),
        ("memproduksi", "meN-"),
        ("megawati", "name"),
        ("digital", "loan"),
        ("rumah", "root"),
        ("pengangguran", "meaning"),
        ("mengglorbakan", "Snowball, meN-, -kan"),
        ("zelensky", "unknown"),
        ("zq", "short"),
    ],
)
def test_explanation(word: str, rule: str) -> None:
    assert STEMMER.explain(word).rule == rule


def known_words() -> list[str]:
    lexicon = shipped()
    return sorted({*lexicon.roots, *lexicon.reviewed, *lexicon.names})


affixed = st.builds(
    lambda before, root, after: before + root + after,
    st.sampled_from(
        ["", "me", "mem", "men", "meng", "meny", "pe", "pem", "pen", "ber", "ter", "di", "ke", "se"]
    ),
    st.one_of(st.sampled_from(known_words()), st.text("abcdefghijklmnoprstuwy", max_size=9)),
    st.sampled_from(["", "i", "an", "kan", "nya", "annya", "kannya", "lah", "ku", "wan"]),
)


@given(affixed)
def test_stem_of_a_stem_is_the_stem(word: str) -> None:
    stem = STEMMER.stem(word)
    assert STEMMER.stem(stem) == stem


@given(affixed)
def test_explanation_agrees_with_the_stem(word: str) -> None:
    assert STEMMER.explain(word).form == STEMMER.stem(word)


@given(affixed)
def test_stem_is_no_longer_than_the_word_by_more_than_a_restored_letter(word: str) -> None:
    if word not in shipped().reviewed:
        assert len(STEMMER.stem(word)) <= max(len(word), 3)


@given(st.text(max_size=40))
def test_any_text_has_a_stem(word: str) -> None:
    assert STEMMER.stem(word) or not word


def test_every_root_and_name_is_its_own_stem() -> None:
    lexicon = shipped()
    own = {*lexicon.roots, *lexicon.names} - lexicon.reviewed.keys()
    assert [word for word in own if STEMMER.stem(word) != word] == []


def test_roots_looked_up_one_by_one_are_those_of_the_whole_list() -> None:
    every = Lexicon.load()
    assert Lexicon.of_files(FOLDER) == every
    roots = SortedRoots(FOLDER / "roots.tsv")
    some = [*every.roots][:: len(every.roots) // 100]
    asked = [*some, *(f"{root}x" for root in some), "", "#", "zzz", "rumah\t", "\t"]
    assert [roots.get(word) for word in asked] == [every.roots.get(word) for word in asked]
    assert "_all" not in vars(roots)


def test_the_first_stems_are_those_that_follow() -> None:
    words = [*known_words()[::29], "memperbaikinya", "ketersediaan", "kuterbelakangkan", "pemblokiran"]
    stemmer = MorphologicalStemmer(Lexicon.of_files(FOLDER))
    first = [stemmer.stem(word) for word in words[-400:]]
    assert stemmer._roots is None
    later = [stemmer.stem(word) for word in words * 3]
    assert stemmer._roots is not None
    assert first == later[-400:] == [STEMMER.stem(word) for word in words[-400:]]


def test_threads_and_pickled_copies_agree() -> None:
    words = known_words()[::7]
    expected = [STEMMER.stem(word) for word in words]
    copy = pickle.loads(pickle.dumps(MorphologicalStemmer()))
    assert [copy.stem(word) for word in words] == expected
    fresh = MorphologicalStemmer(Lexicon.load())
    with ThreadPoolExecutor(4) as threads:
        runs = threads.map(lambda _: [fresh.stem(word) for word in words], range(4))
    assert all(run == expected for run in runs)


def test_analyses_know_spelling_only() -> None:
    found = analyses("penembakan")
    assert Analysis("tembak", "peN-an", "") in found
    assert Analysis("nembak", "peN-an", "") in found
    assert Analysis("embak", "peN-an", "") not in found
    assert analyses("penembakan", {"tembak"}) == [Analysis("tembak", "peN-an", "")]
    assert analyses("") == []


def test_possible_roots() -> None:
    assert all(possible_root(form) for form in ("tembak", "prakarsa", "swasta", "syarat", "nganga", "ilmu"))
    assert not any(possible_root(form) for form in ("rlaku", "mbangun", "bangsaw", "ngk", ""))


def test_reviewed_words_are_sorted_known_and_final() -> None:
    rows = list(read_rows(FOLDER / "reviewed.tsv", 3))
    forms = [form for form, _, _ in rows]
    assert forms == sorted(set(forms))
    assert {group for _, _, group in rows} == GROUPS
    assert [form for form, stem, group in rows if group in {"root", "loan", "name"} and form != stem] == []
    assert [(form, stem) for form, stem, _ in rows if STEMMER.stem(stem) != stem] == []


def test_word_lists_are_sorted_and_without_repetition() -> None:
    for name, columns in (("roots.tsv", 3), ("names.txt", 1), ("echoes.tsv", 3)):
        keys = [tuple(row) for row in read_rows(FOLDER / name, columns)]
        assert keys == sorted(set(keys)), name


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("roots.tsv", "rumah\t3", r"roots\.tsv:1: expected 3 columns"),
        ("roots.tsv", "rumah\tmany\t3", r"roots\.tsv: expected a whole number, not 'many'"),
        ("reviewed.tsv", "perdana", r"reviewed\.tsv:1: expected 3 columns"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, file: str, line: str, problem: str) -> None:
    for name in ("roots.tsv", "patterns.tsv", "names.txt", "reviewed.tsv", "echoes.tsv"):
        (tmp_path / name).write_text(f"{line}\n" if name == file else "", encoding="utf-8")
    with pytest.raises(LexiconError, match=problem):
        Lexicon.load(tmp_path)


def test_lexicon_can_be_exchanged() -> None:
    lexicon = Lexicon({"glorb": (3, 9)}, {"": 9, "ber": 2}, frozenset({"bermuda"}), {}, {})
    stemmer = MorphologicalStemmer(lexicon)
    assert stemmer.stem("berglorb") == "glorb"
    assert stemmer.stem("bermuda") == "bermuda"
    assert stemmer.stem("berjalan") == "berjalan"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the benchmarks, importable."""
    folder = Path(__file__).resolve().parents[2] / "bench"
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_derived_lexicon_comes_out_of_counts_alone(bench: Path, tmp_path: Path) -> None:
    pytest.importorskip("zstandard")
    derive_lexicon = pytest.importorskip("derive_lexicon")
    words = """tembak menembak ditembak penembak penembakan tertembak tembakan kemas dikemas mengemas kemasan
        terkemas emas keemasan masa semasa masalah permasalahan bermasalah dipermasalahkan masalahnya"""
    counts = derive_lexicon.count([f"kata {words} itu di Kedemas."] * 5)
    for name in ("reviewed.tsv", "echoes.tsv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    derive_lexicon.derive(counts, tmp_path)
    lexicon = Lexicon.load(tmp_path)
    assert {"tembak", "kemas", "emas", "masa", "masalah"} <= lexicon.roots.keys()
    assert not {"penembak", "mengemas", "permasalahan", "masalahnya"} & lexicon.roots.keys()
    stemmer = MorphologicalStemmer(lexicon)
    assert stemmer.stem("penembakan") == "tembak"
    assert stemmer.stem("kedemas") == "kedemas"
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    derive_lexicon.derive(counts, tmp_path)
    assert first == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_gold_figures_by_hand(bench: Path, tmp_path: Path) -> None:
    stem_gold = pytest.importorskip("stem_gold")
    gold = tmp_path / "gold.tsv"
    gold.write_text(
        "makan\tmakan\ta\nmakanan\tmakan\ta\nikan\tikan\ta\nanak-anak\tanak\ta\nmain\tmain\ta\n", "utf-8"
    )
    [sample] = stem_gold.read_gold(gold).values()
    figures = stem_gold.measure(sample, lambda word: word[:2])
    assert figures == stem_gold.Figures(derived=1, words=4, meets=1.0, conflated=3 / 4)
    assert stem_gold.measure(sample, lambda word: word).meets == 0.0
    gold.write_text("makan makan\n", "utf-8")
    with pytest.raises(ValueError, match=r"gold\.tsv:1: expected word, root and source"):
        stem_gold.read_gold(gold)
    assert "stem_gold" in sys.modules
