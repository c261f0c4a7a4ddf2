"""Why a record of a source is no article, and what is worth saying of a whole file."""

from __future__ import annotations

from search.wording.message import Message

_NOTICES = {
    "nothing_to_read": Message(
        "tidak ada yang dapat dibaca di folder ini; yang dikenal {formats}, masing-masing juga dengan"
        " {compressions}",
        "nothing to read in this folder; known are {formats}, each also with {compressions}",
    ),
    "ignored_rejects": Message(
        "dilewati: ini berkas penolakan; sebutkan sendiri kalau isinya sudah diperbaiki",
        "ignored: it is a file of rejects; name it yourself once its records are mended",
    ),
    "ignored_index": Message("dilewati: ini indeks, bukan arsip", "ignored: it is an index, not an archive"),
    "fields_of_files": Message(
        "{count} baris memberi keterangan untuk berkas di sebelahnya, yang disebut di kolom {column}",
        "{count} rows tell about files beside it, which are named in column {column}",
    ),
    "row_of_no_file": Message(
        "tidak ada berkas bernama {name} di sebelah tabel ini: seharusnya nama berkas teks yang ada",
        "there is no file named {name} beside this table: it should be the name of a text file that is there",
    ),
    "row_of_same_file": Message(
        "berkas {name} sudah disebut di baris sebelumnya: seharusnya satu baris untuk setiap berkas",
        "file {name} is named in an earlier row: there should be one row for each file",
    ),
    "ignored_format": Message(
        "dilewati: bukan format arsip; yang dikenal {formats}, masing-masing juga dengan {compressions}",
        "ignored: not an archive format; known are {formats}, each also with {compressions}",
    ),
    "ignored_no_file": Message("dilewati: bukan berkas biasa", "ignored: not a regular file"),
    "file_grew": Message(
        "bertambah saat dibaca: hanya {size} byte pertama yang dipakai",
        "it grew while it was read: only the first {size} bytes are used",
    ),
    "not_packed": Message(
        "tidak dimampatkan dengan {compression} meskipun namanya begitu: dibaca apa adanya",
        "not packed with {compression}, although its name says so: read as it is",
    ),
    "read_as": Message("dibaca sebagai {encoding}", "read as {encoding}"),
    "not_utf8_text": Message("bukan UTF-8: dibaca sebagai Windows-1252", "not UTF-8: read as Windows-1252"),
    "not_utf8_line": Message(
        "bukan UTF-8 di baris {line}: dibaca sebagai Windows-1252",
        "not UTF-8 in line {line}: read as Windows-1252",
    ),
    "not_utf8_lines": Message(
        "bukan UTF-8 di baris {line} dan {more} lagi: dibaca sebagai Windows-1252",
        "not UTF-8 in line {line} and {more} more: read as Windows-1252",
    ),
}

