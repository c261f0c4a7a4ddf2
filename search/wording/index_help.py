"""The help texts of the commands that make, change, check and keep an index; of the others: ``help``."""

from __future__ import annotations

from search.wording.message import Message

INDEX_HELP = {
    "brief_reindex": Message(
        "Buat indeks dari berkas, lalu pasang.", "Build an index from files and swap it in."
    ),
    "help_reindex": Message(
        """\
Buat indeks baru dari setiap SOURCE, lalu pasang.

SOURCE adalah berkas atau folder (dengan semua folder di dalamnya): JSONL, CSV, TSV, atau teks biasa,
juga yang dikompresi sebagai .gz, .zst, atau .xz; "-" membaca JSONL dari masukan standar. Indeks baru
memuat isi sumber-sumber itu, dan tidak ada yang dari indeks lama.

Pencarian tetap memakai indeks lama sampai yang baru lengkap dan sudah diperiksa; 'warta rollback'
mengembalikan yang lama.

Rekaman yang tidak dapat dipakai disebut, dihitung, dan ditulis ke berkas penolakan. Perbaiki di sana,
lalu berikan berkas itu bersama sumber yang sama lain kali. Kode keluarnya 1.
""",
        """\
Build a new index from every SOURCE and swap it in.

SOURCE is a file or a folder (with all folders in it): JSONL, CSV, TSV or plain text, also compressed
as .gz, .zst or .xz; "-" reads JSONL from standard input. The new index holds what the sources hold,
and nothing of the old one.

Searches go on over the old index until the new one is complete and verified; 'warta rollback' brings
the old one back.

Records that cannot be used are named, counted and written to a file of rejects. Mend them there, and
give that file along with the same sources next time. The exit code is 1 then.
""",
    ),
    "brief_add": Message("Tambahkan artikel ke indeks.", "Add articles to the index."),
    "help_add": Message(
        """\
Tambahkan artikel dari setiap SOURCE ke indeks.

SOURCE sama seperti untuk 'warta reindex'. Artikel yang id-nya sudah ada di indeks adalah versi baru dan
mengganti yang lama; dari beberapa versi, yang terakhir berlaku. Analisisnya mengikuti indeks.

Pencarian tetap memakai indeks lama sampai yang baru lengkap dan sudah diperiksa; 'warta rollback'
mengembalikan yang lama.

Rekaman yang tidak dapat dipakai disebut, dihitung, dan ditulis ke berkas penolakan. Perbaiki di sana,
lalu tambahkan berkas itu. Kode keluarnya 1.
""",
        """\
Add the articles of every SOURCE to the index.

SOURCE is what it is for 'warta reindex'. An article whose id is in the index already is a new version
and replaces the old one; of several versions the last one counts. The analysis is that of the index.

Searches go on over the old index until the new one is complete and verified; 'warta rollback' brings
the old one back.

Records that cannot be used are named, counted and written to a file of rejects. Mend them there and
add that file. The exit code is 1 then.
""",
    ),
    "brief_delete": Message("Hapus artikel dari indeks.", "Delete articles from the index."),
    "help_delete": Message(
        """\
Hapus artikel dengan ID ini, atau yang memenuhi syarat.

\b
warta delete berita-7 berita-8 --reason "permintaan narasumber" --block --purge
warta delete --url https://contoh.example/berita/7
warta delete --source "Harian Contoh" --before 2010 --dry-run

Semua syarat harus terpenuhi. --dry-run menyebut yang akan dihapus: berapa dari tiap sumber dan bulan, dan
beberapa yang pertama. "-" membaca id dari masukan standar, satu per baris.

'warta rollback' mengembalikan artikelnya, kecuali dengan --purge. Yang dihapus dicatat tanpa teksnya:
'warta removed'. Id dan alamat yang tidak ada di indeks disebut, dan kode keluarnya 1.
""",
        """\
Delete the articles with these IDs, or those that meet conditions.

\b
warta delete berita-7 berita-8 --reason "request of a source" --block --purge
warta delete --url https://contoh.example/berita/7
warta delete --source "Harian Contoh" --before 2010 --dry-run

All conditions must be met. --dry-run says what would be deleted: how many of each source and month, and
the first few. "-" reads ids from standard input, one a line.

'warta rollback' brings the articles back, but not after --purge. What is deleted is recorded without its
text: 'warta removed'. Ids and addresses that are not in the index are named, and the exit code is 1 then.
""",
    ),
    "brief_removed": Message("Tampilkan catatan penghapusan.", "Show what was taken down."),
    "help_removed": Message(
        """\
Tampilkan yang dihapus dengan 'warta delete': kapan, apa, mengapa, dan apakah boleh kembali.

Catatan itu ada di removed.jsonl di folder indeks. Teksnya tidak ada di sana, hanya id, alamat, dan SHA-256.
""",
        """\
Show what 'warta delete' has taken down: when, what, why, and whether it may come back.

The record is removed.jsonl in the index folder. It has no text, only ids, addresses and SHA-256.
""",
    ),
    "brief_unblock": Message("Biarkan artikel yang diblokir masuk lagi.", "Let blocked articles come back."),
    "help_unblock": Message(
        """\
Biarkan artikel masuk lagi yang dihapus dengan --block: menurut id atau alamatnya.
""",
        """\
Let articles come back that were deleted with --block: by their ids or addresses.
""",
    ),
    "brief_purge": Message("Bersihkan disk dari yang dihapus.", "Take what was deleted off the disk."),
    "help_purge": Message(
        """\
Bersihkan disk dari semua yang dihapus, dan buang generasi sebelumnya.

Sampai itu teksnya masih ada di berkas, walau tidak ditemukan lagi. Sesudahnya tidak ada 'warta rollback'.
""",
        """\
Take everything that was deleted off the disk, and remove the previous generation.

Until then the text is still in the files, though nothing finds it. There is no 'warta rollback' afterwards.
""",
    ),
    "brief_stats": Message("Tampilkan isi indeks.", "Show what is in the index."),
    "help_stats": Message("Tampilkan isi indeks.", "Show what is in the index."),
    "brief_check": Message("Cari kerusakan di indeks.", "Look for damage in the index."),
    "help_check": Message(
        """\
Cari kerusakan: baca setiap byte indeks, lalu bandingkan checksum dan jumlahnya.

Generasi sebelumnya, yang dikembalikan 'warta rollback', juga diperiksa. Kode keluarnya 2 kalau ada yang
rusak.
""",
        """\
Look for damage: read every byte of the index and compare checksums and counts.

The previous generation, which 'warta rollback' brings back, is checked as well. The exit code is 2
where anything is damaged.
""",
    ),
    "brief_rollback": Message("Kembalikan indeks sebelumnya.", "Bring the previous index back."),
    "help_rollback": Message(
        """\
Kembalikan indeks sebelumnya; sekali lagi membatalkannya. Dengan --to, generasi yang disebut dicari mulai
sekarang; begitulah indeks yang kehilangan CURRENT dihidupkan lagi.

Indeks itu diperiksa dulu, dan dibiarkan kalau rusak.
""",
        """\
Bring the previous index back; once more undoes it. With --to, the named generation is searched from now
on; that is how an index that lost CURRENT is brought back to life.

It is checked first, and stays where it is if it is damaged.
""",
    ),
    "brief_backup": Message("Cadangkan indeks ke folder lain.", "Back the index up into another folder."),
    "help_backup": Message(
        """\
Cadangkan generasi yang dicari ke FOLDER, selagi indeks dipakai.

FOLDER itu sendiri indeks: dapat dicari dan diperiksa dengan --index FOLDER. Yang sudah ada di sana dari
cadangan sebelumnya ditautkan, tidak disalin lagi. Semuanya dibaca ulang sebelum dianggap selesai.
""",
        """\
Back the generation that is searched up into FOLDER, while the index is in use.

FOLDER is an index itself: search and check it with --index FOLDER. What an earlier backup has there already
is linked, not copied again. All of it is read again before it counts.
""",
    ),
    "brief_migrate": Message(
        "Salin indeks dari folder ke OpenSearch, atau sebaliknya.",
        "Copy an index from a folder to OpenSearch, or back.",
    ),
    "help_migrate": Message(
        """\
Salin indeks di FROM menjadi generasi baru di TO; keduanya folder atau opensearch://HOST/NAMA.

FROM tetap seperti semula. Perintah yang terhenti dilanjutkan dengan perintah yang sama.
""",
        """\
Copy the index at FROM as a new generation at TO; both are folders or opensearch://HOST/NAME.

FROM stays as it is. A command that was stopped goes on with the same command.
""",
    ),
    "brief_restore": Message("Pulihkan indeks dari cadangan.", "Bring the index back from a backup."),
    "help_restore": Message(
        """\
Jadikan cadangan di FOLDER generasi baru yang dicari; 'warta rollback' membatalkannya.

Artikel yang diblokir dengan 'warta delete --block' tidak ikut kembali.
""",
        """\
Make the backup in FOLDER a new generation that is searched; 'warta rollback' undoes it.

Articles that are blocked by 'warta delete --block' do not come back with it.
""",
    ),
    "brief_repair": Message("Perbaiki indeks yang rusak.", "Repair a damaged index."),
    "help_repair": Message(
        """\
Perbaiki indeks: kalau CURRENT hilang, generasi utuh yang terbaru dicari lagi; kalau generasinya rusak, dibuat
lagi dari teks yang disimpan di dalamnya.

Artikel yang tidak dapat dibaca lagi disebut, dan kode keluarnya 1.
""",
        """\
Repair the index: if CURRENT is lost, the newest sound generation is searched again; if the generation is
damaged, it is built anew from the texts that are stored in it.

Articles that cannot be read any more are named, and the exit code is 1 then.
""",
    ),
}
