"""Archives of CMSs, static sites and editors: their texts, drafts, front matter, and names of files."""

import json
import sqlite3

import pytest
from reading_outcome import read_all


def _words(text):
    return {"type": "text", "text": text}


def _paragraph(*pieces, kind="paragraph", inside="content"):
    return {"type": kind, inside: list(pieces)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # Editor.js
            {
                "time": 1559522700000,
                "blocks": [
                    {"id": "a", "type": "paragraph", "data": {"text": "Padi dipanen."}},
                    {"id": "b", "type": "image", "data": {"file": {"url": "a.jpg"}, "caption": "Padi"}},
                    {"id": "c", "type": "list", "data": {"style": "ordered", "items": ["Satu", "Dua"]}},
                    {"id": "d", "type": "delimiter", "data": {}},
                ],
            },
            ["Padi dipanen.", "Satu", "Dua"],
        ),
        (  # ProseMirror
            {
                "type": "doc",
                "content": [
                    _paragraph(_words("Padi "), _words("dipanen.")),
                    {"type": "image", "attrs": {"src": "a.jpg"}},
                    {"type": "bulletList", "content": [{"type": "listItem", "content": [
                        _paragraph(_words("Satu"), {"type": "hardBreak"}, _words("Dua"))
                    ]}]},
                    {"type": "paragraph"},
                ],
            },
            ["Padi dipanen.", "Satu", "Dua"],
        ),
        (  # Contentful
            {"nodeType": "document", "data": {}, "content": [
                {"nodeType": "paragraph", "data": {}, "content": [
                    {"nodeType": "text", "value": "Padi ", "marks": []},
                    {"nodeType": "hyperlink", "data": {"uri": "https://contoh.example"}, "content": [
                        {"nodeType": "text", "value": "dipanen", "marks": []}
                    ]},
                    {"nodeType": "text", "value": ".", "marks": []},
                ]},
                {"nodeType": "embedded-asset-block", "data": {"target": {}}, "content": []},
            ]},
            ["Padi dipanen."],
        ),
        (  # Lexical
            {"root": {"type": "root", "children": [_paragraph(
                _words("Padi "),
                {"type": "link", "url": "https://contoh.example", "children": [_words("dipanen.")]},
                inside="children",
            )]}},
            ["Padi dipanen."],
        ),
        (  # Sanity
            [
                {"_type": "block", "style": "normal", "children": [
                    {"_type": "span", "text": "Padi "},
                    {"_type": "span", "text": "dipanen.", "marks": ["strong"]},
                ]},
                {"_type": "image", "asset": {"_ref": "image-a"}},
            ],
            ["Padi dipanen."],
        ),
        (  # Notion
            [{"type": "paragraph", "paragraph": {"rich_text": [
                {"type": "text", "text": {"content": "Padi "}, "plain_text": "Padi "},
                {"type": "text", "text": {"content": "dipanen."}, "plain_text": "dipanen."},
            ]}}],
            ["Padi dipanen."],
        ),
        (  # Quill
            {"ops": [{"insert": "Padi "}, {"insert": {"image": 1}}, {"insert": "dipanen.\nHarga naik.\n"}]},
            ["Padi dipanen.", "Harga naik."],
        ),
        ([{"blockName": "core/paragraph", "innerHTML": "<p>Padi dipanen.</p>"}], ["Padi dipanen."]),
    ],
)  # fmt: skip
def test_texts_as_editors_keep_them(read_source, text, expected):
    record = {"title": "Panen", "content": text, "publishedAt": "2019-06-03T00:45:00Z"}
    (article,) = read_source("a.jsonl", json.dumps(record)).articles
    assert list(article.paragraphs) == expected


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "Trash"}, "Trash"),
        ({"status": "published", "type": "page"}, "page"),
        ({"draft": True}, "draft"),
        ({"published": False}, "draft"),
        ({"aktif": "N"}, "draft"),
        ({"deleted_at": "2019-09-10 14:30:00"}, "deleted"),
        ({"introtext": "Padi.", "fulltext": "", "state": "-2"}, "draft"),
    ],
)
def test_what_is_not_public_is_passed_over_in_every_format(read_source, said, why):
    record = {"judul": "Konsep", "isi": "Belum selesai.", **said}
    public = {"judul": "Panen", "isi": "Padi dipanen.", "status": "publish", "published": "2019-06-03",
              "draft": False, "deleted_at": "0000-00-00 00:00:00", "aktif": "Y"}  # fmt: skip
    outcome = read_source("a.jsonl", f"{json.dumps(record)}\n{json.dumps(public)}\n")
    assert [article.title for article in outcome.articles] == ["Panen"]
    assert not outcome.rejects
    (counts,) = outcome.counts
    assert dict(counts.passed) == {why: 1}
    wrapped = read_source(
        "b.jsonl", "".join(json.dumps({"_id": 1, "_source": one}) + "\n" for one in (record, public))
    )
    assert [article.title for article in wrapped.articles] == ["Panen"]


