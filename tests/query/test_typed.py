"""What people type, over twenty small articles: one test for each way in which a query was read wrongly."""

from datetime import date

import pytest

from search import Article, EmbeddedIndex, RequestError
from search.index import build
from search.parameters import LANGUAGES
from search.phrasing import in_words

TODAY = date(2023, 5, 10)
DAY = date(2023, 5, 2)

ARTICLES = [
    Article("kayal", ("Nelayan tua itu pandai merajut jala.",), "Perajut Jala", "Koran Pantai", DAY),
    Article("layang", ("Layang layang, layang putus, layang hilang.",), "Layang Putus", "Koran Pantai", DAY),
    Article("lajang", ("Seorang lajang membuka warung.",), "Warung Baru", "Koran Gunung", DAY),
    Article("kura", ("Kura-kura langka menetas.",), "Menetas", "Koran Pantai", DAY),
    Article("oleh", ("Rumah dibangun oleh warga, oleh desa, oleh kota.",), "Oleh Warga", "Koran Pantai", DAY),
    Article("buah-tangan", ("Pelancong membeli oleh-oleh.",), "Buah Tangan", "Koran Pantai", DAY),
    Article("gubernur", ("Gubernur menemui Suharto.",), "Tamu", "Koran Gunung", DAY),
    Article("ejaan", ("Nama Soeharto ditulis lama.", "Soeharto, Soeharto."), "Soeharto", "Koran Gunung", DAY),
    Article("gula-1", ("Panen tebu pasar 2022 naik.",), "Panen", "Koran Gunung", DAY),
    Article("gula-2", ("Tebu dijual di pasar.", "Pada 2022 harga turun."), "Harga", "Koran Gunung", DAY),
    Article("gula-3", ("Laporan pasar2022 salah ketik.",), "Ketik", "Koran Gunung", DAY),
    Article("topan-a", ("Topan merusak Desa Anggrek.",), "Topan di Desa Anggrek", "Koran Pantai", DAY),
    Article("topan-b", ("Topan lewat di Desa Dahlia.",), "Topan di Desa Dahlia", "Koran Pantai", DAY,
            url="https://www.contoh.example/berita/2023/topan-b/?sumber=rss"),
    Article("beku", ("Termometer menunjukkan -7 derajat.",), "Beku", "Koran Gunung", DAY),
    Article("jalur", ("Bus Solo-Madiun penuh.",), "Jalur Bus", "Koran Gunung", DAY),
    Article("bus", ("Bus berhenti di Solo.",), "Terminal", "Koran Gunung", DAY),
    Article("aksi", ("Unjuk rasa, unjuk rasa, unjuk rasa buruh.",), "Unjuk Rasa", "Koran Gunung", DAY),
    Article("demo", ("Ada demo kecil.",), "Sore", "Koran Gunung", DAY),
    Article("duka", ("Pelukis itu meninggal dan dimakamkan.",), "Duka", "Koran Pantai", DAY),
    Article("tinggal", ("Pelukis itu tinggal di desa.",), "Desa", "Koran Pantai", DAY),
    Article("tanpa-tanggal", ("Topan besar dikenang warga.",), "Kenangan"),
    *(Article(f"ramai-{n}", ("Stadion Persela penuh, kata Persela.",), f"Stadion {n}", "Koran Gunung", DAY)
      for n in range(5)),
    Article("langka", ("Persebo melawan tamu di lapangan.",), "Tamu Menang", "Koran Gunung", DAY),
    *(Article(f"kartu-{n}", ("Peserta kartu sehat dilayani.",), f"Layanan {n}", "Koran Gunung", DAY)
      for n in range(6)),
    *(Article(f"grup-{n}", ("Konser Bungapetang disambut.",), f"Konser {n}", "Koran Pantai", DAY)
      for n in range(6)),
    *(Article(f"kerja-{n}", ("Kerja sama warga, juga kerjasama, kerja sama lagi.", "Kerja sama."),
              f"Gotong {n}", "Koran Pantai", DAY) for n in range(3)),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("typed")
    build(ARTICLES, folder)
    return EmbeddedIndex(folder, today=lambda: TODAY)


def ids(page):
    return [hit.article.id for hit in page.articles]


def found(index, text, **fields):
    return ids(index.search(text, page_size=50, **fields))


# --- other names add, and never outrank ------------------------------------------------------------------


def test_a_spelling_by_rule_joins_no_living_words(index):
    assert found(index, "lajang") == ["lajang"]
    assert found(index, "layang") == ["layang"]
    assert found(index, "jala") == ["kayal"]


def test_an_older_spelling_is_no_living_word(make_index):
    """*wajah* lives, so it is not how *wayah* was written; *tajam* not *tayam*."""
    index = make_index([Article("wajah", ("Wajah kota tajam.",)), Article("tanya", ("Warga tanya.",))])
    assert found(index, "wayah") == found(index, "tayam") == []
    assert found(index, "tanja") == ["tanya"]


def test_names_in_old_spellings_are_found_after_the_one_typed(index):
    assert found(index, "Suharto") == ["gubernur", "ejaan"]
    assert found(index, "Soeharto") == ["ejaan", "gubernur"]


def test_a_doubled_word_comes_before_its_half(index):
    assert found(index, "oleh-oleh") == ["buah-tangan"]
    assert found(index, "kura-kura") == ["kura"]


def test_a_joined_form_is_no_demand(index):
    assert found(index, "tebu pasar 2022") == ["gula-1", "gula-2"]
    assert set(found(index, "pasar 2022")) == {"gula-1", "gula-2", "gula-3"}
    assert set(found(index, "pasar 2022", expand=False)) == {"gula-1", "gula-2"}


def test_a_letter_and_a_number_may_be_joined(make_index):
    texts = ("Pesawat F 16 lewat.", "Pesawat F-16 mendarat.", "Pesawat F16 parkir.", "Kode F.", "Nomor 16.")
    index = make_index([Article(f"f{n}", (text,)) for n, text in enumerate(texts)])
    for typed in ("F 16", "F16", "F-16"):
        assert set(found(index, typed)) == {"f0", "f1", "f2"}


def test_synonyms_come_after_the_word_typed(index):
    assert found(index, "demo") == ["demo", "aksi"]
    assert found(index, "unjuk rasa") == ["aksi", "demo"]
    assert found(index, '"demo"') == ["demo"]
    assert found(index, "demo", expand=False) == ["demo"]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("dibekuk", "ditangkap"), ("gempa bumi", "gempa"), ("tanah longsor", "longsor"), ("maling", "pencuri"),
     ("pasutri", "suami istri"), ("Lebaran", "Idulfitri"), ("murid", "siswa"),
     ("resign", "mengundurkan diri")],
)  # fmt: skip
def test_synonyms_of_a_desk(make_index, typed, other):
    index = make_index(
        [Article("typed", (f"Kabar {typed} itu.",)), Article("other", (f"Kabar {other} itu.",))]
    )
    assert found(index, typed) == ["typed", "other"]
    assert set(found(index, other)) == {"typed", "other"}


