"""Articles in web pages, and pages that are none."""

import json

import pytest

from search.addresses import id_of_address
from search.readers.formats.html import decoded_page, page_fields
from search.readers.records import RecordError

TEXT = [
    "Harga beras di Pasar Senen naik dua ratus rupiah per kilogram sejak awal pekan ini, kata pedagang.",
    "Pedagang menunggu kiriman dari Karawang. Stok menipis sejak bulan lalu karena kemarau panjang.",
    "Pemerintah menyatakan cadangan beras aman hingga akhir tahun, dan meminta warga tidak memborong.",
]
MENU = "<nav><a href=/>Beranda</a> <a href=/nasional>Nasional</a> <a href=/olahraga>Olahraga</a></nav>"
FOOTER = "<footer>Hak cipta Harian Contoh. <a href=/tentang>Tentang kami</a></footer>"


def page(head="", *, title="Harga beras naik", paragraphs=TEXT, between="p", body=""):
    if between == "br":
        inner = "<br><br>".join(paragraphs)
    else:
        inner = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang=id><head><meta charset=utf-8><title>{title} - Harian Contoh</title>{head}"
        f"</head><body>{MENU}<div class=content><h1>{title}</h1>{inner}{body}</div>{FOOTER}</body></html>"
    )


def article(markup, *arguments, **options):
    return page_fields(markup.encode(), *arguments, **options)


def refused(markup, *arguments):
    with pytest.raises(RecordError) as caught:
        article(markup, *arguments)
    return caught.value.code, caught.value.reason.code


@pytest.mark.parametrize("between", ["p", "br"])
def test_the_text_without_what_stands_around_it(between):
    fields = article(page(between=between))
    assert fields["paragraphs"] == TEXT
    assert (fields["title"], fields["language"]) == ("Harga beras naik", "id")
    assert "id" not in fields


def test_json_ld_has_the_moment_and_the_names():
    about = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Beranda"},
            {
                "@type": ["NewsArticle"],
                "headline": "Harga beras naik lagi",
                "datePublished": "2019-09-10T14:30:00+07:00",
                "dateModified": "2019-09-10T15:00:00+07:00",
                "author": [{"@type": "Person", "name": "Redaksi"}, {"name": "https://contoh.example/x"}],
                "publisher": {"@type": "Organization", "name": "Harian Contoh"},
                "articleSection": "Ekonomi",
                "keywords": "beras, pasar,beras",
                "image": {"url": "https://contoh.example/a.jpg"},
            },
        ],
    }
    address = "https://www.contoh.example/beras?utm_source=x"
    fields = article(page(f'<script type="application/ld+json">{json.dumps(about)}</script>'), address)
    assert fields == {
        "id": id_of_address("https://contoh.example/beras"),
        "title": "Harga beras naik lagi",
        "published": "2019-09-10T14:30:00+07:00",
        "updated": "2019-09-10T15:00:00+07:00",
        "authors": ["Redaksi"],
        "source": "Harian Contoh",
        "category": "Ekonomi",
        "tags": ["beras", "pasar"],
        "image": "https://contoh.example/a.jpg",
        "language": "id",
        "url": address,
        "paragraphs": TEXT,
    }


def test_meta_elements_say_the_same():
    head = """<meta property="article:published_time" content="2019-09-10T14:30:00+07:00">
        <meta property="og:site_name" content="Harian Contoh"><meta name="author" content="Sukarno">
        <meta property="article:tag" content="beras"><meta property="article:tag" content="pasar">
        <link rel="canonical" href="https://contoh.example/beras">"""
    fields = article(page(head), "https://amp.contoh.example/beras")
    assert fields["published"] == "2019-09-10T14:30:00+07:00"
    assert (fields["source"], fields["authors"], fields["tags"]) == (
        "Harian Contoh", ["Sukarno"], ["beras", "pasar"]
    )  # fmt: skip
    assert fields["url"] == "https://contoh.example/beras"


def test_broken_markup_for_machines_is_passed_over():
    for broken in ('{"@type": "NewsArticle", ', "[" * 100_000, '{"@graph": [[[1]], null, {"@type": 7}]}', ""):
        fields = article(page(f'<script type="application/ld+json">{broken}</script>'))
        assert fields["paragraphs"] == TEXT


