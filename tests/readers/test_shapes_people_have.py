"""Archives in shapes that scrapers, editors and blogs write: what their owner expects of each."""

import json

import pytest
from reading_outcome import read_all

from search.errors import SourceError
from search.readers import ReadingOptions, Reject, read_articles
from search.readers.kinds import kind_by_content
from search.readers.plain_text import title_and_text
from search.readers.values import listed, paragraphs


def test_names_with_words_around_them(read_source):
    header = "news_title\tnews_date\tnama_penulis_berita\tnews_content\tberita_url"
    (article,) = read_source(
        "a.tsv", f"{header}\nPanen\t1 Januari 2021 08:05 WIB\tRina\tPadi dipanen.\thttps://contoh.example/1\n"
    ).articles
    assert (article.title, article.published.isoformat()) == ("Panen", "2021-01-01T08:05:00+07:00")
    assert article.url == "https://contoh.example/1"
    record = {"text": "Padi dipanen.", "published_ts": "2019-09-10T20:00:00Z", "page_views": 4}
    (article,) = read_source("b.jsonl", json.dumps(record)).articles
    assert article.published.isoformat() == "2019-09-11T03:00:00+07:00"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("['beras', 'pangan']", ("beras", "pangan")),
        ('["beras","harga, pangan"]', ("beras", "harga, pangan")),
        ("['beras' 'pangan']", ("beras", "pangan")),
        ('{"beras","pangan"}', ("beras", "pangan")),
        (r"""['Jum\'at', "Al Qur'an"]""", ("Jum'at", "Al Qur'an")),
        ("[Foto] beras, pangan", ("[Foto] beras", "pangan")),
        ("[]", ()),
    ],
)
def test_lists_that_a_program_wrote_into_a_cell(read_source, written, expected):
    (article,) = read_source("a.jsonl", json.dumps({"text": "Padi dipanen.", "tags": written})).articles
    assert article.tags == expected


def test_a_text_that_is_a_list_in_a_cell():
    assert paragraphs("['Padi dipanen.', 'Harga\\nturun.']") == ["Padi dipanen.", "Harga\nturun."]
    assert paragraphs('["Padi dipanen," katanya.') == ['["Padi dipanen," katanya.']
    assert listed("['a', b]") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Pewarta: Nama Wartawan", "Nama Wartawan"),
        ("Oleh Nama Wartawan", "Nama Wartawan"),
        ("Nama Wartawan - detikFinance", "Nama Wartawan"),
        ("Nama Wartawan – contoh.co.id", "Nama Wartawan"),
        ("Oleha Nama", "Oleha Nama"),
        ("Nama-Wartawan - Penulis Lepas", "Nama-Wartawan - Penulis Lepas"),
    ],
)
def test_what_outlets_write_around_authors(read_source, written, expected):
    (article,) = read_source("a.jsonl", json.dumps({"text": "Padi dipanen.", "author": written})).articles
    assert article.authors == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        # Telegram, Quill, ProseMirror, Slate
        ["Harga ", {"type": "bold", "text": "beras"}, " naik.\n\nWarga menunggu."],
        {"ops": [{"insert": "Harga "}, {"insert": "beras"}, {"insert": " naik.\nWarga menunggu."}]},
        [
            {
                "type": "paragraph",
                "content": [{"type": "text", "text": "Harga beras"}, {"type": "text", "text": " naik."}],
            },
            {"type": "paragraph", "content": [{"type": "text", "text": "Warga menunggu."}]},
        ],
        [
            {
                "type": "p",
                "children": [{"text": "Harga "}, {"text": "beras", "bold": True}, {"text": " naik."}],
            },
            {"type": "p", "children": [{"text": "Warga menunggu."}]},
        ],
    ],
)  # fmt: skip
def test_marks_inside_a_paragraph_do_not_divide_it(read_source, text):
    (article,) = read_source("a.jsonl", json.dumps({"id": "1", "text": text})).articles
    assert article.paragraphs == ("Harga beras naik.", "Warga menunggu.")


def test_paragraphs_that_are_objects_stay_apart():
    assert paragraphs([{"text": "Satu."}, {"text": "Dua."}]) == ["Satu.", "Dua."]
    assert paragraphs(["Satu.", {"type": "quote", "text": "Dua."}, "Tiga."]) == ["Satu.", "Dua.", "Tiga."]


