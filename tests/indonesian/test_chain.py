"""The whole chain: the same terms from every way in, each step switchable, safe for threads."""

import random
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SettingsError
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import STEMMERS

ANALYZER = Analyzer()
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            "Banjir",
            "mendukung",
            "COVID-19",
            "kota-kotanya",
            "A.S.",
            "Rp1.500.000",
            "China-Rusia",
            "buku2",
            "yang",
            "ʼ",
            "é",
        ]
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anak-anak", "anak"),
        ("kota-kotanya", "kota"),
        ("buku2", "buku"),
        ("Jum'at", "Jumat"),
        ("Jum’at", "Jumat"),
        ("P.B.B.", "PBB"),
        ("A.S.", "AS"),
        ("1.500.000", "1500000"),
        ("Rp1.500", "Rp 1.500"),
        ("1.5", "1,5"),
        ("dukungan", "mendukung"),
        ("pendukung", "didukung"),
        ("PEMILU", "pemilu"),
        ("peme\u00adrintah", "pemerintah"),
        ("cafe\u0301", "cafe"),
        ("non\u2011aktif", "non-aktif"),
    ],
)
def test_these_are_the_same(one, other):
    assert ANALYZER.terms(one) == ANALYZER.terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("perdana menteri", "dana teri"),
        ("Beruang", "uang"),
        ("sekolah", "seko"),
        ("masalah", "masa"),
        ("1,5", "15"),
    ],
)
def test_these_are_not(one, other):
    assert not set(ANALYZER.terms(one)) & set(ANALYZER.terms(other))


@pytest.mark.parametrize(
    ("text", "joined"), [("COVID-19", "covid19"), ("e-KTP", "ektp"), ("KTP-el", "ktpel")]
)
def test_short_compounds_are_joined_as_well(text, joined):
    assert ANALYZER.terms(text)[-1] == joined


def test_terms_in_order():
    assert ANALYZER.terms("Kota-kota mendukung COVID-19, kata A.S.") == [
        "kota", "dukung", "covid", "19", "covid19", "kata", "as",
    ]  # fmt: skip
    assert ANALYZER.terms("") == ANALYZER.terms("— * …") == []


@given(TEXTS)
def test_every_way_in_gives_the_same_terms(text):
    fresh = Analyzer()
    by_words = [term.stem for _, word, _ in fresh.words(text) for term in word.terms]
    by_steps = [stem for step in fresh.steps(text) for stem in step.stems]
    assert ANALYZER.terms(text) == by_words == by_steps


@given(TEXTS)
def test_steps_point_at_the_text_and_count_positions(text):
    position = 0
    for step, (_, word, at) in zip(ANALYZER.steps(text), ANALYZER.words(text), strict=True):
        assert text[step.start : step.end] == step.surface
        assert step.position == at == position
        position += word.width


def test_each_step_can_be_switched_off():
    text = "mendukung negara-negaranya COVID-19"
    everything = {"stemmer": "morphology", "compounds": True, "reduplication": True}
    assert Analyzer(AnalysisSettings(**everything)).terms(text) == [
        "dukung",
        "negara",
        "covid",
        "19",
        "covid19",
    ]
    without = {
        "stemmer": ("none", ["mendukung", "negara", "negaranya", "covid", "19", "covid19"]),
        "compounds": (False, ["dukung", "negara", "covid", "19"]),
        "reduplication": (False, ["dukung", "negara", "negara", "covid", "19", "covid19"]),
    }
    for name, (value, expected) in without.items():
        assert Analyzer(AnalysisSettings(**{**everything, name: value})).terms(text) == expected, name


def test_snowball_alone():
    assert Analyzer(AnalysisSettings("snowball")).terms("perdana menteri") == ["dana", "teri"]


def test_settings_are_checked_and_kept():
    with pytest.raises(SettingsError, match="morphology, snowball, none"):
        AnalysisSettings("porter")
    for stemmer in STEMMERS:
        settings = AnalysisSettings(stemmer, compounds=False)
        assert AnalysisSettings(**settings.as_dict()) == settings


@pytest.mark.parametrize("word", ["yang", "Di", "KAPAN"])
def test_function_words(word):
    assert ANALYZER.is_function_word(word)


@pytest.mark.parametrize("word", ["tidak", "tanpa", "bulan", "baru", "banjir", ""])
def test_words_that_are_searched(word):
    assert not ANALYZER.is_function_word(word)


def made_up_words(count, seed):
    """Words with every kind of affix, known roots and unknown ones."""
    chance = random.Random(seed)
    prefixes = [
        "",
        "me",
        "mem",
        "men",
        "meng",
        "meny",
        "pe",
        "pen",
        "per",
        "ber",
        "ter",
        "di",
        "ke",
        "se",
        "memper",
    ]
    suffixes = ["", "kan", "an", "i", "nya", "lah", "kannya", "mulah"]
    roots = ["dukung", "tulis", "bangun", "pilih", "ajar", "kata", "sapu", "blogik", "zorgak", "makan", "uji"]
    return [chance.choice(prefixes) + chance.choice(roots) + chance.choice(suffixes) for _ in range(count)]


@pytest.mark.parametrize("stemmer", STEMMERS)
def test_a_stem_does_not_depend_on_what_was_analysed_before(stemmer):
    """An index and its queries meet words in different orders, in different processes."""
    words = made_up_words(3000, seed=1)
    forwards, backwards = (Analyzer(AnalysisSettings(stemmer)) for _ in range(2))
    one = {word: forwards.terms(word) for word in words}
    other = {word: backwards.terms(word) for word in reversed(words)}
    assert one == other


def test_rare_affixes_met_before_change_no_stem():
    prefixes = [
        "memper",
        "pember",
        "keter",
        "menge",
        "diper",
        "keber",
        "seke",
        "berke",
        "terse",
        "diber",
        "memberke",
        "penter",
    ]
    met = [
        p + root + s
        for p in prefixes
        for root in ("budi", "kasih", "asah")
        for s in ("", "an", "i", "kannya")
    ]
    late = Analyzer()
    late.terms(" ".join(met))
    for word in ("terseasahan", "tersebalikan", "berkebudinya", "tersekasihan", "keberkebabi"):
        assert late.terms(word) == Analyzer().terms(word)


@pytest.mark.parametrize("stemmer", STEMMERS)
def test_an_analyzer_may_be_shared_by_threads(stemmer):
    words = made_up_words(2000, seed=2)
    alone = Analyzer(AnalysisSettings(stemmer))
    expected = [alone.terms(word) for word in words]
    shared, problems = Analyzer(AnalysisSettings(stemmer)), []
    barrier = threading.Barrier(4)

    def analyse():
        barrier.wait()
        try:
            if [shared.terms(word) for word in words] != expected:
                problems.append("other terms")
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=analyse) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
