"""The sentences about formats: why a page, a feed, a document or a database has no article, and remarks."""

from __future__ import annotations

from search.wording.message import Message

_PAGES = {
    "page_too_long": Message(
        "halaman ini {length} byte; paling banyak {most}", "the page has {length} bytes; at most {most}"
    ),
    "page_empty": Message("bukan halaman web: tidak ada markup", "no web page: there is no markup"),
    "page_without_text": Message(
        "tidak ada teks artikel di halaman ini", "there is no text of an article in this page"
    ),
    "page_of_error": Message(
        "bukan artikel melainkan pesan kesalahan dari server: {title}",
        "not an article but what a server said of an error: {title}",
    ),
    "page_is_list": Message(
        "bukan artikel melainkan daftar artikel", "not an article but a list of articles"
    ),
    "page_of_few_words": Message(
        "bukan artikel: hanya {words} kata di antara navigasi dan lainnya",
        "not an article: only {words} words among navigation and the like",
    ),
}

_XML = {
    "xml_defines_entities": Message(
        "XML ini mendefinisikan entitas, yang bisa mengembang tanpa batas: hapus <!DOCTYPE ...> di awalnya",
        "the XML defines entities, which can expand without bound: remove its <!DOCTYPE ...>",
    ),
    "xml_cut_short": Message(
        "XML ini terpotong: yang lengkap sudah dibaca; ambil atau buat lagi berkasnya",
        "the XML is cut short: what is complete was read; fetch or make the file again",
    ),
    "xml_elements_lost": Message(
        "XML ini rusak: {count} elemen tidak terbaca", "the XML is damaged: {count} elements cannot be read"
    ),
    "sitemap_is_empty": Message(
        "peta situs ini tidak menyebut satu alamat pun", "the sitemap names no address"
    ),
    "element_too_long": Message(
        "lebih dari {most} byte tanpa satu artikel pun", "more than {most} bytes without an article"
    ),
    "feed_unknown": Message("bukan RSS atau Atom", "neither RSS nor Atom"),
    "feed_too_long": Message(
        "umpan ini {length} byte; paling banyak {most}: bagi menjadi beberapa",
        "the feed has {length} bytes; at most {most}: make several of it",
    ),
    "feed_entries_lost": Message(
        "umpan ini rusak: {count} entri tidak terbaca", "the feed is damaged: {count} entries cannot be read"
    ),
    "feed_not_well_formed": Message(
        "XML umpan ini tidak benar ({reason}): entri dicari menurut tandanya",
        "the XML of the feed is not well-formed ({reason}): entries were found by their marks",
    ),
    "feed_cut_short": Message(
        "umpan ini terpotong sesudah {entries} entri: ambil lagi",
        "the feed is cut short after {entries} entries: fetch it again",
    ),
    "xml_without_records": Message(
        "XML dengan elemen terluar {found}: tidak ada elemen bernama seperti teks (text, isi, body)",
        "XML with the outermost element {found}: no element in it is named as a text is (text, isi, body)",
    ),
    "xml_of_another_kind": Message(
        "elemen terluarnya {found}; seharusnya salah satu dari {expected}",
        "its outermost element is {found}; expected is one of {expected}",
    ),
}

_DOCUMENTS = {
    "document_encrypted": Message(
        "perlu kata sandi: buka dulu kuncinya", "it needs a password: unlock it first"
    ),
    "document_unreadable": Message("rusak ({reason})", "it is damaged ({reason})"),
    "document_without_text": Message(
        "tidak ada teks di {pages} halamannya: hasil pindaian perlu OCR dulu",
        "there is no text in its {pages} pages: what was scanned needs OCR first",
    ),
    "document_unfolds_too_far": Message(
        "isinya lebih dari {most} byte", "it unpacks to more than {most} bytes"
    ),
    "document_too_long": Message("lebih dari {most} byte", "more than {most} bytes"),
    "document_needs_memory": Message(
        "perlu lebih banyak memori daripada WARTA_DOCUMENT_MB", "it needs more memory than WARTA_DOCUMENT_MB"
    ),
    "document_takes_time": Message(
        "belum selesai dibaca setelah {seconds} detik", "it was not read within {seconds} seconds"
    ),
    "document_ends_process": Message(
        "proses yang membacanya berakhir (kode {code})", "the process that read it ended (code {code})"
    ),
    "of_address": Message("{address}: {reason}", "{address}: {reason}"),
}

