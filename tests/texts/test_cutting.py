"""Sentences and long paragraphs: where a text is cut, and that every letter of it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.texts.cutting import cut, is_long
from search.texts.sentences import sentence_ends

ONE_SENTENCE = """
Menurut dr. Contoh dari RS. Umum, pasien membaik
Prof. Dr. Ir. H. Contoh Nama, S.H., M.H. hadir di Jl. Sudirman No. 5, Jakarta
KH. Contoh dan Hj. Nama tinggal di Gg. Mawar Rt. 3 Rw. 4 Kel. Menteng Kec. Menteng
Harga beras Rp. 12.500 per kilogram, naik dari Rp1.500 pada tgl. 5 Mei
PT. Maju Jaya Tbk. (MAJU) dan CV. Karya bekerja sama dengan UD. Tani
Lihat hlm. 12 dan hal. 15, vol. 3, No. 7, pasal 5 ayat 2
Surat a.n. Kepala Dinas u.p. Sekretaris d.a. Kantor Bupati s.d. Jumat
Petinju asal A.S. George W. Bush dan B.J. Habibie bertemu
Bapak Drs. Nama menemui Kol. Pol. Contoh pada pukul 10.30 WIB
Situs Kompas.com dan Liputan6.com serta www.contoh.id/berita memuatnya
Nilainya 3.14 atau 1.234.567,89 persen
"Kami siap. Semua aman," kata dia
Sdr. Contoh, alm. Nama, dan Yth. Bapak Camat datang
Klub FC. Contoh vs. Nama FC berakhir seri
Warga melihat ... lalu lari
"""
# A bar stands where a sentence ends.
SEVERAL = [
    "Harga beras naik. | Warga menunggu. | Pedagang cemas.",
    "Apa yang terjadi? | Tidak ada yang tahu! | Polisi menyelidiki… | Selesai.",
    '"Kami siap," kata dia. | "Semua aman." | Warga pulang.',
    "Ia meraih gelar S.H. | Menurut dia, itu mudah.",
    "Vitamin C. | Selain itu, sayur juga perlu.",
    "Terjadi pada 2019. | Ia lalu pindah ke Bandung.",
    "Beras, gula, dll. | Pedagang menjualnya.",
    "Ia tinggal di Jl. Melati No. 512. | Rumahnya besar.",
    "“Kami menang.” | Pelatih itu tersenyum.",
    "Kejadian itu pukul 10.00 WIB. | 3 orang tewas.",
    "Dia dokter (spesialis). | Istrinya guru.",
]


@pytest.mark.parametrize("text", ONE_SENTENCE.strip().splitlines())
def test_no_sentence_ends_here(text):
    ends = [end for end in sentence_ends(text) if end.bad < 5]
    assert [text[end.start :] for end in ends] == []


@pytest.mark.parametrize("marked", SEVERAL)
def test_sentences_end_here(marked):
    text = marked.replace("| ", "")
    assert [text[end.start :].split(" ")[0] for end in sentence_ends(text)] == [
        part.split(" ")[0] for part in marked.split("| ")[1:]
    ]


def test_white_space_that_was_lost():
    text = "Warga pulang.Mereka lelah. Situs Kompas.Com dan Contoh.Id memuatnya."
    assert [text[end.start :][:6] for end in sentence_ends(text)] == ["Mereka", "Situs "]


def words(text: str) -> int:
    return len(text.split())


SENTENCE = "Pedagang beras di pasar itu menunggu kiriman dari sentra produksi sejak pagi hari. "


def test_a_long_paragraph_becomes_several_of_sixty_to_a_hundred_words():
    text = (SENTENCE * 40).strip()
    assert is_long(text)
    parts = cut(text)
    assert all(60 <= words(part) <= 100 for part in parts)
    assert " ".join(parts) == text


def test_a_paragraph_without_sentences_stays():
    assert cut("kata " * 300) == ["kata " * 300]
    assert not is_long(" ".join(["pernyataan"] * 150))
    assert is_long(" ".join(["pernyataan"] * 151))


def test_a_quotation_is_not_cut_where_that_can_be_avoided():
    quotation = '"' + SENTENCE * 4 + 'Demikian." '
    text = (
        SENTENCE * 3
        + quotation
        + "kata dia. "
        + SENTENCE * 3
        + quotation
        + "Begitu kata camat. "
        + SENTENCE * 4
    )
    for part in cut(text.strip()):
        assert part.count('"') % 2 == 0
        assert not part.startswith("Begitu kata")


pieces = st.lists(
    st.sampled_from(
        [
            SENTENCE,
            '"Kami siap. ',
            'Semua aman," kata dr. Contoh. ',
            "Lalu? ",
            "PT. X ",
            "ya.Tidak ",
            "1. Satu ",
            "… ",
            "\n",
            "a.n. ",
        ]
    ),
    min_size=20,
    max_size=120,
).map("".join)


@given(pieces | st.text(max_size=400))
def test_every_letter_stays_and_the_result_is_always_the_same(text):
    parts = cut(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert parts == cut(text)
    at = 0
    for part in parts:  # in order, and with what was between the words of a part
        assert text[at:].lstrip().startswith(part.strip()) or not part.strip()
        at = text.index(part, at) + len(part)


@given(st.lists(st.integers(3, 40), min_size=8, max_size=60))
def test_sizes_are_right_wherever_sentences_allow_it(sizes):
    text = " ".join("Kata" + " berikut" * (size - 1) + "." for size in sizes)
    parts = cut(text)
    if sum(sizes) >= 300:
        assert all(40 <= words(part) <= 140 for part in parts)