def test_a_synonym_that_is_a_derived_word_is_searched_as_written(index):
    page = index.search("wafat")
    assert ids(page) == ["duka"]
    assert "<mark>meninggal</mark>" in page.articles[0].paragraphs[0].snippet_html


@pytest.mark.parametrize(
    "text",
    [
        *("Suharto", "demo", "unjuk rasa", "pasar 2022", "Badan Usaha Milik Negara", "PBB"),
        *("Perserikatan Bangsa-Bangsa warga", "tebu pasar 2022"),
    ],
)
@pytest.mark.parametrize("match", ["all", "any"])
def test_other_names_only_add(index, text, match):
    plain = index.search(text, expand=False, match=match, page_size=50)
    if plain.interpretation.let_go:
        return
    assert set(ids(plain)) <= set(found(index, text, match=match))


def test_a_name_that_is_nowhere_steps_down(index):
    page = index.search("Badan Usaha Milik Desa Warga")
    assert page.total_articles
    assert page.interpretation.let_go


# --- notations ---------------------------------------------------------------------------------------------


def test_words_that_exclude(index):
    for notation in (
        "-anggrek",
        "NOT anggrek",
        "TANPA anggrek",
        "WITHOUT anggrek",
        "KECUALI anggrek",
        "BUKAN anggrek",
    ):
        assert set(found(index, f"topan {notation}")) == {"topan-b", "tanpa-tanggal"}


