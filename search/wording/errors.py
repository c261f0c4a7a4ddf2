"""The sentences of errors: in settings, in sources, in runs and judgements, and of the index."""

from __future__ import annotations

from search.wording.message import Message

_SHARED = {
    "several": Message("{reasons}", "{reasons}"),
    "of_parameter": Message("{parameter}: {reason}", "{parameter}: {reason}"),
    "at_place": Message("{place}: {reason}", "{place}: {reason}"),
    "cannot_be_read": Message("{file}: tidak dapat dibaca ({reason})", "{file}: cannot be read ({reason})"),
    "disk_full": Message(
        "{file}: disk penuh: perlu {wanted} byte, tersisa {free} byte",
        "{file}: the disk is full: {wanted} bytes are needed, {free} bytes are free",
    ),
    "disk_takes_no_more_files": Message(
        "{file}: disk penuh: tidak ada tempat untuk satu berkas lagi (inode habis)",
        "{file}: the disk is full: it takes no more files (no inode is free)",
    ),
    "cannot_be_written": Message(
        "{file}: tidak dapat ditulis: {reason} ({name})", "{file}: cannot be written: {reason} ({name})"
    ),
    "cannot_be_locked": Message(
        "{file}: tidak dapat dikunci ({reason}, {name}): sistem berkasnya tidak punya kunci; pindahkan"
        " indeks ke disk setempat",
        "{file}: cannot be locked ({reason}, {name}): its file system has no locks; move the index to a"
        " local disk",
    ),
    "interrupted": Message("dihentikan", "interrupted"),
    "output_lost": Message(
        "sudah selesai, tetapi tidak semuanya dapat dicetak: {reason}",
        "it is done, but not everything could be printed: {reason}",
    ),
}

_SETTINGS = {
    "no_such_setting": Message(
        "{setting}: {value} bukan salah satu dari {choices}", "{setting}: {value} is not one of {choices}"
    ),
    "no_texts": Message(
        '{setting}: {value} bukan teks atau daftar teks; tulis seperti "satu, dua" atau ["satu", "dua"]',
        '{setting}: {value} is no text and no list of texts; write it as "one, two" or ["one", "two"]',
    ),
    "no_single_value": Message(
        "{setting}: {value} tidak bisa menjadi nilai setelan ini; tulis satu nilai saja",
        "{setting}: {value} cannot be the value of this setting; write a single value",
    ),
    "no_number_between": Message(
        "{setting}: {value} bukan bilangan bulat dari {least} sampai {most}",
        "{setting}: {value} is not a whole number from {least} to {most}",
    ),
    "no_origin": Message(
        "{setting}: {value} bukan asal web; tulis seperti https://contoh.example, atau *",
        "{setting}: {value} is no web origin; write it as https://contoh.example, or *",
    ),
    "no_header_name": Message(
        "{setting}: {value} bukan nama tajuk HTTP; tulis seperti X-Forwarded-User",
        "{setting}: {value} is no name of an HTTP header; write it as X-Forwarded-User",
    ),
    "no_rate": Message(
        "{setting}: {value} bukan laju; tulis seperti 60/minute atau 5/second",
        "{setting}: {value} is no rate; write it as 60/minute or 5/second",
    ),
    "no_rate_storage": Message(
        "rate_limit_storage: permintaan tidak dapat dihitung di {value}: {reason}",
        "rate_limit_storage: requests cannot be counted in {value}: {reason}",
    ),
    "no_path_prefix": Message(
        "{setting}: {value} harus diawali garis miring dan tidak diakhiri garis miring, seperti /arsip",
        "{setting}: {value} must begin with a slash and not end with one, as /arsip does",
    ),
    "no_timezone": Message(
        "{setting}: {value} bukan zona waktu; tulis misalnya Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura",
        "{setting}: {value} is no time zone; write for example Asia/Jakarta, Asia/Makassar or Asia/Jayapura",
    ),
    "unknown_setting": Message(
        "{file}: tidak ada setelan {setting}; yang ada {choices}",
        "{file}: there is no setting {setting}; there are {choices}",
    ),
    "no_toml": Message("{file}: bukan TOML ({reason})", "{file}: is not TOML ({reason})"),
    "cannot_listen_on_socket": Message(
        "tidak dapat menerima sambungan di {path}: {reason}; pilih yang lain dengan --unix-socket",
        "cannot listen on {path}: {reason}; choose another with --unix-socket",
    ),
    "no_contact": Message(
        "{setting}: {value} bukan alamat surel atau halaman: paling banyak 200 huruf ASCII tanpa kurung",
        "{setting}: {value} is no address of mail or of a page: at most 200 characters of ASCII without"
        " parentheses",
    ),
    "cannot_listen": Message(
        "tidak dapat menerima sambungan di {host} port {port}: {reason}; pilih yang lain dengan --host dan"
        " --port",
        "cannot listen on {host} port {port}: {reason}; choose others with --host and --port",
    ),
}

