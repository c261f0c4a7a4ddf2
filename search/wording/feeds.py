"""The sentences of feeds and watched folders: results, and the reasons why something cannot be fetched."""

from __future__ import annotations

from search.wording.message import Message

_MEMORY = {
    "memory_is_a_link": Message(
        "{file} adalah tautan, dan tidak ada yang ditulis lewat tautan: hapus",
        "{file} is a link, and nothing is written through links: remove it",
    ),
    "memory_of_other_format": Message(
        "{file} berformat {found}, versi ini format {known}: pindahkan berkas itu, lalu daftarkan lagi",
        "{file} has format {found}, this version uses format {known}: move it away and register anew",
    ),
    "memory_is_busy": Message(
        "{file} sedang ditulis oleh proses lain; coba lagi nanti",
        "{file} is being written by another process; try again later",
    ),
    "memory_cannot_be_used": Message(
        "{file}: tidak dapat dipakai ({reason}); kalau rusak, pindahkan berkas itu, lalu daftarkan lagi: id"
        " artikel tetap sama, jadi tidak ada yang masuk dua kali",
        "{file}: cannot be used ({reason}); if it is damaged, move it away and register anew: ids of articles"
        " stay the same, so nothing is added twice",
    ),
}

_ADDRESSES = {
    "no_address": Message("{address}: bukan alamat web", "{address}: not an address on the web"),
    "no_web_address": Message(
        "{address}: hanya alamat {schemes} yang diambil", "{address}: only addresses of {schemes} are fetched"
    ),
    "private_address": Message(
        "{host} bukan di internet publik; --allow-private mengizinkannya",
        "{host} is not on the public internet; --allow-private allows it",
    ),
    "host_unknown": Message(
        "alamat {host} tidak ditemukan: periksa ejaannya dan sambungan internet",
        "the address of {host} cannot be found: check its spelling and the connection",
    ),
}

_ANSWERS = {
    "connection_failed": Message(
        "tidak dapat tersambung ke {host} ({reason})", "cannot connect to {host} ({reason})"
    ),
    "connection_lost": Message(
        "{host} memutus sambungan sebelum selesai menjawab",
        "{host} closed the connection before its answer was complete",
    ),
    "no_secure_connection": Message(
        "sambungan ke {host} tidak aman ({reason})", "the connection to {host} is not secure ({reason})"
    ),
    "is_silent": Message("{host} tidak menjawab", "{host} does not answer"),
    "too_slow": Message(
        "jawaban belum lengkap sesudah {seconds} detik", "the answer was not complete after {seconds} seconds"
    ),
    "body_cut_short": Message(
        "{host} memutus sambungan di tengah isi", "{host} closed the connection in the middle of the body"
    ),
    "body_too_large": Message("lebih dari {most} byte", "more than {most} bytes"),
    "cannot_be_decompressed": Message(
        "isi dari {host} rusak: tidak dapat dikembangkan", "the body from {host} cannot be decompressed"
    ),
    "no_http": Message("jawaban {host} bukan HTTP", "the answer of {host} is not HTTP"),
    "answered_with": Message("{host} menjawab {status}", "{host} answered {status}"),
    "needs_access": Message("{host} tidak mengizinkan ({status})", "{host} does not allow it ({status})"),
    "asked_to_wait": Message(
        "{host} minta jangan terlalu sering ({status})", "{host} asked not to come so often ({status})"
    ),
    "is_gone": Message(
        "{host} menyatakan umpan ini sudah tidak ada (410); hapus dengan 'warta feed remove', atau coba"
        " lagi dengan menyebut namanya pada 'warta feed fetch'",
        "{host} says that there is nothing any more (410); remove it with 'warta feed remove', or try again"
        " by naming it to 'warta feed fetch'",
    ),
    "redirected_in_circles": Message(
        "pengalihan berputar di {address}; mungkin meminta kuki",
        "redirects go in circles at {address}; it may ask for cookies",
    ),
    "too_many_redirects": Message("lebih dari {most} pengalihan", "more than {most} redirects"),
    "redirected_nowhere": Message("pengalihan tanpa alamat", "a redirect without an address"),
}

