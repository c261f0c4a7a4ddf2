"""The help texts of each command: one line (``brief_...``) and the whole text."""

from __future__ import annotations

from search.wording.message import Message

HELP = {
    "help_warta": Message(
        """\
Cari di arsip berita Indonesia.

\b
  warta reindex arsip.jsonl.zst       membuat indeks arsip: berkas, folder, atau beberapa
  warta add hari-ini.jsonl            menambahkan, atau mengganti yang id-nya sama
  warta search "banjir jakarta"       mencari di sini
  warta serve                         mencari di peramban

Indeks adalah folder: --index, atau variabel lingkungan WARTA_INDEX, atau ./warta-index.

Kode keluar: 0 selesai; 1 selesai dengan masukan yang ditolak, masing-masing disebut; 2 tidak dapat
dikerjakan.
""",
        """\
Search Indonesian news archives.

\b
  warta reindex archive.jsonl.zst     index an archive: a file, a folder, or several
  warta add today.jsonl               add to it, or replace what has the same id
  warta search "banjir jakarta"       search it here
  warta serve                         search it in the browser

The index is a folder: --index, else the environment variable WARTA_INDEX, else ./warta-index.

Exit codes: 0 done; 1 done with rejected input, each named; 2 could not be done.
""",
    ),
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
    "brief_search": Message("Cari di indeks.", "Search the index."),
    "help_search": Message(
        """\
Cari QUERY di indeks.

\b
banjir jakarta           kedua kata, di mana saja dalam satu artikel, dalam bentuk apa pun
'"hujan deras"'          kata-kata ini berurutan, persis seperti ditulis
'"banjir jakarta"~3'     dengan paling banyak tiga kata di antaranya
'banjir -jakarta'        tanpa yang kedua
'banjir ATAU longsor'    salah satu (juga OR dan |)
judul:banjir isi:deras   di judul, di isi
sumber:antara kategori:ekonomi dari:2020 sampai:2021-06
'bangun*'                kata yang berawalan begitu

Tanda kutip tunggal untuk shell.
""",
        """\
Search the index for QUERY.

\b
banjir jakarta           both words, anywhere in one article, in any form
'"hujan deras"'          these words in a row, as written
'"banjir jakarta"~3'     with up to three words between
'banjir -jakarta'        without the second
'banjir OR longsor'      either (also ATAU and |)
judul:banjir isi:deras   in the headline, in the text
sumber:antara kategori:ekonomi dari:2020 sampai:2021-06
'bangun*'                words that begin so

The single quotes are for the shell.
""",
    ),
    "brief_paragraphs": Message(
        "Cari paragraf satu per satu, untuk diolah program lain.",
        "Find single paragraphs, for programs to go on with.",
    ),
    "help_paragraphs": Message(
        """\
Cari paragraf yang paling cocok dengan QUERY, dengan BM25 biasa.

QUERY terdiri atas kata, "frasa", dan -kata yang tidak boleh ada di paragraf; selain itu tidak ada yang
berarti khusus. Artikel, judul, nama lain, tanggal, dan salinan tidak ikut dihitung: untuk itu ada
'warta search'.
""",
        """\
Find the paragraphs that fit QUERY best, by plain BM25.

QUERY is words, "phrases" and -words that no paragraph may hold; nothing else in it means anything.
Articles, headlines, other names, dates and copies play no part: for those there is 'warta search'.
""",
    ),
    "brief_similar": Message(
        "Tampilkan artikel tentang hal yang sama.", "Show articles on the same subject as one."
    ),
    "help_similar": Message(
        """\
Tampilkan artikel tentang hal yang sama dengan artikel ID, yang paling mirip lebih dulu.

Salinan artikel itu tidak disertakan; dari salinan lain, satu yang ditampilkan.
""",
        """\
Show articles on the same subject as the article ID, the most similar first.

Copies of the article are left out; of other copies one is shown.
""",
    ),
    "brief_analyze": Message("Tampilkan hasil analisis teks.", "Show what the analysis makes of a text."),
    "help_analyze": Message(
        """\
Tampilkan hasil analisis TEXT, kata demi kata dan langkah demi langkah.

Dengan --terms, masukan standar (UTF-8) yang dibaca, dan setiap baris menjadi istilah indeksnya,
dipisahkan spasi: apa yang diindeks dari paragraf dengan teks itu. Baris ke-7 keluaran milik baris ke-7
masukan; baris tanpa kata menjadi baris kosong.

Dengan --names, nama (orang, organisasi, tempat, undang-undang, peristiwa) dan kutipan ditampilkan;
setiap baris TEXT, atau masukan standar jika TEXT tidak diberikan, adalah satu paragraf dari satu artikel.
""",
        """\
Show what the analysis makes of TEXT, word by word and step by step.

With --terms, standard input (UTF-8) is read instead and every line becomes its index terms, separated
by blanks: what is indexed of a paragraph with that text. Line 7 of the output belongs to line 7 of
the input; a line without words becomes an empty line.

With --names, names (people, organisations, places, laws, events) and quotations are shown; each line of
TEXT, or of standard input without TEXT, is a paragraph of one article.
""",
    ),
    "brief_batch": Message(
        "Jawab berkas berisi kueri, sebagai hasil TREC.", "Answer a file of queries, as a TREC run."
    ),
    "help_batch": Message(
        """\
Jawab setiap kueri di QUERIES.tsv (QUERY<TAB>TEXT) dan tulis hasilnya dalam format TREC.

Teksnya kata biasa: tanda kutip dan operator di dalamnya tidak berarti apa-apa. Apa pun yang memuat
salah satu kata diurutkan.
""",
        """\
Answer every query of QUERIES.tsv (QUERY<TAB>TEXT) and write a TREC run.

Texts are plain words: quotes and operators in them mean nothing. Whatever holds any of the words is
ranked.
""",
    ),
    "brief_evaluate": Message("Nilai hasil TREC terhadap penilaian.", "Score a TREC run against judgements."),
    "help_evaluate": Message(
        """\
Nilai RUN (dari 'warta batch', atau hasil TREC mana pun) terhadap QRELS, seperti trec_eval.

Baris RUN berbentuk QUERY Q0 DOCUMENT RANK SCORE TAG, baris QRELS berbentuk QUERY 0 DOCUMENT RELEVANCE;
relevansi 0 berarti tidak relevan.

Kalau salah satunya menyebut paragraf (ARTICLEID#N) dan yang lain artikel, yang dinilai artikel.
""",
        """\
Score RUN (of 'warta batch', or any TREC run) against QRELS, as trec_eval does.

Lines of RUN are QUERY Q0 DOCUMENT RANK SCORE TAG, those of QRELS are QUERY 0 DOCUMENT RELEVANCE, where
a relevance of 0 is not relevant.

Where one of them speaks of paragraphs (ARTICLEID#N) and the other of articles, articles are scored.
""",
    ),
    "brief_serve": Message("Layani halaman web dan API JSON.", "Serve the web page and the JSON API."),
    "help_serve": Message(
        """\
Layani halaman web dan API JSON sampai dihentikan.

Indeks yang dibuat ulang langsung dipakai tanpa berhenti melayani.
""",
        """\
Serve the page and the JSON API until interrupted.

A rebuilt index is picked up while serving.
""",
    ),
    "brief_formats": Message("Sebutkan format yang dapat dibaca.", "List the formats that can be read."),
    "help_formats": Message(
        """Sebutkan format yang dapat dibaca, dan pustaka yang belum terpasang untuk beberapa di antaranya.

Setiap berkas boleh dimampatkan (.gz .zst .xz .bz2). Alamat basis data (postgresql://...) juga sumber.
""",
        """List the formats that can be read, and the libraries that are not installed for some.

Every file may be packed (.gz .zst .xz .bz2). The address of a database (postgresql://...) is a source, too.
""",
    ),
    "brief_settings": Message("Tampilkan setelan dan asalnya.", "Show the settings and where they are from."),
    "help_settings": Message(
        """Tampilkan setiap setelan, nilainya, dan asal nilai itu.

Yang dihitung lebih dulu adalah opsi perintah, lalu variabel lingkungan (WARTA_PORT), lalu berkas setelan
dalam TOML (port = 8000): yang disebut WARTA_SETTINGS, atau ~/.config/warta/settings.toml, atau
/etc/warta/settings.toml.
""",
        """Show every setting, its value, and where the value is from.

An option of a command counts first, then an environment variable (WARTA_PORT), then the settings file in
TOML (port = 8000): the one that WARTA_SETTINGS names, else ~/.config/warta/settings.toml, else
/etc/warta/settings.toml.
""",
    ),
}
