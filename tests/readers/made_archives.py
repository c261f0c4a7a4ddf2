"""One small archive in every format, for tests and the fuzzer. Libraries write the files."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_SENTENCES = (
    "Harga beras di Pasar Induk Cipinang naik dua ratus rupiah per kilogram sejak awal pekan ini.",
    "Pedagang menunggu kiriman dari Karawang, karena stok di gudang menipis sejak musim kemarau.",
    "Pemerintah menyatakan cadangan beras aman hingga akhir tahun dan meminta warga tidak memborong.",
    "Banjir yang merendam empat desa di Kabupaten Demak berangsur surut sejak Selasa pagi.",
    "Warga mulai membersihkan rumah dari lumpur yang mengendap setinggi mata kaki.",
    "Petani di Subang memanen padi lebih awal karena hama wereng menyerang sebagian sawah.",
)
COUNT = 12


def articles(count: int = COUNT) -> list[dict[str, object]]:
    """Return articles, each with its number in its title and first paragraph."""
    return [
        {
            "id": f"a-{number}",
            "title": f"Berita nomor {number}",
            "source": "Harian Contoh",
            "published": f"2019-09-{number % 28 + 1:02}",
            "category": "Ekonomi",
            "url": f"https://contoh.example/berita/{number}",
            "text": "\n".join(
                f"{_SENTENCES[(number + place) % len(_SENTENCES)]} Ini alinea {place} dari berita {number}."
                for place in range(3)
            ),
        }
        for number in range(count)
    ]


def marked_up(article: dict[str, object]) -> str:
    """Return the text of an article as HTML."""
    return "".join(f"<p>{line}</p>" for line in str(article["text"]).split("\n"))


def page(article: dict[str, object]) -> str:
    """Return the web page of an article."""
    body = "".join(f"<p>{escape(line)}</p>" for line in str(article["text"]).split("\n"))
    return (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        f"<title>{article['title']} - Harian Contoh</title>"
        f'<meta property="og:type" content="article"><link rel="canonical" href="{article["url"]}">'
        f'<meta property="article:published_time" content="{article["published"]}T14:30:00+07:00">'
        '<meta property="og:site_name" content="Harian Contoh"></head><body>'
        '<nav><a href="/">Beranda</a></nav>'
        f"<article><h1>{article['title']}</h1>{body}</article><footer>Hak cipta</footer></body></html>"
    )


def jsonl(found: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in found).encode()


def table(found: list[dict[str, object]], delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(found[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(found)
    return stream.getvalue().encode()


def html_table(found: list[dict[str, object]]) -> bytes:
    def row(cells: list[object], tag: str = "td") -> str:
        shown = (escape(str(cell)).replace("\n", "<br>") for cell in cells)
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in shown)}</tr>"

    rows = "\n".join(row([*article.values()]) for article in found)
    head = '<html><head><meta charset="utf-8"></head><body><table border="1">'
    return f"{head}\n{row([*found[0]], 'th')}\n{rows}\n</table></body></html>\n".encode()


def rss(found: list[dict[str, object]]) -> bytes:
    items = "".join(
        f"<item><title>{article['title']}</title><link>{article['url']}</link><guid>{article['url']}</guid>"
        f"<pubDate>Tue, 10 Sep 2019 14:30:00 +0700</pubDate><category>Ekonomi</category>"
        f"<content:encoded><![CDATA[{marked_up(article)}]]></content:encoded></item>"
        for article in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harian Contoh</title>'
        f"{items}</channel></rss>"
    ).encode()


def atom(found: list[dict[str, object]]) -> bytes:
    entries = "".join(
        f'<entry><title>{article["title"]}</title><link href="{article["url"]}"/>'
        f"<id>{article['url']}</id>"
        f'<updated>{article["published"]}T14:30:00+07:00</updated><content type="html">'
        f"{escape(marked_up(article))}</content></entry>"
        for article in found
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harian Contoh</title>{entries}</feed>'.encode()


def sitemap(found: list[dict[str, object]]) -> bytes:
    urls = "".join(f"<url><loc>{article['url']}</loc></url>" for article in found)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def wordpress(found: list[dict[str, object]]) -> bytes:
    def item(article: dict[str, object], status: str = "publish", kind: str = "post") -> str:
        text = "\n\n".join(
            f"<!-- wp:paragraph -->\n<p>{line}</p>\n<!-- /wp:paragraph -->"
            for line in str(article["text"]).split("\n")
        )
        return (
            f"<item><title>{article['title']}</title><link>{article['url']}</link>"
            f"<pubDate>Tue, 10 Sep 2019 07:30:00 +0000</pubDate><dc:creator><![CDATA[budi]]></dc:creator>"
            f"<content:encoded><![CDATA[{text}]]></content:encoded>"
            f"<excerpt:encoded><![CDATA[]]></excerpt:encoded>"
            f"<wp:post_id>{article['id']}</wp:post_id>"
            f"<wp:post_date><![CDATA[{article['published']} 14:30:00]]></wp:post_date>"
            f"<wp:post_date_gmt><![CDATA[{article['published']} 07:30:00]]></wp:post_date_gmt>"
            f"<wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[{kind}]]></wp:post_type>"
            f'<category domain="category" nicename="ekonomi"><![CDATA[Ekonomi]]></category>'
            f'<category domain="post_tag" nicename="beras"><![CDATA[beras]]></category></item>'
        )

    items = "".join(map(item, found)) + item(found[0], "draft") + item(found[0], "inherit", "attachment")
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<title>Harian Contoh</title><language>id-ID</language>"
        "<wp:author><wp:author_login>budi</wp:author_login>"
        f"<wp:author_display_name><![CDATA[Redaksi Contoh]]></wp:author_display_name></wp:author>{items}"
        "</channel></rss>"
    ).encode()


def warc(found: list[dict[str, object]], *, packed: bool = False) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)

    def add(
        address: str, content: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
    ) -> None:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(content), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2020-01-02T03:04:05Z"},
            )
        )  # fmt: skip

    writer.write_record(writer.create_warcinfo_record("contoh.warc", {"software": "uji"}))
    for article in found:
        add(str(article["url"]), page(article).encode())
    add("https://contoh.example/hilang", b"<p>Tidak ada.</p>", "404 Not Found")
    add("https://contoh.example/a.css", b"p {}", kind="text/css")
    writer.write_record(
        writer.create_revisit_record(
            str(found[0]["url"]), "sha1:" + "A" * 32, "https://contoh.example/x", "2019"
        )
    )
    return stream.getvalue()


def _arrow_table(found: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(found)


def parquet(found: list[dict[str, object]]) -> bytes:
    stream = io.BytesIO()
    pa.parquet.write_table(_arrow_table(found), stream, row_group_size=5)
    return stream.getvalue()


def arrow_file(found: list[dict[str, object]]) -> bytes:
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, _arrow_table(found).schema) as writer:
        writer.write_table(_arrow_table(found), max_chunksize=5)
    return stream.getvalue()


def arrow_stream(found: list[dict[str, object]]) -> bytes:
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, _arrow_table(found).schema) as writer:
        writer.write_table(_arrow_table(found), max_chunksize=5)
    return stream.getvalue()


def feather(found: list[dict[str, object]]) -> bytes:
    stream = io.BytesIO()
    pa.feather.write_feather(_arrow_table(found), stream, compression="zstd")
    return stream.getvalue()


def sqlite(found: list[dict[str, object]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        database = sqlite3.connect(path)
        database.execute(
            "CREATE TABLE berita (id TEXT, judul TEXT, sumber TEXT, tanggal TEXT, tautan TEXT, isi TEXT)"
        )
        database.execute("CREATE TABLE pengguna (id INTEGER, nama TEXT)")
        database.executemany(
            "INSERT INTO berita VALUES (:id, :title, :source, :published, :url, :text)", found
        )
        database.commit()
        database.close()
        return path.read_bytes()


def word(article: dict[str, object]) -> bytes:
    document = docx.Document()
    document.core_properties.author = "Redaksi"
    document.add_heading(str(article["title"]), 0)
    for line in str(article["text"]).split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def excel(found: list[dict[str, object]], **sheets: list[list[object]]) -> bytes:
    """Return a spreadsheet of Excel: a sheet of articles, and further sheets with these rows."""
    book = openpyxl.Workbook()
    for title, rows in {"Berita": [[*found[0]], *([*one.values()] for one in found)], **sheets}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def open_document(found: list[dict[str, object]], kind: str = "spreadsheet") -> bytes:
    """Return a spreadsheet of LibreOffice."""

    def row(cells: list[object]) -> str:
        shown = (
            "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n")) for cell in cells
        )
        return (
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string">{cell}</table:table-cell>' for cell in shown
            )
            + "</table:table-row>"
        )

    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = "".join(map(row, [[*found[0]], *([*one.values()] for one in found)]))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Berita">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
            b'xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type='
            b'"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        }
    )


def epub(found: list[dict[str, object]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/buku.opf"/></rootfiles></container>',
        )
        items = "".join(
            f'<item id="c{n}" href="bab%20{n}.xhtml" media-type="application/xhtml+xml"/>'
            for n in range(len(found))
        )
        order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(found)))
        book.writestr(
            "OEBPS/buku.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>Kumpulan</dc:title><dc:identifier>buku-1</dc:identifier><dc:language>id</dc:language>"
            "<dc:creator>Redaksi</dc:creator><dc:date>2019-09-10</dc:date>"
            f"<dc:publisher>Harian Contoh</dc:publisher></metadata>"
            f"<manifest>{items}</manifest><spine>{order}</spine></package>",
        )
        for number, article in enumerate(found):
            lines = "".join(f"<p>{escape(line)}</p>" for line in str(article["text"]).split("\n"))
            book.writestr(
                f"OEBPS/bab {number}.xhtml",
                '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x'
                f"</title></head><body><h1>{article['title']}</h1>{lines}</body></html>",
                zipfile.ZIP_DEFLATED,
            )
    return stream.getvalue()


def pdf(article: dict[str, object]) -> bytes:
    """Return a PDF of one page. It is made here, because pypdf can only read text."""
    lines = [str(article["title"]), ""]
    for paragraph in str(article["text"]).split("\n"):
        words, line = paragraph.split(), ""
        for word_ in words:
            if len(line) + len(word_) > 70:
                lines.append(line)
                line = ""
            line = f"{line} {word_}".strip()
        lines += [line, ""]
    shown = " ".join(
        f"({line.replace(chr(92), '').replace('(', '').replace(')', '')}) Tj T*" for line in lines
    )
    content = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources"
        b" << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /Author (Redaksi) /CreationDate (D:20190910143000+07'00') >>"
        % str(article["title"]).encode("latin-1"),
    ]
    written = io.BytesIO()
    written.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.writelines(b"%010d 00000 n \n" % place for place in places)
    written.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, start)
    )
    return written.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return stream.getvalue()


PACKED = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.compress}


def trec(found: list[dict[str, str]]) -> bytes:
    names = {"id": "DOCNO", "title": "TITLE", "published": "DATE", "text": "TEXT"}
    return "\n".join(
        "".join(("<DOC>\n", *(f"<{mark}>{one[name]}</{mark}>\n" for name, mark in names.items()), "</DOC>"))
        for one in found
    ).encode()


def mailbox(found: list[dict[str, object]]) -> bytes:
    """Return a mailbox with a message for each article."""
    return "".join(
        f"From a@contoh.example Tue Sep 10 14:30:00 2019\nFrom: Harian Contoh <a@contoh.example>\n"
        f"Subject: {one['title']}\nDate: Tue, 10 Sep 2019 14:30:00 +0700\n"
        f"Message-ID: <{one['id']}@contoh.example>\n\n"
        f"{one['text']}\n\n"
        for one in found
    ).encode()


def every_format() -> dict[str, tuple[bytes, int]]:
    """Return for each name the content of a valid file, and the number of its articles."""
    found = articles()
    one = found[0]
    wacz = zipped(
        {
            "datapackage.json": b"{}",
            "archive/data.warc.gz": warc(found, packed=True),
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
        }
    )
    mixed = {
        "a/satu.jsonl": jsonl(found),
        "halaman.html": page(articles(20)[15]).encode(),
        "foto.jpg": b"\xff\xd8",
    }
    made: dict[str, tuple[bytes, int]] = {
        "a.jsonl": (jsonl(found), COUNT),
        "a.json": (json.dumps(found, indent=1, ensure_ascii=False).encode(), COUNT),
        "a.csv": (table(found), COUNT),
        "a.tsv": (table(found, "\t"), COUNT),
        "a.txt": (f"{one['title']}\n{one['text']}\n".encode(), 1),
        "a.html": (page(one).encode(), 1),
        "a.xls": (html_table(found), COUNT),
        "a.rss": (rss(found), COUNT),
        "a.atom": (atom(found), COUNT),
        "sitemap.xml": (sitemap(found), 0),
        "a.trec": (trec(found), COUNT),
        "wordpress.xml": (wordpress(found), COUNT),
        "a.warc": (warc(found), COUNT),
        "a.warc.gz": (warc(found, packed=True), COUNT),
        "a.wacz": (wacz, COUNT),
        "a.parquet": (parquet(found), COUNT),
        "a.arrow": (arrow_file(found), COUNT),
        "b.arrow": (arrow_stream(found), COUNT),
        "a.feather": (feather(found), COUNT),
        "a.sqlite": (sqlite(found), COUNT),
        "a.pdf": (pdf(one), 1),
        "a.docx": (word(one), 1),
        "a.epub": (epub(found), COUNT),
        "a.mbox": (mailbox(found), COUNT),
        "a.xlsx": (excel(found), COUNT),
        "a.ods": (open_document(found), COUNT),
        "a.zip": (zipped(mixed), COUNT + 1),
        "a.tar": (tarred(mixed), COUNT + 1),
        "b.zip": (zipped({"dalam.tar.gz": gzip.compress(tarred({"a.jsonl": jsonl(found)}))}), COUNT),
    }
    made |= {f"c.jsonl{suffix}": (pack(jsonl(found)), COUNT) for suffix, pack in PACKED.items()}
    made |= {f"c.tar{suffix}": (pack(tarred(mixed)), COUNT + 1) for suffix, pack in PACKED.items()}
    return made


def _zeros() -> Iterator[tuple[str, bytes]]:
    """Yield files of a gigabyte and more of one character, in every compression."""
    block = b"\x00" * 2**20
    gz = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield "nol.jsonl.gz", b"".join(gz.compress(block) for _ in range(1500)) + gz.flush()
    zst = zstandard.ZstdCompressor(level=1).compressobj()
    yield "nol.csv.zst", b"".join(zst.compress(block) for _ in range(4000)) + zst.flush()
    xz = lzma.LZMACompressor(preset=0)
    yield "nol.txt.xz", b"".join(xz.compress(block) for _ in range(1500)) + xz.flush()
    yield "nol.jsonl.bz2", bz2.compress(block * 64) * 40


def _zip_of_zeros(names: int, megabytes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number in range(names):
            with archive.open(f"{number}.jsonl", "w", force_zip64=True) as member:
                for _ in range(megabytes):
                    member.write(b" " * 2**20)
    return stream.getvalue()


def _many_rows(rows: int) -> bytes:
    """Return a Parquet file of some kilobytes with as many rows of one long text."""
    text = "beras " * 20_000
    stream = io.BytesIO()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))
    pa.parquet.write_table(pa.table({"text": column}), stream, compression="zstd")
    return stream.getvalue()


def _endless_view() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        database = sqlite3.connect(path)
        database.execute(
            "CREATE VIEW berita AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT i AS id, 'Judul' AS judul, printf('%.*c', 100000, 'x') AS isi FROM n"
        )
        database.execute(
            "CREATE VIEW lama AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT count(*) AS id, 'Judul' AS judul, 'x' AS isi, 'y' AS sumber, 'z' AS kategori FROM n"
        )
        database.commit()
        database.close()
        return path.read_bytes()


def _packed_page() -> bytes:
    """Return a web archive with a page whose compressed content expands to a gigabyte."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    headers = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    content = b"".join(packer.compress(b" " * 2**20) for _ in range(1024)) + packer.flush()
    address = "https://contoh.example/"
    writer.write_record(
        writer.create_warc_record(address, "response", payload=io.BytesIO(content), http_headers=headers)
    )
    return stream.getvalue()


