"""Abbreviations, spellings, old spellings of names: the look-up, its files, and the errors in them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SettingsError
from search.indonesian import variants
from search.indonesian.variants import FOLDER, Expansion, Variants, VariantsError, old_spellings

_STOPWORDS = FOLDER.parent / "stopwords.tsv"
_SHIPPED = Variants.load()


def words(text: str) -> list[str]:
    return text.split()


# Everyday words that no abbreviation may take over when they are typed in small letters.
EVERYDAY = words(
    """
    ada aki akan aku aman anak antara api apa arah asal atas awal bab baca bagi bahan baik bakar ban
    bandar bank banyak baru bayar bekas berat beras besar bin bisa bos buah buat buku bulan bumi cara
    cerita cinta daerah dalam dana dari dan das dasar datang dekat dengan depan desa di dia dim dini diri
    dua duta emas empat es gaji gas gula hak ham hari hidup hujan hukum ibu ikan ikut ini ion isi jalan
    jam janji jasa jatuh jenis juta kaki kali kami kamar kapal karo kasi kata kecil keluar kerja kim kini
    kita kobar koi kontras kopi kota kuat kuda kue kursi laba lain laki lalu lama lan lapan laut lima
    lokasi loteng luar maki makan malam mana mas mata mati mau merah minum muda naik nama nasi negara
    orang pajak pakai pam pan pandu pas pasar pati pemain permen peta peti pin pon pulau rakyat ramai rasa
    rumah saat sah saham sakit salah salam sama sampai sara satu sawah sedang sekolah sen siap sisa sop
    spam spt stan sun tahu tahun tanah tangan tari teman tempat tim tinggi tol tua tutup uang ujung umum
    untuk usaha utara waktu wali warga yang
    """
)


@pytest.fixture(scope="module")
def shipped() -> Variants:
    return _SHIPPED


def found(variants: Variants, query: str) -> dict[str, set[str]]:
    """Return what each stretch of a query may also be written as."""
    typed = query.split()
    return {
        " ".join(typed[e.start : e.end]): {" ".join(form) for form in e.alternatives}
        for e in variants.expand(typed)
    }


def write(folder: Path, abbreviations: str = "", spellings: str = "") -> Path:
    (folder / "abbreviations.tsv").write_text(abbreviations, encoding="utf-8")
    (folder / "spellings.tsv").write_text(spellings, encoding="utf-8")
    return folder


# --- looking up -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["PBB", "pbb", "Pbb", "P.B.B."])
def test_abbreviation_brings_every_sense(shipped: Variants, typed: str) -> None:
    expansion = shipped.expand([typed])[0]
    assert expansion.alternatives == (
        ("Perserikatan", "Bangsa-Bangsa"),
        ("Pajak", "Bumi", "dan", "Bangunan"),
        ("Partai", "Bulan", "Bintang"),
    )
    assert expansion.kind == "abbreviation"
    assert expansion.ambiguous


@pytest.mark.parametrize(
    "typed", ["perserikatan bangsa-bangsa", "Perserikatan Bangsa Bangsa", "PERSERIKATAN BANGSA‐BANGSA"]
)
def test_long_form_brings_the_abbreviation(shipped: Variants, typed: str) -> None:
    (expansion,) = shipped.expand(typed.split())
    assert (expansion.start, expansion.end) == (0, len(typed.split()))
    assert ("PBB",) in expansion.alternatives
    assert expansion.kind == "long form"
    assert expansion.ambiguous


def test_commas_of_a_long_form_do_not_matter(shipped: Variants) -> None:
    long_form = "badan meteorologi klimatologi dan geofisika"
    assert found(shipped, long_form)[long_form] >= {"BMKG"}
    assert ("Badan", "Meteorologi", "Klimatologi", "dan", "Geofisika") in shipped.expand(["BMKG"])[
        0
    ].alternatives


def test_positions_are_those_of_the_query(shipped: Variants) -> None:
    expansions = shipped.expand(words("pidato Menlu Amerika Serikat di PBB - baru"))
    assert [(e.start, e.end) for e in expansions] == [(1, 2), (2, 4), (5, 6)]


def test_the_longest_match_wins(shipped: Variants) -> None:
    assert list(found(shipped, "Kementerian Hukum dan Hak Asasi Manusia")) == [
        "Kementerian Hukum dan Hak Asasi Manusia"
    ]
    assert list(found(shipped, "Kementerian Hukum")) == ["Kementerian Hukum"]


def test_other_wordings_and_short_forms_of_the_same_sense(shipped: Variants) -> None:
    assert found(shipped, "Kemlu")["Kemlu"] == {"Kementerian Luar Negeri", "Kemenlu"}
    assert (
        "Organisasi Kesehatan Dunia"
        in found(shipped, "world health organization")["world health organization"]
    )
    assert (
        "Partai Bulan Bintang"
        not in found(shipped, "perserikatan bangsa-bangsa")["perserikatan bangsa-bangsa"]
    )


def test_what_was_typed_is_no_alternative_of_itself(shipped: Variants) -> None:
    assert found(shipped, "covid-19")["covid-19"].isdisjoint({"Covid-19", "covid-19"})
    assert shipped.expand(["Jum’at"]) == []  # Jumat once folded, as in the index


@pytest.mark.parametrize(
    "pair",
    [
        *["Soeharto = suharto", "cina = tiongkok", "ijin = izin", "daring = online", "Jogja = yogyakarta"],
        *["walikota = wali kota", "wali kota = walikota", "alquran = al-qur'an", "al-qur’an = alquran"],
        *["covid19 = covid-19", "KTP-el = e-ktp", "ektp = ktp elektronik", "gus dur = abdurrahman wahid"],
    ],
)
def test_spellings(shipped: Variants, pair: str) -> None:
    typed, other = (side.strip() for side in pair.split("="))
    assert other in {form.lower() for form in found(shipped, typed)[typed]}


@pytest.mark.parametrize("typed", ["kan ada", "tim tim", "di sel", "k p k", "harga naik", "...", ""])
def test_ordinary_words_stay_alone(shipped: Variants, typed: str) -> None:
    assert shipped.expand(typed.split(" ")) == shipped.expand([]) == []


@given(st.lists(st.sampled_from(words("PBB AS Menlu bangsa-bangsa perserikatan wali kota izin serikat -"))))
def test_expansions_are_ordered_and_apart(typed: list[str]) -> None:
    expansions = _SHIPPED.expand(typed)
    assert all(left.end <= right.start for left, right in pairwise(expansions))
    for e in expansions:
        assert 0 <= e.start < e.end <= len(typed)
        assert e.alternatives
        assert tuple(typed[e.start : e.end]) not in e.alternatives


FORMS = [form for entry in _SHIPPED.abbreviations for form in (entry.short, *entry.wordings)]
FORMS += [form for group in _SHIPPED.groups for form in group.forms]
PARTS = [part for form in FORMS for part in form.split()]


@given(st.lists(st.sampled_from(FORMS) | st.sampled_from(PARTS) | st.text(max_size=5), max_size=5))
def test_looking_at_first_words_loses_nothing(forms: list[str]) -> None:
    """Every stretch of words is looked up here, not only those whose first word begins a form."""
    typed = " ".join(forms).split()
    keys = [variants.letters_of(word) for word in typed]
    stretches = []
    for start in range(len(typed)):
        for end in range(start + 1, len(typed) + 1):
            known = keys[start] and keys[end - 1] and "".join(keys[start:end]) in _SHIPPED._entries
            if known and variants._breaks(keys[start:end]) <= _SHIPPED._breaks["".join(keys[start:end])]:
                entries = _SHIPPED._entries["".join(keys[start:end])]
                stretches += _SHIPPED._match(typed, start, end, entries, False)
    assert list(_SHIPPED._matches(typed, keys, False)) == stretches


# --- the case gate --------------------------------------------------------------------------------------


@pytest.mark.parametrize("short", ["AS", "MA", "PAN", "BI", "UN", "BIN", "HAM", "KontraS"])
def test_gated_abbreviation_counts_as_written_only(shipped: Variants, short: str) -> None:
    assert [e.kind for e in shipped.expand([short])] == ["abbreviation"]
    assert shipped.expand([short.lower()]) == []
    assert shipped.expand([short.capitalize()]) == []


def test_dotted_initialism_passes_the_gate(shipped: Variants) -> None:
    assert "Amerika Serikat" in found(shipped, "A.S.")["A.S."]


def test_a_query_in_capitals_says_nothing(shipped: Variants) -> None:
    assert set(found(shipped, "MA BATALKAN PUTUSAN KPK")) == {"KPK"}
    assert set(found(shipped, "MA batalkan putusan KPK")) == {"MA", "KPK"}
    assert set(found(shipped, "AS MA 2024")) == {"AS", "MA"}  # abbreviations side by side
    assert shipped.expand(["AS"], shouting=True) == []
    assert shipped.expand(["KPK"], shouting=True) != []


def test_one_way_keeps_short_forms_out_of_names(shipped: Variants) -> None:
    assert found(shipped, "BIN")["BIN"] == {"Badan Intelijen Negara"}
    assert "US" not in found(shipped, "USA")["USA"]
    reverse = shipped.expand(words("badan intelijen negara"))
    assert ("BIN",) not in {form for e in reverse for form in e.alternatives}
    assert "AS" in found(shipped, "amerika serikat")["amerika serikat"]  # upper works in both directions


# --- files of one's own, and their errors ---------------------------------------------------------------


def test_own_files(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "\ufeff# ours\n\nXYZ\tXana Yuda = Xana Yudha | Zeta\tany\ta note\nXYK\tXana Yuda\tany\n",
        "koran | surat kabar\tsynonym\n",
    )
    variants = Variants.load(folder)
    assert variants.expand(["xyk"]) == [
        Expansion(0, 1, (("Xana", "Yuda"),), "abbreviation")  # not XYZ, which has another sense
    ]
    assert variants.expand(["xana", "yudha"]) == [
        Expansion(0, 2, (("XYZ",), ("Xana", "Yuda")), "long form", "a note", ambiguous=True)
    ]
    assert variants.expand(["koran"]) == [Expansion(0, 1, (("surat", "kabar"),), "synonym")]


def test_empty_files_mean_no_variants(tmp_path: Path) -> None:
    assert Variants.load(write(tmp_path)).expand(["PBB"]) == []


@pytest.mark.parametrize(
    ("file", "lines", "complaint"),
    [
        ("abbreviations", "PBB Perserikatan Bangsa-Bangsa", "expected short<TAB>long<TAB>case"),
        ("abbreviations", "PBB\tPerserikatan\tany\tnote\tmore", "expected short<TAB>long<TAB>case"),
        ("abbreviations", "PBB\t\tany", "expected short<TAB>long<TAB>case"),
        ("abbreviations", "PBB\tPerserikatan\tboth", "expected one of any, upper, one-way"),
        ("abbreviations", "PBB\tPerserikatan |\tany", "needs a letter or digit"),
        ("abbreviations", "Menlu\tMenteri Luar Negeri\tupper", "needs a short form in capitals"),
        ("abbreviations", "KPK\tKomisi\tany\nk.p.k.\tKomisi\tany", "already in line 1"),
        ("abbreviations", "AS\tAmerika\tupper\nAS\tAmerika\tone-way", "already in line 1"),
        ("spellings", "izin | ijin", "expected form | form<TAB>kind"),
        ("spellings", "izin | ijin\tword", "expected one of spelling, name, joined, synonym"),
        ("spellings", "izin\tspelling", "expected two or more forms"),
        ("spellings", "izin | \tspelling", "expected two or more forms"),
        ("spellings", "izin | ijin | Izin\tspelling", "stands twice"),
        ("spellings", "izin | ijin\tspelling\nidzin | ijin\tspelling", "'ijin' is already in line 1"),
    ],
)
def test_bad_line(tmp_path: Path, file: str, lines: str, complaint: str) -> None:
    with pytest.raises(VariantsError, match=re.escape(complaint)) as caught:
        Variants.load(write(tmp_path, **{file: lines}))
    last = len(lines.splitlines())
    assert str(caught.value).startswith(f"{file}.tsv:{last}: ")


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(VariantsError, match=r"abbreviations\.tsv: cannot be read"):
        Variants.load(tmp_path)
    (write(tmp_path) / "spellings.tsv").write_bytes("# Latin-1\nizin | caf\xe9\tspelling\n".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"spellings\.tsv:2: not UTF-8"):
        Variants.load(tmp_path)


# --- the shipped files ----------------------------------------------------------------------------------


def test_as_many_as_promised(shipped: Variants) -> None:
    assert len(shipped.abbreviations) >= 450
    assert len(shipped.groups) >= 200


def test_no_abbreviation_takes_over_an_everyday_word(shipped: Variants) -> None:
    taken = [word for word in EVERYDAY if any(e.kind == "abbreviation" for e in shipped.expand([word]))]
    assert taken == []


def test_no_variant_of_a_function_word(shipped: Variants) -> None:
    assert [row[0] for row in _stopwords() if shipped.expand([row[0]])] == []


def test_no_short_form_twice(shipped: Variants) -> None:
    shorts = [(entry.short.casefold(), entry.case == "any") for entry in shipped.abbreviations]
    assert len(set(shorts)) == len(shorts)


def test_long_forms_are_longer_than_the_short_one(shipped: Variants) -> None:
    for entry in shipped.abbreviations:
        for sense in entry.senses:
            assert len(set(sense)) == len(sense), entry
            assert all(wording.split() and len(wording) > len(entry.short) for wording in sense), entry


def test_every_entry_is_found_both_ways(shipped: Variants) -> None:
    for entry in shipped.abbreviations:
        forward = found(shipped, entry.short)[entry.short]
        for wording in entry.wordings:
            assert wording.replace(",", "") in forward, entry
            back = found(shipped, wording).get(wording, set())
            assert (entry.short in back) == (entry.case != "one-way"), entry


def test_shipped_files_hold_no_stray_characters() -> None:
    for path in (FOLDER / "abbreviations.tsv", FOLDER / "spellings.tsv", _STOPWORDS):
        entries = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert [line for line in entries if line != line.strip() or "  " in line or not line.isascii()] == []


# --- function words -------------------------------------------------------------------------------------


def _stopwords() -> list[list[str]]:
    lines = _STOPWORDS.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_stopwords_are_few_and_explained() -> None:
    rows = _stopwords()
    assert all(len(row) == 3 and row[0].isalpha() and row[0].islower() and row[2] for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    groups = [row[1] for row in rows]
    assert 40 <= groups.count("function") <= 65
    assert groups.count("question") >= 12
    assert set(groups) == {"function", "question"}


def test_words_that_change_what_is_found_are_no_stopwords() -> None:
    harmful = """tidak bukan belum tanpa lalu depan dini dalam lama masa usai jumlah kasus masalah bulan hari
        pukul kerja naik masuk keluar tempat besar baru awal akhir bapak ibu orang keadaan jawaban pertanyaan
        dua tiga empat lima pertama kedua mata tahu tahun waktu tinggi umum kemarin jangan anti"""
    assert {row[0] for row in _stopwords()}.isdisjoint(harmful.split())


def test_the_words_that_must_be_stopwords() -> None:
    groups = {row[0]: row[1] for row in _stopwords()}
    assert {groups[word] for word in words("yang di ke dari dan dengan untuk pada")} == {"function"}
    questions = words("siapa apa kapan dimana mana berapa bagaimana mengapa kenapa apakah siapakah")
    assert {groups[word] for word in questions} == {"question"}


# --- old spellings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *[("Soeharto", "Suharto"), ("Tjokroaminoto", "Cokroaminoto"), ("Djakarta", "Jakarta")],
        *[("Soerabaja", "Surabaya"), ("Sjahrir", "Syahrir"), ("Jusuf", "Yusuf"), ("Chairil", "Khairil")],
        *[("Njoto", "Nyoto"), ("Tandjung", "Tanjung"), ("Soekarnoputri", "Sukarnoputri")],
        ("Djojohadikoesoemo", "Joyohadikusumo"),
    ],
)
def test_old_spellings_go_both_ways(old: str, new: str) -> None:
    assert new in old_spellings(old)
    assert old in old_spellings(new)


def test_old_spellings_follow_the_capitals() -> None:
    assert old_spellings("soeharto") == ("suharto",)
    assert old_spellings("SOEHARTO") == ("SUHARTO",)


@pytest.mark.parametrize("word", ["", "oe", "Adi", "Prabowo", "2024", "covid19", "e-KTP"])
def test_words_without_old_spellings(word: str) -> None:
    assert old_spellings(word) == ()


@given(st.text(alphabet="aceijnostuyhkdr", min_size=0, max_size=30))
def test_old_spellings_are_few_distinct_and_not_the_word(word: str) -> None:
    forms = old_spellings(word)
    assert word not in forms
    assert len(set(forms)) == len(forms) < 64
    assert all(form.isalpha() and form.islower() for form in forms)