def test_what_the_owner_ignores_tells_no_draft(tmp_path):
    (tmp_path / "warta.toml").write_text('ignore = ["status"]\n')
    (tmp_path / "a.csv").write_text("judul,isi,status\nPanen,Padi dipanen.,review\n")
    assert [article.title for article in read_all(tmp_path / "a.csv").articles] == ["Panen"]


def test_a_flag_is_no_date(read_source):
    record = {"isi": "Padi dipanen.", "published": True, "tanggal": "2019-06-03"}
    outcome = read_source("a.jsonl", json.dumps(record))
    assert outcome.articles[0].published.isoformat() == "2019-06-03"
    assert not outcome.counts[0].empty


def test_front_matter_in_toml(read_source):
    content = (
        '+++\ntitle = "Panen Raya"\ndate = 2019-06-03T07:45:00+07:00\n'
        'draft = false\ntags = ["padi", "subang"]\n+++\n\nPadi **dipanen**.\n'
    )
    (article,) = read_source("a.md", content).articles
    assert (article.title, article.tags, article.paragraphs) == (
        "Panen Raya",
        ("padi", "subang"),
        ("Padi dipanen.",),
    )
    assert article.published.isoformat() == "2019-06-03T07:45:00+07:00"
    (counts,) = read_source("b.md", content.replace("draft = false", "draft = true")).counts
    assert dict(counts.passed) == {"draft": 1}


def test_front_matter_with_inner_fields_and_long_values(read_source):
    content = (
        '---\nlayout: post\ntitle:  "Panen: Raya"   # baru\nimage:\n  path: /img/a.jpg\n  alt: Padi\n'
        "author:\n  name: Rina Contoh\ndescription: >\n  Ringkasan yang\n  panjang\ntags: padi subang\n"
        "categories: [ekonomi,\n  pasar]\npublished: true\n---\nPadi dipanen.\n"
    )
    (article,) = read_source("2019-06-03-panen.md", content).articles
    assert (article.title, article.authors, article.category) == ("Panen: Raya", ("Rina Contoh",), "ekonomi")
    assert (article.tags, article.image) == (("padi", "subang"), "/img/a.jpg")
    assert article.published.isoformat() == "2019-06-03"
    assert article.paragraphs == ("Padi dipanen.",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2019-06-03-panen.txt", "2019-06-03"),
        ("Harian_20190603_hal1.txt", "2019-06-03"),
        ("panen 3 Juni 2019.txt", "2019-06-03"),
        ("03-06-2019 panen.txt", "2019-06-03"),
        ("2019/06/03/panen.txt", "2019-06-03"),
        ("2019-06-03/panen.txt", "2019-06-03"),
        ("berita/2019/06/panen.txt", "2019-06"),
        ("ekspor 2024-01-01/panen.txt", None),
        ("panen-2019.txt", None),
        ("20191399.txt", None),
        ("120190603.txt", None),
    ],
)
def test_the_day_in_the_name_of_a_file(tmp_path, name, expected):
    file = tmp_path / "2018-01-01" / name
    file.parent.mkdir(parents=True)
    file.write_text("Panen Raya\n\nPadi dipanen.\n")
    outcome = read_all(tmp_path / "2018-01-01")
    (article,) = outcome.articles
    assert (article.published and article.published.isoformat()) == expected
    assert ("day_of_name" in outcome.counts[0].mended) is bool(expected)
    file.write_text("Panen Raya\n10 September 2019\n\nPadi dipanen.\n")
    (article,) = read_all(tmp_path / "2018-01-01").articles
    assert article.published.isoformat() == "2019-09-10"


def _answer(number):
    source = {"judul": f"Panen {number}", "isi": "Padi dipanen.", "tgl": f"2019-06-0{number}"}
    return {
        "_scroll_id": "a",
        "took": 1,
        "hits": {"total": 2, "hits": [{"_id": str(number), "_source": source}]},
    }