@pytest.mark.parametrize(
    "text", ["t?pan", "to*n", "*opan", "topann~1", "tupan~", "topan^4", "tOP?n", "topa?n~x"]
)
def test_patterns_near_spellings_and_weights(index, text):
    expected = set() if text == "topa?n~x" else {"topan-a", "topan-b", "tanpa-tanggal"}
    assert set(found(index, text)) == expected


def test_a_near_spelling_of_a_word_that_occurs_once(index):
    assert found(index, "termometr~1") == ["beku"]
    assert found(index, "pelancng~1") == ["buah-tangan"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("koran:topan", "no_field_name"),
        ("topan NEAR anggrek", "no_operator"),
        ("topan W/3 desa", "no_operator"),
    ],
)
def test_notations_of_other_engines_are_said(index, text, code):
    page = index.search(text)
    assert code in [note.code for note in page.interpretation.notes]
    assert all(note.said(language) for note in page.interpretation.notes for language in LANGUAGES)


@pytest.mark.parametrize("text", ["topan !anggrek", "topan EXCEPT anggrek"])
def test_other_exclusions(index, text):
    assert set(found(index, text)) == {"topan-b", "tanpa-tanggal"}


@pytest.mark.parametrize(
    ("text", "count"),
    [("bulan:Mei topan", 2), ("bulan:5 topan", 2), ("bulan:6 topan", 0), ("tahun:2022..2023 topan", 2),
     ("tanggal:[2023-05-01 TO 2023-05-31] topan", 2), ("topan malam tadi", 0)],
)  # fmt: skip
def test_months_of_any_year_and_spans(index, text, count):
    assert index.search(text).total_articles == count


def test_what_a_pattern_stands_for_is_said(index):
    (note,) = index.search("t?pan").interpretation.notes
    assert note.code == "pattern"
    assert note.values["words"] == ("topan",)
    assert all("topan" in note.said(language) for language in LANGUAGES)


def test_a_pattern_without_words_is_said(index):
    page = index.search("tx?pan desa")
    assert [note.code for note in page.interpretation.notes] == ["pattern_unmatched"]


def test_only_some_patterns_and_near_spellings_of_a_query_are_looked_up(index):
    page = index.search("t?pan t?pan de?a koran~1 to*n *opan topan~1")
    notes = [note for note in page.interpretation.notes if note.code == "not_looked_up"]
    assert [note.values["text"] for note in notes] == ["koran~1", "to*n", "*opan", "topan~1"]
    assert all(note.values["most"] == 2 for note in notes)


def test_addresses_that_differ_in_what_they_ask_for_are_told_apart(make_index):
    index = make_index(
        [Article(f"a{n}", ("Teks.",), url=f"https://contoh.example/baca.php?id={n}") for n in (1, 2)]
    )
    assert found(index, "https://www.contoh.example/baca.php?id=2&utm_source=x") == ["a2"]
    assert set(found(index, "https://contoh.example/baca.php")) == {"a1", "a2"}


def test_sources_by_their_beginning(index):
    assert set(found(index, "sumber:koran topan")) == {"topan-a", "topan-b"}
    assert found(index, "sumber:korang topan") == []
    page = index.search("sumber:korang topan")
    assert "no_such_name" in [note.code for note in page.interpretation.notes]
    (offer,) = index.search("Media: Topan Desa").interpretation.offers
    assert set(found(index, **offer.changes)) == {"topan-a", "topan-b"}
    assert set(found(index, "site:koranpantai.example topan")) == {"topan-a", "topan-b"}


@pytest.mark.parametrize(
    "address",
    [
        "https://www.contoh.example/berita/2023/topan-b/?sumber=rss",
        "http://contoh.example/berita/2023/topan-b",
        "www.contoh.example/berita/2023/topan-b",
        "url:contoh.example/berita/2023/topan-b",
        "alamat: https://contoh.example/berita/2023/topan-b/",
        "contoh.example/berita/2023/topan-b",
        "m.contoh.example/berita/2023/topan-b?page=2",
        "<https://contoh.example/berita/2023/topan-b>",
        '"https://contoh.example/berita/2023/topan-b"',
        "https://contoh.example/berita/2023/topan-b.",
    ],
)
def test_an_address_finds_its_article(index, address):
    page = index.search(address)
    assert ids(page) == ["topan-b"]
    assert in_words(page.interpretation.query) == "id: topan-b"


def test_an_unknown_address_is_said(index):
    page = index.search("https://contoh.example/topan")
    assert [note.code for note in page.interpretation.notes] == ["unknown_address"]


