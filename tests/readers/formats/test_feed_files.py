"""RSS, Atom and sitemaps, whole and damaged."""

import pytest

from search.addresses import id_of_address
from search.article import Article
from search.readers import read_articles
from search.readers.formats import xml_stream
from search.readers.formats.feed_file import feed_entries
from search.readers.formats.sitemap import sitemap_entries
from search.readers.records import RecordError

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harian Contoh</title>
<language>id-ID</language>
<item><title>Harga beras &amp;#8216;naik&amp;#8217;</title>
<link>https://contoh.example/a?utm_source=rss</link>
<guid isPermaLink="false">12</guid><pubDate>Tue, 10 Sep 2019 14:30:00 +0700</pubDate>
<dc:creator><![CDATA[Redaksi]]></dc:creator><category><![CDATA[Ekonomi]]></category><category>Beras</category>
<description><![CDATA[<p>Ringkas</p>]]></description>
<content:encoded><![CDATA[<p>Harga beras naik.</p><p>Pedagang menunggu.</p>]]></content:encoded></item>
<item><title>Banjir</title><guid isPermaLink="false">b 7</guid><description>Banjir surut.</description>
<enclosure url="https://contoh.example/b.jpg" type="image/jpeg" length="1"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harian Contoh</title>
<entry><title>Panen raya</title><link href="https://contoh.example/panen"/><id>urn:uuid:1</id>
<published>2019-09-10T14:30:00+07:00</published><updated>2019-09-11T08:00:00+07:00</updated>
<author><name>Redaksi</name></author>
<content type="html">&lt;p&gt;Panen.&lt;/p&gt;</content></entry></feed>"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><!-- <urlset> -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://contoh.example/a?x=1&amp;y=2 </loc><lastmod>2019-09-11</lastmod>
<news:news><news:publication>
<news:name>Harian Contoh</news:name><news:language>id</news:language></news:publication>
<news:publication_date>2019-09-10T00:00+07:00</news:publication_date>
<news:title>Harga\x08&nbsp;beras</news:title>
<news:keywords>beras, pasar</news:keywords></news:news></url>
<url><loc>javascript:alert(1)</loc></url><url><loc>https://contoh.example/b</loc></url></urlset>"""
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def entries(text, **options):
    return list(feed_entries(text.encode(), **options))


def refusal(read):
    found = []
    with pytest.raises(RecordError) as caught:
        found.extend(read)
    return caught.value.code


def until_refused(read, found):
    with pytest.raises(RecordError) as caught:
        for one in read:
            found.append(one)
    return caught.value.code


def test_rss():
    first, second = entries(RSS)
    assert first.fields == {
        "id": id_of_address("https://contoh.example/a"),
        "title": "Harga beras ‘naik’",
        "published": "Tue, 10 Sep 2019 14:30:00 +0700",
        "authors": ["Redaksi"],
        "tags": ["Ekonomi", "Beras"],
        "source": "Harian Contoh",
        "url": "https://contoh.example/a?utm_source=rss",
        "language": "id-ID",
        "text": "<p>Harga beras naik.</p><p>Pedagang menunggu.</p>",
    }
    assert first.has_text
    assert second.fields["text"] == "Banjir surut."
    assert (second.fields["id"], second.fields["image"]) == ("b 7", "https://contoh.example/b.jpg")
    assert not second.has_text


def test_atom():
    (entry,) = entries(ATOM)
    assert entry.fields["text"] == "<p>Panen.</p>"
    assert entry.fields["published"] == "2019-09-10T14:30:00+07:00"
    assert entry.fields["updated"] == "2019-09-11T08:00:00+07:00"
    assert entry.fields["id"] == id_of_address("https://contoh.example/panen")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_of_feeds(encoding):
    declared = RSS.replace('"UTF-8"', '"ISO-8859-1"').replace("Banjir surut", "Kafé penuh")
    text = declared if encoding == "iso-8859-1" else declared.replace(' encoding="ISO-8859-1"', "")
    found = list(feed_entries(text.encode(encoding)))
    assert found[1].fields["text"] == "Kafé penuh."


