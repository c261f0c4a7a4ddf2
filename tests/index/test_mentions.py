"""Names and quotations in the index: what is said is found, in segments of any age, and damage is noticed."""

import numpy as np
import pytest

import search
from search import Article, IndexDamagedError
from search.index import Deletion, build, update
from search.index.format.mentions import Mentions
from search.index.format.sections import Sections
from search.index.reading.mentions import ArchiveMentions
from search.indonesian import Analyzer
from search.searcher.quoting import Quoting
from tests.index.said_articles import said_articles, said_in

ARTICLES = said_articles()
SPEAKERS = {
    "Sri Mulyani": {"Sri Mulyani", "Sri Mulyani Indrawati"},
    "Ridwan Kamil": {"Ridwan Kamil"},
    "Jokowi": {"Joko Widodo"},
    "Joko Widodo": {"Joko Widodo"},
}
WORDS = ("subsidi", "tanggul", "harga", "naik", "kg", "banjir", "perundang-undangan", "covid-19", "elpiji")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("said")
    build(ARTICLES, folder)
    return search.open_index(folder)


def index_of(folder, texts):
    """Return an index of articles with these ids, each of one paragraph."""
    build([Article(one, (text,)) for one, text in texts.items()], folder)
    return search.open_index(folder)


def addresses(index, text, **fields):
    page = index.search(text, group="none", page_size=100, collapse=False, **fields)
    found = {f"{hit.article.id}#{paragraph.number}" for hit in page.articles for paragraph in hit.paragraphs}
    assert page.total_paragraphs == len(found)  # exact, as ever
    return found


def expected(articles, speaker, word):
    stem = Analyzer().word(word).terms[0].stem if word else None
    return said_in(articles, SPEAKERS[speaker] if speaker else None, stem)


@pytest.mark.parametrize("word", [None, *WORDS])
@pytest.mark.parametrize("speaker", SPEAKERS)
def test_what_a_speaker_says_is_found_as_by_reading_everything_again(whole, speaker, word):
    wanted = expected(ARTICLES, speaker, word)
    assert addresses(whole, f'oleh:"{speaker}" {word or ""}', expand=False) == wanted
    assert addresses(whole, word or "", speaker=(speaker,), expand=False) == wanted


@pytest.mark.parametrize("word", WORDS)
def test_what_anybody_says(whole, word):
    wanted = expected(ARTICLES, None, word)
    assert addresses(whole, f"kutipan:{word}", expand=False) == wanted
    assert addresses(whole, word, quotes=True, expand=False) == wanted
    assert wanted <= addresses(whole, word, expand=False, headlines=False)


def test_a_phrase_within_quotations(whole):
    assert addresses(whole, 'kutipan:"tidak akan naik"') == {f"kata-{n}#0" for n in (0, 5, 10)}
    assert addresses(whole, '"tidak akan naik"') > addresses(whole, 'kutipan:"tidak akan naik"')
    assert addresses(whole, 'kutipan:"anggaran tahun"~4') == {f"kata-{n}#1" for n in (0, 5, 10)}
    assert not addresses(whole, 'kutipan:"naik kata"')


def test_after_additions_deletions_and_merges_in_an_index_that_began_without_names(tmp_path):
    build(ARTICLES[:5], tmp_path, names=False)
    old = search.open_index(tmp_path)
    assert not addresses(old, "oleh:Jokowi") and addresses(old, "subsidi")
    for number in range(5, 12):
        update([ARTICLES[number]], tmp_path)
    update([Deletion("kata-6")], tmp_path)
    index = search.open_index(tmp_path)
    left = [one for one in ARTICLES[5:] if one.id != "kata-6"]
    for speaker in SPEAKERS:
        for word in (None, "subsidi", "naik"):
            assert addresses(index, f'oleh:"{speaker}" {word or ""}') == expected(left, speaker, word)
    assert index.snapshot.mentions.unread == sum(len(one.paragraphs) for one in ARTICLES[:5])