_MANNERS = {
    "robots_disallow": Message(
        "robots.txt di {host} tidak mengizinkan", "robots.txt of {host} does not allow it"
    ),
    "robots_unreachable": Message(
        "robots.txt di {host} sedang tidak dapat diambil, jadi belum ada izin",
        "robots.txt of {host} cannot be fetched at present, so nothing is allowed yet",
    ),
    "host_is_waiting": Message("{host} minta ditunggu", "{host} asked to be left alone for now"),
}

_DOCUMENTS = {
    "document_empty": Message("tidak ada isinya", "it is empty"),
    "document_unknown": Message(
        "bukan RSS, Atom, atau peta situs (jenisnya {media_type})",
        "neither RSS nor Atom nor a sitemap (its type is {media_type})",
    ),
    "document_damaged": Message("rusak: {damage}", "damaged: {damage}"),
    "feed_cannot_be_read": Message("tidak dapat dibaca: {reason}", "cannot be read: {reason}"),
    "no_sitemap": Message("bukan peta situs", "not a sitemap"),
    "library_failed": Message(
        "tidak dapat dibaca: pustakanya gagal ({kind})", "cannot be read: its library failed ({kind})"
    ),
    "page_declares_feeds": Message(
        "ini halaman, bukan umpan; umpan yang disebutnya: {feeds}. Tambahkan dengan 'warta feed add' dan"
        " salah satu alamat itu",
        "this is a page, not a feed; it declares: {feeds}. Add one of them with 'warta feed add'",
    ),
    "page_without_feed": Message(
        "ini halaman, bukan umpan, dan tidak menyebut umpan; peta situs juga dapat dipakai, biasanya"
        " /sitemap.xml",
        "this is a page, not a feed, and declares none; a sitemap will do as well, often /sitemap.xml",
    ),
    "sitemap_has_no_text": Message(
        "ini peta situs, yang tidak memuat teks artikel: tambahkan tanpa --no-full-text",
        "this is a sitemap, which has no texts of articles: add it without --no-full-text",
    ),
    "ids_are_shared": Message(
        "beberapa entri memakai guid yang sama: artikelnya dikenali dari alamatnya",
        "several entries have one guid: articles are told apart by their addresses",
    ),
    "feed_moved": Message(
        "pindah untuk seterusnya; alamat barunya dicatat: {address}",
        "moved for good; its new address is remembered: {address}",
    ),
    "feed_moved_to_another": Message(
        "pindah ke {address}, yang sudah menjadi umpan lain: hapus salah satu dengan 'warta feed remove'",
        "moved to {address}, which is another feed already: remove one with 'warta feed remove'",
    ),
}

_ARTICLES = {
    "is_no_page": Message(
        "bukan halaman web (jenisnya {media_type})", "not a web page (its type is {media_type})"
    ),
    "page_is_no_article": Message("{reason}", "{reason}"),
    "feed_without_text": Message("tidak ada teks", "there is no text"),
    "field_left_empty": Message("{field} dikosongkan: {reason}", "{field} left empty: {reason}"),
    "feed_text_only": Message(
        "hanya teks dari umpan yang dipakai: {reason}", "only the text of the feed is used: {reason}"
    ),
    "article_later": Message(
        "{reason}; dicoba lagi nanti (percobaan {attempt} dari {most})",
        "{reason}; it is tried again later (attempt {attempt} of {most})",
    ),
    "article_given_up": Message("{reason}; dilewati", "{reason}; given up"),
}

_REGISTER = {
    "no_such_feed": Message(
        "tidak ada umpan bernama {name}; 'warta feed list' menyebut semuanya",
        "no feed is named {name}; 'warta feed list' names them all",
    ),
    "name_is_there": Message(
        "sudah ada umpan bernama {name}: pilih nama lain dengan --name",
        "there is a feed named {name} already: choose another name with --name",
    ),
    "address_is_there": Message(
        "alamat itu sudah ada sebagai umpan {name}", "that address is there already, as the feed {name}"
    ),
    "no_feed_name": Message(
        "{name} bukan nama umpan: huruf, angka, titik, dan tanda hubung, paling banyak 60",
        "{name} is no name for a feed: letters, digits, full stops and hyphens, at most 60",
    ),
    "feeds_are_being_fetched": Message(
        "umpan di {folder} sedang diambil oleh proses lain",
        "the feeds of {folder} are being fetched by another process",
    ),
}