def _flate_pdf() -> bytes:
    """Return a PDF whose page expands to a gigabyte."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b"0 0 Td " * 2**17) for _ in range(1100)) + packer.flush()
    good = pdf(articles(1)[0])
    begin, end = good.index(b"4 0 obj"), good.index(b"5 0 obj")
    stream = b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n"
    return good[:begin] + stream % (len(content), content) + good[end:]


def bombs() -> dict[str, bytes]:
    """Return files that would use memory, time or disk space without bound."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "haha">{laughs}]>'
    quadratic = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]>'
    item = "<item><title>x</title><description>{}</description></item>"
    word_bomb = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word(articles(1)[0]))) as good,
        zipfile.ZipFile(word_bomb, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in good.namelist():
            content = good.read(name)
            changed.writestr(name, b" " * 300 * 2**20 if name == "word/styles.xml" else content)
    sparse = tarfile.TarInfo("jarang.jsonl")
    sparse.size = 8 * 2**40
    nested = jsonl(articles(2))
    for _ in range(12):
        nested = zipped({"dalam.zip": nested})
    made = {
        "tawa.rss": f"{doctype}<rss><channel>{item.format('&l9;')}</channel></rss>".encode(),
        "tawa.xml": f"{doctype}<rss><channel>{item.format('&l9;')}</channel></rss>".encode("utf-16"),
        "kuadrat.atom": f"{quadratic}<rss><channel>{item.format('&a;' * 10_000)}</channel></rss>".encode(),
        "dalam.json": b"[" * 10_000_000,
        "dalam2.jsonl": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + jsonl(articles(1)),
        "dalam.html": b"<html>" + b"<div>" * 2_000_000 + b"Banjir surut.",
        "atribut.html": b"<html><body><p " + b"a=b " * 3_000_000 + b">Banjir surut.</p>",
        "panjang.jsonl": b'{"text": "' + b"x" * 200 * 2**20 + b'"}\n',
        "banyak.zip": _zip_of_zeros(8, 200),
        "bersarang.zip": nested,
        "jarang.tar": sparse.tobuf(tarfile.GNU_FORMAT) + b"\x00" * 10_240,
        "nama.tar.gz": _long_name_tar(),
        "baris.parquet": _many_rows(500_000),
        "tampilan.db": _endless_view(),
        "halaman.warc.gz": _packed_page(),
        "halaman.pdf": _flate_pdf(),
        "gaya.docx": word_bomb.getvalue(),
        "jauh.xlsx": _far_cell(),
        "nol.xlsx": _sheet_of_zeros(),
        "koma.csv": b"id,judul,isi\n" + b"," * 40 * 2**20,
        "kutip.csv": b"id,judul,isi\n" + b'1,"a' * 3_000_000,
    }
    return {**dict(_zeros()), **made}


def _changed_sheet(change: Callable[[bytes], Iterable[bytes]]) -> bytes:
    """Return a spreadsheet of Excel whose sheet is written in other pieces."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(excel(articles(2)))) as good,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in good.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            with changed.open(name, "w", force_zip64=True) as part:
                for piece in change(good.read(name)) if is_sheet else [good.read(name)]:
                    part.write(piece)
    return written.getvalue()


def _far_cell() -> bytes:
    """Return a spreadsheet whose last cell is in the last row and column that there can be."""
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return _changed_sheet(lambda sheet: [sheet.replace(b"</sheetData>", cell)])


def _sheet_of_zeros() -> bytes:
    def rows(sheet: bytes) -> Iterator[bytes]:
        begin, end, rest = sheet.partition(b"</sheetData>")
        yield begin
        for number in range(200):
            cells = b'<row><c t="inlineStr"><is><t>' + b"x" * 2**20 + b"</t></is></c></row>"
            yield cells * (4 if number else 1)
        yield end + rest

    return _changed_sheet(rows)


def _long_name_tar() -> bytes:
    about = tarfile.TarInfo("././@LongLink")
    about.type, about.size = tarfile.GNUTYPE_LONGNAME, 2**33
    return gzip.compress(about.tobuf(tarfile.GNU_FORMAT) + bytes(200 * 2**20))
