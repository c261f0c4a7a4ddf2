"""Archives of CMSs, static sites and editors: their texts, drafts, front matter, and names of files."""

import json

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