def test_digits_after_a_hyphen_exclude_nothing(index):
    assert found(index, "termometer -7 derajat") == ["beku"]


def test_a_pair_with_a_blank_is_offered(index):
    page = index.search("bus Solo -Madiun")
    assert ids(page) == ["bus"]
    (offer,) = page.interpretation.offers
    assert (offer.code, offer.changes["text"]) == ("as_pair", "bus Solo-Madiun")
    assert found(index, **offer.changes) == ["jalur"]


def test_an_exclusion_that_is_no_pair_is_left_alone(index):
    assert index.search("topan warga -dahlia").interpretation.offers == ()


# --- what is demanded -----------------------------------------------------------------------------------


def test_words_that_only_ask_are_not_demanded(index):
    page = index.search("pelukis bilang apa soal desa")
    assert ids(page) == ["tinggal"]
    assert page.interpretation.asking == ("bilang", "soal")
    assert page.interpretation.ignored == ("apa",)
    assert index.search("soal").interpretation.asking == ()
    assert index.search("menurut pelukis").interpretation.asking == ("menurut",)
    assert index.search('pelukis "soal"').interpretation.asking == ()
    assert index.search("pelukis soal", match="any").interpretation.asking == ()


def test_a_word_in_doubt_is_let_go_first(index):
    """*Persebo* is rarer than *stadion*, and a slip of *Persela*."""
    page = index.search("lapangan stadion perselo")
    assert "perselo" in page.interpretation.let_go


# --- dates ----------------------------------------------------------------------------------------------


def test_a_date_is_never_dropped_unasked(index):
    page = index.search("topan hari ini")
    assert page.total_articles == 0
    (offer,) = page.interpretation.offers
    assert (offer.code, offer.values["dates"], offer.changes) == (
        "without_dates",
        ("hari ini",),
        {"text": "topan"},
    )


def test_a_fixed_date_can_be_searched_as_words_near_each_other(index):
    page = index.search("topan 3 Maret 2020")
    assert [offer.code for offer in page.interpretation.offers] == ["without_dates", "dates_as_words"]
    as_words = index.search("topan 3 Maret 2020", dates=False)
    assert in_words(as_words.interpretation.query) == "topan DAN 3 Maret 2020"


def test_undated_articles_that_a_date_leaves_out_are_said(index):
    for page in (index.search("topan Mei 2023"), index.search("topan", date_from="2023-05-01")):
        assert [(note.code, note.values) for note in page.interpretation.notes] == [
            ("undated_left_out", {"count": 1})
        ]
    assert index.search("pelukis Mei 2023").interpretation.notes == ()


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"date_from": "2023-05-02"}, 2),
        ({"date_from": "Mei 2023", "date_to": "2023-05-31"}, 2),
        ({"date_to": "2022"}, 0),
        ({"date_from": "sejak Mei 2023"}, 2),
    ],
)
def test_dates_as_text_are_read(index, fields, count):
    assert index.search("topan", **fields).total_articles == count


@pytest.mark.parametrize("value", ["kapan saja", "", "31/2/2023", 2023, 1.5, b"2023"])
def test_other_values_of_a_date_are_refused(index, value):
    with pytest.raises(RequestError, match=r"^from: "):
        index.search("topan", date_from=value)


def test_an_unknown_field_is_refused(index):
    with pytest.raises(RequestError, match="halaman: unknown parameter"):
        index.search("topan", halaman=2)


def test_a_text_that_is_open_on_its_side_is_refused(index):
    with pytest.raises(RequestError, match=r"^to: .*open"):
        index.search("topan", date_to="sejak 2022")


# --- suggestions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kartusehat", "kartu sehat"),
        ("peserta kartusehat", "peserta kartu sehat"),
        ("bunga petang", "bungapetang"),
        ("konser bunga petang", "konser bungapetang"),
        ("Bunga Petang", "Bungapetang"),
        ("bungapetnag", "bungapetang"),
    ],
)
def test_blanks_are_mended(index, typed, meant):
    assert index.search(typed).interpretation.correction == meant


@pytest.mark.parametrize(
    "text",
    ["kartu sehat", "bungapetang", "topan", "xyzkartu", '"bunga petang"', "kartu-sehat", "kerja sama jala"],
)
def test_good_blanks_are_left_alone(index, text):
    assert index.search(text).interpretation.correction is None


