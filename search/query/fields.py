"""The names that a query can put before a colon, Indonesian first, with their English twins."""

from __future__ import annotations

#: name as typed -> field; "body" and "title" search text, the others filter articles.
FIELD_NAMES = {
    "judul": "title", "title": "title", "intitle": "title",
    "isi": "body", "body": "body", "teks": "body",
    "sumber": "source", "source": "source", "media": "source",
    "kategori": "category", "category": "category", "rubrik": "category",
    "tanggal": "on", "date": "on", "when": "on", "kapan": "on",
    "dari": "from", "sejak": "from", "from": "from", "after": "from",
    "sampai": "to", "hingga": "to", "to": "to", "before": "to",
    "id": "article",
}  # fmt: skip