_CHANGES = {
    "left_empty": Message(
        "{field} dikosongkan di {count} artikel; yang pertama {place}: {reason}",
        "{field} left empty in {count} articles; the first is {place}: {reason}",
        "{field} left empty in {count} article, {place}: {reason}",
    ),
    "first_of_several": Message(
        "{count} kali yang pertama dari beberapa nilai yang dipakai, mula-mula untuk {example} di {place}",
        "the first of several values was taken {count} times, first for {example} at {place}",
        "the first of several values was taken {count} time, for {example} at {place}",
    ),
    "source_of_address": Message(
        "{count} kali sumbernya diambil dari alamat artikel; mula-mula {example}",
        "the source was taken from the address of the article {count} times, first {example}",
        "the source was taken from the address of the article {count} time: {example}",
    ),
    "day_of_name": Message(
        "{count} kali tanggalnya diambil dari nama berkas; mula-mula {example}",
        "the date was taken from the name of the file {count} times, first {example}",
        "the date was taken from the name of the file {count} time: {example}",
    ),
    "author_labels": Message(
        "{count} nama penulis tanpa kata di sekitarnya ('Pewarta:', '- detikFinance'); mula-mula {example} di"
        " {place}",
        "{count} names of authors without the words around them ('Pewarta:', '- detikFinance'); the first is"
        " {example} at {place}",
        "{count} name of an author without the words around it: {example} at {place}",
    ),
    "ids_changed": Message(
        "{count} id yang memuat spasi atau '#', atau terlalu panjang, diganti; mula-mula {example} di"
        " {place}",
        "{count} ids with blanks or '#', or too long, were changed; the first is {example} at {place}",
        "{count} id with blanks or '#', or too long, was changed: {example} at {place}",
    ),
    "characters_mended": Message(
        "{count} karakter kendali diganti dengan huruf yang dimaksud, mula-mula {example} di {place}",
        "{count} control characters replaced by what they meant, first {example} at {place}",
        "{count} control character replaced by what it meant, {example} at {place}",
    ),
    "characters_dropped": Message(
        "{count} karakter yang tidak ada di teks mana pun dibuang, mula-mula {example} di {place}",
        "{count} characters that no text has were dropped, first {example} at {place}",
        "{count} character that no text has was dropped, {example} at {place}",
    ),
    "markup_removed": Message(
        "HTML dibuang dari {count} teks, mula-mula {example} di {place}",
        "HTML taken out of {count} texts, first {example} at {place}",
        "HTML taken out of {count} text, {example} at {place}",
    ),
    "entities_decoded": Message(
        "entitas HTML diuraikan di {count} teks, mula-mula {example} di {place}",
        "HTML entities decoded in {count} texts, first {example} at {place}",
        "HTML entities decoded in {count} text, {example} at {place}",
    ),
    "encoding_mended": Message(
        "{count} potongan yang pernah salah enkode dipulihkan, mula-mula {example} di {place}",
        "{count} pieces that were once read in the wrong encoding were mended, first {example} at {place}",
        "{count} piece that was once read in the wrong encoding was mended, {example} at {place}",
    ),
    "paragraphs_cut": Message(
        "{count} paragraf panjang dipenggal di akhir kalimat, mula-mula {example} di {place}",
        "{count} long paragraphs cut at the ends of sentences, first {example} at {place}",
        "{count} long paragraph cut at the ends of sentences, {example} at {place}",
    ),
    "shortcodes_removed": Message(
        "kode pendek WordPress dibuang dari {count} teks, mula-mula {example} di {place}",
        "shortcodes of WordPress taken out of {count} texts, first {example} at {place}",
        "shortcodes of WordPress taken out of {count} text, {example} at {place}",
    ),
    "breaks_written": Message(
        "{count} pergantian baris yang tertulis sebagai tanda dibaca, mula-mula {example} di {place}",
        "{count} line breaks that were written as signs read, first {example} at {place}",
        "{count} line break that was written as signs read, {example} at {place}",
    ),
    "boilerplate_taken": Message("dikeluarkan dari teks: {rules}", "taken out of texts: {rules}"),
    "order_told": Message(
        "{count} tanggal seperti {example} dibaca {order}, karena di berkas ini ada {witness}",
        "{count} dates such as {example} read as {order}, since the file has {witness}",
        "{count} date, {example}, read as {order}, since the file has {witness}",
    ),
    "order_assumed": Message(
        "{count} tanggal seperti {example} dibaca {order}: tidak ada tanggal di berkas ini yang"
        " menunjukkan urutannya",
        "{count} dates such as {example} read as {order}: no date of the file tells the order",
        "{count} date, {example}, read as {order}: no date of the file tells the order",
    ),
    "order_mixed": Message(
        "{count} tanggal seperti {example} dibaca {order}, padahal {against} berurutan lain: periksa"
        " berkas ini",
        "{count} dates such as {example} read as {order}, though {against} has the other order: check the"
        " file",
        "{count} date, {example}, read as {order}, though {against} has the other order: check the file",
    ),
    "day_first": Message("hari/bulan/tahun", "day/month/year"),
    "month_first": Message("bulan/hari/tahun", "month/day/year"),
    "zones_unknown": Message(
        "{count} jam ditinggalkan, hanya harinya yang dipakai: zona waktu {zones} tidak dikenal",
        "{count} times of day left out, the day is kept: unknown time zones {zones}",
        "{count} time of day left out, the day is kept: unknown time zone {zones}",
    ),
    "later_versions": Message(
        "{count} artikel adalah versi baru dari id yang sudah ada, dan yang terakhir berlaku; mula-mula {id}"
        " di {place}, sebelumnya di {earlier}",
        "{count} articles are later versions of ids that came before, and the last one counts; the first is"
        " {id} at {place}, before at {earlier}",
        "{count} article is a later version of an id that came before, and the last one counts: {id} at"
        " {place}, before at {earlier}",
    ),
    "rejects_unlisted": Message(
        "{count} rekaman lain yang ditolak hampir tanpa isi, jadi hanya dihitung",
        "{count} more rejected records have next to nothing in them, and are only counted",
        "{count} more rejected record has next to nothing in it, and is only counted",
    ),
    "outside_of_docs": Message(
        "ada teks di luar <DOC> dan </DOC>, atau <DOC> tanpa </DOC>: artikelnya tidak lengkap",
        "there is text outside of <DOC> and </DOC>, or a <DOC> without </DOC>: its article is incomplete",
    ),
    "doc_never_closed": Message("</DOC> tidak ada", "there is no </DOC>"),
    "list_never_closed": Message(
        "']' di akhir daftarnya tidak ada: mungkin terpotong; ambil lagi berkasnya kalau kurang",
        "the ']' at the end of its list is missing: it may be cut off; fetch it again if records are missing",
    ),
    "header_again": Message(
        "kepala tabel terulang {count} kali di antara baris: dilewati",
        "the header comes again {count} times between the rows: passed over",
        "the header comes again {count} time between the rows: passed over",
    ),
    "no_header": Message(
        "tanpa kepala tabel: baris pertama sudah berisi artikel. Kolomnya dinamai {names}",
        "without a header: the first line is an article already. Its columns are called {names}",
    ),
    "columns_by_content": Message(
        "tidak ada kolom yang bernama teks: menurut isinya {columns}; lain dari itu dengan --field",
        "no column is named as a text: by what is in them {columns}; otherwise with --field",
    ),
    "front_matter_by_lines": Message(
        "bagian di antara --- bukan YAML (misalnya titik dua tanpa tanda kutip): dibaca baris demi baris",
        "what stands between --- is no YAML (a colon without quotation marks, say): it is read line by line",
    ),
    "json_in_script": Message(
        "JSON di dalam skrip: {script} dilewati", "JSON in a script: {script} is passed over"
    ),
    "header_below_title": Message(
        "kepala tabelnya baris {line}: baris di atasnya dilewati",
        "the header of the table is line {line}: the lines above it are passed over",
    ),
    "lists_left": Message(
        "daftar lain di dalamnya tidak dipakai: {lists}", "other lists in it are not used: {lists}"
    ),
    "keys_not_used": Message("tidak dipakai: {keys}", "not used: {keys}"),
    "key_and_count": Message("{key} ({count})", "{key} ({count})"),
}