def test_amounts_scores_and_times_are_let_go_before_words(make_index):
    """Who types *persib 5-0* wants to read of Persib, whatever the score was."""
    texts = [
        "Persib Bandung menang 2-1.", "Persib bermain imbang.", "Skor 5-0 untuk tim tamu.",
        "Subsidi pupuk naik.", "Subsidi pupuk dihapus.", "Pabrik seharga Rp1,5 triliun.", "Pupuk tahun 2019.",
        "Regu II berlatih.",
    ]  # fmt: skip
    index = make_index([Article(str(n), (text,)) for n, text in enumerate(texts)])
    for typed, let_go, ids in (
        ("persib 5-0", ("5-0",), {"0", "1"}),
        ("subsidi pupuk Rp1,5 T", ("Rp1,5 T",), {"3", "4"}),
        ("subsidi pupuk 2019", ("2019",), {"3", "4"}),
        ("persib II 2019 menang", ("II", "2019"), {"0"}),
    ):
        result = index.search(typed)
        assert result.interpretation.let_go == let_go
        assert {hit.article.id for hit in result.articles} == ids


@pytest.mark.parametrize("typed", ["jam 10.30 truk", "pukul 10:30 truk", "truk jam 10.30 WIB"])
def test_a_word_that_only_says_that_a_time_follows_is_not_demanded(make_index, typed):
    index = make_index(
        [Article("a", ("Truk terguling pukul 10.30 WIB.",)), Article("b", ("Jam tangan truk.",))]
    )
    assert [hit.article.id for hit in index.search(typed).articles] == ["a"]
    assert index.search("jam tangan").total_articles == 1
    assert index.search("10:31 WIB").total_articles == 0


def test_a_blank_may_stand_before_the_colon_of_a_field(index):
    by_field = index.search("judul: gempa")
    assert index.search("judul : gempa").interpretation.query == by_field.interpretation.query
    offer = index.search("sumber : entah").interpretation.offers[0]
    assert (offer.code, offer.changes) == ("as_words", {"text": "sumber entah"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tahun:>2020 tebu", "dari:2021-01-01 tebu"),
        ("tahun:>=2020 tebu", "dari:2020-01-01 tebu"),
        ("tanggal:<2020-03-01 tebu", "sampai:2020-02-29 tebu"),
        ("tanggal:<=10 September 2019 tebu", "sampai:2019-09-10 tebu"),
        ('"panen * * pasar"', '"panen pasar"~2'),
    ],
)
def test_comparisons_and_room_in_a_phrase(index, typed, meant):
    first, second = index.search(typed), index.search(meant)
    assert ids(first) == ids(second)
    assert in_words(first.interpretation.query, "id").replace(" * *", "") == in_words(
        second.interpretation.query, "id"
    )


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("2 sep topan", [("sep", ("September",))]),
        ("17 agt", [("agt", ("Agustus",))]),
        ("2 oct topan", [("oct", ("Oktober",))]),
        ("17 agustus", []),
        ("jan topan", []),
        ("2019 sep", []),
    ],
)
def test_the_short_form_of_a_month_behind_a_day_is_its_name(index, text, added):
    expanded = index.search(text).interpretation.expanded
    assert [(one.text, one.alternatives) for one in expanded] == added


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("PP 7/2022", ['"7" "2022"']),
        ("topan 7 km", ['topan "7"']),
        ("topan -7 derajat", []),  # an article has it
        ("Rp 9 triliun", []),  # no article has any part
        ("T&D", []),
        ("pasar 2022", []),
    ],
)
def test_the_parts_of_a_unit_that_no_article_has_are_offered(index, text, offered):
    offers = index.search(text).interpretation.offers
    assert [one.changes["text"] for one in offers if one.code == "unit_as_words"] == offered


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ("tahap 2", {"romawi", "romawi-kecil"}),
        ("tahap II", {"angka", "urutan", "kata"}),
        ("tahap ii", {"angka", "urutan", "kata"}),
        ("tahap V", set()),
        ("lima 2", set()),
    ],
)
def test_a_numeral_behind_a_word_is_found_in_its_other_writings(make_index, typed, added):
    texts = {
        "angka": "Proyek tahap 2 dimulai.",
        "urutan": "Proyek tahap ke-2 dimulai.",
        "kata": "Proyek tahap kedua dimulai.",
        "romawi": "Proyek tahap II dimulai.",
        "romawi-kecil": "Proyek Tahap Ii dimulai.",
        "lima": "Lima rumah dibangun, 2 roboh, kata Elizabeth II.",
        "kelima": "Tahap 5 selesai kelima kalinya oleh Tim V.",
    }
    index = make_index([Article(key, (text,)) for key, text in texts.items()])
    assert added == set(found(index, typed)) - set(found(index, typed, expand=False))