_TOLD = {
    "feed_added": Message(
        "{name}: {address} ditambahkan; 'warta feed fetch' mengambilnya",
        "{name}: {address} added; 'warta feed fetch' fetches it",
    ),
    "feed_removed": Message(
        "{name} dihapus; artikelnya tetap di indeks", "{name} removed; its articles stay in the index"
    ),
    "no_feeds": Message(
        "belum ada umpan; tambahkan dengan 'warta feed add URL'",
        "no feeds yet; add one with 'warta feed add URL'",
    ),
    "no_feeds_due": Message(
        "belum waktunya: {names}; menyebut namanya mengambilnya sekarang",
        "not due yet: {names}; naming one fetches it now",
    ),
    "feed_ok": Message(
        "{name}: {named} baru atau berubah, {fetched} diambil",
        "{name}: {named} new or changed, {fetched} fetched",
    ),
    "feed_unchanged": Message("{name}: tidak berubah", "{name}: unchanged"),
    "feed_failing": Message(
        "{name}: gagal: {reason}; dicoba lagi sesudah {moment}",
        "{name}: failed: {reason}; it is tried again after {moment}",
    ),
    "feed_stopped": Message("{name}: dihentikan: {reason}", "{name}: stopped: {reason}"),
    "feed_waiting": Message(
        "{name}: ditunda: {reason}; diambil sesudah {moment}",
        "{name}: postponed: {reason}; fetched after {moment}",
    ),
    "articles_waiting": Message(
        "{count} artikel lagi diambil kali berikutnya",
        "{count} more articles are left to the next fetches",
        "{count} more article is left to the next fetches",
    ),
    "feed_place": Message("{name}: {place}: {reason}", "{name}: {place}: {reason}"),
    "feed_status_new": Message("belum diambil", "not fetched yet"),
    "feed_status_ok": Message("baik", "ok"),
    "feed_status_unchanged": Message("tidak berubah", "unchanged"),
    "feed_status_failing": Message("gagal", "failing"),
    "feed_status_stopped": Message("berhenti", "stopped"),
    "feed_column_name": Message("nama", "name"),
    "feed_column_address": Message("alamat", "address"),
    "feed_column_status": Message("keadaan", "status"),
    "feed_column_fetched_at": Message("diambil", "fetched"),
    "feed_column_next_at": Message("berikutnya", "next"),
    "feed_column_new": Message("baru", "new"),
    "feed_column_left": Message("sisa", "left"),
    "feed_any_time": Message("kapan saja", "any time"),
}

_WATCHED = {
    "no_folder_to_watch": Message("{folder}: bukan folder", "{folder}: not a folder"),
    "watched_taken": Message(
        "{read} berkas dibaca, {gone} berkas sudah tidak ada", "{read} files read, {gone} files gone"
    ),
    "watched_kept": Message(
        "{file}: ada yang ditolak, atau tidak ada artikel, jadi artikelnya yang lama tidak dihapus",
        "{file}: something was rejected, or there is no article, so no article of before was deleted",
    ),
    "watched_is_empty": Message(
        "{folder} kosong, seperti belum dipasang (mount): artikel dari {count} berkas tidak dihapus; kalau"
        " memang dikosongkan, taruh satu berkas apa saja di sana",
        "{folder} is empty, as if nothing were mounted there: the articles of {count} files are not deleted;"
        " if it was emptied on purpose, put any file there",
    ),
    "not_still_yet": Message(
        "{file}: masih ditulis; diambil kali berikutnya", "{file}: still being written; taken next time"
    ),
}

FEEDS = {
    **_WATCHED,
    **_MEMORY, **_ADDRESSES, **_ANSWERS, **_MANNERS, **_DOCUMENTS, **_ARTICLES, **_REGISTER, **_TOLD,
}  # fmt: skip