def test_feeds_that_are_not_well_formed():
    loose = RSS.replace("Banjir surut.", "Banjir & lumpur&nbsp;surut.")
    assert [entry.fields["title"] for entry in entries(loose)] == ["Harga beras ‘naik’", "Banjir"]


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_the_last_entry_of_a_feed_that_is_cut_is_not_believed(share):
    found = []
    assert until_refused(feed_entries(RSS[: int(len(RSS) * share)].encode()), found) == "damaged"
    assert len(found) == (1 if share > 0.8 else 0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-feed"),
        ("<html><body>rss</body></html>", "no-feed"),
        (BOMB + RSS.partition("?>")[2], "xml-entities"),
    ],
)
def test_what_is_no_feed(text, code):
    assert refusal(feed_entries(text.encode())) == code
    assert refusal(feed_entries(text.encode("utf-16"))) == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_sitemaps(encoding, piece):
    content = SITEMAP.encode(encoding)
    blocks = [content[start : start + piece] for start in range(0, len(content), piece)]
    first, second = sitemap_entries(blocks)
    assert first.address == "https://contoh.example/a?x=1&y=2"
    assert first.changed == "2019-09-11"
    assert first.fields == {
        "title": "Harga\xa0beras",
        "published": "2019-09-10T00:00+07:00",
        "source": "Harian Contoh",
        "language": "id",
        "tags": ["beras", "pasar"],
        "url": "https://contoh.example/a?x=1&y=2",
    }
    assert (second.address, second.is_index, second.fields) == ("https://contoh.example/b", False, {})


def test_an_index_of_sitemaps():
    index = "<sitemapindex><sitemap><loc>https://contoh.example/1.xml.gz</loc></sitemap></sitemapindex>"
    (entry,) = sitemap_entries([index.encode()])
    assert entry.is_index


def test_what_is_no_sitemap():
    assert refusal(sitemap_entries([b"<html/>"])) == "no-sitemap"
    assert refusal(sitemap_entries([])) == "no-sitemap"
    assert refusal(sitemap_entries([BOMB.encode() + SITEMAP.partition("-->")[2].encode()])) == "xml-entities"


def test_what_never_comes_to_an_address_is_not_kept(monkeypatch):
    monkeypatch.setattr(xml_stream, "MAX_ELEMENT_BYTES", 2**20)
    assert refusal(sitemap_entries([b"<urlset>" + b"<u/>" * 400_000])) == "too-long"


def test_a_sitemap_that_is_cut_yields_what_is_whole():
    found = []
    assert until_refused(sitemap_entries([SITEMAP[:-60].encode()]), found) == "damaged"
    assert [entry.address for entry in found] == ["https://contoh.example/a?x=1&y=2"]


ONE, TWO = ("A", ("Satu.", "Lagi.")), ("B", ("Dua.",))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "<a><b><title>A</title><body><p>Satu.</p><p>Lagi.</p></body></b><b><body>Dua.</body>"
            "<title>B</title></b></a>",
            [ONE, TWO],
        ),
        (
            "<articles><article><title>A</title><body>Satu.\nLagi.</body></article>"
            "<article><title>B</title><body>Dua.</body></article></articles>",
            [ONE, TWO],
        ),
        (
            '<berita><artikel id="1"><isi>Satu.\nLagi.</isi><judul>A</judul></artikel>'
            '<artikel id="2"><judul>B</judul><isi>Dua.</isi></artikel></berita>',
            [ONE, TWO],
        ),
        (
            "<d><article><text>Satu.\nLagi.</text></article><article><text>Dua.</text></article></d>",
            [(None, ONE[1]), (None, TWO[1])],
        ),
        (
            "<d><x><title>A</title><content><article><p>Satu.</p><p>Lagi.</p></article></content></x></d>",
            [ONE],
        ),
        ("<article><title>A</title><body>Satu.\nLagi.</body></article>", [ONE]),
        ('<?xml version="1.0"?><article><isi>Satu.\nLagi.</isi><judul>A</judul></article>', [ONE]),
    ],
)
def test_an_element_named_like_a_text_may_be_the_article(tmp_path, content, expected):
    (tmp_path / "a.xml").write_text(content)
    made = [one for one in read_articles([str(tmp_path / "a.xml")]) if isinstance(one, Article)]
    assert [(one.title, one.paragraphs) for one in made] == expected
