"""The sentences of alerts: the help of their commands, their messages, and why a message cannot be sent."""

from __future__ import annotations

from search.wording.message import Message

_ERRORS = {
    "one_target": Message(
        "sebutkan satu tujuan: --webhook URL atau --mail ADDRESS",
        "name one target: --webhook URL or --mail ADDRESS",
    ),
    "no_mail_server": Message(
        "belum ada server surat: isi pengaturan smtp_host",
        "there is no mail server: set smtp_host",
    ),
    "no_mail_address": Message("{address} bukan alamat surat", "{address} is no address of mail"),
    "no_alert_name": Message(
        "{name} bukan nama: huruf, angka, titik, dan tanda hubung, paling banyak 60",
        "{name} is no name: letters, digits, full stops and hyphens, at most 60",
    ),
    "alert_is_there": Message(
        "sudah ada pemberitahuan bernama {name}: pilih nama lain dengan --name",
        "there is an alert named {name} already: choose another name with --name",
    ),
    "no_such_alert": Message(
        "tidak ada pemberitahuan bernama {name}; 'warta alert list' menyebut semuanya",
        "no alert is named {name}; 'warta alert list' names them all",
    ),
    "post_is_redirected": Message(
        "{host} mengalihkan; webhook tidak mengikuti pengalihan: daftarkan alamat tujuannya",
        "{host} redirects, which a webhook does not follow: register the address that it leads to",
    ),
    "mail_login_failed": Message(
        "{host} menolak smtp_user atau smtp_password ({status})",
        "{host} does not accept smtp_user or smtp_password ({status})",
    ),
    "mail_refused": Message("{host} menolak surat: {reason}", "{host} refused the mail: {reason}"),
    "mail_failed": Message(
        "surat tidak dapat diserahkan ke {host}: {reason}", "mail cannot be handed to {host}: {reason}"
    ),
    "no_place": Message(
        "{setting}: {value} bukan alamat; tulis seperti https://arsip.example",
        "{setting}: {value} is no address; write it as https://arsip.example",
    ),
}

_SAID = {
    "alert_added": Message(
        "{name}: memberi tahu {target} tentang artikel yang masuk mulai sekarang",
        "{name}: tells {target} of articles that come from now on",
    ),
    "alert_secret": Message(
        "rahasia untuk memeriksa tanda tangannya: {secret}", "the secret to check its signatures: {secret}"
    ),
    "alert_removed": Message("{name} dihapus", "{name} removed"),
    "no_alerts": Message(
        "belum ada pemberitahuan; tambahkan dengan 'warta alert add QUERY --webhook URL'",
        "no alerts yet; add one with 'warta alert add QUERY --webhook URL'",
    ),
    "alert_counts": Message(
        "diberitahukan {told}, pesan menunggu {waiting}, dilepas {lost}",
        "told {told}, messages waiting {waiting}, given up {lost}",
    ),
    "alert_told": Message(
        "{name}: {count} artikel diberitahukan",
        "{name}: {count} articles told",
        "{name}: {count} article told",
    ),
    "alert_failing": Message(
        "{name}: {reason}; {count} artikel menunggu percobaan berikutnya",
        "{name}: {reason}; {count} articles wait for the next try",
        "{name}: {reason}; {count} article waits for the next try",
    ),
    "alert_lost": Message(
        "{name}: {count} artikel tidak dapat diberitahukan selama tujuh hari, dan dilepas",
        "{name}: {count} articles could not be told for seven days, and were given up",
        "{name}: {count} article could not be told for seven days, and was given up",
    ),
    "alerts_are_running": Message("proses lain sedang menjalankannya", "another process is running them"),
    "all_articles": Message("semua artikel", "all articles"),
    "alert_subject": Message(
        "Warta: {count} artikel baru untuk “{query}”",
        "Warta: {count} new articles for “{query}”",
        "Warta: {count} new article for “{query}”",
    ),
    "alert_intro": Message(
        "{count} artikel baru cocok dengan “{query}”:",
        "{count} new articles match “{query}”:",
        "{count} new article matches “{query}”:",
    ),
    "alert_repeated": Message(
        "Pesan ini mungkin sudah pernah sampai: pengirimannya terputus sebelum ada kepastian.",
        "This message may have reached you before: its sending was cut off before that was certain.",
    ),
    "alert_outro": Message(
        "Pemberitahuan “{name}” dari arsip Warta.", "The alert “{name}” of a Warta archive."
    ),
}

_COMMANDS = {
    "brief_alert": Message("Beri tahu tentang artikel baru.", "Tell of new articles."),
    "help_alert": Message(
        """\
Pencarian yang disimpan: artikel baru yang cocok diberitahukan lewat webhook atau surat.

\b
  warta alert add "gempa cianjur" --webhook https://contoh.example/masuk
  warta alert list
  warta alert run

Artikel diperiksa sesudah setiap 'warta add', 'reindex', 'watch', dan 'feed fetch'; 'warta alert run' mencoba
lagi yang belum diterima.
""",
        """\
Saved searches: new articles that match are told by a webhook or by mail.

\b
  warta alert add "gempa cianjur" --webhook https://contoh.example/in
  warta alert list
  warta alert run

Articles are looked at after every 'warta add', 'reindex', 'watch' and 'feed fetch'; 'warta alert run' tries
again what was not taken yet.
""",
    ),
    "brief_alert_add": Message("Simpan pencarian dan tujuannya.", "Save a search and its target."),
    "help_alert_add": Message(
        """\
Simpan pencarian QUERY; artikel yang masuk sesudah ini dan cocok diberitahukan ke tujuannya, masing-masing
sekali.

Tanpa QUERY, semua artikel baru. Rahasia webhook hanya ditampilkan sekali.
""",
        """\
Save the search QUERY; articles that come after this and match are told to its target, each once.

Without QUERY, all new articles. The secret of a webhook is shown only once.
""",
    ),
    "brief_alert_list": Message("Tampilkan pemberitahuan dan keadaannya.", "Show the alerts."),
    "help_alert_list": Message(
        "Tampilkan setiap pemberitahuan: pencarian, tujuan, dan apa yang sudah atau belum diterima.",
        "Show each alert: its search, its target, and what was taken or waits.",
    ),
    "brief_alert_remove": Message("Hapus pemberitahuan.", "Remove an alert."),
    "help_alert_remove": Message(
        "Hapus pemberitahuan NAME, juga pesannya yang menunggu.",
        "Remove the alert NAME, and its messages that wait.",
    ),
    "brief_alert_run": Message("Beri tahu sekarang.", "Tell now."),
    "help_alert_run": Message(
        "Beri tahu tentang artikel baru, dan coba lagi semua pesan yang menunggu. Kode keluarnya 1 kalau ada"
        " yang gagal.",
        "Tell of new articles, and try all messages again that wait. The exit code is 1 if something failed.",
    ),
    "option_webhook": Message(
        "Alamat yang menerima POST bertanda tangan.", "The address that gets signed POSTs."
    ),
    "option_mail": Message("Alamat surat yang diberi tahu.", "The address of mail that is told."),
    "option_alert_name": Message(
        "Nama pemberitahuan; bawaannya dari pencariannya.", "The name; by default of the query."
    ),
    "option_alert_every": Message("Jalankan terus, dengan jeda ini.", "Go on, with this pause in between."),
}

ALERTS = {**_ERRORS, **_SAID, **_COMMANDS}
