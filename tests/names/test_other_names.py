"""Names that an article gives a person besides his own, and names of several words that mislead."""

import pytest
from kinds_of_names import names

from search.names import read_names


def speakers(*paragraphs):
    """Return the full names of all speakers of an article."""
    return [one.full for here in read_names(paragraphs).paragraphs for one in here.quotations]


@pytest.mark.parametrize(
    ("paragraphs", "full"),
    [
        (["Menteri Syahrul Yasin Limpo (SYL) diperiksa.", '"Saya hormati hukum," kata SYL.'],
         "Syahrul Yasin Limpo"),
        (["Gubernur Papua Lukas Enembe (LE) ditahan.", "LE mengatakan ia sakit sejak lama."], "Lukas Enembe"),
        (["Bupati Harun Yahya Tanjung (HYT) hadir. Menurut HYT, semua beres."], "Harun Yahya Tanjung"),
        (['Polisi menangkap Rudi Hartanto alias Codet. "Saya khilaf," kata Codet.'], "Rudi Hartanto"),
        (["Rahmat Hidayat alias Pepen mengaku menyesal telah melapor."], "Rahmat Hidayat"),
        (["Ketua Yayasan Budi Utama Raya (YBUR) hadir. YBUR menyatakan gedung itu dijual."],
         "Yayasan Budi Utama Raya"),
        (["Badan Cuaca Samudra (BCS) siaga.", "Menurut BCS, hujan turun."],
         "Badan Cuaca Samudra"),
    ],
)  # fmt: skip
def test_a_speaker_by_another_name(paragraphs, full):
    assert speakers(*paragraphs) == [full]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["SYL mengatakan ia sakit."],  # nothing tells who that is
        ["Menteri Syahrul Yasin Limpo (PDIP) hadir.", "SYL mengatakan ia sakit."],
        ["Di Cagar Alam (CA) itu ia datang. CA menyatakan siap."],
    ],
)
def test_letters_are_nobody_by_themselves(paragraphs):
    assert set(speakers(*paragraphs)) <= {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An organisation that was introduced is one farther on.
        ("Lembaga Vendara Raya (LVR) berdiri. Ketua LVR hadir.",
         [("organisation", "Lembaga Vendara Raya"), ("organisation", "LVR"), ("organisation", "LVR")]),
        ("Ia menyebut LVR dan Jakarta.", [("place", "Jakarta")]),
        # Two people with a hyphen between them, and names that have one.
        ("Pasangan Jokowi-Ma'ruf Amin unggul.", [("person", "Jokowi"), ("person", "Ma'ruf Amin")]),
        ("Debat Prabowo Subianto-Sandiaga Uno usai.",
         [("person", "Prabowo Subianto"), ("person", "Sandiaga Uno")]),
        ("Pasangan Ganjar-Yasin menang.", [("person", "Ganjar"), ("person", "Yasin")]),
        ("Aktris Yoon Eun-Hye tiba.", [("person", "Yoon Eun-Hye")]),
        ("Perdana Menteri Haider Abdul-Mahdi tiba.", [("person", "Haider Abdul-Mahdi")]),
        # Arabic articles.
        ("Presiden Suriah Bashar al-Assad tiba.", [("place", "Suriah"), ("person", "Bashar al-Assad")]),
        ("Presiden Abdel Fattah el-Sisi tiba.", [("person", "Abdel Fattah el-Sisi")]),
        ("Juru bicara Turki al-Malki tiba.", [("person", "Turki al-Malki")]),
        ("Ulama Mahfudz at-Tirmasi wafat.", [("person", "Mahfudz at-Tirmasi")]),
        ("Menteri itu baru-baru Ini tiba.", []),
        # A Chinese family name, behind which a word may be one of the language.
        ("Ekonom Kwik Kian Gie hadir.", [("person", "Kwik Kian Gie")]),
        ("Kemarin hadir Thee Kian Wie di sana.", [("person", "Thee Kian Wie")]),
        ("Kini Prabowo Kian Populer.", [("person", "Prabowo")]),
        ("Menteri Budi Karya Sumadi hadir.", [("person", "Budi Karya Sumadi")]),
        # Ships.
        ("Kapal KRI Bima Suci berlayar.", []),
        ("Nakhoda KM Sinar Bangun lari ke Medan.", [("place", "Medan")]),
        ("Feri KMP Legundi terbakar.", []),
        ("KRI Dewaruci bersandar di Tegal.", [("place", "Tegal")]),
        # Days and men that are called Hari.
        ("Upacara Hari Kemerdekaan usai.", [("event", "Hari Kemerdekaan")]),
        ("Pada Hari Ibu ia pulang.", [("event", "Hari Ibu")]),
        ("Kini Hari Sumpah Pemuda diperingati.", [("event", "Hari Sumpah Pemuda")]),
        ("Pada Hari Senin ia pulang.", []),
        ("Kemarin Hari Sabarno pulang.", [("person", "Hari Sabarno")]),
        ("Rapat dipimpin Bupati Hari Wuryanto.", [("person", "Hari Wuryanto")]),
        # Letters for somebody whose name is not given.
        ("Pelaku berinisial AS ditahan.", []),
        ("Tersangka AS (24) ditahan.", []),
        ("Warga negara AS ditahan.", [("place", "AS")]),
        # Where an organisation ends.
        ("Ia dirawat di Rumah Sakit Umum Daerah Dr Moewardi.",
         [("organisation", "Rumah Sakit Umum Daerah Dr Moewardi")]),
        ("Hadir guru besar Universitas Airlangga Ramlan Surbakti.",
         [("organisation", "Universitas Airlangga"), ("person", "Ramlan Surbakti")]),
        ("Hadir pengamat Universitas Paramadina Hendri Satrio.",
         [("organisation", "Universitas Paramadina"), ("person", "Hendri Satrio")]),
    ],
)  # fmt: skip
def test_kinds(text, expected):
    assert names(text) == expected
