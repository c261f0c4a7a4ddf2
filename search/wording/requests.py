"""What is wrong with a request, parameter by parameter, and with a date."""

from __future__ import annotations

from search.wording.message import Message

_PROBLEMS = {
    "required": Message(
        "harus diisi: kata yang dicari, misalnya q=harga+beras",
        "required: the words to search for, for example q=harga+beras",
    ),
    "required_ids": Message(
        "harus diisi: id artikel, berulang untuk beberapa, misalnya id=a1&id=a2",
        "required: the id of an article, repeated for several, for example id=a1&id=a2",
    ),
    "body_no_json": Message("bukan JSON yang benar: {reason}", "is no valid JSON: {reason}"),
    "body_no_object": Message(
        'harus berupa objek, misalnya {{"ids": ["a1", "a2"]}}',
        'must be an object, for example {{"ids": ["a1", "a2"]}}',
    ),
    "no_ids": Message(
        "harus berupa daftar id artikel, masing-masing paling banyak {most} huruf",
        "must be a list of ids of articles, each of at most {most} characters",
    ),
    "outside_ids": Message("harus berisi 1 sampai {most} id", "must have 1 to {most} ids"),
    "too_many": Message("paling banyak {most} nilai", "at most {most} values"),
    "empty_cursor": Message("kosong; mulailah dengan cursor=*", "is empty; begin with cursor=*"),
    "cursor_and_page": Message(
        "tidak dapat dipakai bersama 'page': kursor sendiri tahu di mana ia meneruskan",
        "cannot be used with 'page': a cursor itself says where it goes on",
    ),
    "too_long": Message("paling banyak {most} huruf", "at most {most} characters"),
    "cut": Message("dipotong menjadi {most} huruf", "cut to {most} characters"),
    "below": Message("harus {least} atau lebih", "must be {least} or more"),
    "outside": Message(
        "harus bilangan bulat dari {least} sampai {most}", "must be a whole number from {least} to {most}"
    ),
    "beyond_window": Message(
        "hasil setelah nomor {most} tidak dapat dibuka; persempit pencarian, atau unduh semuanya "
        "(dalam API: cursor=*)",
        "results beyond number {most} cannot be paged to; narrow the search, or download all of them "
        "(in the API: cursor=*)",
    ),
    "not_text": Message("harus berupa teks", "must be text"),
    "not_a_number": Message("harus bilangan bulat", "must be a whole number"),
    "not_flag": Message("harus true atau false", "must be true or false"),
    "not_moment": Message(
        "harus waktu RFC 3339, misalnya 2024-03-15T08:00:00+07:00, atau tanggal",
        "must be a moment of RFC 3339, such as 2024-03-15T08:00:00+07:00, or a day",
    ),
    "not_day": Message(
        "harus berupa tanggal (datetime.date), atau tanggal sebagai teks",
        "must be a day (datetime.date), or a date as text",
    ),
    "not_names": Message("harus berupa nama atau beberapa nama", "must be a name or several names"),
    "not_list": Message("harus berupa nama atau beberapa nama", "must be a name or several names"),
    "not_one_of": Message("harus salah satu dari {choices}", "must be one of {choices}"),
    "no_such_value": Message(
        "'{value}' bukan salah satu dari {choices}", "'{value}' is not one of {choices}"
    ),
    "no_filter": Message("bukan saringan; yang ada {filters}", "is no filter; there are {filters}"),
    "paragraphs_beyond_window": Message(
        "paragraf setelah nomor {most} tidak dapat dibuka; persempit pencarian",
        "paragraphs beyond number {most} cannot be paged to; narrow the search",
    ),
    "from_after_to": Message("tidak boleh setelah 'to'", "must not be later than 'to'"),
    "swapped": Message(
        "lebih akhir daripada 'to': keduanya ditukar", "later than 'to': the two were swapped"
    ),
    "repeated": Message("diberikan lebih dari sekali", "given more than once"),
    "empty": Message(
        "kosong; hapus parameter ini untuk mencari semua", "is empty; leave the parameter out to search all"
    ),
    "too_many_parameters": Message("lebih dari {most} parameter", "more than {most} parameters"),
    "nameless_parameter": Message(
        "ada nilai tanpa nama parameter; tulis nama=nilai",
        "a value has no parameter's name; write name=value",
    ),
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

REQUESTS = {**_PROBLEMS, **_DATES}