_DAMAGE = {
    "unfolds_beyond_ratio": Message(
        "isinya lebih dari {ratio} kali ukuran berkas, seperti bom arsip; jika memang benar, naikkan"
        " WARTA_UNPACK_RATIO",
        "it unpacks to more than {ratio} times its size, as a bomb does; if it is sound, raise"
        " WARTA_UNPACK_RATIO",
    ),
    "unfolds_beyond_total": Message(
        "isinya lebih dari {gigabytes} GB; jika memang benar, naikkan WARTA_UNPACK_GB",
        "it unpacks to more than {gigabytes} GB; if it is sound, raise WARTA_UNPACK_GB",
    ),
    "copying_failed": Message(
        "salinan sementaranya gagal ditulis ({reason}); TMPDIR menunjuk folder lain",
        "its temporary copy could not be written ({reason}); TMPDIR names another folder",
    ),
    "file_shrank": Message(
        "menyusut saat dibaca: {read} dari {size} byte terbaca",
        "it shrank while it was read: {read} of {size} bytes were there",
    ),
    "unreadable": Message("tidak dapat dibaca ({reason})", "cannot be read ({reason})"),
    "reading_failed": Message("gagal dibaca ({reason})", "reading failed ({reason})"),
    "data_damaged": Message(
        "data {compression} rusak ({reason})", "the {compression} data is damaged ({reason})"
    ),
    "data_cut_short": Message(
        "data {compression} berakhir terlalu awal", "the {compression} data ends too early"
    ),
    "not_its_encoding": Message(
        "awalnya {encoding} tetapi isinya bukan ({reason}); simpan sebagai UTF-8",
        "it begins as {encoding} but is not ({reason}); save it as UTF-8",
    ),
    "rest_is_missing": Message(
        "{damage}: semua sesudah ini hilang; ambil atau buat lagi berkasnya",
        "{damage}: everything from here on is missing; fetch or make the file again",
    ),
    "article_is_incomplete": Message(
        "{damage}: artikelnya tidak lengkap; ambil atau buat lagi berkasnya",
        "{damage}: the article is incomplete; fetch or make the file again",
    ),
}