_SOURCES = {
    "no_such_source": Message(
        "{source}: tidak ada berkas atau folder itu", "{source}: no such file or folder"
    ),
    "source_is_index": Message(
        "{source}: folder ini indeks yang sedang dibuat, bukan arsip: pilih --index lain",
        "{source}: this folder is the index that is made, not an archive: choose another --index",
    ),
    "no_such_profile": Message(
        "tidak ada profil {name}; yang ada: {profiles}", "there is no profile {name}; there are {profiles}"
    ),
    "profile_too_long": Message(
        "{file}: lebih dari {most} byte: ini bukan profil", "{file}: more than {most} bytes: it is no profile"
    ),
    "profile_no_toml": Message("{file}: bukan TOML ({reason})", "{file}: not TOML ({reason})"),
    "profile_key_unknown": Message(
        "{file}: kunci {key} tidak dikenal; yang dikenal: {keys}",
        "{file}: the key {key} is not known; known are {keys}",
    ),
    "profile_value_wrong": Message(
        "{file}: {key} harus berupa teks atau daftar teks: nama kunci, atau nilai di bawah [values]",
        "{file}: {key} must be a string or a list of strings: names of keys, or a value below [values]",
    ),
    "no_file_or_folder": Message(
        "{source}: bukan berkas atau folder; masukan dari pipa dibaca dari -",
        "{source}: not a file or folder; what comes from a pipe is read from -",
    ),
    "unknown_format": Message(
        "{source}: bukan format arsip; yang dikenal {formats}, masing-masing juga dengan {compressions}",
        "{source}: not an archive format; known are {formats}, each also with {compressions}",
    ),
    "not_read": Message("{file}: {reason}", "{file}: {reason}"),
    "input_only_once": Message(
        "-: masukan standar hanya dapat dibaca sekali", "-: standard input can be read only once"
    ),
    "no_input": Message("-: tidak ada masukan standar", "-: there is no standard input"),
}

_EVALUATION = {
    "not_utf8_file": Message(
        "{file}: bukan teks UTF-8 ({reason} pada byte {position})",
        "{file}: is not UTF-8 text ({reason} at byte {position})",
    ),
    "no_run_line": Message(
        "{place}: seharusnya 'QUERY Q0 DOCUMENT RANK SCORE TAG', bukan {found}",
        "{place}: expected 'QUERY Q0 DOCUMENT RANK SCORE TAG', found {found}",
    ),
    "document_twice": Message(
        "{place}: {document} ada dua kali dalam hasil kueri {query}",
        "{place}: {document} stands twice in the run of query {query}",
    ),
    "no_qrels_line": Message(
        "{place}: seharusnya 'QUERY 0 DOCUMENT RELEVANCE', bukan {found}",
        "{place}: expected 'QUERY 0 DOCUMENT RELEVANCE', found {found}",
    ),
    "judged_otherwise": Message(
        "{place}: {document} sebelumnya dinilai lain untuk kueri {query}",
        "{place}: {document} was judged otherwise before for query {query}",
    ),
    "no_query_line": Message(
        "{place}: seharusnya 'QUERY<TAB>TEXT', bukan {found}",
        "{place}: expected 'QUERY<TAB>TEXT', found {found}",
    ),
    "query_twice": Message(
        "{place}: kueri {query} sudah ada sebelumnya", "{place}: query {query} was there before"
    ),
    "no_query": Message("tidak ada kueri di {file}", "{file} has no query"),
    "no_judgement": Message("tidak ada penilaian di {file}", "{file} has no judgement"),
    "no_common_query": Message(
        "{run} dan {qrels} tidak punya kueri yang sama: apakah dari kumpulan yang sama?",
        "{run} and {qrels} have no query in common: are they of the same set?",
    ),
}

