"""The help texts of commands: one line (``brief_...``) and the whole; about an index: ``index_help``."""

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