@pytest.mark.parametrize("indent", [None, 1])
def test_pages_of_answers_one_behind_the_other(read_source, indent):
    pages = [_answer(1), _answer(2), {"_scroll_id": "a", "hits": {"total": 2, "hits": []}}]
    outcome = read_source("a.jsonl", "\n".join(json.dumps(page, indent=indent) for page in pages))
    assert [article.title for article in outcome.articles] == ["Panen 1", "Panen 2"]
    assert not outcome.rejects


def test_comments_below_an_article_without_a_text_are_no_articles(read_source):
    records = [
        {"url": "https://contoh.example/1", "comments": [{"text": "Bagus."}]},
        {"judul": "Panen", "isi": "Padi dipanen."},
    ]
    outcome = read_source("a.jsonl", "".join(json.dumps(one) + "\n" for one in records))
    assert outcome.texts == [("Padi dipanen.",)]
    assert outcome.codes == ["missing-text"]


def test_documents_of_solr(read_source):
    docs = [
        {"id": "a1", "judul_txt_id": ["Panen"], "isi_txt_id": ["Padi dipanen."],
         "tanggal_dt": "2019-06-02T20:00:00Z",
         "penulis_s": "Rina", "tag_ss": ["padi"], "url_s": "https://contoh.example/1", "_version_": 163},
    ]  # fmt: skip
    answer = {"responseHeader": {"status": 0}, "response": {"numFound": 1, "docs": docs}}
    (article,) = read_source("a.json", json.dumps(answer)).articles
    assert (article.id, article.title, article.paragraphs) == ("a1", "Panen", ("Padi dipanen.",))
    assert (article.authors, article.tags, article.url) == (("Rina",), ("padi",), "https://contoh.example/1")
    assert article.published.isoformat() == "2019-06-03T03:00:00+07:00"


def test_rows_of_a_sheet_in_json(read_source):
    rows = [["judul", "isi", "tanggal"], ["Panen", "Padi dipanen.", "2019-06-03"], ["Harga", "Harga naik."]]
    outcome = read_source("a.json", json.dumps({"range": "Lembar1!A1:C3", "values": rows}))
    assert [article.title for article in outcome.articles] == ["Panen", "Harga"]


