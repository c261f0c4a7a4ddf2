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
    "no_field_name": Message(
        "“{text}:” bukan nama kolom; dibaca sebagai kata.",
        "“{text}:” is no name of a field; it was read as a word.",
    ),
    "no_operator": Message(
        '“{text}” bukan operator di sini dan diabaikan; "kata kata"~5 mencari kata yang berdekatan.',
        '“{text}” is no operator here and was ignored; "word word"~5 searches words near each other.',
    ),
    "weight_ignored": Message(
        "Bobot dalam “{text}” diabaikan; katanya dicari.",
        "The weight in “{text}” was ignored; the word was searched.",
    ),
    "pattern": Message(
        "“{text}” dibaca sebagai pola dan cocok dengan {count} kata: {words}.",
        "“{text}” was read as a pattern, matched by {count}: {words}.",
    ),
    "pattern_unmatched": Message(
        "Tidak ada kata yang cocok dengan pola “{text}”; bagian-bagiannya dicari sebagai kata.",
        "No word matches the pattern “{text}”; its parts were searched as words.",
    ),
    "not_looked_up": Message(
        "“{text}” tidak dicocokkan; paling banyak {most} pola dan ejaan mirip dalam satu pencarian.",
        "“{text}” was not looked up: a search has at most {most} patterns and near spellings.",
    ),
    "fewer_edits": Message(
        "“{text}” dibaca dengan paling banyak {most} huruf berbeda.",
        "“{text}” was read with at most {most} letters that differ.",
    ),
    "near_spellings": Message(
        "“{text}” juga dicari dalam {count} ejaan yang mirip: {words}.",
        "“{text}” was also searched in near spellings ({count}): {words}.",
    ),
    "unknown_address": Message(
        "Tidak ada artikel dengan alamat “{text}”; kata-katanya dicari.",
        "No article has the address “{text}”; its words were searched.",
    ),
    "no_such_name": Message("Tidak ada {field} bernama “{text}”.", "No {field} is called “{text}”."),
    "read_as_names": Message(
        "“{text}” dibaca sebagai awal nama: {names}.",
        "“{text}” was read as the beginning of a name: {names}.",
    ),
    "read_as_people": Message("“{text}” dibaca sebagai {names}.", "“{text}” was read as {names}."),
    "undated_left_out": Message(
        "{count} artikel tanpa tanggal terbit tidak ikut.",
        "{count} articles without a publication date were left out.",
        "{count} article without a publication date was left out.",
    ),
    "inexact_left_out": Message(
        "{count} artikel yang hanya diketahui bulan atau tahun terbitnya tidak ikut.",
        "{count} articles of which only the month or the year is known were left out.",
        "{count} article of which only the month or the year is known was left out.",
    ),
}

_OFFERS = {
    "without_dates": Message("Cari tanpa tanggal ({dates})", "Search without the date ({dates})"),
    "dates_as_words": Message("Cari tanggal sebagai kata ({dates})", "Search the date as words ({dates})"),
    "other_names": Message("{field}: {names}", "{field}: {names}"),
    "unit_as_words": Message("Cari bagian-bagiannya: {text}", "Search its parts: {text}"),
    "as_words": Message("Cari “{text}” sebagai kata", "Search “{text}” as a word"),
    "all_quotations": Message("Semua kutipan {names}", "All quotations of {names}"),
    "not_only_quotations": Message(
        "Cari kata-kata ini di seluruh teks", "Search these words in all of the text"
    ),
    "as_pair": Message("Cari “{text}” sebagai pasangan kata", "Search “{text}” as a pair of words"),
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
    "in_field_author": Message("penulis: {text}", "author: {text}"),
    "in_field_tag": Message("tag: {text}", "tag: {text}"),
    "in_field_place": Message("tempat: {text}", "place: {text}"),
    "in_field_language": Message("bahasa: {text}", "language: {text}"),
    "in_field_speaker": Message("oleh: {text}", "speaker: {text}"),
    "in_field_quotation": Message("kutipan: {text}", "quote: {text}"),
    "in_field_name": Message("tentang: {text}", "about: {text}"),
    "in_field_missing": Message("tanpa: {text}", "without: {text}"),
    "field_source": Message("sumber", "source"),
    "field_category": Message("kategori", "category"),
    "field_author": Message("penulis", "author"),
    "field_tag": Message("tag", "tag"),
    "field_place": Message("tempat", "place"),
    "field_language": Message("bahasa", "language"),
    "field_speaker": Message("pembicara", "speaker"),
    "field_name": Message("nama", "name"),
    "field_date": Message("tanggal", "date"),
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
    "need_not_occur": Message("Tidak wajib ada:", "Need not occur:"),
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

RESULTS = {**_NOTES, **_OFFERS, **_INTERPRETATION, **_SCORES, **_RESULTS}
