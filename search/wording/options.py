"""What ``--help`` says of each option."""

from __future__ import annotations

from search.wording.message import Message

_FIELDS = {
    "source": ("sumber", "source"),
    "category": ("kategori", "category"),
    "author": ("penulis", "author"),
    "tag": ("tag", "tag"),
    "place": ("tempat", "place"),
    "language": ("bahasa", "language"),
}

OPTIONS = {
    **{
        f"option_only_{name}": Message(
            f"Hanya {indonesian} ini; dapat diulang.", f"Only this {english}; repeatable."
        )
        for name, (indonesian, english) in _FIELDS.items()
    },
    **{
        f"option_not_{name}": Message(
            f"Bukan {indonesian} ini; dapat diulang.", f"Not this {english}; repeatable."
        )
        for name, (indonesian, english) in _FIELDS.items()
    },
    "option_only_missing": Message(
        "Juga artikel tanpa nilai di sini, atau hanya itu: source, date, ...; dapat diulang.",
        "Also articles without a value here, or only those: source, date, ...; repeatable.",
    ),
    "option_only_present": Message(
        "Hanya artikel dengan nilai di sini: source, date, ...; dapat diulang.",
        "Only articles with a value here: source, date, ...; repeatable.",
    ),
    "option_help": Message("Tampilkan bantuan ini.", "Show this message and exit."),
    "option_version": Message("Tampilkan versi.", "Show the version and exit."),
    "option_lang": Message(
        "Bahasa yang dipakai: Indonesia (id) atau Inggris (en). [bawaan: $WARTA_LANG atau id]",
        "Speak Indonesian or English. [default: $WARTA_LANG or id]",
    ),
    "option_index": Message(
        "Folder indeks, atau opensearch://HOST/NAMA. [bawaan: $WARTA_INDEX atau ./warta-index]",
        "The index folder, or opensearch://HOST/NAME. [default: $WARTA_INDEX or ./warta-index]",
    ),
    "option_wait": Message(
        "Tunggu kalau indeks sedang diubah proses lain: sekian detik, atau tanpa batas.",
        "Wait if another process is changing the index: so many seconds, or without a limit.",
    ),
    "option_generation": Message(
        "Generasi yang dicari mulai sekarang. [bawaan: yang sebelumnya]",
        "The generation that is searched from now on. [default: the previous one]",
    ),
    "option_online": Message(
        "Baca perlahan dan dengan prioritas terendah, selagi indeks dilayani; hasilnya ada di /metrics.",
        "Read slowly and with the lowest priority, while the index is served; /metrics has what was found.",
    ),
    "option_rate": Message(
        "Megabita tiap detik dengan --online. [bawaan: 20]",
        "Megabytes per second with --online. [default: 20]",
    ),
    "option_json": Message("Cetak JSON, dalam bentuk API HTTP.", "Print JSON, in the shape of the HTTP API."),
    "option_rejects": Message(
        "Berkas baru untuk rekaman yang tidak dapat dipakai. [bawaan: satu di folder indeks]",
        "A new file for records that cannot be used. [default: one in the index folder]",
    ),
    "option_field": Message(
        "Kunci untuk bidang ini, berurutan menurut pilihan: title=judul,headline; titik masuk ke dalam objek:"
        " published=meta.date. Ulangi untuk bidang lain.",
        "The keys for a field, in order of preference: title=judul,headline; a dot leads into an object:"
        " published=meta.date. Repeat for other fields.",
    ),
    "option_profile": Message(
        "Rekamannya seperti profil ini menyebutnya, dan tidak dikenali dari kuncinya: wordpress, indosum.",
        "Records are as this profile says, instead of recognised by their keys: wordpress, indosum.",
    ),
    "option_strict": Message(
        "Tolak artikel yang metadatanya tidak terbaca; biasanya hanya metadata itu yang dikosongkan.",
        "Reject articles whose metadata cannot be read; else only that metadata is left empty.",
    ),
    "option_timezone": Message(
        "Zona waktu arsip: hari terbit sebuah artikel adalah hari di sana.",
        "The time zone of the archive: an article is of the day that it was there.",
    ),
    "option_boilerplate": Message(
        "Aturan yang mengeluarkan teks tempelan, dengan koma: usual, none, all, atau nama aturan.",
        "The rules that take boilerplate out of texts, with commas: usual, none, all, or names of rules.",
    ),
    "option_keep_boilerplate": Message(
        "Biarkan teks tempelan (Baca juga, Editor:) di tempatnya: sama dengan --boilerplate none.",
        "Leave boilerplate (Baca juga, Editor:) where it stands: the same as --boilerplate none.",
    ),
    "option_long_paragraphs": Message(
        "cut memenggal paragraf yang lebih dari 150 kata di akhir kalimat; keep membiarkannya.",
        "cut cuts paragraphs of more than 150 words at the ends of sentences; keep leaves them.",
    ),
    "option_quiet": Message("Hanya sebutkan kesalahan dan penolakan.", "Say nothing but errors and rejects."),
    "option_stemmer_of_index": Message(
        "Cara kata diubah menjadi kata dasar; pencarian di indeks ini lalu memakai cara yang sama.",
        "How words are brought to their stems; searches over this index then do the same.",
    ),
    "option_jobs": Message(
        "Banyaknya proses yang membaca halaman web dan dokumen [bawaan: semua prosesor], dan yang menulis"
        " segmen-segmen indeks [bawaan: 1].",
        "Processes that read web pages and documents [default: all processors], and that write segments of"
        " the index [default: 1].",
    ),
    "option_format": Message(
        "Format setiap berkas, apa pun nama dan isinya; 'warta formats' menyebut semuanya.",
        "The format of every file, whatever its name and content; 'warta formats' lists them.",
    ),
    "option_sample": Message(
        "Rekaman yang dibaca dari setiap berkas.", "Records that are read of each file."
    ),
    "option_query": Message(
        "Yang diminta dari basis data atau berkas SQLite; tanpa ini, tabel yang berisi artikel.",
        "What a database or SQLite file is asked; without it, tables with articles.",
    ),
    "option_since_of_query": Message(
        "Nilai :since di --query: 2024-01-31, kemarin, 2024-01-31T14:30.",
        "The value of :since in --query: 2024-01-31, kemarin, 2024-01-31T14:30.",
    ),
    "option_delete_url": Message(
        "Artikel di alamat ini; dapat diulang.", "The article at this address; repeatable."
    ),
    "option_delete_query": Message(
        "Artikel yang memenuhi seluruh kueri ini, seperti 'warta search'.",
        "Articles that match this whole query, as in 'warta search'.",
    ),
    "option_before": Message(
        "Terbit sebelum tanggal ini: 2010, 2019-09-10.", "Published before this date: 2010, 2019-09-10."
    ),
    "option_after": Message(
        "Terbit sesudah tanggal ini: 2010, 2019-09-10.", "Published after this date: 2010, 2019-09-10."
    ),
    "option_dry_run": Message("Hanya sebutkan yang akan dihapus.", "Only say what would be deleted."),
    "option_reason": Message(
        "Alasannya, untuk catatan yang ditampilkan 'warta removed'.",
        "Why, for the record that 'warta removed' shows.",
    ),
    "option_block": Message(
        "Jangan biarkan masuk lagi sampai 'warta unblock'.",
        "Do not let them come back, until 'warta unblock'.",
    ),
    "option_purge": Message(
        "Bersihkan juga dari disk, dengan generasi sebelumnya; tidak dapat dibatalkan.",
        "Take them off the disk as well, with the previous generation; cannot be undone.",
    ),
    "option_quiet_delete": Message(
        "Hanya sebutkan kesalahan dan id yang tidak ada.",
        "Say nothing but errors and ids that are not there.",
    ),
    "option_page": Message("Halaman hasil.", "Result page."),
    "option_page_size": Message("Banyaknya artikel di satu halaman.", "Articles on a page."),
    "option_sort": Message(
        "Menurut relevansi, tanggal terbit, atau saat masuk ke indeks.",
        "By relevance, publication date, or arrival in the index.",
    ),
    "option_results_format": Message(
        "Tulis hasilnya sebagai berkas ke keluaran standar: CSV, NDJSON, atau XLSX.",
        "Write the results to standard output as a file: CSV, NDJSON or XLSX.",
    ),
    "option_all": Message(
        "Semua hasil, sedalam apa pun; hanya dengan --format.",
        "All results, at any depth; only with --format.",
    ),
    "option_indexed_since": Message(
        "Masuk ke indeks sejak saat ini: 2024-03-15T08:00, 7d, kemarin.",
        "Came into the index then or later: 2024-03-15T08:00, 7d, kemarin.",
    ),
    "option_from": Message(
        "Terbit sejak tanggal ini: 2019, 2019-09-10, kemarin.",
        "Published then or later: 2019, 2019-09-10, kemarin.",
    ),
    "option_to": Message(
        "Terbit sampai tanggal ini: 2019 berarti seluruh tahun itu.",
        "Published then or earlier: 2019 is all of it.",
    ),
    "option_speaker": Message(
        "Hanya dalam kutipan orang atau lembaga ini; boleh berulang.",
        "Only in the quotations of this person or organisation; may be repeated.",
    ),
    "option_quotes": Message("Hanya di dalam kutipan.", "Only in quotations."),
    "option_exact": Message(
        "Kata hanya cocok persis seperti ditulis, tidak dalam bentuk lain.",
        "Words match as written only, not in other forms.",
    ),
    "option_no_expand": Message(
        "Jangan ikut mencari singkatan dan ejaan lain.",
        "Do not search abbreviations and spelling variants along.",
    ),
    "option_no_dates": Message(
        "Cari tanggal di dalam kueri sebagai kata.", "Search dates in the query as words."
    ),
    "option_no_collapse": Message(
        "Beri salinan dari teks yang sama tempat masing-masing.", "Give copies of one text a place each."
    ),
    "option_explain": Message("Tampilkan asal setiap nilai.", "Show what every score is made of."),
    "option_count_paragraphs": Message("Banyaknya paragraf, paling banyak.", "At most so many paragraphs."),
    "option_match": Message(
        "Semua kata dalam satu paragraf, atau salah satu saja.", "All words in one paragraph, or any of them."
    ),
    "option_match_search": Message(
        "Semua kata dalam satu artikel (bawaan), salah satu saja, atau semua dalam satu paragraf.",
        "All words in one article (the default), any of them, or all in one paragraph.",
    ),
    "option_since": Message("Terbit sejak tanggal ini.", "Published then or later."),
    "option_until": Message("Terbit sampai tanggal ini.", "Published then or earlier."),
    "option_count_articles": Message("Banyaknya artikel, paling banyak.", "At most so many articles."),
    "option_names": Message(
        "Tampilkan nama dan kutipan: siapa disebut, dan siapa berkata apa.",
        "Show names and quotations: who is named, and who said what.",
    ),
    "option_terms": Message(
        "Baca masukan standar; cetak istilah indeks baris demi baris.",
        "Read standard input; print the index terms line for line.",
    ),
    "option_stemmer": Message(
        "Cara kata diubah menjadi kata dasar.", "How words are brought to their stems."
    ),
    "option_no_compounds": Message(
        "Biarkan kata bertanda hubung dalam bagian-bagiannya.", "Leave hyphenated words in plain parts."
    ),
    "option_no_reduplication": Message(
        "Jangan anggap anak-anak satu kata.", "Do not take anak-anak as one word."
    ),
    "option_no_units": Message(
        "Jangan anggap 10 km, Rp1,5 T, UU No. 11 Tahun 2020 satu hal.",
        "Do not take 10 km, Rp1,5 T, UU No. 11 Tahun 2020 as one thing.",
    ),
    "option_output": Message("Berkas hasil yang ditulis.", "The run to write."),
    "option_depth": Message("Banyaknya hasil untuk setiap kueri.", "Results for each query."),
    "option_unit": Message(
        "Yang diurutkan: paragraf sebagai ARTICLEID#N, atau artikel.",
        "What is ranked: paragraphs as ARTICLEID#N, or articles.",
    ),
    "option_no_title": Message("Jangan cari di judul.", "Do not search headlines."),
    "option_as_written": Message("Kata hanya cocok persis seperti ditulis.", "Words match as written only."),
    "option_tag": Message("Nama hasil, kolom terakhirnya.", "Name of the run, its last column."),
    "option_ignore": Message(
        "Qrels dari dokumen yang dibuang dulu dari hasil.", "Qrels of documents to drop from the run first."
    ),
    "option_host": Message(
        "Alamat yang menerima sambungan; 0.0.0.0 berarti semua.", "Address to listen on; 0.0.0.0 is all."
    ),
    "option_port": Message("Port yang menerima sambungan.", "Port to listen on."),
    "option_unix_socket": Message(
        "Soket Unix yang menerima sambungan, sebagai ganti alamat dan port.",
        "A Unix socket to listen on, in place of address and port.",
    ),
    "option_path_prefix": Message(
        "Jalur di depan semua alamat, bila proksi menampilkan Warta di bawahnya.",
        "The path before all addresses, where a proxy shows Warta under one.",
    ),
    "option_proxies": Message(
        "Banyaknya proksi di depan yang tajuk X-Forwarded-nya dipercaya.",
        "The number of proxies in front whose X-Forwarded headers are believed.",
    ),
    "option_log_format": Message(
        "Satu baris catatan untuk setiap permintaan: off, text, atau json.",
        "A line in the log for each request: off, text or json.",
    ),
    "option_workers": Message("Banyaknya proses.", "Processes."),
    "option_threads": Message("Banyaknya utas (thread) per proses.", "Threads a process."),
}
