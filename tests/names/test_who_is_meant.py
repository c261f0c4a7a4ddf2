"""Speakers who are described, who answer without quotation marks, or of whom the sentence before tells."""

import pytest

from search.names import read_names


def said(*paragraphs):
    """Return the full name of each speaker of an article, and what he says."""
    return [
        (one.full, text[one.start : one.end])
        for text, here in zip(paragraphs, read_names(paragraphs).paragraphs, strict=True)
        for one in here.quotations
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whoever is somebody's wife or brother is somebody else.
        ('"Saya gugup," kata istri Hamish Daud itu.', [(None, "Saya gugup,")]),
        ('"Saya gugup," kata kakak Budi Santoso.', [(None, "Saya gugup,")]),
        ("Suami Rina Nose mengatakan mereka pindah rumah.", [(None, "mereka pindah rumah.")]),
        ('"Ia pulang," kata anak Budi Santoso, Rini Santoso.', [("Rini Santoso", "Ia pulang,")]),
        ('"Ia pulang," kata pengacara Budi Santoso.', [("Budi Santoso", "Ia pulang,")]),
        # A description behind an age.
        ("Sumarni (45), warga Dusun Krajan, mengaku rumahnya rusak.", [("Sumarni", "rumahnya rusak.")]),
        ("Budi Santoso (37), sopir bus itu, mengatakan remnya blong.", [("Budi Santoso", "remnya blong.")]),
        # The verb in a sentence of its own behind what is said.
        ('"Pelaku sudah ditangkap." Demikian dikatakan Kapolri Tito Karnavian.',
         [("Tito Karnavian", "Pelaku sudah ditangkap.")]),
        ('"Harga sudah turun." Hal itu disampaikan Menteri Budi Santoso di Solo.',
         [("Budi Santoso", "Harga sudah turun.")]),
        ('"Harga sudah turun," demikian disampaikan Budi Santoso.', [("Budi Santoso", "Harga sudah turun,")]),
        # Who is described by what he belongs to is who was named last.
        ('Doli Kurnia hadir. "Kami siap," kata politikus Golkar itu.', [("Doli Kurnia", "Kami siap,")]),
        ("Ganjar Pranowo tiba. Gubernur Jawa Tengah itu mengatakan pupuk cukup.",
         [("Ganjar Pranowo", "pupuk cukup.")]),
        ('Ganjar Pranowo menemui Doli Kurnia. "Kami siap," kata politikus Golkar itu.',
         [(None, "Kami siap,")]),
        ('Doli Kurnia hadir. "Kami siap," kata istri politikus Golkar itu.', [(None, "Kami siap,")]),
        ('Doli Kurnia hadir. "Kami siap," kata polisi itu.', [(None, "Kami siap,")]),
        # The subject of a sentence, who is the only person in it, is meant behind it.
        ('"Tarif tetap," kata Rudy Gunawan. Ketua KPK Igun Wicaksono menolak. "Kami kecewa," ujarnya.',
         [("Rudy Gunawan", "Tarif tetap,"), ("Igun Wicaksono", "Kami kecewa,")]),
        ('"Tarif tetap," kata Rudy Gunawan. Hal itu disampaikan Djoko Setijowarno. Ia menilai tarif wajar.',
         [("Rudy Gunawan", "Tarif tetap,"), ("Djoko Setijowarno", "tarif wajar.")]),
        ('"Tarif tetap," kata Rudy Gunawan. Presiden Joko Widodo memanggilnya. "Saya siap," ujarnya.',
         [("Rudy Gunawan", "Tarif tetap,"), (None, "Saya siap,")]),
        ('"Tarif tetap," kata Rudy Gunawan. Warga menemui Igun Wicaksono. "Saya siap," ujarnya.',
         [("Rudy Gunawan", "Tarif tetap,"), (None, "Saya siap,")]),
        # Who is named in what somebody says is not who says it.
        ('Rudy Gunawan menyebut Igun Wicaksono salah paham. "Tarif tetap," ujarnya.',
         [("Rudy Gunawan", "Igun Wicaksono salah paham."), ("Rudy Gunawan", "Tarif tetap,")]),
        ('"Tarif tetap," kata Rudy Gunawan. Igun Wicaksono menolak tarif itu, yang menurutnya tinggi.',
         [("Rudy Gunawan", "Tarif tetap,"),
          ("Igun Wicaksono", "Igun Wicaksono menolak tarif itu, yang menurutnya tinggi.")]),
        # Another name of somebody.
        ('Edward Hiariej, yang akrab disapa Eddy, hadir. "Kami siap," kata Eddy.',
         [("Edward Hiariej", "Kami siap,")]),
        ('Edward Hiariej atau biasa dipanggil Eddy hadir. "Kami siap," kata Eddy.',
         [("Edward Hiariej", "Kami siap,")]),
        # Verbs of saying.
        ('Doli Kurnia menyindir, "Jangan lupa pulang."', [("Doli Kurnia", "Jangan lupa pulang.")]),
        ('"Saya tidak," balas Fadli Zon.', [("Fadli Zon", "Saya tidak,")]),
        ('Budi Santoso pernah berpesan, "Jangan lupa pulang."', [("Budi Santoso", "Jangan lupa pulang.")]),
        ('Budi Santoso berharap, "Semoga lekas usai."', [("Budi Santoso", "Semoga lekas usai.")]),
    ],
)  # fmt: skip
def test_speakers(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["Anies: Belum Ada Kasus di Ibu Kota", "Gubernur Anies Baswedan memastikan kabar itu."],
         [("Anies Baswedan", "Belum Ada Kasus di Ibu Kota")]),
        (["Laode M. Syarif: Karena undang-undang itu melemahkan kami."],
         [("Laode M. Syarif", "Karena undang-undang itu melemahkan kami.")]),
        (["Gubernur Ridwan Kamil: Kami belum tahu. Nanti diumumkan."],
         [("Ridwan Kamil", "Kami belum tahu. Nanti diumumkan.")]),
    ],
)  # fmt: skip
def test_an_answer_without_marks(paragraphs, expected):
    assert said(*paragraphs) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ridwan Kamil: Profil dan Biodata Lengkap",
        "Anies Baswedan: Gubernur Jakarta yang Belum Menikah",
        "Joko Widodo: 5 Fakta yang Belum Anda Ketahui",
        "Pemain: Reza Rahadian, Dian Sastrowardoyo",
        "Penulis: Budi Santoso. Editor: Rini Wati",
        "Reza Rahadian: Habibie",
        "Catatan: kami belum menerima jawaban dari mereka.",
        "Skor Jonatan Christie: 21 tidak akan berubah lagi",
    ],
)
def test_no_answer(text):
    assert said(text) == []


def test_a_man_with_one_name_is_who_is_meant():
    text = 'Wiranto menjenguk korban di Solo. "Kondisinya membaik," kata dia.'
    assert said(text) == [("Wiranto", "Kondisinya membaik,")]