_LINES = {
    "no_object": Message(
        "seharusnya objek JSON dengan satu artikel, bukan {kind}",
        "a JSON object with one article is expected, not {kind}",
    ),
    "nested_too_deeply": Message(
        "bersarang terlalu dalam untuk sebuah artikel: keluarkan bagian yang bersarang",
        "nested too deeply for an article: take the nested part out",
    ),
    "foreign_bytes": Message(
        "byte yang bukan UTF-8 maupun Windows-1252 tampil sebagai \\x81 dan sejenisnya: tulis huruf yang"
        " benar di sana",
        "bytes that are neither UTF-8 nor Windows-1252 are shown as \\x81 and the like: put the right"
        " characters there",
    ),
    "no_json": Message(
        "bukan JSON ({reason}): seharusnya satu objek JSON untuk setiap artikel",
        "not JSON ({reason}): expected is a JSON object for each article",
    ),
    "no_json_at": Message(
        "bukan JSON ({reason} pada huruf ke-{position}): seharusnya satu objek JSON untuk setiap artikel",
        "not JSON ({reason} at character {position}): expected is a JSON object for each article",
    ),
    "record_too_long": Message(
        "rekaman ini lebih dari {most} byte: bagi menjadi beberapa artikel",
        "the record has more than {most} bytes: make several articles of it",
    ),
    "file_too_long": Message(
        "lebih dari {most} byte: bagi menjadi beberapa artikel, masing-masing dalam satu berkas",
        "more than {most} bytes: make several articles of it, each in a file",
    ),
}

_TABLES = {
    "empty_table": Message(
        "berkasnya kosong; baris pertamanya harus menamai kolom, misalnya judul,tanggal,isi",
        "the file is empty; its first row must name the columns, such as title,date,text",
    ),
    "no_text_column": Message(
        "tidak ada kolom yang dikenal sebagai teks; yang ada {found}. Sebutkan dengan --field text=KOLOM",
        "no column is known as the text; found {found}. Name it with --field text=COLUMN",
    ),
    "table_rows_lost": Message(
        "tabelnya rusak: {count} baris tidak terbaca",
        "the table is damaged: {count} rows were not read",
        "the table is damaged: {count} row was not read",
    ),
    "table_cut_short": Message(
        "tabelnya terpotong sesudah {rows} baris", "the table is cut short behind {rows} rows"
    ),
    "cells_and_header": Message(
        "baris ini {cells} sel, kepala tabelnya {header}", "the row has {cells} cells, the header {header}"
    ),
    "cells_differ": Message(
        "baris ini {cells} sel, kepala tabelnya {columns}: sel yang memuat {delimiter}, baris baru, atau"
        " tanda kutip harus diapit tanda kutip",
        "the row has {cells} cells, the header {columns}: a cell with {delimiter}, a newline or a quotation"
        " mark in it must stand in quotation marks",
    ),
    "no_csv_row": Message(
        "bukan baris CSV ({reason}): tanda kutip mengapit seluruh sel, dan digandakan di dalamnya",
        "not a CSV row ({reason}): quotation marks stand around a whole cell and are doubled inside it",
    ),
    "quotation_never_closed": Message("tanda kutip tidak pernah ditutup", "a quotation mark is never closed"),
    "quotation_inside_cell": Message(
        "ada teks di belakang tanda kutip penutup", "there is text behind a closing quotation mark"
    ),
    "quotation_swallows_rows": Message(
        "tanda kutip yang dibuka di sini baru ditutup di baris {end}, dan di antaranya ada baris-baris lain"
        " tabel ini",
        "the quotation mark that opens here is closed only in line {end}, and between are other rows of the"
        " table",
    ),
    "cells_without_names": Message(
        "sel baris ini belum bernama: taruh di bawah id, title, source, published, category, url, dan text,"
        " lalu hapus 'cells'",
        "the cells of this row are not yet under names: put them under id, title, source, published,"
        " category, url and text, then delete 'cells'",
    ),
}