@pytest.mark.parametrize(
    "content",
    [
        "Selasa, 10 September 2019\nPanen Raya\n\nPadi dipanen.\n",
        "Panen Raya\n10/09/2019 14:30 WIB\nPenulis: Rina\n\nPadi dipanen.\n",
        "Judul: Panen Raya\nTanggal: 10 September 2019\nSumber: Harian Contoh\n\nPadi dipanen.",
        "Panen Raya\r\nJakarta, 10 September 2019\r\n\r\nPadi dipanen.",
    ],
)
def test_fields_in_front_of_a_plain_text(read_source, content):
    (article,) = read_source("a.txt", content).articles
    assert (article.title, article.paragraphs) == ("Panen Raya", ("Padi dipanen.",))
    assert article.published.isoformat()[:10] == "2019-09-10"


@pytest.mark.parametrize(
    "first", ["Peristiwa 30 September 1965", "Pemilu 2019", "Menteri: Harga Turun", "17 Agustus", "2019"]
)
def test_headlines_that_look_like_fields_stay_headlines(first):
    assert title_and_text(f"{first}\n\nPadi dipanen.") == {"title": first, "text": "Padi dipanen."}


def test_a_plain_text_of_fields_alone_is_a_text():
    assert title_and_text("10 September 2019\nPenulis: Rina")["text"] == "10 September 2019\nPenulis: Rina"


_KIND = "http://schemas.google.com/blogger/2008/kind#"


def _entry(number, kind, more=""):
    return (
        f"<entry><id>tag:blogger.com,1999:{number}</id><published>2018-01-02T10:00:00+07:00</published>{more}"
        f"<category scheme='http://schemas.google.com/g/2005#kind' term='{_KIND}{kind}'/>"
        f"<category scheme='http://www.blogger.com/atom/ns#' term='Ekonomi'/><title>Berita {number}</title>"
        "<content type='html'>&lt;p&gt;Padi dipanen.&lt;/p&gt;</content></entry>"
    )


def test_an_export_of_blogger_has_articles_and_other_things(read_source):
    draft = "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>"
    entries = [_entry(n, kind) for n, kind in enumerate(("settings", "template", "post", "comment", "page"))]
    outcome = read_source(
        "blog.xml",
        f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(entries)}{_entry(9, 'post', draft)}</feed>",
    )
    assert [(article.title, article.tags) for article in outcome.articles] == [("Berita 2", ("Ekonomi",))]
    (told,) = [one.said("en") for one in outcome.notices if one.told.code == "passed_over"]
    assert "comment 1" in told
    assert "draft 1" in told


def test_an_author_of_rss_behind_a_mail_address(read_source):
    item = (
        "<item><title>T</title><author>rina@contoh.example (Rina Contoh)</author>"
        "<description>Padi dipanen.</description></item>"
    )
    (article,) = read_source("a.rss", f"<rss version='2.0'><channel>{item}</channel></rss>").articles
    assert article.authors == ("Rina Contoh",)


def test_shortcodes_of_wordpress_are_no_text(read_source):
    post = (
        "<p>[dropcap]P[/dropcap]adi dipanen.</p>[embed]https://video.contoh.example/x[/embed]"
        '<figure><img src="https://contoh.example/a.jpg"/><figcaption>Petani di sawah</figcaption></figure>'
        '[adrotate banner="3"]<p>Kata [sic] itu tetap, begitu juga [jenis sayur].</p>'
        "[su_note]Warga senang.[/su_note]"
    )
    item = (
        f"<item><title>T</title><content:encoded><![CDATA[{post}]]></content:encoded>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
    )
    names = (
        "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'"
    )
    (article,) = read_source("situs.xml", f"<rss {names}><channel>{item}</channel></rss>").articles
    assert article.paragraphs == (
        "Padi dipanen.", "Kata [sic] itu tetap, begitu juga [jenis sayur].", "Warga senang."
    )  # fmt: skip
    assert article.image_caption == "Petani di sawah"


def _post(number):
    return (
        f"<item><title>Berita {number}</title><content:encoded><![CDATA[<p>Padi {number} dipanen.</p>]]>"
        "</content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
    )


