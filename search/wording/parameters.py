"""What the parameters of the API and its resources are, for its documentation."""

from __future__ import annotations

from search.wording.message import Message

_RESOURCES = {
    "resource_index": Message("Apa saja yang ada di API ini.", "What there is in this API."),
    "resource_search": Message(
        "Cari di arsip; tanpa kata, semua artikel dari yang terbaru.",
        "Search the archive; without words, all articles, the newest first.",
    ),
    "resource_paragraphs": Message(
        "Cari paragraf satu per satu dengan BM25 murni.", "Search single paragraphs by plain BM25."
    ),
    "resource_articles": Message("Beberapa artikel menurut id.", "Several articles by their ids."),
    "resource_articles_post": Message(
        "Banyak artikel menurut id; id ditulis di badan permintaan.",
        "Many articles by their ids, which the body of the request has.",
    ),
    "resource_article": Message(
        "Satu artikel utuh; dengan q, yang cocok di dalamnya ditandai.",
        "A whole article; with q, the matches in it are marked.",
    ),
    "resource_similar": Message(
        "Artikel lain tentang pokok yang sama.", "Other articles on the same subject."
    ),
    "resource_values": Message(
        "Nilai sebuah bidang, misalnya semua sumber, dengan jumlah artikelnya.",
        "The values of a field, all sources for example, with their numbers of articles.",
    ),
    "resource_suggest": Message(
        "Saran untuk yang sedang diketik: kata, judul, dan nama di arsip ini.",
        "Suggestions while typing: words, headlines and names of this archive.",
    ),
    "resource_stats": Message("Isi arsip dalam angka.", "What is in the archive, in numbers."),
    "resource_export": Message(
        "Semua hasil sebuah pencarian, sedalam apa pun, sebagai CSV, NDJSON, atau XLSX.",
        "All results of a search, at any depth, as CSV, NDJSON or XLSX.",
    ),
    "resource_atom": Message(
        "Hasil pencarian terbaru sebagai Atom.", "The newest results of a search, as Atom."
    ),
    "resource_rss": Message(
        "Hasil pencarian terbaru sebagai RSS 2.0.", "The newest results of a search, as RSS 2.0."
    ),
    "resource_json_feed": Message(
        "Hasil pencarian terbaru sebagai JSON Feed 1.1.", "The newest results of a search, as JSON Feed 1.1."
    ),
    "resource_openapi": Message("Uraian API ini sebagai OpenAPI 3.1.", "This API described as OpenAPI 3.1."),
}