def test_processes_that_build_together_and_one_find_the_same(tmp_path, whole):
    others = [Article(f"lain-{number}", ("Hujan turun.",)) for number in range(250)]
    build([*others, *ARTICLES], tmp_path, jobs=2)
    index = search.open_index(tmp_path)
    assert addresses(index, "oleh:Jokowi subsidi") == addresses(whole, "oleh:Jokowi subsidi")


def test_results_have_the_quotations_with_their_offsets(whole):
    [hit, *_] = whole.search('oleh:"Sri Mulyani Indrawati" harga').articles
    [paragraph] = hit.paragraphs
    [said] = paragraph.quotations
    text = paragraph.text
    assert text[said.start : said.end] == "Subsidi energi tetap berjalan dan harga tidak akan naik,"
    assert (said.speaker, said.role, said.form, said.asked) == (
        "Sri Mulyani Indrawati", "Menteri Keuangan", "direct", True,
    )  # fmt: skip
    assert (text[slice(*said.by)], text[slice(*said.verb)], said.day.isoformat()) == (
        "Sri Mulyani Indrawati", "kata", "2019-09-10",
    )  # fmt: skip
    assert '<span class="said">' in paragraph.snippet_html and "<mark>harga</mark>" in paragraph.snippet_html


def test_a_name_that_is_mentioned(whole):
    assert addresses(whole, 'tentang:"Ridwan Kamil"') == {f"kata-{n}#0" for n in (1, 2, 6, 7, 11)}
    assert addresses(whole, "tentang:Bandung") == {f"kata-{n}#0" for n in (2, 7)}
    [hit, *_] = whole.search("tentang:Bandung").articles
    assert "<mark>Bandung</mark>" in hit.paragraphs[0].snippet_html


def test_a_whole_name_is_nobody_elses(tmp_path):
    texts = {
        "penuh": "Reza Rahadian tiba di Jakarta. Reza disambut warga.",
        "lain": "Wakil Ketua DPR Reza Pratama hadir.",
        "saja": '"Kami siap," kata Reza, Rabu (2/10/2019). Pelatih Reza senang.',
    }
    index = index_of(tmp_path, texts)
    assert addresses(index, "tentang:reza") == {"penuh#0", "lain#0", "saja#0"}
    assert addresses(index, 'tentang:"=Reza"') == addresses(index, "tentang:=reza") == {"saja#0"}
    assert addresses(index, 'oleh:"=Reza" siap') == {"saja#0"}
    [penuh] = index.search('tentang:"=reza rahadian"').articles
    assert penuh.article.id == "penuh"
    assert addresses(index, 'tentang:"=Pratama"') == {"lain#0"}  # nobody is called only that


def test_initials_are_the_name_that_articles_write_so(tmp_path):
    texts = {
        "satu": "Badan Pusat Statistik (BPS) mencatat inflasi. Kepala BPS Budi Santoso hadir.",
        "dua": "Data BPS menyebut inflasi turun.",
        "tiga": "Badan Pusat Statistik membuka kantor di Bandung.",
        "lain": "Bank Pasar Sentosa dan BPSK bertemu.",
    }
    index = index_of(tmp_path, texts)
    expected = {"satu#0", "dua#0", "tiga#0"}
    for text in ("tentang:BPS", "tentang:bps", 'tentang:"Badan Pusat Statistik"', 'tentang:"=BPS"'):
        assert addresses(index, text) == expected, text
    [facet] = [one for one in index.search("", facets=("name",)).facets["name"].values if one.count == 3]
    assert facet.value in ("BPS", "Badan Pusat Statistik")