def test_the_day_of_the_capture_is_only_a_last_resort():
    dated = page('<meta property="article:published_time" content="2019-09-10">')
    assert article(dated, seen="2024-01-05T00:00:00Z")["published"] == "2019-09-10"
    assert article(page(), seen="2024-01-05T00:00:00Z")["published"] == "2024-01-05T00:00:00Z"


def test_a_canonical_address_that_is_the_front_page_is_not_believed():
    head = '<link rel="canonical" href="https://contoh.example/">'
    assert article(page(head), "https://contoh.example/beras")["url"] == "https://contoh.example/beras"


def test_old_pages_laid_out_in_tables():
    cells = "<P>".join(TEXT)
    markup = (
        "<HTML><HEAD><TITLE>Harga beras</TITLE></HEAD><BODY><TABLE><TR><TD><A HREF=/>Menu</A></TD><TD>"
        f"<FONT SIZE=4>Selasa, 10 September 2019</FONT><P>{cells}</TD></TR></TABLE></BODY></HTML>"
    )
    assert article(markup)["paragraphs"] == TEXT


def test_a_page_of_a_few_words_is_an_article_where_there_is_nothing_else():
    assert article("<p>Banjir surut.</p>")["paragraphs"] == ["Banjir surut."]
    assert article("<title>Banjir</title><h1>Banjir</h1><p>Surut.")["paragraphs"] == ["Surut."]


TEASERS = "".join(
    f"<article><h2><a href=/b/{n}>Harga beras naik di pasar {n}</a></h2><p>Jakarta - Harga beras di pasar"
    f" nomor {n} naik dua ratus rupiah per kilogram sejak awal pekan ini</p></article>"
    for n in range(8)
)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("", "page_empty"),
        (" \n ", "page_empty"),
        ('{"text": "Bukan halaman."}', "page_empty"),
        ("<html><body><script>var teks = 1</script></body></html>", "page_without_text"),
        (page(paragraphs=[], body=TEASERS), "page_is_list"),
        (page(paragraphs=[text[:40] + " ..." for text in TEXT] * 3), "page_is_list"),
        ("<title>404 Not Found</title><h1>Not Found</h1><p>The page was not found.</p>", "page_of_error"),
    ],
)
def test_pages_that_are_no_articles(markup, reason):
    assert refused(markup) == ("no-article", reason)


@pytest.mark.parametrize("path", ["tag/beras", "kategori/ekonomi/", "indeks", "author/redaksi", "search"])
def test_lists_by_their_address(path):
    assert refused(page(), f"https://contoh.example/{path}") == ("no-article", "page_is_list")
    declared = page('<meta property="og:type" content="article">')
    assert article(declared, f"https://contoh.example/{path}")["paragraphs"] == TEXT


def test_a_page_beyond_the_bound_is_not_parsed():
    with pytest.raises(RecordError) as caught:
        page_fields(b"<p>" * 6_000_000)
    assert caught.value.code == "too-long"


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("Kafé".encode(), None, "Kafé"),
        ("Kafé".encode(), "iso-8859-1", "Kafé"),  # what is UTF-8 is UTF-8, whatever is said of it
        ("\ufeffKafé".encode("utf-16-le"), None, "Kafé"),
        ("Kafé".encode("cp1252"), None, "Kafé"),
        ("“Kafé”".encode("cp1252"), "ISO-8859-1", "“Kafé”"),
        ('<meta charset="gb18030">新闻'.encode("gb18030"), None, '<meta charset="gb18030">新闻'),
        ("Кафе".encode("koi8-r"), "koi8-r", "Кафе"),
        ("Kafé".encode("cp1252"), "tidak-ada", "Kafé"),
    ],
)
def test_encodings(content, charset, text):
    assert decoded_page(content, charset) == text


def test_a_line_with_the_date_above_the_text_is_no_paragraph():
    found = article(page(paragraphs=("Selasa, 10 Sep 2019 14:30 WIB", *TEXT)))
    assert found["published"] == "Selasa, 10 Sep 2019 14:30 WIB"
    assert found["paragraphs"] == list(TEXT)


def test_the_address_and_the_caption_that_only_json_ld_has():
    about = {
        "@type": "NewsArticle",
        "headline": "Harga beras naik",
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://contoh.example/1"},
        "image": [{"@type": "ImageObject", "url": "https://contoh.example/a.jpg", "caption": "Pasar"}],
    }
    found = article(page(f"<script type='application/ld+json'>{json.dumps(about)}</script>"))
    assert (found["url"], found["image_caption"]) == ("https://contoh.example/1", "Pasar")