_PARTS = {
    "format_by_content": Message("(menurut isinya)", "(by its content)"),
    "ids_of_tables": Message(
        "beberapa tabel dibaca: nama tabel ditulis di depan id, misalnya {example}",
        "several tables are read: ids have the name of the table in front, for example {example}",
    ),
    "passed_over": Message("dilewati {count}: {kinds}", "passed over {count}: {kinds}"),
    "kind_and_count": Message("{kind} {count}", "{kind} {count}"),
    "and_more": Message("lainnya {count}", "others {count}"),
    "read_as_kind": Message("menurut isinya {kind}: dibaca begitu", "by its content {kind}: read as that"),
    "content_unknown": Message(
        "isinya bukan format yang dikenal; --format menyebutkannya",
        "its content is of no known format; --format names it",
    ),
    "not_read_sheet": Message(
        "lembar kerja jenis ini tidak dibaca: simpan sebagai .xlsx, .ods, atau CSV (UTF-8)",
        "spreadsheets of this kind are not read: save it as .xlsx, .ods or CSV (UTF-8)",
    ),
    "not_read_sql": Message(
        'salinan SQL tidak dibaca: masukkan ke basis datanya, lalu warta reindex "mysql://pengguna@host/nama"'
        " atau berkas SQLite membacanya",
        'a dump in SQL is not read: load it into its database, which warta reindex "mysql://user@host/name"'
        " reads, as it reads a file of SQLite",
    ),
    "not_read_python": Message(
        "isinya objek Python, bukan JSON: tulis dengan json.dumps",
        "it has objects of Python, no JSON: write them with json.dumps",
    ),
    "not_read_mail": Message(
        "kotak surat jenis ini tidak dibaca: ekspor sebagai .mbox atau .eml",
        "mailboxes of this kind are not read: export them as .mbox or .eml",
    ),
    "not_read_document": Message(
        "dokumen jenis ini tidak dibaca: simpan sebagai .docx atau .txt",
        "documents of this kind are not read: save it as .docx or .txt",
    ),
    "not_read_old_office": Message(
        "berkas Office lama tanpa akhiran .xls tidak dibaca: simpan dokumen sebagai .docx, lembar kerja"
        " sebagai .xlsx",
        "old files of Office without the suffix .xls are not read: save a document as .docx, a spreadsheet as"
        " .xlsx",
    ),
    "not_read_table": Message(
        "tabel jenis ini tidak dibaca: ekspor sebagai CSV (UTF-8)",
        "tables of this kind are not read: export it as CSV (UTF-8)",
    ),
    "not_read_archive": Message(
        "arsip jenis ini tidak dibuka: keluarkan isinya dan sebutkan foldernya",
        "archives of this kind are not opened: unpack it and name the folder",
    ),
    "not_read_layout": Message(
        "halaman tata letak tidak dibaca: ekspor teksnya sebagai .txt, .html atau .docx",
        "pages of a layout program are not read: export their text as .txt, .html or .docx",
    ),
    "not_read_pickle": Message(
        "pickle dapat menjalankan program dan tidak pernah dibaca: simpan sebagai JSONL, CSV atau Parquet",
        "a pickle can run programs and is never read: save it as JSONL, CSV or Parquet",
    ),
    "not_read_opml": Message(
        "daftar langganan berisi alamat umpan, bukan artikel: tambahkan dengan warta feed add ALAMAT",
        "a list of subscriptions has addresses of feeds and no articles: add them with warta feed add URL",
    ),
    "not_read_picture": Message(
        "gambar tidak mempunyai teks: kenali hurufnya (OCR) dan simpan sebagai .txt atau PDF",
        "a picture has no text: recognise its letters (OCR) and save it as .txt or PDF",
    ),
    "nested_archives": Message(
        "arsip di dalam arsip di dalam arsip: keluarkan dulu",
        "an archive in an archive in an archive: unpack it",
    ),
    "container_damaged": Message("arsip {kind} rusak ({reason})", "the {kind} archive is damaged ({reason})"),
    "no_record": Message("tidak ada rekaman di dalamnya", "there is no record in it"),
    "container_empty": Message("tidak ada berkas di dalamnya", "there is no file in it"),
    "more_after_end": Message(
        "masih ada data sesudah akhir arsip", "there is data after the end of the archive"
    ),
    "tar_of_parts_of_blocks": Message(
        "panjang arsipnya {size} byte, bukan kelipatan 512",
        "it is {size} bytes long, which no whole tar file is",
    ),
    "ignored_description": Message(
        "dilewati: keterangan kumpulan data, bukan artikel", "ignored: it describes a data set, no articles"
    ),
    "warc_empty": Message("tidak ada rekaman WARC di dalamnya", "there is no WARC record in it"),
    "warc_damaged": Message("arsip web rusak ({reason})", "the web archive is damaged ({reason})"),
    "warc_cut_short": Message(
        "halaman di rekaman pada byte {offset} terpotong",
        "the page of the record at byte {offset} is cut short",
    ),
    "warc_no_record": Message(
        "{size} byte mulai dari byte {offset} bukan rekaman: dilewati sampai rekaman berikutnya",
        "{size} bytes from byte {offset} on are no record: passed over up to the next record",
    ),
    "warc_ends_early": Message(
        "arsipnya berakhir di tengah rekaman", "the archive ends in the middle of a record"
    ),
    "warc_lengths_wrong": Message(
        "{count} rekaman panjangnya tidak seperti yang tertulis, mula-mula pada byte {offset}: dibaca sampai"
        " rekaman berikutnya",
        "{count} records are not as long as they say, first at byte {offset}: read up to the next record",
        "{count} record is not as long as it says, at byte {offset}: read up to the next record",
    ),
    "feed_of_summaries": Message(
        "{count} entri hanya ringkasan: teks lengkapnya ada di halamannya ('warta feed' mengambilnya)",
        "{count} entries are only summaries: their pages have the text ('warta feed' fetches it)",
        "{count} entry is only a summary: its page has the text ('warta feed' fetches it)",
    ),
    "sitemap_without_texts": Message(
        "sitemap: {count} alamat tanpa teks, misalnya {example}; 'warta feed add' mengambil halamannya",
        "a sitemap: {count} addresses without texts, such as {example}; 'warta feed add' fetches the pages",
        "a sitemap: {count} address without text, {example}; 'warta feed add' fetches the page",
    ),
}