def test_a_legal_form_is_no_part_of_the_name(tmp_path):
    texts = {
        "satu": "PT Aneka Tambang Tbk membagi dividen. Laba PT Aneka Tambang naik.",
        "dua": "Perum Bulog menyerap gabah. Gudang Bulog penuh.",
        "tiga": "Beras Bulog tiba di Garut.",
        "lain": "PT Bulog Jaya tutup.",
    }
    index = index_of(tmp_path, texts)
    assert (
        addresses(index, 'tentang:"=Perum Bulog"')
        == addresses(index, "tentang:=Bulog")
        == {"dua#0", "tiga#0"}
    )
    assert addresses(index, 'tentang:"=PT Aneka Tambang"') == {"satu#0"}
    named = {one.value: one.count for one in index.search("", facets=("name",)).facets["name"].values}
    assert named.get("Bulog") == 2
    assert "Perum Bulog" not in named


def test_initials_of_several_are_nobodys_by_themselves(tmp_path):
    texts = {
        "satu": "Partai Seni Indah (PSI) menang. PSI gembira. Menurut PSI, hasil itu adil.",
        "dua": "Persatuan Sepak Indramayu (PSI) kalah. PSI kecewa. Menurut PSI, wasit keliru.",
        "tiga": "PSI berkumpul. Menurut PSI, semua baik.",
    }
    index = index_of(tmp_path, texts)
    assert addresses(index, "tentang:PSI") == {"satu#0", "dua#0", "tiga#0"}
    assert addresses(index, 'tentang:"Partai Seni Indah"') == {"satu#0"}
    assert addresses(index, 'tentang:"=PSI"') == {"tiga#0"}


@pytest.mark.parametrize("section", ["mentions/codes", "quotations/speakers", "called/names", "roles/names"])
def test_a_flipped_byte_is_named(tmp_path, section):
    build(ARTICLES, tmp_path)
    index = search.open_index(tmp_path)
    [path] = index.snapshot.folder.glob("*.articles")
    start = Sections(path)._entries[section][0]
    content = bytearray(path.read_bytes())
    content[start] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="articles"):
        search.open_index(tmp_path).search("oleh:Jokowi")


def test_joining_and_choosing_agree_with_reading_in_one_go(whole):
    parts = [one.files.mentions for one in whole.snapshot.segments]
    [mentions] = parts
    kept = np.arange(len(mentions.mentions["counts"])) % 3 > 0
    early = np.arange(len(kept)) < 14
    halves = [mentions.some(kept & early), mentions.some(kept & ~early)]
    joined, alone = Mentions.joined(halves), mentions.some(kept)
    for one, other in ((joined.mentions, alone.mentions), (joined.quotations, alone.quotations)):
        assert all(np.array_equal(one[name], other[name]) for name in one)
    assert tuple(joined.names) == tuple(alone.names) and tuple(joined.roles) == tuple(alone.roles)


def test_names_with_other_forms_in_one_paragraph(whole):
    page = whole.search("subsidi judul:kata Joko Widodo", match="paragraph")
    assert page.total_paragraphs
    assert addresses(whole, 'oleh:"Joko Widodo" subsidi sasaran', match="paragraph")


def test_after_warming_no_search_works_out_tables_of_names(tmp_path):
    build(ARTICLES, tmp_path)
    index = search.open_index(tmp_path)
    index.warm()
    tables = set(vars(index.snapshot.mentions))
    for text in ('oleh:"Sri Mulyani" subsidi', "kutipan:naik", 'tentang:"Ridwan Kamil"'):
        index.search(text, facets=("speaker", "name"), speaker=("Joko Widodo",))
    index.suggest("oleh:ridw")
    assert {"joined", "_by_hash", "_text", "_usual_roles"} <= tables
    of_segments = {"_bases", "_quotations_before", "_mentions_before"}  # one number each
    assert set(vars(index.snapshot.mentions)) - tables <= of_segments


def test_where_there_is_no_segment_as_in_a_cluster_nobody_says_anything():
    mentions = ArchiveMentions(())
    assert [*Quoting(mentions, ()).of_each([0, 3])] == [(), ()]