@pytest.mark.parametrize(
    ("name", "code"), [("situs.xml", "xml_elements_lost"), ("a.rss", "feed_entries_lost")]
)
def test_entries_that_the_text_of_another_swallowed_are_counted(read_source, name, code):
    names = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    if name == "situs.xml":
        names += " xmlns:wp='http://wordpress.org/export/1.2/'"
    posts = "".join(map(_post, range(6)))
    if name == "a.rss":
        posts = posts.replace("<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>", "")
    posts = posts.replace("Padi 2 dipanen.</p>]]>", "Padi 2 dipanen.<![CDATA[", 1)
    outcome = read_source(name, f"<rss version='2.0' {names}><channel>{posts}</channel></rss>")
    assert len(outcome.articles) == 5
    assert [(one.code, one.reason.code, one.reason.values["count"]) for one in outcome.rejects] == [
        ("damaged", code, 1)
    ]


def test_posts_behind_the_end_of_an_export_are_counted(read_source):
    names = (
        "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'"
    )
    content = f"<rss {names}><channel>{_post(1)}</channel></rss>{_post(2)}{_post(3)}</channel></rss>"
    outcome = read_source("situs.xml", content)
    assert (len(outcome.articles), outcome.codes) == (1, ["damaged"])


def test_a_sitemap_without_an_address_is_named(read_source):
    outcome = read_source("sitemap.xml", "<urlset><url><loc>tiada</loc></url></urlset>")
    assert [one.reason.code for one in outcome.rejects] == ["sitemap_is_empty"]


@pytest.mark.parametrize(
    "content",
    [
        "JUDUL   : Panen Raya\nTANGGAL : 10/09/2019\nISI     :\nPadi dipanen.\n",
        "Title = Panen Raya\nDate = 2019-09-10\n---\nPadi dipanen.\n",
        "Hari/Tanggal : Selasa, 10 September 2019\nHalaman : 3\nJudul : Panen Raya\n\nPadi dipanen.\n",
        '---\ntitle: "Panen Raya"\ndate: 2019-09-10\ntags:\n  - beras\nlayout: post\n---\n\nPadi dipanen.\n',
    ],
)
def test_fields_in_front_of_a_plain_text_in_other_forms(read_source, content):
    outcome = read_source("a.txt", content)
    (article,) = outcome.articles
    assert (article.title, article.paragraphs) == ("Panen Raya", ("Padi dipanen.",))
    assert article.published.isoformat() == "2019-09-10"
    unused = {name for counts in outcome.counts for name in counts.unused}
    assert unused == {name for name in ("Halaman", "layout") if name in content}


def test_several_articles_in_one_plain_text(read_source):
    one = "Judul: Panen {0}\nTanggal: {0}/9/2019\nOleh: Rina\nIsi:\nPadi dipanen {0} kali.\n"
    outcome = read_source("a.txt", "\n=====\n".join(map(one.format, (1, 2, 25))))
    assert [article.title for article in outcome.articles] == ["Panen 1", "Panen 2", "Panen 25"]
    assert outcome.texts[0] == ("Padi dipanen 1 kali.",)
    assert outcome.articles[0].authors == ("Rina",)
    interview = (
        "Judul: Panen\nTanggal: 1/9/2019\n\nTanya: Apa kabar?\nJawab: Baik.\nTanya: Panen?\nJawab: Ya."
    )
    assert len(read_source("b.txt", interview).articles) == 1


def test_an_export_of_phpmyadmin(read_source):
    rows = ['{"id":"1","judul":"A","isi":"Satu."}', '{"id":"2","judul":"B","isi":"Dua."}']
    table = '{"type":"table","name":"berita","database":"cms","data":\n[\n%s\n]\n}\n'
    head = '{"type":"header","version":"5.2.1","comment":"Export to JSON plugin for PHPMyAdmin"},\n'
    outcome = read_source(
        "a.json",
        f'[\n{head}{{"type":"database","name":"cms"}},\n'
        f"{table % (',' + chr(10)).join(rows)},{table % rows[0].replace('1', '3')}]\n",
    )
    assert [article.id for article in outcome.articles] == ["1", "2", "3"]
    assert not outcome.rejects


def test_a_list_whose_first_object_has_no_text(read_source):
    messages = [{"id": 1, "type": "service"}, {"id": 2, "text": "Padi dipanen.", "date": "2019-09-10"}]
    outcome = read_source("a.json", json.dumps({"name": "Kanal", "messages": messages}))
    assert (outcome.texts, outcome.codes) == ([("Padi dipanen.",)], ["missing-text"])


