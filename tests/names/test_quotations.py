"""Who said what: direct and reported speech, the speaker, the verb and the day; and what is no quotation."""

from datetime import date

import pytest

from search.names import read_names


def said(*paragraphs, published=None):
    """Return form, words, speaker as written, and full name of each quotation."""
    found = read_names(paragraphs, published)
    return [
        (
            one.form,
            text[one.start : one.end],
            text[one.speaker.start : one.speaker.end] if one.speaker else None,
            one.full,
        )
        for text, here in zip(paragraphs, found.paragraphs, strict=True)
        for one in here.quotations
    ]


@pytest.mark.parametrize("marks", ['""', "“”", '“"', "„“", "«»"])
def test_marks_of_all_kinds(marks):
    text = f"{marks[0]}Harga tidak akan naik,{marks[1]} kata Menteri Perdagangan Budi Santoso di Jakarta."
    assert said(text) == [("direct", "Harga tidak akan naik,", "Budi Santoso", "Budi Santoso")]


@pytest.mark.parametrize(
    ("tag", "speaker"),
    [
        ("kata Sri Mulyani", "Sri Mulyani"),
        ("ujar dr. Siti Rahayu kepada wartawan", "Siti Rahayu"),
        ("ucap Ketua Fraksi PDIP DPRD DKI, Gembong Warsono, kepada wartawan", "Gembong Warsono"),
        ("tutur dia", "dia"),
        ("jelasnya", "nya"),
        ("ia melanjutkan", "ia"),
        ("kata salah satu warga di lokasi", "salah satu warga"),
        ("tegas Kementerian Pertahanan", "Kementerian Pertahanan"),
        # Who is something to somebody is named behind him.
        ("kata pengacara Sri Mulyani, Ridwan Kamil, usai sidang", "Ridwan Kamil"),
        ("kata ibu Budi Santoso, Siti Rahayu (50)", "Siti Rahayu"),
        ("kata Ketua KPK Budi Santoso, Siti Rahayu, dan Ridwan Kamil", "Budi Santoso"),
        # A place, and what has said something in writing.
        ("kata pedagang di Pasar Wanasari, Trimuk (50)", "Trimuk"),
        ("kata pedagang di Pasar Wanasari, Selasa (3/3/2020)", "pedagang"),
        ("bilang Sri Mulyani", "Sri Mulyani"),
        ("demikian keterangan resmi Badan Geologi", "Badan Geologi"),
        ("kata Pdt. Ridwan Kamil, S.Th., M.A.", "Ridwan Kamil"),
    ],
)
def test_tags_behind_a_quotation(tag, speaker):
    [(form, words, written, _)] = said(f'"Kami sudah siap menghadapi musim hujan," {tag}.')
    assert (form, words, written) == ("direct", "Kami sudah siap menghadapi musim hujan,", speaker)


@pytest.mark.parametrize(
    "text",
    [
        'Kata Ridwan Kamil: "Kami siap membantu semua warga."',
        'Hal senada dikatakan Bupati Garut Ridwan Kamil. "Kami siap membantu semua warga."',
        "'Kami siap membantu semua warga.' kata Ridwan Kamil.",
        'Ridwan Kamil: "Kami siap membantu semua warga."',
        'Gubernur Ridwan Kamil bilang, "Kami siap membantu semua warga."',
    ],
)
def test_rarer_forms(text):
    assert said(text) == [("direct", "Kami siap membantu semua warga.", "Ridwan Kamil", "Ridwan Kamil")]


def test_what_stands_between_subject_and_verb():
    text = "Ridwan Kamil, di Jakarta, Senin (3/2/2020), mengatakan stok aman."
    assert said(text)[0][1:] == ("stok aman.", "Ridwan Kamil", "Ridwan Kamil")


def test_a_tag_in_front_and_one_between():
    assert said('Ridwan Kamil mengatakan, "Stok beras cukup sampai Lebaran."') == [
        ("direct", "Stok beras cukup sampai Lebaran.", "Ridwan Kamil", "Ridwan Kamil")
    ]
    both = said('"Stok cukup," kata Ridwan Kamil, "tetapi kita harus hemat."')
    assert [one[1:] for one in both] == [
        ("Stok cukup,", "Ridwan Kamil", "Ridwan Kamil"),
        ("tetapi kita harus hemat.", "Ridwan Kamil", "Ridwan Kamil"),
    ]


