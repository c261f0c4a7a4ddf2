"""Units: what is one thing together, in all its writings; where it stands; what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SettingsError
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.amounts import Amount, read_amount
from search.indonesian.doubled import doubled
from search.indonesian.lexicon import FOLDER, read_rows
from search.indonesian.tokens import is_one_token, tokenise
from search.indonesian.traces import of_units
from search.indonesian.unit_terms import is_roman, ordinal
from search.indonesian.unit_words import KINDS, LONGEST, UnitWords, unit_words
from search.indonesian.units import forms_and_units, tokens_and_units

ANALYZER = Analyzer()


def asked(text):
    """Return what a query for a text looks for: the rows of each of its words."""
    return [
        {tuple(term.exact for term in row) for row in ANALYZER.word(token.surface).rows()}
        for token in ANALYZER.asked(text)
    ]


WRITINGS = {
    "rp1500000000000": [
        "Rp1,5 T",
        "Rp 1,5 triliun",
        "Rp1.500.000.000.000",
        "rp 1,5 trilyun",
        "Rp. 1,5 triliun",
        "IDR 1,5 triliun",
        "1,5 triliun rupiah",
        "Rp1.500 miliar",
        "Rp\u00a01,5\u00a0triliun",
        "Rp1.500.000.000.000,00",
    ],
    "rp25000": ["Rp25 ribu", "Rp 25.000", "Rp25rb", "25 ribu rupiah", "Rp25k", "25rb rupiah"],
    "rp800000000": ["Rp0,8 M", "Rp 800 juta", "Rp800jt"],
    "usd1000000": ["US$ 1 juta", "US$1 juta", "USD 1 juta", "1 juta dolar AS", "$1 juta", "1 juta dolar"],
    "sgd5": ["S$5", "SGD 5", "5 dolar Singapura", "Sin$ 5"],
    "10km": ["10km", "10 km", "10 kilometer", "10 KM", "10,0 km"],
    "50m2": ["50 m²", "50m²", "50 m2", "50 meter persegi", "50m persegi", "50 m\u00a0persegi"],
    "3m3": ["3 meter kubik", "3 m3"],
    "60km/jam": [
        "60 km/jam",
        "60km/jam",
        "60 kilometer per jam",
        "60 kpj",
        "60 km per jam",
        "60 km/h",
    ],
    "5-6m/detik": ["5-6 m/s", "5 - 6 meter per detik"],
    "30derajat": [
        "30 derajat",
        "30°C",
        "30 °C",
        "30° C",
        "30 derajat Celsius",
        "30 derajat C",
        "30 Celcius",
        "30 Celsius",
    ],
    "86derajatf": ["86°F", "86 derajat Fahrenheit"],
    "eur5000000": [
        "€5 juta",
        "€ 5 juta",
        "5 juta euro",
        "EUR 5 juta",
        "5 juta EUR",
    ],
    "gbp50": ["£50", "GBP 50", "50 poundsterling"],
    "1990an": ["1990-an", "1990an"],
    "16gb": ["16GB", "16 GB", "16 gigabyte"],
    "1500000ton": ["1,5 juta ton", "1.500.000 ton"],
    "20%": ["20%", "20 %", "20 persen", "20 PERSEN", "20,0%"],
    "12,5%": ["12,5%", "12,5 persen", "12.5%"],
    "10000": ["10 ribu", "10.000", "10000", "10rb", "10 rb"],
    "2500000": ["2,5 juta", "2.500.000", "2,5jt"],
    "09:45": ["09:45", "9:45", "09.45", "9.45"],
    "23:05:10": ["23:05:10"],
    "16:9": ["16:9"],
    "3-0": ["3-0", "3 - 0", "3–0", "3 – 0", "3\u22120", "3 \u2212 0"],
    "1-1": ["1-1", "1 - 1", "1–1"],
    "0-0": ["0-0", "0 - 0", "0–0"],
    "081234567890": ["0812-3456-7890", "081234567890", "0812-34567890"],
    "1200km2": ["1.200 km²", "1200 km2", "1.200 kilometer persegi"],
    "5,2sr": [
        *("5,2 SR", "5.2 SR", "5,2 skala Richter", "M 5,2", "M5,2", "M5.2", "magnitudo 5,2"),
        *("Magnitudo 5.2", "bermagnitudo 5,2", "5,2 Richter"),
    ],
    "25000": ["25,000", "25.000", "25 ribu"],
    "2014-2019": ["2014-2019", "2014–2019", "2014 - 2019"],
    "5/10": ["5/10", "05/10"],
    "10/9/2019": ["10/9/2019", "10/09/2019", "10-09-2019", "10.9.2019", "2019-09-10"],
    "14/puu-xvii/2019": ["14/PUU-XVII/2019"],
    "123/pid.b/2019/pn.jkt": ["123/Pid.B/2019/PN.Jkt"],
    "uu:11/2020": [
        "UU No. 11 Tahun 2020",
        "UU 11/2020",
        "Undang-Undang Nomor 11 Tahun 2020",
        "UU No 11/2020",
        "undang-undang nomor 11 tahun 2020",
        "UU No.11 Tahun 2020",
        "UU 11 Tahun 2020",
        "UU RI Nomor 11 Tahun 2020",
        "Undang Undang Nomor 11 thn 2020",
        "Undang-Undang Republik Indonesia Nomor 11 Tahun 2020",
        "UU Cipta Kerja Nomor 11 Tahun 2020",
        "Undang-Undang (UU) Nomor 11 Tahun 2020",
        "undang-undang (UU) 11/2020",
    ],
    "perppu:1/2020": [
        "Perppu No. 1 Tahun 2020",
        "Perpu 1/2020",
        "Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2020",
    ],
    "pp:71/2019": ["PP 71/2019", "PP Nomor 71 Tahun 2019", "Peraturan Pemerintah No. 71 Tahun 2019"],
    "perpres:16/2018": ["Perpres No 16 Tahun 2018", "Peraturan Presiden Nomor 16 Tahun 2018"],
    "perda:3/2015": [
        "Perda 3/2015",
        "Peraturan Daerah Nomor 3 Tahun 2015",
        "Peraturan Daerah Kabupaten Contoh Nomor 3 Tahun 2015",
        "Peraturan Daerah (Perda) No. 3/2015",
    ],
    "pmk:5/2019": [
        "PMK 5/2019",
        "Permenkeu No. 5 Tahun 2019",
        "Peraturan Menteri Keuangan Nomor 5 Tahun 2019",
    ],
    "permenkes:9/2020": ["Permenkes 9/2020", "Peraturan Menteri Kesehatan Nomor 9 Tahun 2020"],
    "uu:11": ["UU No. 11", "Undang-Undang Nomor 11"],
    "no:3": ["No. 3", "No 3", "Nomor 3", "nomor 03", "No.3"],
    "ke74": ["ke-74", "ke 74"],
    "ke11": ["ke-11", "ke-XI"],
    "xi:11": ["XI"],
    "h&m": ["H&M", "H & M", "h&m"],
    "at&t": ["AT&T", "AT & T"],
    "r&b": ["R&B", "R & B"],
    "hs": ["H.S", "H.S.", "H. S.", "HS"],
    "khm": ["K.H.M.", "K. H. M.", "KHM"],
}
PAIRS = [(term, writing) for term, writings in WRITINGS.items() for writing in writings]


@pytest.mark.parametrize(("term", "writing"), PAIRS)
def test_a_unit_has_one_term_in_all_its_writings(term, writing):
    text = f"di {writing} itu" if term not in {"hs", "khm"} else f"di {writing} Contoh"
    places = ANALYZER.places(text)
    assert term in {place.stem for place in places}
    assert term in {place.exact for place in places}


@pytest.mark.parametrize(("term", "writing"), PAIRS)
def test_a_query_asks_for_the_whole_alone(term, writing):
    (words,) = asked(writing)
    assert (term,) in words
    # 09.45 may be a decimal as well, and nothing else has two readings.
    assert len(words) == 1 or term == "09:45"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("kerugian Rp 1,5 triliun lebih", "Rp 1,5 triliun"),
        ("menurut UU No. 11 Tahun 2020, izin", "UU No. 11 Tahun 2020"),
        ("menang 3 – 0 lalu", "3 – 0"),
        ("gerai H & M tutup", "H & M"),
        ("naik 20 % sejak", "20 %"),
        ("senilai US$ 1 juta dari", "US$ 1 juta"),
        ("harga $5 juta itu", "$5 juta"),
        ("sejauh 10\u00a0km lagi", "10\u00a0km"),
        ("tagar #PrayForCianjur ramai", "#PrayForCianjur"),
    ],
)
def test_a_unit_stands_where_its_first_token_does(text, whole):
    unit, first = list(ANALYZER.steps(text))[1:3]
    assert (unit.surface, text[unit.start : unit.end]) == (whole, whole)
    assert unit.position == first.position
    assert unit.rule and unit.exact == unit.stems


def test_initials_stand_beside_the_name():
    places = {place.exact: place.position for place in ANALYZER.places("Almarhum H. S. Contoh")}
    assert places == {"almarhum": 0, "h": 1, "s": 2, "hs": 2, "contoh": 3}


def test_the_tokens_stay():
    for text in (writing for _, writing in PAIRS):
        tokens = [token for token in tokens_and_units(text) if is_one_token(token.surface)]
        assert tokens == list(tokenise(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3-0", "30"), ("1-1", "1"), ("0-1", "01"), ("ke-74", "74"), ("ke-74", "ke-75"), ("XI", "Xi"),
        ("VI", "Vi"), ("M5", "5 SR"), ("10 km", "10 kg"),
        ("UU 11/2020", "UU 11/2021"), ("UU 11/2020", "PP 11/2020"), ("Rp5 juta", "US$ 5 juta"), ("20%", "20"),
        ("H&M", "HM"), ("10:30", "10-30"), ("laba-laba", "laba"), ("undang-undang", "undangan"),
    ],
)  # fmt: skip
def test_units_apart(one, other):
    terms = {place.exact for place in ANALYZER.places(other)} | {p.stem for p in ANALYZER.places(other)}
    assert not {term for words in asked(one) for row in words for term in row if len(row) == 1} & terms


@pytest.mark.parametrize(
    "text",
    [
        "10 orang",
        "pukul sembilan",
        "Rp",
        "US",
        "UU KPK",
        "Peraturan Bupati",
        "No",
        "tahun 2019",
        "2019",
        "5 as",
        "rusia/china",
        "a & bcd",
        "Satu&Dua",
        "undang-undang (lama) nomor",
        "vitamin C. Dia",
        "kelas A. B",
        "10 kmx",
        "0 triliun",
        "1,2345 ribu",
        "& 5",
        "#besok",
        "Ivi",
        "Dixi",
        "undang 5",
        "Peraturan Anu Itu Nomor",
        "1.2.3 juta",
        "99999999999999999999999 km",
        "kafé\u00ad10 km²",
    ],
)
def test_no_units(text):
    units = [step for step in ANALYZER.steps(text) if not is_one_token(step.surface)]
    assert units == []


def test_a_range_has_its_ends():
    assert ANALYZER.terms("10-15 persen") == ["10-15%", "10%", "15%", "10", "15", "10-15", "persen"]
    assert read_amount("1-2 juta") == Amount("range", "1000000-2000000", "", ("1000000", "2000000"))
    assert ANALYZER.terms("10:30-11:30")[:3] == ["10:30-11:30", "10:30", "11:30"]
    assert ANALYZER.terms("60 km/jam")[:2] == ["60km/jam", "60km"]
    assert ANALYZER.terms("5 ribu rupiah per jam")[0] == "rp5000"


def test_hashtags_are_found_by_their_words():
    assert ANALYZER.terms("#PrayForCianjur") == ["pray", "for", "cianjur", "prayforcianjur"]
    assert ANALYZER.terms("#SaveKPK2019") == ["save", "kpk", "2019", "savekpk2019"]
    assert [token.surface for token in ANALYZER.asked("#PrayForCianjur")] == ["PrayForCianjur"]


def test_units_off():
    analyzer = Analyzer(AnalysisSettings(units=False))
    assert analyzer.terms("Rp 1,5 triliun, H&M, ke-74, XI") == ["rp", "1,5", "triliun", "h", "m", "74", "xi"]
    assert analyzer.terms("3-0") == ["3", "0"]  # never 30


def test_roman_numerals_and_ordinals():
    assert [is_roman(form) for form in ("XI", "Xi", "xi", "X", "IVI", "XIX", "MIX")] == [
        True, True, False, False, False, True, False,
    ]  # fmt: skip
    assert (ordinal("074"), ordinal("xix"), ordinal("satu")) == ("ke74", "ke19", None)
    assert {place.exact for place in ANALYZER.places("XI")} == {"xi", "xi:11"}


PIECES = st.lists(
    st.sampled_from(
        [writing for _, writing in PAIRS]
        + [
            "10",
            "1,5",
            "km",
            "Rp",
            "juta",
            "%",
            "$",
            "US",
            "&",
            "No.",
            "UU",
            "/",
            ":",
            " - ",
            "–",
            ". ",
            "#AbCd",
            "/jam",
            " per ",
            "persegi",
            "°",
            "£",
            " (UU) ",
        ]
    )
    | st.text(max_size=3),
    max_size=6,
)


@given(PIECES, st.sampled_from(["", " ", "\u00a0", ", "]))
def test_any_text_has_its_tokens_and_units_in_order(pieces, blank):
    text = blank.join(pieces)
    found = tokens_and_units(text)
    assert [token.surface for token in found] == forms_and_units(text)
    assert all(text[token.start : token.end] == token.surface for token in found)
    assert [token for token in found if is_one_token(token.surface)] == list(tokenise(text))
    for token in found:
        word = ANALYZER.word(token.surface)
        assert word.width or not is_one_token(token.surface) or not word.terms
        assert all(term.exact and term.stem for term in word.terms)
        assert len({(term.offset, term.exact) for term in word.terms}) == len(word.terms)


@given(PIECES, st.sampled_from(["", " "]))
def test_units_of_several_tokens_show_their_digits_or_signs(pieces, blank):
    for token, word, _ in ANALYZER.words(blank.join(pieces)):
        small = token.surface.lower()
        if word.rule == "initials":
            continue  # the highlighter knows them by their periods
        if word.width == 0 and word.rule != "hashtag" and len(small) == len(token.surface):
            for term in word.terms:
                assert of_units([term.exact]).search(small), (token, term)
                for size in range(1, len(term.exact) + 1):
                    assert of_units([], [term.exact[:size]]).search(small), (token, term, size)


def test_words_show_no_unit():
    assert of_units(["banjir", "pertanian", "2019", "ke-anu", "xi:11"]) is None
    assert not of_units(["10km", "rp5000000"]).search("pada 2010, 15 orang, 51 km, 105 juta")


def test_doubled_words():
    stems = {
        form: ANALYZER.terms(form) for form in ("laba-laba", "laba-labanya", "berhati-hati", "anak-anak")
    }
    assert stems == {
        "laba-laba": ["laba-laba"],
        "laba-labanya": ["laba-laba"],
        "berhati-hati": ["hati-hati"],
        "anak-anak": ["anak"],
    }
    assert ANALYZER.terms("perundang-undangan undangan-undangan") == ["undang-undang", "undang"]
    assert ANALYZER.terms("sayur-mayur") == ["sayur-mayur", "sayur"]
    assert asked("sayur-mayur") == [{("sayur-mayur",)}]
    assert ANALYZER.terms("sehari-hari berjalan-jalan") == ["sehari-hari", "hari", "jalan-jalan", "jalan"]
    assert asked("sehari-hari jalan-jalannya") == [{("sehari-hari",)}, {("jalan-jalan",)}]
    assert ANALYZER.terms("berang-berang api-api") == ["berang-berang", "api-api"]
    assert doubled("rumah", "rumah", "rumah") is None


def test_the_list_of_doubled_words_is_sorted():
    rows = [tuple(row) for row in read_rows(FOLDER / "doubled.tsv", 3)]
    assert rows == sorted(set(rows))


def test_pun_on_a_name():
    assert ANALYZER.terms("Ridwanpun Messipun ampun Saipun") == ["ridwan", "messi", "ampun", "saipun"]


@pytest.mark.parametrize(
    "line", ["km\tmeasure", "km\tlength\tkm", "Km\tmeasure\tkm", "ribu\tscale\tx", "k m\tmeasure\tk"]
)
def test_a_bad_line_of_units_is_named(tmp_path, line):
    (tmp_path / "units.tsv").write_text(f"# comment\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"units\.tsv:2"):
        UnitWords.load(tmp_path / "units.tsv")


def test_the_words_of_units():
    words = unit_words()
    assert max(map(len, words.kinds)) <= LONGEST
    assert set(words.values) == set(KINDS.values())
    assert {name for name in words.law_names if name != name.lower()} == set()