def test_of_a_long_text_the_archive_is_not_asked_for_every_numeral(make_index):
    index = make_index([Article("romawi", ("Proyek tahap II dimulai.",))])
    assert found(index, "tahap 2") == ["romawi"]
    long = " ".join(["tahap 2", *["rumah"] * 15])
    assert not index.search(long).interpretation.expanded


def test_an_address_that_no_article_has_is_read_as_its_words(index):
    address = "https://www.contoh.example/read/123/topan-merusak-desa-anggrek.html?page=all"
    page = index.search(address)
    assert ids(page)[:1] == ["topan-a"]
    assert "unknown_address" in [note.code for note in page.interpretation.notes]


def test_initials_and_round_numbers_are_let_go_before_words(make_index):
    index = make_index(
        [
            Article("penyair", ("Contohwan membaca sajak.",)),
            Article("lain", ("Pria berinisial W.S. ditahan.",)),
            Article("buruh", ("Buruh pabrik berkumpul. Buruh lain menunggu.",)),
            Article("tiket", ("Sebanyak 50 ribu tiket habis.",)),
            *(Article(f"sajak-{n}", ("Contohwan dikenang.", "Buruh hadir.")) for n in range(5)),
        ]
    )
    for text, let_go in (("W.S. Contohwan", "W.S."), ("50 ribu buruh", "50 ribu")):
        assert index.search(text).interpretation.let_go == (let_go,)


def test_a_short_form_before_a_clock_time_is_no_other_name(make_index):
    index = make_index(
        [Article("laga", ("Laga dimulai pukul 19.00 WIB.",)), Article("pkl", ("PKL ditata.",))]
    )
    page = index.search("pkl 19.00")
    assert ids(page) == ["laga"]
    assert page.interpretation.asking == ("pkl",)
    assert page.interpretation.expanded == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5 M", {"uang", "uang-kata", "jarak"}),
        ("5 m", {"jarak"}),
        ("skor 3:2", {"skor"}),
        ("jam 7 malam", {"malam"}),
        ("pkl 8 pagi", {"pagi"}),
        ("#DesaMelati", {"tagar", "tagar-kata"}),
        ("tsk pencurian", {"tersangka"}),
        ("knp gk naik", {"ongkos"}),
        ("putusan no. 7/PUU-XX/2022", {"putusan"}),
        ("Putusan Nomor 7/PUU-XX/2022", {"putusan"}),
    ],
)
def test_short_writings_of_every_day(make_index, typed, expected):
    texts = {
        "uang": "Kerugian Rp 5 miliar.",
        "uang-kata": "Bantuan 5 miliar rupiah cair.",
        "jarak": "Tinggi menara 5 meter.",
        "skor": "Skor akhir 3-2.",
        "malam": "Laga dimulai pukul 19.00 WIB.",
        "pagi": "Upacara mulai pukul 08.00.",
        "tagar": "Warga menulis #DesaMelati.",
        "tagar-kata": "Warga Desa Melati berkumpul.",
        "tersangka": "Dua tersangka pencurian ditahan.",
        "ongkos": "Ongkos tidak naik.",
        "putusan": "Putusan MK 7/PUU-XX/2022 dibacakan.",
    }
    index = make_index([Article(key, (text,)) for key, text in texts.items()])
    assert set(found(index, typed)) == expected


def test_large_numbers_are_let_go_before_words(make_index):
    index = make_index(
        [
            Article("titik", ("Titik api bertambah.",)),
            Article("orang", ("Sebanyak 2.400 titik dipantau.",)),
            *(Article(f"api-{n}", ("Titik api, api.",)) for n in range(4)),
        ]
    )
    assert index.search("2.400 titik api").interpretation.let_go == ("2.400",)


def test_a_kind_of_law_is_no_slip(index):
    assert index.search("Perpu").interpretation.correction is None
