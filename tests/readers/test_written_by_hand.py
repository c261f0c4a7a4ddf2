"""Archives that people and programs wrote in their way: broken front matter, scripts, no header."""

import pytest
from reading_outcome import read_all


@pytest.fixture
def read(tmp_path):
    def read(name, content, **fields):
        (tmp_path / name).write_text(content)
        return read_all(tmp_path / name, **fields)

    return read


@pytest.mark.parametrize(
    ("lines", "title", "tags"),
    [
        (
            "title: Panen: petani cemas\ndate: 2019-09-10\ntags: [beras, pangan]",
            "Panen: petani cemas",
            ("beras", "pangan"),
        ),
        ('title: "Panen" kata petani\ndate: 2019-09-10\ntags:\n  - beras', '"Panen" kata petani', ("beras",)),
        (
            "judul: 'Panen' dan: hama\ntanggal: 2019-09-10\ntags:\n- beras\n- pangan",
            "'Panen' dan: hama",
            ("beras", "pangan"),
        ),
        ("title: @Panen: raya\ndate: 2019-09-10", "@Panen: raya", ()),
    ],
)
def test_front_matter_that_is_no_yaml_is_read_by_lines_and_said(read, lines, title, tags):
    outcome = read("a.md", f"---\n{lines}\n---\n\nPadi dipanen.\n")
    (article,) = outcome.articles
    assert (article.title, str(article.published), article.tags) == (title, "2019-09-10", tags)
    assert article.paragraphs == ("Padi dipanen.",)
    assert [one.told.code for one in outcome.notices] == ["front_matter_by_lines"]


def test_a_text_between_rules_is_no_front_matter(read):
    (article,) = read(
        "a.md", "---\nPadi dipanen: banyak.\nIni kalimat biasa.\n---\n\nHama menyerang.\n"
    ).articles
    assert "Ini kalimat biasa." in " ".join(article.paragraphs)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "tweets.js",
            'window.YTD.tweets.part0 = [\n  {\n "tweet" : {"full_text": "Padi dipanen."}\n },\n'
            ' {"tweet": {"full_text": "Banjir surut."}}\n]\n',
        ),
        (
            "a.json",
            'muat({"articles": [{"content": "Padi dipanen."}, {"content": "Banjir surut."}]});',
        ),
        ("a.txt", 'var berita = [{"judul": "A", "isi": "Padi dipanen."}, {"isi": "Banjir surut."}];\n'),
        ("a.json", 'module.exports = [\n{"isi": "Padi dipanen."},\n{"isi": "Banjir surut."}\n];\n'),
    ],
)
def test_json_in_a_script(read, name, content):
    outcome = read(name, content)
    assert outcome.texts == [("Padi dipanen.",), ("Banjir surut.",)]
    assert not outcome.rejects
    assert "json_in_script" in [one.told.code for one in outcome.notices]


def test_an_archive_of_twitter_in_a_folder(tmp_path):
    (tmp_path / "tweets.js").write_text(
        'window.YTD.tweets.part0 = [{"tweet": {"full_text": "Padi dipanen."}}]'
    )
    (tmp_path / "menu.js").write_text('var menu = [{"text": "Beranda"}];')
    assert read_all(tmp_path).texts == [("Padi dipanen.",)]


ROW = "{},2019-09-{},https://contoh.example/{},Panen raya {},{}\n"
TEXT = '"Harga beras naik dua ratus rupiah per kilogram di pasar induk, kata pedagang yang menunggu kiriman."'


def test_a_table_without_a_header(read):
    content = "".join(ROW.format(number, 10 + number, number, number, TEXT) for number in range(3))
    said = [("Panen raya 0", "2019-09-10"), ("Panen raya 1", "2019-09-11"), ("Panen raya 2", "2019-09-12")]
    outcome = read("a.csv", content)
    assert [(one.title, str(one.published)) for one in outcome.articles] == said
    assert [one.url for one in outcome.articles] == [
        f"https://contoh.example/{number}" for number in range(3)
    ]
    assert [one.told.code for one in outcome.notices] == ["no_header", "columns_by_content"]
    outcome = read("a.csv", content, text=["column5"], title=["column4"], published=["column2"])
    assert [(one.title, str(one.published)) for one in outcome.articles] == said


def test_names_of_columns_that_nobody_knows_are_a_header(read):
    outcome = read("a.csv", f"kode,kepala,uraian\n1,2019-09-10,{TEXT}\n", text=["uraian"])
    assert len(outcome.articles) == 1
    assert "no_header" not in [one.told.code for one in outcome.notices]


def test_notes_in_markdown(read):
    (article,) = read("a.md", "# Panen Raya\n\nPadi **dipanen** di [Subang](https://a.example).\n").articles
    assert (article.title, article.paragraphs) == ("Panen Raya", ("Padi dipanen di Subang.",))


@pytest.mark.parametrize(
    "code",
    [
        '[caption id="attachment_7" align="alignnone" width="300"]<img src="a.jpg" /> Sawah[/caption]',
        '[gallery ids="1,2"]',
        "[embed]https://contoh.example/video[/embed]",
        "[vc_row][vc_column]",
    ],
)
def test_shortcodes_in_a_table_are_taken_out_and_counted(read, code):
    cell = f"Padi dipanen.\n\n{code}\n\nHama menyerang.".replace('"', '""')
    outcome = read("a.csv", f'post_title,post_content\nPanen,"{cell}"\n')
    assert outcome.texts == [("Padi dipanen.", "Hama menyerang.")]
    assert "shortcodes_removed" in [one.code for one in outcome.counts[0].remarks()]


