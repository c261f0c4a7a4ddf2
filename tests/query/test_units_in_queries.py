"""Searches for units find all writings of the one thing, and nothing that only looks like it."""

import pytest

from search import Article

TEXTS = {
    "skor": "Kesebelasan kota menang 3-0 di kandang.",
    "skor-spasi": "Babak kedua berakhir 3 - 0, kata wasit.",
    "skor-garis": "Kesebelasan desa kalah 3–0.",
    "tiga-puluh": "Ada 30 bangku baru di 30 kelas.",
    "lari": "Lomba lari 10 km digelar.",
    "lari-rapat": "Lomba jalan 10km dibatalkan.",
    "jarak": "Kota itu berjarak 10-15 km dari laut.",
    "jam": "Rapat dibuka pukul 09.45 WIB.",
    "jam-titik-dua": "Kereta berangkat 09:45 WIB.",
    "skor-panjang": "Pertandingan bola basket berakhir 10-30.",
    "harga": "Harganya 10 ribu per ikat.",
    "harga-angka": "Ongkosnya 10.000 sekali jalan.",
    "naik": "Harga naik 20% sejak Mei.",
    "turun": "Harga turun 20 persen sejak Mei.",
    "rugi": "Kerugian Rp1,5 T menurut auditor.",
    "anggaran": "Anggaran Rp 1,5 triliun disetujui.",
    "persis": "Nilainya Rp1.500.000.000.000 persis.",
    "bantuan": "Bantuan US$ 1 juta tiba.",
    "bantuan-kata": "Bantuan 1 juta dolar AS tiba.",
    "dosis": "Amerika Serikat mengirim 1 juta dosis.",
    "hut": "HUT ke-74 diperingati.",
    "hadir": "Sebanyak 74 orang hadir.",
    "kelas": "Siswa kelas XI berlibur.",
    "xi": "Presiden Xi Jinping tiba.",
    "uu": "UU No. 11 Tahun 2020 digugat.",
    "uu-pendek": "Menurut UU 11/2020, izin itu dicabut.",
    "uu-panjang": "Undang-Undang Nomor 11 Tahun 2020 berlaku.",
    "bukan-uu": "Undangan nomor 12 dibagikan pada tahun 2020 kepada 11 orang.",
    "hm": "Gerai H&M dibuka.",
    "hm-spasi": "Gerai H & M ditutup.",
    "pintu": "Pintu H dekat peron M macet.",
    "hs": "Almarhum H.S Contoh dikenang.",
    "hs-titik": "Mendiang H.S. Contoh dikenang.",
    "hs-spasi": "Guru H. S. Contoh dikenang.",
    "laba": "Laba bank naik, laba kotor tetap, laba usaha turun.",
    "serangga": "Seekor laba-laba ditemukan.",
    "buah-tangan": "Toko oleh-oleh ramai.",
    "oleh": "Dibuka oleh wali kota.",
    "kunang": "Kunang-kunang terlihat di sawah.",
    "sayur": "Sayur bayam dan sayur asam habis.",
    "sayur-mayur": "Sayur-mayur mahal.",
    "periode": "Periode 2014-2019 usai.",
    "dua-tahun": "Pada 2014 dan 2019 ada pemilu.",
    "tagar": "Warga menulis #PrayForCianjur.",
    "bunga": "Suku bunga turun 25 bps.",
    "bunga-kata": "Bunga acuan naik 25 basis poin.",
    "guncang": "Guncangan magnitudo 5,3 terasa.",
    "guncang-belakang": "Guncangan 5,3 magnitudo terasa.",
    "statistik": "BPS mendata 25 kota.",
    "utang": "Utang itu US$ 3.5 billion.",
    "utang-kata": "Pinjaman 3,5 miliar dolar AS cair.",
    "permen": "Permen M&M's kembali.",
    "cokelat": "Cokelat M&M ditarik.",
    "nomor": "Jalan Melati No. 3 ditutup.",
    "nomor-kata": "Jalan Mawar nomor 3 ditutup.",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(make_index):
    """Return a function that searches and tells the ids of the articles found."""
    index = make_index([Article(key, (text,)) for key, text in TEXTS.items()])
    return lambda text, **fields: {
        hit.article.id for hit in index.search(text, page_size=50, **fields).articles
    }


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        (("3-0", "3 - 0", "3–0", '"3-0"'), {"skor", "skor-spasi", "skor-garis"}),
        (("menang 3-0", '"menang 3-0"', '"menang 3 - 0"'), {"skor"}),
        (("30",), {"tiga-puluh", "skor-panjang"}),
        (("10km", "10 km", "10 kilometer", '"10 km"'), {"lari", "lari-rapat", "jarak"}),
        (("09:45 WIB", "09.45 WIB", "9:45 wib"), {"jam", "jam-titik-dua"}),
        (("10 ribu", "10.000", "10rb"), {"harga", "harga-angka"}),
        (("20%", "20 persen", "harga 20 %"), {"naik", "turun"}),
        (
            ("Rp1,5 T", "Rp 1,5 triliun", "Rp1.500.000.000.000", "1,5 triliun rupiah"),
            {"rugi", "anggaran", "persis"},
        ),
        (("1,5 triliun",), {"rugi", "anggaran", "persis"}),
        (('"anggaran Rp1,5 T"', '"anggaran Rp1.500.000.000.000"'), {"anggaran"}),
        (("US$ 1 juta", "USD 1 juta", "bantuan 1 juta dolar"), {"bantuan", "bantuan-kata"}),
        (("25 bps", "25bps", "25 basis poin", "25 basis point"), {"bunga", "bunga-kata"}),
        (("5,3 magnitudo", "magnitudo 5,3", "M5,3", "5,3 SR"), {"guncang", "guncang-belakang"}),
        (("US$3.5 billion", "$3.5bn", "US$ 3,5 miliar"), {"utang", "utang-kata"}),
        (("M&M's", "M&M", "m&m’s,"), {"permen", "cokelat"}),
        (('"M&M\'s"',), {"permen"}),
        (("ke-74", "ke 74"), {"hut"}),
        (("74",), {"hadir", "hut"}),
        (("XI", "kelas XI"), {"kelas"}),
        (("Xi", "XI JINPING", "xi jinping"), {"xi"}),
        (("xi",), {"kelas", "xi"}),
        (
            ("UU No. 11 Tahun 2020", "uu 11/2020", "Undang-Undang Nomor 11 Tahun 2020", "UU No 11"),
            {"uu", "uu-pendek", "uu-panjang"},
        ),
        (("H&M", "H & M", "h&m"), {"hm", "hm-spasi"}),
        (
            ("HS Contoh", "H S Contoh", "H.S Contoh", "H. S. Contoh", '"HS Contoh"', '"H. S. Contoh"'),
            {"hs", "hs-titik", "hs-spasi"},
        ),
        (("laba-laba",), {"serangga"}),
        (("laba",), {"laba"}),
        (("oleh-oleh",), {"buah-tangan"}),
        (("kunang-kunang",), {"kunang"}),
        (("undang-undang",), {"uu", "uu-pendek", "uu-panjang"}),
        (("sayur-mayur",), {"sayur-mayur"}),
        (("sayur",), {"sayur", "sayur-mayur"}),
        (("2014-2019", "2014–2019"), {"periode"}),
        (("2014 2019",), {"periode", "dua-tahun"}),
        (("cianjur", "#PrayForCianjur"), {"tagar"}),
        (("No. 3", "nomor 3"), {"nomor", "nomor-kata"}),
        (("menang TANPA 3-0",), set()),
    ],
)
def test_what_is_found(found, queries, expected):
    for query in queries:
        assert found(query) == expected, query


def test_a_time_finds_no_score(found):
    assert not found("10:30 WIB") & {"skor-panjang", "tiga-puluh"}
    assert found("01 02") == set()


def test_where_any_word_will_do_a_measure_is_its_words_too(found):
    assert found("10 km", match="any") >= {"lari", "lari-rapat", "jarak"}
    assert "oleh" not in found("10 km", match="any")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("10 km", {"lari", "lari-rapat", "jarak"}),
        ("3 - 0", {"skor", "skor-spasi", "skor-garis"}),
        ("-lari 10 km", {"jarak", "lari-rapat"}),
    ],
)
def test_plain_search_over_paragraphs(make_index, query, expected):
    index = make_index([Article(key, (text,)) for key, text in TEXTS.items()])
    assert {hit.article.id for hit in index.paragraphs(query, 50, match="all").paragraphs} == expected