_KINDS = {
    "kind_null": Message("null", "null"),
    "kind_flag": Message("true atau false", "true or false"),
    "kind_number": Message("bilangan", "a number"),
    "kind_string": Message("teks", "a string"),
    "kind_list": Message("daftar", "a list"),
    "kind_object": Message("objek", "an object"),
}

_ARTICLES = {
    "no_text": Message(
        "tidak ada teks: berikan text atau paragraphs, atau sebutkan kuncinya dengan --field text=KUNCI;"
        " yang ada {keys}",
        "missing text: give text or paragraphs, or name its key with --field text=KEY; found {keys}",
    ),
    "text_is_empty": Message("tidak ada teks: {keys} kosong", "missing text: {keys} is empty"),
    "no_text_value": Message(
        "{key} harus berupa teks atau daftar teks; di dalamnya ada {kind}",
        "{key} must be a string or a list of strings; there is {kind} in it",
    ),
    "no_string": Message("{key} harus berupa teks, bukan {kind}", "{key} must be a string, not {kind}"),
    "paragraph_too_long": Message(
        "paragraf {number} panjangnya {length} huruf; paling banyak {most}: bagi menjadi beberapa",
        "paragraph {number} has {length} characters; at most {most}: split it",
    ),
    "too_many_paragraphs": Message(
        "artikel ini {paragraphs} paragraf; paling banyak {most}: bagi menjadi beberapa artikel",
        "the article has {paragraphs} paragraphs; at most {most}: make several articles",
    ),
    "key_too_long": Message(
        "{key} panjangnya {length} huruf; paling banyak {most}: persingkat",
        "{key} has {length} characters; at most {most}: shorten it",
    ),
    "too_many_values": Message(
        "{key} memuat {values} nilai; paling banyak {most}", "{key} has {values} values; at most {most}"
    ),
    "id_unusable": Message(
        "id {id} harus tanpa '#' dan spasi, dan paling banyak {most} huruf: ganti",
        "id {id} must be without '#' and blanks, and have at most {most} characters: replace it",
    ),
    "no_text_character": Message(
        "{character} di {place}: hapus atau ganti", "{character} in {place}: remove or replace it"
    ),
    "surrogate": Message("surogat tanpa pasangan {point}", "unpaired surrogate {point}"),
    "noncharacter": Message("nonkarakter {point}", "noncharacter {point}"),
    "control": Message("karakter kendali {point}", "control character {point}"),
    "paragraph_number": Message("paragraf {number}", "paragraph {number}"),
    "date_unknown": Message(
        "{key} {value} bukan tanggal; yang dikenal misalnya 2023-02-28, 28/2/2023 14.05 WIB, 28 Feb 2023,"
        " 2023-02-28T14:05:00+07:00, 1677567900, 2023-02, 2023",
        "{key} {value} is not a date; known are for example 2023-02-28, 28/2/2023 14.05 WIB, 28 Feb 2023,"
        " 2023-02-28T14:05:00+07:00, 1677567900, 2023-02, 2023",
    ),
    "date_impossible": Message(
        "{key} {value} tidak ada di kalender atau jam: perbaiki",
        "{key} {value} is on no calendar or clock: correct it",
    ),
    "date_beyond": Message(
        "{key} {value} harus dalam tahun {first} sampai {last}",
        "{key} {value} must be in the years {first} to {last}",
    ),
    "date_without_reference": Message(
        "{key} {value} tidak menyebut tahun, atau dihitung dari hari yang tidak diketahui: tulis tahunnya",
        "{key} {value} has no year, or counts from a day that is not known: write the year",
    ),
}

RECORDS = {**_NOTICES, **_CHANGES, **_DAMAGE, **_LINES, **_TABLES, **_KINDS, **_ARTICLES}