@pytest.mark.parametrize(
    ("behind", "goes_on"),
    [
        ('. "Semua beres."', True),
        (' di Bandung, Rabu (4/3/2020). "Semua beres."', True),
        ('. Ia lalu pergi. "Semua beres."', False),
        ('. "Semua beres" adalah ucapannya.', False),
    ],
)
def test_the_next_sentence_is_said_by_the_same_speaker(behind, goes_on):
    found = said(f'"Kami siap," kata Ridwan Kamil{behind}')
    assert [one[1:3] for one in found[1:]] == [("Semua beres.", "Ridwan Kamil")] * goes_on


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Bupati Garut Rudy Gunawan mengatakan bahwa jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Menurut Rudy Gunawan, jalan itu rusak sejak lama.", "jalan itu rusak sejak lama.", "Rudy Gunawan"),
        ("Jalan itu rusak sejak lama sekali, menurut Rudy Gunawan.", "Jalan itu rusak sejak lama sekali",
         "Rudy Gunawan"),
        ("Oleh karena itu, kata dia, jalan itu ditutup.", "jalan itu ditutup.", "dia"),
        ("Menurutnya, jalan itu rusak.", "jalan itu rusak.", "nya"),
        ("KPK menyebut berkas itu lengkap. Sidang dimulai besok.", "berkas itu lengkap.", "KPK"),
        ("Rudy Gunawan, S.H., M.Si., Ph.D. menilai jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Menurut Rudy Gunawan, S.H., jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Menurut Rudy Gunawan, Ketua Umum Golkar, jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Menurut Rudy Gunawan, warga Garut menolak, tetapi diam.", "warga Garut menolak, tetapi diam.",
         "Rudy Gunawan"),
        ("Menurut Rudy Gunawan dari Partai Golkar, jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Kata Rudy Gunawan, jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Rudy Gunawan dari Partai Golkar menilai jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("PT Satu (Persero) Tbk memastikan jalan itu rusak.", "jalan itu rusak.", "PT Satu"),
        ("Rudy Gunawan bilang, jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Ia bilang kalau jalan itu rusak.", "jalan itu rusak.", "Ia"),
        ("Jalan rusak, kata Rudy Gunawan di Garut.", "Jalan rusak", "Rudy Gunawan"),
        ("Strauss Zelnick, bos perusahaan itu, menilai harganya wajar.", "harganya wajar.",
         "Strauss Zelnick"),
        # A comma behind the verb: what follows is a clause, whatever its first word is.
        ("Rudy Gunawan mengungkapkan, kasus itu sudah selesai.", "kasus itu sudah selesai.", "Rudy Gunawan"),
        ("Rudy Gunawan melaporkan, lima rumah rusak.", "lima rumah rusak.", "Rudy Gunawan"),
        ("Rudy Gunawan mengatakan ada lima rumah rusak.", "ada lima rumah rusak.", "Rudy Gunawan"),
        ("Rudy Gunawan menjelaskan, Senin (3/4), rapat ditunda.", "rapat ditunda.", "Rudy Gunawan"),
        ("Rudy Gunawan menjelaskan, Senin (3/4), bahwa rapat ditunda.", "rapat ditunda.", "Rudy Gunawan"),
        # What is asked for.
        ("Rudy Gunawan meminta agar jalan itu ditutup.", "jalan itu ditutup.", "Rudy Gunawan"),
        ("Rudy Gunawan mengimbau warga Garut agar tetap tenang.", "warga Garut agar tetap tenang.",
         "Rudy Gunawan"),
        ("Rudy Gunawan menekankan supaya jalan itu ditutup.", "jalan itu ditutup.", "Rudy Gunawan"),
        # The verb in front, in the passive.
        ("Dikatakan Rudy Gunawan, jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Ditegaskan oleh Rudy Gunawan bahwa jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        ("Dijelaskan Rudy Gunawan, Ketua Umum Golkar, jalan itu rusak.", "jalan itu rusak.", "Rudy Gunawan"),
        # An adverbial without a comma behind the subject that begins the sentence.
        ("Bupati Garut Rudy Gunawan lewat keterangan tertulis menyatakan jalan itu rusak.",
         "jalan itu rusak.", "Rudy Gunawan"),
    ],
)  # fmt: skip
def test_reported_speech(text, words, speaker):
    assert [one[:3] for one in said(text)] == [("reported", words, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "Rudy Gunawan mengungkapkan kasus korupsi itu.",
        "Rudy Gunawan melaporkan lima orang.",
        "Rudy Gunawan menjawab, lalu pergi.",
        "Rudy Gunawan meminta maaf agar masalah itu selesai.",
        "Rudy Gunawan meminta izin kepada warga agar jalan itu ditutup.",
        "Hal itu dikatakan Rudy Gunawan, Senin (3/4).",
        "Dikatakan Rudy Gunawan di Garut.",
        "Bersama Rudy Gunawan di Garut menyatakan siap.",
    ],
)
def test_what_reports_no_speech(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'Film "Pulang Kampung" tayang hari ini.',
        'Ia dijuluki "raja jalanan" oleh warga.',
        "Ia menjelaskan soal kenaikan harga.",
        "Masukkan kata kunci di kolom itu.",
        "Hasilnya dikatakan baik oleh banyak orang.",
        "Menurut data, angka itu naik.",
        "Warga yang mengatakan hal itu pulang.",
        # A title or a nickname in front of a verb of saying.
        'Ia tampil di konser "Suara Hati". Rudy Gunawan mengaku gugup.',
        'Ia bertemu Moh. Ramdhan "Danny" Pomanto mengaku gugup.',
        'Riri Riza: "Laskar Pelangi"',
        "Kata Rudy Gunawan itu benar sekali.",
        "Tidak, jawab Rudy Gunawan sambil tersenyum.",
    ],
)
def test_what_is_no_quotation(text):
    assert said(text) == []


