"""The help texts of the commands on feeds and watched folders, and of their options."""

from __future__ import annotations

from search.wording.message import Message

_HELP = {
    "brief_feed": Message("Ambil berita dari umpan di web.", "Fetch news from feeds on the web."),
    "help_feed": Message(
        """\
Ambil artikel dari umpan: RSS, Atom, dan peta situs (sitemap).

\b
  warta feed add https://contoh.example/rss     mendaftarkan umpan
  warta feed fetch                              mengambil yang baru ke indeks
  warta feed list                               keadaan setiap umpan

Yang sudah diambil dicatat di folder indeks, jadi setiap artikel diambil sekali, dan lagi kalau berubah.
""",
        """\
Fetch articles from feeds: RSS, Atom and sitemaps.

\b
  warta feed add https://contoh.example/rss     registers a feed
  warta feed fetch                              brings what is new into the index
  warta feed list                               how each feed is doing

What was fetched is remembered in the index folder, so that each article is fetched once, and again when it
changes.
""",
    ),
    "brief_feed_add": Message("Daftarkan umpan.", "Register a feed."),
    "help_feed_add": Message(
        """\
Daftarkan umpan di alamat URL: RSS, Atom, peta situs, atau indeks peta situs.

Isinya diperiksa dulu. Kalau di sana ada halaman biasa, umpan yang disebutnya ditawarkan.
""",
        """\
Register the feed at URL: RSS, Atom, a sitemap or an index of sitemaps.

What is there is looked at first. If it is a page, the feeds that it declares are offered.
""",
    ),
    "brief_feed_list": Message("Tampilkan umpan dan keadaannya.", "Show the feeds and how they are doing."),
    "help_feed_list": Message(
        """\
Tampilkan setiap umpan: keadaannya, kapan terakhir diambil, berapa artikel yang baru waktu itu, berapa yang
masih akan diambil, dan kapan berikutnya.
""",
        """\
Show each feed: its status, when it was fetched last, how many articles were new then, how many are left to
be fetched, and when it is fetched next.
""",
    ),
    "brief_feed_remove": Message("Hapus umpan.", "Remove a feed."),
    "help_feed_remove": Message(
        "Hapus umpan NAME dari daftar; artikelnya tetap di indeks.",
        "Remove the feed NAME from the list; its articles stay in the index.",
    ),
    "brief_feed_fetch": Message("Ambil artikel baru ke indeks.", "Bring new articles into the index."),
    "help_feed_fetch": Message(
        """\
Ambil artikel baru dari setiap umpan yang sudah waktunya, atau dari umpan NAME, ke indeks.

Setiap server hanya diminta satu per satu, dengan jeda, dan seperti diizinkan robots.txt-nya. Artikel yang
gagal diambil disebut, lalu dicoba lagi beberapa kali oleh pengambilan berikutnya. Kode keluarnya 1 kalau ada
yang gagal.

Dengan --every perintah ini berjalan terus sampai dihentikan (SIGTERM atau Ctrl-C); tanpa itu sekali saja,
untuk timer systemd atau cron.
""",
        """\
Bring new articles of every feed that is due, or of the feeds NAME, into the index.

A server is asked for one thing at a time, with a pause, and as its robots.txt allows. Articles that cannot be
fetched are named, and tried again a few times by later fetches. The exit code is 1 if anything failed.

With --every the command runs until it is stopped (SIGTERM or Ctrl-C); without it, once, for a timer of
systemd or cron.
""",
    ),
    "brief_watch": Message("Ambil berkas begitu masuk ke folder.", "Take files as they come into a folder."),
    "help_watch": Message(
        """\
Ambil berkas yang masuk ke FOLDER, dan ke folder di dalamnya, ke indeks, sampai dihentikan (SIGTERM atau
Ctrl-C).

Berkas diambil kalau sudah tidak berubah sebentar; berkas tersembunyi dan yang bernama .part, .tmp, dan
sejenisnya dilewati. Berkas yang ditulis ulang mengganti artikelnya. Yang sudah diambil dicatat di folder
indeks, jadi tidak diambil dua kali.

Berkas yang dihapus tidak menghapus artikelnya, kecuali dengan --mirror.
""",
        """\
Take files that come into FOLDER, and into folders in it, into the index, until stopped (SIGTERM or Ctrl-C).

A file is taken when it has not changed for a moment; hidden files, and those named .part, .tmp and the like,
are passed over. A file that is rewritten replaces its articles. What was taken is remembered in the index
folder, so that it is not taken twice.

A file that is removed leaves its articles, except with --mirror.
""",
    ),
}

_OPTIONS = {
    "option_once": Message("Ambil yang ada sekarang, lalu selesai.", "Take what is there now, and end."),
    "option_watch_every": Message("Jarak antara dua pemeriksaan.", "How often the folder is looked at."),
    "option_still": Message(
        "Berapa lama berkas tidak berubah sebelum diambil.",
        "How long a file must not change before it is taken.",
    ),
    "option_mirror": Message(
        "Hapus artikel dari berkas yang sudah tidak ada.", "Delete the articles of files that are gone."
    ),
    "option_allow_private": Message(
        "Izinkan alamat yang tidak di internet publik, seperti server sendiri.",
        "Allow addresses that are not on the public internet, such as a server of your own.",
    ),
    "option_feed_name": Message(
        "Nama umpan untuk perintah lain. [bawaan: nama servernya]",
        "What other commands call the feed. [default: its host]",
    ),
    "option_full_text": Message(
        "Ambil juga halaman setiap artikel, atau hanya teks dari umpan. [bawaan: --full-text]",
        "Fetch the page of each article as well, or take the text of the feed only. [default: --full-text]",
    ),
    "option_feed_every": Message(
        "Jarak antara dua pengambilan umpan ini: 90s, 15m, 2h, 1d. [bawaan: setiap kali]",
        "How long after a fetch this feed is fetched again: 90s, 15m, 2h, 1d. [default: every time]",
    ),
    "option_feed_source": Message(
        "Penerbit artikelnya. [bawaan: seperti disebut halaman atau umpannya]",
        "The publisher of its articles. [default: as page or feed say]",
    ),
    "option_no_check": Message("Jangan periksa isinya dulu.", "Do not look first at what is there."),
    "option_fetch_every": Message(
        "Ulangi terus dengan jarak ini, sampai dihentikan: 15m, 2h.",
        "Do it again and again, so long apart, until stopped: 15m, 2h.",
    ),
    "option_most": Message(
        "Banyaknya artikel per umpan sekali ambil; sisanya diambil kali berikutnya.",
        "Articles of a feed at one fetch; the others are left to the next.",
    ),
    "option_pause": Message(
        "Detik antara dua permintaan ke satu server.", "Seconds between two requests to a host."
    ),
    "option_quiet_fetch": Message("Hanya sebutkan yang gagal.", "Say nothing but what failed."),
}

FEED_COMMANDS = {**_HELP, **_OPTIONS}