def test_records_of_oai_pmh(read_source):
    dc = (
        '<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    )
    record = (
        f"{dc}<dc:title>Panen</dc:title><dc:creator>Rina</dc:creator><dc:creator>Budi</dc:creator>"
        "<dc:subject>padi</dc:subject><dc:subject>pangan</dc:subject>"
        "<dc:description>Padi dipanen.</dc:description>"
        "<dc:publisher>Harian Contoh</dc:publisher><dc:date>2019-06-03</dc:date>"
        "<dc:identifier>https://contoh.example/1</dc:identifier></oai_dc:dc></metadata>"
    )
    content = (
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
        f"<record><header><identifier>oai:1</identifier></header>{record}</record>"
        '<record><header status="deleted"><identifier>oai:2</identifier></header></record>'
        f"<record>{record.replace('Panen', 'Harga').replace('/1<', '/2<')}</record></ListRecords></OAI-PMH>"
    )
    outcome = read_source("a.xml", content)
    article, second = outcome.articles
    assert (article.title, article.authors, article.tags) == ("Panen", ("Rina", "Budi"), ("padi", "pangan"))
    assert (article.source, article.url) == ("Harian Contoh", "https://contoh.example/1")
    assert (article.published.isoformat(), second.title) == ("2019-06-03", "Harga")
    assert not outcome.rejects


def test_a_sheet_of_google_as_a_page(read_source):
    number = '<th class="row-headers-background"><div>{}</div></th>'
    rows = [
        ["Judul", "Tanggal", "Isi"],
        ["Panen", "3/6/2019", "Padi dipanen."],
        ["Harga", "13/6/2019", "Harga naik."],
    ]
    body = "".join(
        f"<tr>{number.format(place)}{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for place, row in enumerate(rows, 1)
    )
    content = (
        '<meta charset="utf-8"><style>.a {}</style><div><table class="waffle"><thead><tr><th></th>'
        f"<th>A</th><th>B</th><th>C</th></tr></thead><tbody>{body}</tbody></table></div>"
    )
    outcome = read_source("Lembar1.html", content)
    assert [(one.title, one.published.isoformat()) for one in outcome.articles] == [
        ("Panen", "2019-06-03"),
        ("Harga", "2019-06-13"),
    ]


def test_tables_put_behind_each_other(read_source):
    table = "judul,isi\n{},Padi dipanen.\n"
    outcome = read_source("a.csv", "".join(map(table.format, ("Satu", "Dua", "Tiga"))))
    assert [article.title for article in outcome.articles] == ["Satu", "Dua", "Tiga"]
    assert [notice.told.values for notice in outcome.notices] == [{"count": 2}]


def test_web_pages_in_the_fields_of_records(read_source):
    text = (
        "Petani di Subang memanen padi lebih awal karena hama wereng menyerang sawah mereka sejak awal Mei."
    )
    page = (
        "<!DOCTYPE html><html><head><title>Panen Raya</title></head><body><nav><a href='/'>Beranda</a></nav>"
        f"<article><h1>Panen Raya</h1><p>{text}</p>"
        "<p>Harga gabah di sana naik dua ratus rupiah, kata pedagang.</p>"
        "</article><footer>Hak cipta</footer></body></html>"
    )
    records = [
        {"url": "https://contoh.example/panen", "html": page, "rubrik": "Ekonomi", "tanggal": "2019-06-03"},
        {"url": "https://contoh.example/harga", "html": "<p>Harga naik.</p>", "judul": "Harga"},
    ]
    found = read_source("a.jsonl", "".join(json.dumps(one) + "\n" for one in records)).articles
    assert found[0].paragraphs == (text, "Harga gabah di sana naik dua ratus rupiah, kata pedagang.")
    assert (found[0].title, found[0].category, found[0].url) == ("Panen Raya", "Ekonomi", records[0]["url"])
    assert found[0].published.isoformat() == "2019-06-03"
    assert (found[1].title, found[1].paragraphs) == ("Harga", ("Harga naik.",))


def test_a_page_beside_a_text_is_not_read(read_source):
    record = {"isi": "Padi dipanen.", "html": "<html><body>Beranda</body></html>"}
    (article,) = read_source("a.jsonl", json.dumps(record)).articles
    assert article.paragraphs == ("Padi dipanen.",)


@pytest.mark.parametrize("name", ["a.trec", "a.sgml", "a.txt"])
def test_a_collection_of_trec(read_source, name):
    outcome = read_source(
        name,
        "<DOC>\n<DOCNO>HC-1</DOCNO>\n<DATE>20190603</DATE>\n<TITLE>Panen & Harga</TITLE>\n"
        "<TEXT>\nPadi dipanen.\n</TEXT>\n<TEXT>\nHarga < 5.000.\n</TEXT>\n</DOC>\n"
        "<DOC><DOCNO>HC-2</DOCNO><JUDUL>Banjir</JUDUL>"
        "<ISI>Banjir surut.</ISI></DOC>\n<DOC><DOCNO>HC-3</DOCNO><TEXT>Tanpa akhir",
    )
    first, second = outcome.articles
    assert (first.id, first.title, first.published.isoformat()) == ("HC-1", "Panen & Harga", "2019-06-03")
    assert first.paragraphs == ("Padi dipanen.", "Harga < 5.000.")
    assert (second.id, second.title, second.paragraphs) == ("HC-2", "Banjir", ("Banjir surut.",))
    assert [(one.code, one.line) for one in outcome.rejects] == [("damaged", 13)]


@pytest.mark.parametrize(
    "record",
    [
        {"fields": {"judul": {"stringValue": "Panen"}, "isi": {"stringValue": "Padi dipanen."},
                    "tanggal": {"timestampValue": "2019-06-03T00:45:00Z"},
                    "tags": {"arrayValue": {"values": [{"stringValue": "padi"}]}}}},
        {"Item": {"judul": {"S": "Panen"}, "isi": {"S": "Padi dipanen."}, "tanggal": {"N": "1559522700"},
                  "tags": {"L": [{"S": "padi"}]}}},
    ],
)  # fmt: skip
def test_databases_that_write_the_type_around_a_value(read_source, record):
    (article,) = read_source("a.json", json.dumps(record)).articles
    assert (article.title, article.tags, article.paragraphs) == ("Panen", ("padi",), ("Padi dipanen.",))
    assert article.published.isoformat() == "2019-06-03T07:45:00+07:00"


def test_records_by_their_keys_in_one_object(read_source):
    records = {
        "-L1": {"judul": "Panen", "isi": "Padi dipanen."},
        "-L2": {"judul": "Harga", "isi": "Harga naik."},
    }
    outcome = read_source("a.json", json.dumps({"berita": records}))
    assert [(one.id, one.title) for one in outcome.articles] == [("-L1", "Panen"), ("-L2", "Harga")]


def test_a_flag_beside_the_date_of_publication(read_source):
    rows = "judul,isi,published,published_at\nPanen,Padi dipanen.,1,2019-06-03\nKonsep,Belum.,0,2019-06-03\n"
    outcome = read_source("a.csv", rows)
    assert [(one.title, one.published.isoformat()) for one in outcome.articles] == [("Panen", "2019-06-03")]
    assert dict(outcome.counts[0].passed) == {"draft": 1}
    assert not outcome.counts[0].empty


def test_what_psql_writes_around_rows(read_source):
    outcome = read_source(
        "a.txt", " id | judul | isi\n----+-------+-----\n  1 | Panen | Padi dipanen.\n(1 row)\n\n"
    )
    assert [(one.id, one.title) for one in outcome.articles] == [("1", "Panen")]
    assert not outcome.rejects


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ('{beras,"harga pangan",NULL}', ("beras", "harga pangan")),
        ("{}", ()),
        ('{"nama": "beras"}', ('{"nama": "beras"}',)),
    ],
)
def test_arrays_of_postgresql(read_source, tags, expected):
    (article,) = read_source("a.jsonl", json.dumps({"isi": "Padi dipanen.", "tags": tags})).articles
    assert article.tags == expected