@pytest.mark.parametrize(
    "content",
    [
        "<t><row><field name='judul'>Panen</field><field name='isi'>Padi dipanen.</field>"
        "<field name='tag'>beras</field><field name='tag'>padi</field></row></t>",
        "<response><int name='status'>0</int><result name='response'><doc><str name='judul'>Panen</str>"
        "<arr name='tag'><str>beras</str><str>padi</str></arr><str name='isi'>Padi dipanen.</str>"
        "</doc></result></response>",
        "<x><database name='cms'><table name='berita'><column name='judul'>Panen</column>"
        "<column name='isi'>Padi dipanen.</column><column name='tag'>beras,padi</column>"
        "</table></database></x>",
    ],
)
def test_xml_whose_elements_say_by_an_attribute_what_they_are(read_source, content):
    (article,) = read_source("a.xml", f"<?xml version='1.0'?>{content}").articles
    assert (article.title, article.tags) == ("Panen", ("beras", "padi"))
    assert article.paragraphs == ("Padi dipanen.",)


def test_an_article_in_the_format_of_agencies(read_source):
    (article,) = read_source(
        "a.xml",
        "<nitf><head><docdata><date.issue norm='20190910T143000+0700'/><doc-id id-string='a1'/></docdata>"
        "<pubdata name='Harian Contoh' position.section='Ekonomi'/></head><body><body.head><hedline>"
        "<hl1>Panen</hl1></hedline><byline>Oleh <person>Rina</person></byline><dateline><location>Jakarta"
        "</location></dateline></body.head><body.content><p>Padi dipanen.</p><p>Harga turun.</p>"
        "</body.content></body></nitf>",
    ).articles
    assert (article.id, article.title, article.source, article.category) == (
        "a1", "Panen", "Harian Contoh", "Ekonomi",
    )  # fmt: skip
    assert (article.authors, article.place) == (("Rina",), "Jakarta")
    assert article.published.isoformat() == "2019-09-10T14:30:00+07:00"
    assert article.paragraphs == ("Padi dipanen.", "Harga turun.")


def test_numbers_are_no_names(read_source):
    record = {"text": "Padi dipanen.", "labels": 0, "author": [7, 8]}
    outcome = read_source("a.jsonl", json.dumps(record))
    assert (outcome.articles[0].tags, outcome.articles[0].authors) == ((), ())
    told = [remark for counts in outcome.counts for remark in counts.remarks()]
    assert [one.values["field"] for one in told if one.code == "left_empty"] == ["tags", "authors"]


def test_a_link_of_a_spreadsheet(read_source):
    outcome = read_source(
        "a.csv", 'isi;url\nPadi dipanen.;"=HYPERLINK(""https://contoh.example/1"";""Buka"")"\n'
    )
    assert outcome.articles[0].url == "https://contoh.example/1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Padi dipanen.\nHarga turun.\n", ("Padi dipanen.", "Harga turun.")),
        (r"Padi dipanen.\r\n\r\n“Baik,” katanya.", ("Padi dipanen.", "“Baik,” katanya.")),
        ("Padi dipanen._x000D_\nHarga turun._x000D_", ("Padi dipanen.", "Harga turun.")),
        (r"Berkas ada di C:\nama\nota.", (r"Berkas ada di C:\nama\nota.",)),
    ],
)
def test_line_breaks_that_a_program_wrote_as_signs(read_source, text, expected):
    outcome = read_source("a.jsonl", json.dumps({"text": text}))
    assert outcome.texts == [expected]
    told = [remark.code for counts in outcome.counts for remark in counts.remarks()]
    assert ("breaks_written" in told) == (len(expected) > 1)


