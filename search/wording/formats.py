"""Why a page, a feed, a document or a database gives no article, and what is worth saying of one."""

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
    "element_too_long": Message(
        "lebih dari {most} byte tanpa satu artikel pun", "more than {most} bytes without an article"
    ),
    "feed_unknown": Message("bukan RSS atau Atom", "neither RSS nor Atom"),
    "feed_too_long": Message(
        "umpan ini {length} byte; paling banyak {most}: bagi menjadi beberapa",
        "the feed has {length} bytes; at most {most}: make several of it",
    ),
    "feed_cut_short": Message(
        "umpan ini terpotong sesudah {entries} entri: ambil lagi",
        "the feed is cut short after {entries} entries: fetch it again",
    ),
    "xml_of_another_kind": Message(
        "elemen terluarnya {found}; seharusnya salah satu dari {expected}",
        "its outermost element is {found}; expected is one of {expected}",
    ),
}

_EXTRAS = {
    "extra_missing": Message(
        'perlu pustaka {library}, yang belum terpasang: pip install "warta[{extra}]"',
        'the library {library} is needed and not installed: pip install "warta[{extra}]"',
    ),
}

FORMATS = {**_PAGES, **_XML, **_EXTRAS}