_SERVED = {
    "index_missing": Message(
        "Belum ada yang diindeks; jalankan: warta reindex SOURCE...",
        "Nothing has been indexed yet; run: warta reindex SOURCE...",
    ),
    "index_damaged": Message(
        "Indeks tidak dapat dibaca; jalankan: warta check, lalu warta rollback atau warta reindex SOURCE...",
        "The index cannot be read; run: warta check, then warta rollback or warta reindex SOURCE...",
    ),
    "index_unreachable": Message(
        "OpenSearch sedang tidak menjawab dengan lengkap, jadi tidak ada hasil; coba lagi sebentar lagi.",
        "OpenSearch gives no whole answer just now, so there are no results; try again in a moment.",
    ),
    "index_denied": Message(
        "OpenSearch menolak akses; pengelola arsip perlu memperbarui nama pengguna atau token.",
        "OpenSearch denies access; whoever runs this archive has to renew the user or the token.",
    ),
    "file_not_written": Message(
        "Server ini sedang tidak punya ruang untuk berkas itu; CSV dan NDJSON tidak memerlukannya.",
        "This server has no room for that file just now; CSV and NDJSON need none.",
    ),
    "nothing_at_address": Message(
        "Tidak ada apa-apa di alamat ini; API ada di bawah {root}/api/v1/.",
        "There is nothing at this address; the API is under {root}/api/v1/.",
    ),
    "only_to_be_read": Message(
        "Alamat ini hanya dapat dibaca, dengan GET atau HEAD.",
        "This resource can only be read, with GET or HEAD.",
    ),
    "export_busy": Message(
        "Server ini sedang membuat beberapa berkas hasil; cobalah lagi sebentar lagi.",
        "This server is writing other files of results; try again in a moment.",
    ),
    "key_required": Message(
        "Untuk ini perlu kunci dengan hak '{scope}': Authorization: Bearer KUNCI, atau X-API-Key.",
        "This needs a key with the scope '{scope}': Authorization: Bearer KEY, or X-API-Key.",
    ),
    "key_unknown": Message(
        "Kunci ini tidak dikenal; mungkin sudah dicabut.", "This key is unknown; it may have been revoked."
    ),
    "scope_missing": Message(
        "Untuk ini perlu hak '{scope}'; yang ada: {scopes}.",
        "This needs the scope '{scope}'; there are: {scopes}.",
    ),
    "too_many_requests": Message(
        "Terlalu sering bertanya; cobalah lagi {count} detik lagi.",
        "Asked too often; try again in {count} seconds.",
        "Asked too often; try again in {count} second.",
    ),
    "one_host_needed": Message(
        "Permintaan HTTP/1.1 harus mempunyai tepat satu tajuk Host yang benar.",
        "A request of HTTP/1.1 must have exactly one Host header that is right.",
    ),
    "server_busy": Message(
        "Terlalu banyak pencarian sedang berjalan; cobalah lagi sebentar lagi.",
        "Too many searches are going on; try again in a moment.",
    ),
    "request_body_too_large": Message(
        "Badan permintaan terlalu besar; paling banyak 1 MB.",
        "The body of the request is too large; at most 1 MB.",
    ),
    "request_body_not_json": Message(
        "Badan permintaan harus JSON, dengan Content-Type: application/json.",
        "The body of the request must be JSON, with Content-Type: application/json.",
    ),
    "fault_on_this_side": Message(
        "Permintaan ini tidak dapat dijawab; kesalahannya di pihak kami.",
        "The request could not be answered; the fault is on this side.",
    ),
}

ERRORS = {**_SHARED, **_SETTINGS, **_SOURCES, **_EVALUATION, **_SERVED}