MEDIA = """<?xml version="1.0"?><rss version="2.0" xmlns:m="http://search.yahoo.com/mrss/"><channel>
<title>Harian Contoh</title>
<item><title>Panen</title><description>Padi dipanen di Subang.</description>
<m:content url="https://contoh.example/a.jpg" type="image/jpeg">
<m:description type="plain">Petani memanen padi &amp; jagung.</m:description>
<m:credit>ANTARA FOTO/Nama</m:credit><m:title>Foto panen</m:title></m:content></item>
<item><m:title>Foto banjir</m:title><title>Banjir</title><m:group>
<m:content url="https://contoh.example/b.jpg" medium="image"><m:text>Banjir di Demak.</m:text></m:content>
<m:content url="https://contoh.example/c.jpg" medium="image"><m:text>Perahu.</m:text></m:content>
</m:group><description>Banjir surut.</description></item>
<item><title>Gempa</title><m:description>Gempa terasa di Cianjur.</m:description></item>
<item><title>Hujan</title><description>Hujan turun.</description>
<m:content url="https://contoh.example/d.jpg" medium="image"/>
<m:credit role="photographer">Nama Dua</m:credit></item></channel></rss>"""


def test_captions_of_media_are_no_text_of_the_entry(read_source):
    articles = read_source("a.rss", MEDIA).articles
    assert [(one.title, one.paragraphs, one.image_caption) for one in articles] == [
        ("Panen", ("Padi dipanen di Subang.",), "Petani memanen padi & jagung. (ANTARA FOTO/Nama)"),
        ("Banjir", ("Banjir surut.",), "Banjir di Demak."),
        ("Gempa", ("Gempa terasa di Cianjur.",), None),
        ("Hujan", ("Hujan turun.",), "Nama Dua"),
    ]
    assert [(one.image or "")[-5:] for one in articles] == ["a.jpg", "b.jpg", "", "d.jpg"]


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("10/09/2019", "14:30", "2019-09-10T14:30:00+07:00"),
        ("2019-09-10", "08.05 WIT", "2019-09-10T06:05:00+07:00"),
        ("2019-09-10 00:00:00", "14:30:25", "2019-09-10T14:30:25+07:00"),
        ("10 September 2019", "pukul 2:30 PM", "2019-09-10T14:30:00+07:00"),
        ("2019-09-10 09:00", "14:30", "2019-09-10T09:00:00+07:00"),
        ("2019-09-10", "25:61", "2019-09-10"),
        ("2019-09-10", "", "2019-09-10"),
        ("", "14:30", None),
        ("2019-09", "14:30", "2019-09"),
    ],
)
@pytest.mark.parametrize("name", ["jam", "waktu", "pukul"])
def test_day_and_time_in_two_columns(read_source, day, clock, expected, name):
    record = {"isi": "Padi dipanen.", "tanggal": day, name: clock, "hit": 3}
    (article,) = read_source("a.jsonl", json.dumps(record)).articles
    assert (article.published.isoformat() if article.published else None) == expected


def test_a_time_of_day_in_front_of_its_day(read_source):
    record = {"isi": "Padi dipanen.", "time": "14:30", "created_at": "2019-09-10"}
    outcome = read_source("a.jsonl", json.dumps(record))
    assert outcome.articles[0].published.isoformat() == "2019-09-10T14:30:00+07:00"
    assert not outcome.counts[0].empty and not outcome.counts[0].unused


def test_dates_with_dots_are_no_times_of_day(read_source):
    record = {"isi": "Padi dipanen.", "tanggal": "10.09.19", "created_at": "2021-01-05"}
    (article,) = read_source("a.jsonl", json.dumps(record)).articles
    assert article.published.isoformat() == "2019-09-10"


@pytest.mark.parametrize(
    ("record", "authors"),
    [
        ({"first_name": "Rina", "last_name": "Contoh"}, ("Rina Contoh",)),
        ({"nama_depan": "Rina", "nama_belakang": None}, ("Rina",)),
        ({"author_first_name": " Rina ", "author_last_name": "Contoh"}, ("Rina Contoh",)),
        ({"meta": {"firstName": "Rina", "lastName": "Contoh"}}, ("Rina Contoh",)),
        ({"first_name": "NULL", "last_name": ""}, ()),
        ({"first_name": "Rina", "last_name": "Contoh", "penulis": "Budi"}, ("Budi",)),
        ({"first_name": "Rina"}, ()),
    ],
)
def test_first_and_last_name_in_two_columns(read_source, record, authors):
    (article,) = read_source("a.jsonl", json.dumps({"isi": "Padi dipanen."} | record)).articles
    assert article.authors == authors


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.sql", "-- MySQL dump 10.13\n\nCREATE TABLE `berita` (`id` int);\n", "not_read_sql"),
        ("a.sql.gz", "", "not_read_sql"),
        ("salinan", "--\n-- PostgreSQL database dump\n--\n", "not_read_sql"),
        ("a.numbers", "", "not_read_sheet"),
        ("a.msg", "", "not_read_mail"),
        ("a.doc", "", "not_read_document"),
        ("a.rar", "", "not_read_archive"),
        ("a.pkl", "", "not_read_pickle"),
        ("a.mdb", "", "not_read_table"),
    ],
)
def test_what_is_not_read_is_refused_with_what_would_be_right(tmp_path, name, content, code):
    (tmp_path / name).write_text(content)
    with pytest.raises(SourceError) as refused:
        read_all(tmp_path / name)
    assert refused.value.values["reason"].code == code
    if code != "not_read_pickle":
        (notice,) = read_all(tmp_path).notices
        assert notice.told.code == code


