"""The sentences, by code, in both languages; values stand in braces."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """One sentence, or a part of one.

    indonesian, english: the text
    english_one: the English text where ``count`` is 1, if it is another one
    """

    indonesian: str
    english: str
    english_one: str = ""


_PROBLEMS = {
    "required": Message(
        "harus diisi: kata yang dicari, misalnya q=harga+beras",
        "required: the words to search for, for example q=harga+beras",
    ),
    "too_long": Message("paling banyak {most} huruf", "at most {most} characters"),
    "cut": Message("dipotong menjadi {most} huruf", "cut to {most} characters"),
    "below": Message("harus {least} atau lebih", "must be {least} or more"),
    "outside": Message(
        "harus bilangan bulat dari {least} sampai {most}", "must be a whole number from {least} to {most}"
    ),
    "beyond_window": Message(
        "hasil setelah nomor {most} tidak dapat dibuka; persempit pencarian",
        "results beyond number {most} cannot be paged to; narrow the search",
    ),
    "not_text": Message("harus berupa teks", "must be text"),
    "not_a_number": Message("harus bilangan bulat", "must be a whole number"),
    "not_flag": Message("harus true atau false", "must be true or false"),
    "not_day": Message("harus berupa tanggal (datetime.date)", "must be a day (datetime.date)"),
    "not_names": Message("harus berupa nama atau beberapa nama", "must be a name or several names"),
    "not_list": Message("harus berupa nama atau beberapa nama", "must be a name or several names"),
    "not_one_of": Message("harus salah satu dari {choices}", "must be one of {choices}"),
    "no_such_value": Message(
        "'{value}' bukan salah satu dari {choices}", "'{value}' is not one of {choices}"
    ),
    "no_filter": Message("bukan saringan; yang ada {filters}", "is no filter; there are {filters}"),
    "from_after_to": Message("tidak boleh setelah 'to'", "must not be later than 'to'"),
    "swapped": Message(
        "lebih akhir daripada 'to': keduanya ditukar", "later than 'to': the two were swapped"
    ),
    "repeated": Message("diberikan lebih dari sekali", "given more than once"),
    "empty": Message(
        "kosong; hapus parameter ini untuk mencari semua", "is empty; leave the parameter out to search all"
    ),
    "too_many_parameters": Message("lebih dari {most} parameter", "more than {most} parameters"),
    "unknown_parameter": Message(
        "parameter tidak dikenal; yang dikenal {known}", "unknown parameter; known are {known}"
    ),
    "unknown_parameter_near": Message(
        "parameter tidak dikenal; maksudnya '{nearest}'?", "unknown parameter; did you mean '{nearest}'?"
    ),
    "takes_no_parameter": Message(
        "parameter tidak dikenal; alamat ini tidak memerlukannya",
        "unknown parameter; this resource takes none",
    ),
    "not_utf8": Message("bukan UTF-8 yang benar dalam persen-enkode", "is not valid percent-encoded UTF-8"),
    "control_character": Message(
        "memuat karakter kendali {character}", "contains the control character {character}"
    ),
    "open_date": Message(
        "{text} terbuka di sisi itu; tulis tanggal, bulan, atau tahun",
        "{text} is open on that side; write a day, a month or a year",
    ),
}

_DATES = {
    "no_date": Message(
        "{text} bukan tanggal; tulis 2019, 2019-09, 2019-09-10, 10/9/2019, 10 September 2019,"
        " sejak Maret 2023, kemarin, bulan lalu, 3 bulan terakhir, atau 7d, 2w, 3m, 1y",
        "{text} is no date; write 2019, 2019-09, 2019-09-10, 10/9/2019, 10 September 2019,"
        " sejak Maret 2023, kemarin, bulan lalu, 3 bulan terakhir, or 7d, 2w, 3m, 1y",
    ),
    "no_such_year": Message(
        "{text} bukan tanggal: tahun {year} di luar {first}-{last}",
        "{text} is no date: the year {year} is outside {first}-{last}",
    ),
    "no_such_month": Message(
        "{text} bukan tanggal: tidak ada bulan {month}; urutannya hari, bulan, tahun",
        "{text} is no date: there is no month {month}: the order is day, month, year",
    ),
    "no_such_day": Message(
        "{text} bukan tanggal: tidak ada tanggal {day} pada {month}, yang punya {days} hari",
        "{text} is no date: there is no day {day} in {month}, which has {days} days",
    ),
    "no_such_day_of_month": Message(
        "{text} bukan tanggal: tidak ada tanggal {day} pada bulan {month}, yang paling lama {days} hari",
        "{text} is no date: there is no day {day} in month {month}, which has at most {days} days",
    ),
    "no_such_day_until": Message(
        "{text} bukan tanggal: tidak ada tanggal {day} pada bulan {month} dari {first} sampai {last}",
        "{text} is no date: there is no day {day} in month {month} from {first} to {last}",
    ),
    "no_such_part": Message(
        "{text} bukan tanggal: tidak ada bagian ke-{part} dari {parts}",
        "{text} is no date: there is no part {part} of {parts}",
    ),
    "too_few": Message(
        "{text} bukan tanggal: {count} terlalu kecil; bilangannya paling sedikit 1",
        "{text} is no date: {count} is too few; the number must be at least 1",
    ),
    "indefinite": Message(
        "{text} bukan tanggal: {part} tidak menyebut tanggal tertentu; tulis bilangan dari 1 sampai 999",
        "{text} is no date: {part} names no definite dates; write a number from 1 to 999",
    ),
    "beyond_calendar": Message(
        "{text} bukan tanggal: {part} di luar kalender",
        "{text} is no date: {part} is beyond the calendar",
    ),
}

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
    "no_word": Message("Tidak ada kata yang dapat dicari.", "There is no word that can be searched."),
    "unknown_date": Message(
        "“{text}” bukan tanggal yang dikenali dan diabaikan.", "“{text}” is not a known date and was ignored."
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
    "no_such_name": Message(
        "Tidak ada sumber atau kategori bernama “{text}”.", "No source or category is called “{text}”."
    ),
    "read_as_names": Message(
        "“{text}” dibaca sebagai awal nama: {names}.",
        "“{text}” was read as the beginning of a name: {names}.",
    ),
    "undated_left_out": Message(
        "{count} artikel tanpa tanggal terbit tidak ikut.",
        "{count} articles without a publication date were left out.",
        "{count} article without a publication date was left out.",
    ),
}

_OFFERS = {
    "without_dates": Message("Cari tanpa tanggal ({dates})", "Search without the date ({dates})"),
    "dates_as_words": Message("Cari tanggal sebagai kata ({dates})", "Search the date as words ({dates})"),
    "as_words": Message("Cari “{text}” sebagai kata", "Search “{text}” as a word"),
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
    "need_not_occur": Message("tidak wajib ada:", "need not occur:"),
    "searched_also": Message(
        "{text} juga dicari sebagai {alternatives} (--no-expand)",
        "{text} was also searched as {alternatives} (--no-expand)",
    ),
    "copies": Message("hampir sama: {copies} (--no-collapse)", "nearly the same: {copies} (--no-collapse)"),
    "more": Message("{count} lagi", "{count} more"),
    "untitled": Message("(tanpa judul)", "(without a headline)"),
    "see_help": Message("Lihat '{command} --help'", "See '{command} --help'"),
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

MESSAGES = {**_PROBLEMS, **_DATES, **_NOTES, **_OFFERS, **_INTERPRETATION, **_SCORES, **_RESULTS}