_TABLES = {
    "table_damaged": Message("tabelnya rusak ({reason})", "the table is damaged ({reason})"),
    "paragraphs_joined": Message(
        "{count} baris adalah paragraf dari {articles} artikel: digabung menurut {number}",
        "{count} rows are paragraphs of {articles} articles: joined in the order of {number}",
        "{count} row is a paragraph of {articles} articles: joined in the order of {number}",
    ),
    "paragraphs_beside": Message(
        "{table}: paragrafnya dari tabel {beside}, menurut {key}",
        "{table}: its paragraphs are of the table {beside}, by {key}",
    ),
    "parts_left": Message(
        "{count} bagian di antara artikel bukan artikel, misalnya {example}",
        "{count} parts between the articles are no articles, such as {example}",
        "{count} part between the articles is no article: {example}",
    ),
    "no_list": Message(
        "seharusnya satu daftar nilai untuk tiap artikel, seperti yang di atasnya",
        "expected is a list of values for each article, as those before it",
    ),
    "sheets_chosen": Message(
        "dibaca lembar {read}; tidak dibaca {left}: kepala tabelnya tidak menyebut teks artikel",
        "read the sheets {read}; not read {left}: their headers name no text of an article",
    ),
    "cells_cut": Message(
        "{count} sel berisi tepat {most} karakter, batas Excel, jadi mungkin terpotong; mula-mula {example}",
        "{count} cells have exactly {most} characters, the bound of Excel, and may be cut; the first is"
        " {example}",
        "{count} cell has exactly {most} characters, the bound of Excel, and may be cut: {example}",
    ),
    "table_ends_early": Message("tabelnya berakhir terlalu awal", "the table ends too early"),
    "stream_without_end": Message(
        "tanda akhirnya tidak ada: mungkin terpotong di antara dua bagian; ambil lagi berkasnya kalau kurang",
        "its end mark is missing: it may be cut off between two batches; fetch it again if rows are missing",
    ),
    "table_needs_memory": Message("memori tidak cukup ({reason})", "memory does not suffice ({reason})"),
    "rows_are_missing": Message(
        "{damage}: {rows} baris mulai dari sini hilang; ambil atau buat lagi berkasnya",
        "{damage}: {rows} rows from here on are missing; fetch or make the file again",
    ),
    "database_damaged": Message(
        "basis data tidak terbaca ({reason})", "the database cannot be read ({reason})"
    ),
    "database_refuses": Message(
        "{address}: basis data menolak ({reason})", "{address}: the database refuses ({reason})"
    ),
    "database_address": Message(
        "{address}: bukan alamat basis data; misalnya postgresql://pengguna@host/nama",
        "{address}: not the address of a database; such as postgresql://user@host/name",
    ),
    "driver_missing": Message(
        "{address}: pustaka {library} belum terpasang: pip install {library}",
        "{address}: the library {library} is not installed: pip install {library}",
    ),
    "no_relation": Message(
        "tidak ada tabel dengan kolom yang dikenal sebagai teks; yang ada {found}. Pilih dengan --query"
        ' "SELECT ..."',
        'no table has a column that is known as the text; found {found}. Choose with --query "SELECT ..."',
    ),
    "no_select": Message("--query harus SELECT", "--query must be a SELECT"),
    "relations_chosen": Message(
        "dibaca {read}; tidak dibaca {left}. Lainnya dengan --query",
        "read {read}; not read {left}. Others with --query",
    ),
    "keys_looked_up": Message(
        "{key}: dipakai {name} dari tabel {table}", "{key}: {name} of the table {table} is used"
    ),
    "links_looked_up": Message(
        "{field}: dipakai {name} dari tabel {table}, dihubungkan oleh {link}",
        "{field}: {name} of the table {table} is used, linked by {link}",
    ),
    "links_too_many": Message(
        "{table}: lebih dari {most} baris, tidak dipakai untuk nama. Gabungkan dengan --query",
        "{table}: more than {most} rows, not used for names. Join it with --query",
    ),
    "key_left": Message(
        '{key}: kunci ke tabel {table}, bukan bidang yang dikenal; dengan namanya: --query "{query}"',
        '{key}: key of the table {table}, no field that is known; with its name: --query "{query}"',
    ),
    "wal_not_read": Message(
        "perubahan di berkas -wal tidak terbaca: foldernya tidak dapat ditulisi",
        "changes in its -wal file are not read, because its folder cannot be written to",
    ),
    "query_of_no_database": Message(
        "--query hanya untuk basis data dan berkas SQLite", "--query is for databases and SQLite files only"
    ),
    "since_without_parameter": Message(
        "--since perlu :since di --query, misalnya WHERE updated_at >= :since",
        "--since needs :since in --query, such as WHERE updated_at >= :since",
    ),
    "parameter_without_since": Message(
        "--query berisi :since: berikan --since", "--query has :since: give --since"
    ),
    "address_is_no_source": Message(
        "{address}: alamat bukan sumber; 'warta feed add' mengambil dari web",
        "{address}: an address is no source; 'warta feed add' fetches from the web",
    ),
    "of_file": Message("{file}: {reason}", "{file}: {reason}"),
}

_EXTRAS = {
    "extra_missing": Message(
        'perlu pustaka {library}, yang belum terpasang: pip install "warta[{extra}]"',
        'the library {library} is needed and not installed: pip install "warta[{extra}]"',
    ),
}

FORMATS = {**_PAGES, **_XML, **_DOCUMENTS, **_PARTS, **_TABLES, **_EXTRAS}