def test_a_dump_under_another_name_is_no_text(read_source):
    dump = (
        "-- MySQL dump 10.13\nCREATE TABLE `berita` (`isi` text);\nINSERT INTO `berita` VALUES ('Panen.');\n"
    )
    for name in ("a.txt", "a.json"):
        outcome = read_source(name, dump)
        assert [reject.reason.code for reject in outcome.rejects] == ["not_read_sql"]
    assert read_source("b.txt", "-- -- -- " * 500 + "Padi dipanen.").articles
    assert read_source("c.txt", "From hulu to hilir\n\nPadi dipanen.").articles


def test_a_table_with_the_suffix_of_a_spreadsheet_is_read(read_source):
    """Exports of CMSs are named .xls and are HTML, or lines with tabs."""
    outcome = read_source("a.xls", "judul\tisi\ttanggal\nPanen\tPadi dipanen.\t2019-09-10\n")
    assert [one.title for one in outcome.articles] == ["Panen"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"hari": "10", "bulan": "September", "tahun": "2019"}, "2019-09-10"),
        ({"tanggal": 3, "bulan": 9, "tahun": 2019}, "2019-09-03"),
        ({"tgl": "10", "bln": "09", "thn": "2019", "created_at": "2021-01-01"}, "2019-09-10"),
        ({"day": "10", "month": "9", "year": "2019"}, "2019-09-10"),
        ({"tanggal": "2019-09-10 14:30", "bulan": "9", "tahun": "2019"}, "2019-09-10T14:30:00+07:00"),
        ({"hari": "Selasa", "tanggal": "2019-09-10", "bulan": "9", "tahun": "2019"}, "2019-09-10"),
        ({"hari": "31", "bulan": "2", "tahun": "2019"}, None),
        ({"bulan": "September", "tahun": "2019"}, None),
    ],
)
def test_day_month_and_year_in_three_columns(read_source, columns, expected):
    (article,) = read_source("a.jsonl", json.dumps({"isi": "Padi dipanen."} | columns)).articles
    assert (article.published.isoformat() if article.published else None) == expected


def test_the_two_halves_of_a_text(read_source):
    table = "title,introtext,fulltext\nPanen,<p>Padi dipanen.</p>,<p>Harga naik.</p>\nBanjir,Banjir surut.,\n"
    outcome = read_source("a.csv", table)
    assert outcome.texts == [("Padi dipanen.", "Harga naik."), ("Banjir surut.",)]
    assert not outcome.counts[0].unused


def test_an_author_with_the_halves_of_a_name(read_source):
    record = {"isi": "Padi dipanen.", "author": {"id": 3, "first_name": "Rina", "last_name": "Contoh"}}
    (article,) = read_source("a.jsonl", json.dumps(record)).articles
    assert article.authors == ("Rina Contoh",)


def test_posts_of_social_media(read_source):
    header = "Page Name,Post Created,Message,URL,Link Text,Description"
    row = "Harian Contoh,2019-09-10 14:30:00 WIB,Padi dipanen di Subang.,https://contoh.example/1,Panen,Harga"
    (article,) = read_source("a.csv", f"{header}\n{row}\n").articles
    assert (article.source, article.paragraphs) == ("Harian Contoh", ("Padi dipanen di Subang.",))
    assert article.published.isoformat() == "2019-09-10T14:30:00+07:00"