def test_brackets_of_a_text_stay(read):
    outcome = read("a.csv", 'judul,isi\nPanen,"Padi [sic] dipanen [baca: banyak]. [Video] [/Video]"\n')
    assert outcome.texts == [("Padi [sic] dipanen [baca: banyak]. [Video] [/Video]",)]


LONG = "Harga beras naik dua ratus rupiah per kilogram di pasar induk, kata pedagang yang menunggu kiriman."


@pytest.mark.parametrize("mark", ["{n}. {title}", "[{n}] {title}", "{title}", "Berita {n}\nJudul: {title}"])
def test_articles_below_their_headlines_are_one_each(read, mark):
    titles = ["5 Orang Tewas dalam Banjir", "Padi Dipanen", "Harga Beras Naik"]
    parts = [
        f"{mark.format(n=n, title=title)}\nKamis, {n} Agustus 2019\n\n{LONG}\n\nWarga menunggu {n}.\n"
        for n, title in enumerate(titles, 1)
    ]
    found = [
        (one.title, str(one.published), one.paragraphs) for one in read("a.txt", "\n\n".join(parts)).articles
    ]
    assert found == [
        (title, f"2019-08-0{n}", (LONG, f"Warga menunggu {n}.")) for n, title in enumerate(titles, 1)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Kronologi Harga\n5 September 2019\n\n{LONG}\n\n1 September 2019\nNaik.\n\n2 September 2019\n{LONG}",
        f"Harga Naik\n5 September 2019\n\n{LONG}\n\nBerita Lain\n4 September 2019\n",
        f"Lima Tips Belanja\n\n{LONG}\n\n1. Datang pagi\n{LONG}\n\n2. Bawa daftar\n{LONG}\n",
    ],
    ids=["chronicle", "related", "list"],
)
def test_one_article_with_dates_or_numbers_remains_one(read, text):
    assert len(read("a.txt", text).articles) == 1


def test_a_table_below_a_heading_is_a_table(read):
    row = "<tr><td>{0}</td><td>{1}/9/2019</td><td><p>{2}</p></td></tr>"
    rows = "".join(row.format(title, day, LONG) for title, day in (("Padi", 3), ("Beras", 13)))
    head = "<tr><th>Judul</th><th>Tanggal</th><th>Isi</th></tr>"
    page = f"<html><body><h2>Laporan</h2><table>{head}{rows}</table></body></html>"
    outcome = read("a.html", page)
    found = [(one.title, str(one.published), one.paragraphs) for one in outcome.articles]
    assert found == [("Padi", "2019-09-03", (LONG,)), ("Beras", "2019-09-13", (LONG,))]


@pytest.mark.parametrize("name", ["berita", "item"])
def test_paragraphs_beside_the_fields_of_an_element_are_its_text(read, name):
    texts = "<p>Harga <b>beras</b> naik.</p><p>Warga resah.</p>"
    first = f"<{name} tanggal='2019-09-05'><judul>Harga Naik</judul>{texts}</{name}>"
    second = f"<{name} tanggal='2019-09-06'><judul>Banjir Surut</judul><p>Banjir surut.</p></{name}>"
    expected = [
        ("Harga Naik", "2019-09-05", ("Harga beras naik.", "Warga resah.")),
        ("Banjir Surut", "2019-09-06", ("Banjir surut.",)),
    ]
    for xml, articles in ((f"<arsip>{first}{second}</arsip>", expected), (first, expected[:1])):
        outcome = read("a.xml", f"<?xml version='1.0'?>{xml}")
        found = [(one.title, str(one.published), one.paragraphs) for one in outcome.articles]
        assert found == articles
        assert not outcome.rejects


def test_lists_of_values_in_xml(read):
    item = "<item><title>Padi</title><content><value>{0}</value><value>Dua.</value></content>{1}</item>"
    tags = "<tags><value>beras</value><value>pasar</value></tags>"
    both = item.format(LONG, tags) + item.format("Satu.", "")
    outcome = read("a.xml", f"<?xml version='1.0'?><items>{both}</items>")
    found = [(one.title, one.tags, one.paragraphs) for one in outcome.articles]
    assert found == [("Padi", ("beras", "pasar"), (LONG, "Dua.")), ("Padi", (), ("Satu.", "Dua."))]


def test_a_dump_of_a_wiki(read):
    page = "<page><title>{0}</title><ns>{1}</ns><id>{2}</id>{3}<revision><id>9</id>{4}</revision></page>"
    text = "'''Padi''' dipanen di [[Demak|kota Demak]].&lt;ref&gt;A&lt;/ref&gt; {{a|{{b}}}}\n\n"
    text += "== Harga ==\n* Naik.\n\n[[Kategori:Tani]]\n[[Berkas:A.jpg|[[Padi]]]]"
    made = f"<timestamp>2019-09-05T07:30:00Z</timestamp><text>{text}</text>"
    pages = (
        page.format("Panen", 0, 7, "", made)
        + page.format("Pembicaraan:Panen", 1, 8, "", made)
        + page.format("Alih", 0, 9, "<redirect title='Panen'/>", "<text>#ALIH [[Panen]]</text>")
    )
    site = "<siteinfo><sitename>Wikiberita</sitename></siteinfo>"
    dump = f"<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.10/'>{site}{pages}</mediawiki>"
    outcome = read("a.xml", dump)
    (article,) = outcome.articles
    assert (article.id, article.title, article.source, article.tags) == (
        "7",
        "Panen",
        "Wikiberita",
        ("Tani",),
    )
    assert article.published.isoformat() == "2019-09-05T14:30:00+07:00"
    assert article.paragraphs == ("Padi dipanen di kota Demak.", "Harga", "Naik.")
    assert [one.told.said("en") for one in outcome.notices] == ["passed over 2: page 1; redirect 1"]
