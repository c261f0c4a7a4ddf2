"""The module lists the names of fields in a query, in Indonesian and in English."""

from __future__ import annotations

#: name as typed -> field; "body" and "title" search text, the others filter articles. "site" is what other
#: engines call a source.
FIELD_NAMES = {
    "judul": "title", "title": "title", "intitle": "title", "headline": "title",
    "isi": "body", "body": "body", "teks": "body", "text": "body", "intext": "body",
    "sumber": "source", "source": "source", "media": "source",
    "site": "site", "situs": "site",
    "kategori": "category", "category": "category", "rubrik": "category",
    "penulis": "author", "author": "author", "wartawan": "author",
    "tag": "tag", "topik": "tag",
    "tempat": "place", "place": "place", "lokasi": "place",
    "bahasa": "language", "language": "language", "lang": "language",
    "tanpa": "missing", "without": "missing", "missing": "missing",
    "tanggal": "on", "date": "on", "when": "on", "kapan": "on",
    "tahun": "on", "year": "on", "bulan": "on", "month": "on", "tgl": "on", "published": "on",
    "dari": "from", "sejak": "from", "from": "from", "after": "from", "since": "from",
    "sampai": "to", "hingga": "to", "to": "to", "before": "to", "until": "to",
    "oleh": "speaker", "speaker": "speaker", "narasumber": "speaker", "pembicara": "speaker",
    "kutipan": "quotation", "quotation": "quotation", "quote": "quotation", "ucapan": "quotation",
    "tentang": "name", "about": "name",
    "id": "article",
    "url": "url", "alamat": "url", "inurl": "url",
}  # fmt: skip