def test_articles_of_jekyll_and_hugo(tmp_path):
    (tmp_path / "README.md").write_text("# Situs")
    (tmp_path / "TENTANG.md").write_text("# Tentang\n\nSitus ini.")
    (tmp_path / "2019-09-10-panen.md").write_text(
        "---\ntitle: 'Panen Raya'\ndate: 2019-09-10T14:30:00+07:00\nauthor: Rina Contoh\n"
        "tags: [padi, subang]\n---\n\n"
        "Petani memanen **padi** di [Subang](https://contoh.example/a_(b) 'Subang').\n\n"
        "![Foto](/a.jpg)\n\n## Harga\n\n> Harga *gabah* naik 2 * 3 persen, kata a_b_c.\n\n"
        "{{< iklan >}}\n\n---\n\nSelesai.\n"
    )
    outcome = read_all(tmp_path)
    (article,) = outcome.articles
    assert (article.title, article.authors) == ("Panen Raya", ("Rina Contoh",))
    assert article.published.isoformat() == "2019-09-10T14:30:00+07:00"
    assert article.paragraphs == (
        "Petani memanen padi di Subang.", "Harga", "Harga gabah naik 2 * 3 persen, kata a_b_c.", "Selesai.",
    )  # fmt: skip
    assert [notice.told.code for notice in outcome.notices if "TENTANG" in notice.file] == ["ignored_format"]


ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:contoh:{number}">
<itemMeta><provider><name>Kantor Contoh</name></provider>
<versionCreated>2019-09-10T14:30:00+07:00</versionCreated></itemMeta>
<contentMeta><located><name>Subang</name></located><by>Rina Contoh</by><headline>Panen {number}</headline>
<language tag="id"/><keyword>padi</keyword><keyword>gabah</keyword></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Judul</title></head><body><p>Petani memanen <b>padi</b> {number}.</p><p>Harga naik.</p></body>
</html></inlineXML></contentSet></newsItem>"""


@pytest.mark.parametrize("several", [False, True])
def test_newsml_g2_of_agencies(read_source, several):
    items = [ITEM.format(number=number) for number in range(1, 3 if several else 2)]
    whole = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{"".join(items)}</itemSet>'
        "</newsMessage>"
    )
    outcome = read_source("a.xml", f'<?xml version="1.0"?>{whole if several else items[0]}')
    assert not outcome.rejects and len(outcome.articles) == len(items)
    for number, article in enumerate(outcome.articles, 1):
        assert (article.id, article.title) == (f"urn:newsml:contoh:{number}", f"Panen {number}")
        assert article.published.isoformat() == "2019-09-10T14:30:00+07:00"
        assert (article.authors, article.tags) == (("Rina Contoh",), ("padi", "gabah"))
        assert (article.place, article.source, article.language) == ("Subang", "Kantor Contoh", "id")
        assert article.paragraphs == (f"Petani memanen padi {number}.", "Harga naik.")


TABLE = """<html><head><meta charset="utf-8"><style>td {mso-number-format:"\\@";}</style></head><body>
<!-- ekspor --><table border="1">
<tr><th>No</th><th><b>Judul</b></th><th>Tanggal</th><th>Isi&nbsp;Berita</th></tr>
<tr><td>1</td><td>Panen &amp; Harga</td><td>10/09/2019</td><td>Petani memanen padi.<br>Harga naik.</td></tr>
<tr><td></td><td></td><td></td><td> </td></tr>
<tr><td>2</td><td>Banjir</td><td>25/09/2019</td><td><p>Banjir surut.</p></td></tr>
<tr><td>3</td><td>Gempa</td><td>25/09/2019</td><td>Gempa.</td><td>lebih</td></tr>
</table></body></html>"""


@pytest.mark.parametrize("name", ["a.xls", "a.html", "a.csv", "tanpa-akhiran"])
def test_a_table_in_html_has_an_article_a_row(read_source, name):
    outcome = read_source(name, TABLE)
    assert [(one.title, one.paragraphs) for one in outcome.articles] == [
        ("Panen & Harga", ("Petani memanen padi.", "Harga naik.")),
        ("Banjir", ("Banjir surut.",)),
    ]
    assert [one.published.isoformat() for one in outcome.articles] == ["2019-09-10", "2019-09-25"]
    assert outcome.codes == ["bad-row"]


def test_a_table_in_html_behind_a_declaration(tmp_path):
    declared = '<?xml version="1.0" encoding="utf-8"?>\n'
    for name, head in (("a.xls", declared), ("b.xls", '<!DOCTYPE html>\n<meta charset="windows-1252">')):
        (tmp_path / name).write_text(head + TABLE.replace("padi", "padi “raya”"), encoding="utf-8")
        assert read_all(tmp_path / name).articles[0].paragraphs[0] == "Petani memanen padi “raya”."
    (tmp_path / "c.html").write_text("")
    options = ReadingOptions(kind="html-table")
    found = read_articles([str(tmp_path / "c.html")], options=options)
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert reject.code in ("damaged", "bad-header")


def test_a_page_with_a_table_in_it_is_a_page():
    page = "<html><body><h1>Berita</h1><p>Harga:</p><table><tr><th>Judul</th><th>Isi</th></tr></table>"
    assert kind_by_content(page.encode()) == "html"
    assert kind_by_content(("<html>" + " " * 9000 + "<!-- -->" * 900 + "<p>").encode()) == "html"


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_objects_of_python_are_refused(read_source, name):
    lines = "{'judul': 'Panen', 'isi': 'Padi.', 'tanggal': datetime.datetime(2019, 9, 10)}\n" * 3
    outcome = read_source(name, lines)
    assert [reject.reason.code for reject in outcome.rejects] == ["not_read_python"]


def test_a_table_in_html_that_is_cut_or_damaged_is_named(read_source):
    begin, end = TABLE.index("<tr><td>2"), TABLE.index("</table>")
    cut = read_source("a.xls", TABLE[:begin])
    assert (len(cut.articles), cut.codes) == (1, ["damaged"])
    damaged = read_source("b.xls", f'{TABLE[:begin]}<tr title="{TABLE[begin + 3 : end]}</table>')
    assert damaged.codes[-1:] == ["damaged"]


def test_captions_and_items_of_damaged_feeds_end_in_no_error(read_source):
    assert read_source("a.rss", MEDIA.replace("<m:credit>", "<m:credit><b", 1)).articles
    damaged = ITEM.format(number=1).replace("http://www.w3.org/1999/xhtml", "http://www.w3.org/19{9/xhtml")
    outcome = read_source("a.xml", f'<?xml version="1.0"?>{damaged}')
    assert outcome.articles or outcome.rejects


LONG = "Harga beras di pasar turun seribu rupiah pada Senin pagi, kata pedagang kepada pembeli subuh itu."


@pytest.mark.parametrize("form", ["[{},\n{}]", "{}\n{}\n"])
def test_lists_of_values_without_names(read_source, form):
    rows = [json.dumps([f"https://contoh.example/{n}", f"2023-05-0{n}", LONG]) for n in (1, 2)]
    outcome = read_source("a.json", form.format(*rows))
    assert [(one.url, str(one.published), one.paragraphs) for one in outcome.articles] == [
        (f"https://contoh.example/{n}", f"2023-05-0{n}", (LONG,)) for n in (1, 2)
    ]


@pytest.mark.parametrize("stem", ["paragraf", "Isi ", "p", "text_"])
def test_a_text_in_numbered_columns(read_source, stem):
    header = ",".join(["judul", *(f"{stem}{number}" for number in (1, 10, 2))])
    outcome = read_source(
        "a.csv", f"{header}\nPanen,Padi dipanen.,Selesai.,Petani senang.\nSatu,Hanya ini.,,\n"
    )
    assert [one.paragraphs for one in outcome.articles] == [
        ("Padi dipanen.", "Petani senang.", "Selesai."),
        ("Hanya ini.",),
    ]


def test_one_numbered_column_or_a_text_beside_them(read_source):
    assert read_source("a.csv", "judul,isi,text1,text2\nPanen,Padi dipanen.,x,y\n").articles[
        0
    ].paragraphs == ("Padi dipanen.",)
    assert not read_source("b.csv", "judul,tanggal,p1\nPanen,2023-05-01,x\n").articles


def test_elements_that_html_has_not_are_blocks_and_headings_of_the_text(read_source):
    body = (
        "<sec><title>Musim</title><p>Padi <italic>Ciherang</italic> dipanen.</p></sec><lg><l>Larik.</l></lg>"
    )
    content = f"<article><judul>Panen</judul><body>{body}</body></article>"
    (article,) = read_source("a.xml", content).articles
    assert article.paragraphs == ("Musim", "Padi Ciherang dipanen.", "Larik.")