def test_a_moment_counts_before_its_day_and_time(read_source):
    record = {
        "date": "2019-06-03",
        "time": "00:45:00",
        "dateTime": "2019-06-03T00:45:00Z",
        "body": "Padi dipanen.",
    }
    (article,) = read_source("a.jsonl", json.dumps(record)).articles
    assert article.published.isoformat() == "2019-06-03T07:45:00+07:00"


def test_a_label_in_a_list_is_no_author(read_source):
    (article,) = read_source(
        "a.jsonl", json.dumps({"isi": "Padi.", "penulis": ["Penulis: ", "Rina"]})
    ).articles
    assert article.authors == ("Rina",)


def test_what_is_outside_of_the_articles_of_trec_is_named(read_source):
    outcome = read_source(
        "a.trec",
        "sisa</TEXT></DOC>\n<DOC><DOCNO>1</DOCNO><TEXT>Satu.</TEXT></DOC>\n<DOC><DOCNO>2</DOCNO><TEXT>Dua.</TEXT>\n"
        "<DOC><DOCNO>3</DOCNO><TEXT>Tiga.</TEXT></DOC>\n",
    )
    assert [article.id for article in outcome.articles] == ["1", "3"]
    assert [(one.code, one.line) for one in outcome.rejects] == [("damaged", 1), ("damaged", 2)]


def test_an_article_in_several_pages(read_source):
    record = {
        "judul": "Panen",
        "tanggal": "2019-06-03",
        "halaman": [{"nomor": 1, "isi": "Satu."}, {"nomor": 2, "isi": "Dua."}],
    }
    (article,) = read_source("a.json", json.dumps(record)).articles
    assert (article.title, article.paragraphs) == ("Panen", ("Satu.", "Dua."))
    record = {"judul": "Panen", "tanggal": "2019-06-03", "uraian": "Padi dipanen."}
    assert [one.reason.code for one in read_source("c.json", json.dumps(record)).rejects] == ["no_text"]
    channel = {"name": "Kanal", "messages": [{"text": "Satu.", "date": "2019-06-03"}, {"text": "Dua."}]}
    assert len(read_source("b.json", json.dumps(channel)).articles) == 2


def test_articles_with_a_rule_between_them(read_source):
    content = (
        "Panen Raya\nSenin, 3 Juni 2019\n\nPadi dipanen.\n\n-----\n\n"
        "Banjir Surut\nSelasa, 4 Juni 2019\n\nBanjir surut.\n"
    )
    found = read_source("a.txt", content).articles
    assert [(one.title, one.published.isoformat(), one.paragraphs) for one in found] == [
        ("Panen Raya", "2019-06-03", ("Padi dipanen.",)),
        ("Banjir Surut", "2019-06-04", ("Banjir surut.",)),
    ]
    (article,) = read_source(
        "b.txt", "Panen Raya\n3 Juni 2019\n\nPadi dipanen.\n\n-----\n\nHarga naik.\n"
    ).articles
    assert article.paragraphs[0] == "Padi dipanen."


def test_tables_that_count_from_one(tmp_path):
    database = sqlite3.connect(tmp_path / "a.db")
    for year in (2018, 2019):
        database.execute(f"CREATE TABLE artikel_{year} (id INTEGER PRIMARY KEY, judul TEXT, isi TEXT)")
        database.execute(f"INSERT INTO artikel_{year} VALUES (1, 'Panen', 'Padi dipanen {year}.')")
    database.commit()
    database.close()
    assert [one.id for one in read_all(tmp_path / "a.db").articles] == ["artikel_2018-1", "artikel_2019-1"]
