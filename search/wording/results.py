"""What results say: notes, how a query was understood, what a score is made of, counts."""

from __future__ import annotations

from search.wording.message import Message

_NOTES = {
    "unpaired_bracket": Message(
        "Tanda kurung tanpa pasangannya diabaikan.", "A bracket without its pair was ignored."
    ),
    "unclosed_quotation": Message(
        "Tanda kutip penutup tidak ada; frasa dibaca sampai akhir.",
        "The closing quotation mark is missing; the phrase was read up to the end.",
    ),
    "short_prefix": Message(
        "Awalan “{text}” terlalu pendek dan dicari sebagai kata utuh.",
        "The beginning “{text}” is too short and was searched as a whole word.",
    ),
    "words_left_out": Message(
        "Kata terlalu banyak; yang paling khas dicari, yang lain tidak: {words}.",
        "There are too many words; the rarest were searched, the others were not: {words}.",
    ),
    "no_word": Message("Tidak ada kata yang dapat dicari.", "There is no word that can be searched."),
    "unknown_date": Message(
        "“{text}” bukan tanggal yang dikenali dan diabaikan.", "“{text}” is not a known date and was ignored."
    ),
    "dates_as_words": Message(
        "Tidak ada artikel dari tanggal itu; tanggalnya dicari sebagai kata.",
        "No article is from that date; the date was searched as words.",
    ),
}

_INTERPRETATION = {
    "and": Message("DAN", "AND"),
    "or": Message("ATAU", "OR"),
    "without": Message("TANPA", "WITHOUT"),
    "everything": Message("semua artikel", "all articles"),
    "nothing": Message("tidak satu artikel pun", "no article"),
    "in_field_title": Message("judul: {text}", "headline: {text}"),
    "in_field_body": Message("isi: {text}", "text: {text}"),
    "in_field_source": Message("sumber: {text}", "source: {text}"),
    "in_field_category": Message("kategori: {text}", "category: {text}"),
    "in_field_article": Message("id: {text}", "id: {text}"),
    "published_on": Message("terbit {first}", "published {first}"),
    "published_since": Message("terbit sejak {first}", "published since {first}"),
    "published_until": Message("terbit sampai {last}", "published until {last}"),
    "published_between": Message(
        "terbit sejak {first} sampai {last}", "published since {first} until {last}"
    ),
}

_SCORES = {
    "score": Message("nilai", "score"),
    "paragraph": Message("paragraf", "paragraph"),
    "article": Message("artikel", "article"),
    "word": Message("{text}", "{text}"),
    "as_typed": Message("={text}", "={text}"),
    "headline": Message("judul:{text}", "headline:{text}"),
    "pair": Message("{text}", "{text}"),
    "coverage": Message("kelengkapan", "coverage"),
    "recency": Message("kebaruan", "recency"),
}

_RESULTS = {
    "paragraphs": Message("{count} paragraf", "{count} paragraphs", "{count} paragraph"),
    "in_articles": Message("di {count} artikel", "in {count} articles", "in {count} article"),
    "seconds": Message("{seconds} dtk", "{seconds} s"),
    "more_paragraphs": Message("{count} paragraf lagi", "{count} more paragraphs", "{count} more paragraph"),
    "let_go": Message(
        "Tidak ada artikel yang memuat semua kata; dilepas:", "No article has all the words; let go:"
    ),
    "did_you_mean": Message("Mungkin maksud Anda:", "Did you mean:"),
    "published": Message("Tanggal terbit:", "Publication date:"),
    "not_searched": Message("tidak dicari:", "not searched:"),
    "searched_also": Message(
        "{text} juga dicari sebagai {alternatives} (--no-expand)",
        "{text} was also searched as {alternatives} (--no-expand)",
    ),
    "copies": Message("hampir sama: {copies} (--no-collapse)", "nearly the same: {copies} (--no-collapse)"),
    "more": Message("{count} lagi", "{count} more"),
    "untitled": Message("(tanpa judul)", "(without a headline)"),
    "nothing_similar": Message("Tidak ada berita serupa.", "There are no similar articles."),
    "page_missing": Message(
        "Halaman {page} tidak ada; yang terakhir --page {last}",
        "There is no page {page}; the last is --page {last}",
    ),
    "page_of": Message(
        "Halaman {page} dari {last} (berikutnya: --page {following})",
        "Page {page} of {last} (next: --page {following})",
    ),
}

RESULTS = {**_NOTES, **_INTERPRETATION, **_SCORES, **_RESULTS}