def test_pronouns_are_resolved_where_one_person_can_be_meant():
    certain = said('"Stok cukup," kata Ridwan Kamil.', '"Harga pun turun," ujarnya.')
    assert [one[3] for one in certain] == ["Ridwan Kamil", "Ridwan Kamil"]
    open_ = said('"Stok cukup," kata Ridwan Kamil.', "Lalu datang Anies Baswedan.", '"Harga turun," ujarnya.')
    assert [one[3] for one in open_] == ["Ridwan Kamil", None]


def test_a_pronoun_behind_two_people_stays_open():
    assert said("Anwar Usman dan Suhartoyo berbeda. Menurut dia, putusan itu tepat.")[0][2:] == ("dia", None)


def test_speech_over_several_paragraphs_has_the_speaker_of_its_end():
    first, second = said(
        '"Kami sudah menyiapkan semua kebutuhan warga di sana.',
        '"Jadi warga tidak perlu cemas," kata Ridwan Kamil.',
    )
    assert (first[3], second[3]) == ("Ridwan Kamil", "Ridwan Kamil")
    assert first[2] is None  # its own paragraph names nobody


def test_a_quotation_that_lost_its_first_mark_is_its_last_sentence_only():
    text = 'Panitia bersiap. Kami mengundang semua warga," kata Ridwan Kamil.'
    [one] = read_names([text]).paragraphs[0].quotations
    assert (text[one.start : one.end], one.whole) == ("Kami mengundang semua warga,", False)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Rabu (10/9/2019)", date(2019, 9, 10)),
        ("Rabu (10/9)", date(2019, 9, 10)),
        ("Rabu, 10 September 2019", date(2019, 9, 10)),
        ("Selasa (31/12)", date(2018, 12, 31)),
        ("Rabu (31/2/2019)", None),
        ("di Jakarta", None),
        # The day of another sentence is another day.
        ("di Jakarta. Sidang lain digelar Rabu (10/9/2019)", None),
    ],
)
def test_days(written, day):
    text = f'"Harga turun," kata Ridwan Kamil, {written}.'
    [one] = read_names([text], date(2019, 9, 11)).paragraphs[0].quotations
    assert one.day == day
    assert text[slice(*one.verb)] == "kata"


@pytest.mark.parametrize("weekday", ["Senin", "Jumat", "Jum'at", "Jum’at", "Ahad"])
def test_weekdays_in_all_spellings_stand_beside_a_speaker(weekday):
    behind = f'"Kami sudah siap menghadapi musim hujan," kata Budi Santoso {weekday} (10/9/2019).'
    [one] = read_names([behind]).paragraphs[0].quotations
    assert (one.full, one.day) == ("Budi Santoso", date(2019, 9, 10))
    before = f"Budi Santoso, {weekday} sore, mengatakan bahwa warga sudah siap menghadapi musim hujan."
    assert [full for *_, full in said(before)] == ["Budi Santoso"]
