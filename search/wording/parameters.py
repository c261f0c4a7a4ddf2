"""What the resources of the API and their parameters are, for its documentation."""

from __future__ import annotations

from search.wording.message import Message

_API = {
    "api_summary": Message(
        "Pencarian di arsip berita Indonesia.", "Search in an archive of Indonesian news."
    ),
    "api_description": Message(
        "Semua nama ditulis dengan snake_case, semua isi dengan UTF-8. Kesalahan dijawab sebagai"
        " application/problem+json (RFC 9457). Bidang baru dapat ditambahkan kapan saja; yang ada tidak"
        " dihapus dan tidak berubah arti selama alamatnya /api/v1.",
        "All names are in snake_case, all content is UTF-8. Errors are application/problem+json (RFC 9457)."
        " Fields may be added at any time; none is removed, and none changes its meaning, as long as the"
        " address is /api/v1.",
    ),
    "path_id": Message(
        "Id artikel; garis miring ditulis ~2F dan tilde ~7E.",
        "The id of an article, a slash written as ~2F and a tilde as ~7E.",
    ),
    "path_kind": Message("atom, rss, atau json (JSON Feed 1.1).", "atom, rss, or json (JSON Feed 1.1)."),
    "path_field": Message("Bidang yang nilainya diminta.", "The field whose values are asked for."),
    "header_etag": Message(
        "Tanda isi jawaban; dikirim kembali dalam If-None-Match, jawabannya 304 selama tidak berubah.",
        "The tag of the answer; sent back in If-None-Match it is answered with 304 until something changes.",
    ),
    "response_200": Message("Jawabannya.", "The answer."),
    "response_304": Message("Tidak berubah.", "Not changed."),
    "response_400": Message("Ada parameter yang salah.", "A parameter is wrong."),
    "response_404": Message("Tidak ada yang demikian.", "There is no such thing."),
    "response_409": Message(
        "Parameter yang masing-masing benar tidak dapat digabung.",
        "Parameters that are right for themselves cannot be together.",
    ),
    "response_410": Message("Kursor sudah kedaluwarsa.", "The cursor has expired."),
    "response_413": Message("Badan permintaan terlalu besar.", "The body of the request is too large."),
    "response_415": Message("Badan permintaan bukan JSON.", "The body of the request is not JSON."),
    "response_401": Message("Kunci diperlukan, atau tidak dikenal.", "A key is needed, or it is unknown."),
    "response_403": Message("Kunci ini tidak boleh melakukannya.", "This key may not do that."),
    "response_429": Message(
        "Terlalu sering; lihat Retry-After dan RateLimit.", "Too often; see Retry-After and RateLimit."
    ),
    "response_422": Message("Pencarian terlalu mahal; persempit.", "The search is too expensive; narrow it."),
    "response_503": Message(
        "Indeks belum ada, rusak, atau server sibuk; lihat Retry-After.",
        "There is no index yet, it is damaged, or the server is busy; see Retry-After.",
    ),
}

_RESOURCES = {
    "resource_index": Message("Apa saja yang ada di API ini.", "What there is in this API."),
    "resource_search": Message(
        "Cari di arsip; tanpa kata, semua artikel dari yang terbaru.",
        "Search the archive; without words, all articles, the newest first.",
    ),
    "resource_paragraphs": Message(
        "Cari paragraf satu per satu dengan BM25 murni.", "Search single paragraphs by plain BM25."
    ),
    "resource_articles": Message("Beberapa artikel menurut id.", "Several articles by their ids."),
    "resource_articles_post": Message(
        "Banyak artikel menurut id, yang ditulis di badan permintaan.",
        "Many articles by their ids, which the body of the request has.",
    ),
    "resource_article": Message(
        "Satu artikel utuh; dengan q, yang cocok di dalamnya ditandai.",
        "A whole article; with q, the matches in it are marked.",
    ),
    "resource_similar": Message(
        "Artikel lain tentang pokok yang sama.", "Other articles on the same subject."
    ),
    "resource_values": Message(
        "Nilai sebuah bidang, misalnya semua sumber, dengan jumlah artikelnya.",
        "The values of a field, all sources for example, with their numbers of articles.",
    ),
    "resource_export": Message(
        "Semua hasil sebuah pencarian, sedalam apa pun, sebagai berkas.",
        "All results of a search, at any depth, as a file.",
    ),
    "resource_feed": Message(
        "Umpan sebuah pencarian: artikel yang terbit atau masuk terakhir.",
        "A feed of a search: the articles that were published, or came into the index, last.",
    ),
    "resource_suggest": Message(
        "Apa yang mungkin sedang diketik: kata judul, nilai, judul.",
        "What a query that is still being typed may become: words of headlines, values, headlines.",
    ),
    "resource_stats": Message("Isi arsip dalam angka.", "What is in the archive, in numbers."),
}

_OF_SEARCHES = {
    "parameter_q": Message(
        "Kueri, dalam bahasa kotak pencarian.", "The query, in the language of the search box."
    ),
    "parameter_from": Message(
        "Terbit pada tanggal ini atau sesudahnya: 2022, 2022-11, 2022-11-28, 7d, kemarin.",
        "Published on this day or later: 2022, 2022-11, 2022-11-28, 7d, kemarin.",
    ),
    "parameter_to": Message(
        "Terbit pada tanggal ini atau sebelumnya; 2022 berarti seluruh tahun itu.",
        "Published on this day or earlier; 2022 is all of that year.",
    ),
    "parameter_indexed_since": Message(
        "Masuk ke indeks sejak saat ini: 2024-03-15T08:00:00+07:00, 2024-03-15, 7d.",
        "Came into the index then or later: 2024-03-15T08:00:00+07:00, 2024-03-15, 7d.",
    ),
    "parameter_speaker": Message(
        "Kata dihitung hanya di dalam kutipan orang atau lembaga ini; berulang: salah satunya.",
        "Words count only in the quotations of this person or organisation; repeated: any of them.",
    ),
    "parameter_quotes": Message(
        "Kata dihitung hanya di dalam kutipan.", "Words count only in quotations, whoever is quoted."
    ),
    "parameter_sort": Message(
        "Urutan hasil; tanpa kata, relevance berarti newest; arrived: yang terakhir masuk ke indeks dulu.",
        "The order of results; without words relevance is newest; arrived: what came into the index last is"
        " first.",
    ),
    "parameter_sort_feed": Message(
        "Menurut tanggal terbit, atau menurut saat masuk ke indeks.",
        "By date of publication, or by arrival in the index.",
    ),
    "parameter_count_feed": Message("Banyaknya artikel, paling banyak.", "At most so many articles."),
    "parameter_group": Message(
        "article: artikel dengan paragrafnya; none: paragraf satu per satu.",
        "article: articles with their paragraphs; none: single paragraphs.",
    ),
    "parameter_match": Message(
        "all: semua kata di satu artikel, dikurangi hanya jika tidak ada yang memuatnya; any: salah satu; "
        "paragraph: semua kata di satu paragraf.",
        "all: all words in an article, stepping down only if no article has them all; any: any word; "
        "paragraph: all words in one paragraph.",
    ),
    "parameter_missing": Message(
        "Juga artikel yang tidak punya nilai di bidang ini; hanya itu jika tidak ada nilai yang diminta.",
        "Also articles without a value in these fields; only those if no value is asked for.",
    ),
    "parameter_present": Message(
        "Hanya artikel yang punya nilai di bidang ini.", "Only articles with a value in these fields."
    ),
    "parameter_page": Message(
        "Halaman, mulai dari 1, sampai hasil ke-10.000.", "The page, from 1 up to result number 10,000."
    ),
    "parameter_page_size": Message("Banyaknya hasil di satu halaman.", "Results on a page."),
    "parameter_cursor": Message(
        "* memulai penelusuran semua hasil, sedalam apa pun; lalu cursor dari jawaban sebelumnya.",
        "* begins a walk through all results, at any depth; then the cursor of the answer before.",
    ),
    "parameter_hits_per_article": Message(
        "Paragraf yang ditunjukkan dari setiap artikel.", "Paragraphs that are shown of each article."
    ),
    "parameter_facets": Message("Yang dihitung atas semua hasil.", "What is counted over all results."),
    "parameter_facet_limit": Message(
        "Nilai yang disebut dari setiap bidang, paling banyak.", "Values listed of each field, at most."
    ),
    "parameter_facet_text": Message(
        "Hanya nilai yang memuat teks ini yang disebut.", "Only values that contain this text are listed."
    ),
    "parameter_timeline": Message(
        "Hasil dihitung menurut hari, bulan, atau tahun terbit; auto memilih sendiri.",
        "Results are counted by day, month or year of publication; auto chooses.",
    ),
    "parameter_exact": Message(
        "Kata persis seperti ditulis.", "Words as they are written, in no other form."
    ),
    "parameter_expand": Message(
        "Singkatan dan ejaan lain ikut dicari.", "Abbreviations and other spellings are searched along."
    ),
    "parameter_dates": Message(
        "Tanggal di dalam q menyaring menurut tanggal terbit.", "Dates in q filter by publication."
    ),
    "parameter_headlines": Message("Judul ikut dicari.", "Headlines are searched along."),
    "parameter_highlight": Message("<mark> di dalam HTML.", "<mark> in HTML."),
    "parameter_explain": Message("Setiap nilai dengan bagian-bagiannya.", "Every score with its parts."),
    "parameter_plain": Message(
        "q hanya berisi kata: tanpa operator, bidang, tanggal.",
        "q is only words: no operators, fields, dates.",
    ),
    "parameter_collapse": Message(
        "Salinan dari satu teks mendapat satu tempat.", "Copies of one text take one place."
    ),
}

_FIELDS = {
    "source": ("sumber", "source"),
    "category": ("kategori", "section"),
    "author": ("penulis", "author"),
    "tag": ("tag", "tag"),
    "place": ("tempat", "place"),
    "language": ("bahasa", "language"),
}
_OF_FIELDS = {
    **{
        f"parameter_{name}": Message(
            f"Hanya {indonesian} ini; berulang: salah satunya.",
            f"Only this {english}; repeated: any of them.",
        )
        for name, (indonesian, english) in _FIELDS.items()
    },
    **{
        f"parameter_not_{name}": Message(
            f"Bukan {indonesian} ini; berulang: tidak satu pun.",
            f"Not this {english}; repeated: none of them.",
        )
        for name, (indonesian, english) in _FIELDS.items()
    },
}

_OF_OTHERS = {
    "parameter_q_paragraphs": Message(
        'Kata-kata; "..." frasa, - mengecualikan.', 'Words; "..." is a phrase, - excludes.'
    ),
    "parameter_q_article": Message("Yang ditandai di dalam teks.", "What is marked in the text."),
    "parameter_match_paragraphs": Message(
        "any: salah satu kata; all: semua kata di satu paragraf.",
        "any: any of the words; all: all words in one paragraph.",
    ),
    "parameter_count": Message("Banyaknya paragraf di satu halaman.", "Paragraphs on a page."),
    "parameter_q_suggest": Message(
        "Yang sudah diketik; kata terakhirnya boleh belum selesai.",
        "What was typed so far; its last word may be unfinished.",
    ),
    "parameter_count_suggest": Message("Banyaknya saran, paling banyak.", "At most so many suggestions."),
    "parameter_count_similar": Message("Banyaknya artikel, paling banyak.", "At most so many articles."),
    "parameter_page_values": Message("Halaman, mulai dari 1.", "The page, from 1."),
    "parameter_page_size_values": Message("Banyaknya nilai di satu halaman.", "Values on a page."),
    "parameter_id": Message(
        "Id artikel; berulang, sampai 100.", "The id of an article; repeated, up to 100."
    ),
    "parameter_text": Message("Semua paragraf ikut dikirim.", "All paragraphs come along."),
    "parameter_format": Message("Bentuk berkasnya.", "The format of the file."),
    "parameter_fields": Message(
        "Yang disebut tentang artikel; id selalu ikut.", "What is said of an article; the id always is."
    ),
    "parameter_hit_fields": Message(
        "Yang disebut tentang paragraf yang cocok.", "What is said of a paragraph that matches."
    ),
    "parameter_links": Message(
        "Tautan di dalam jawaban: relatif, atau lengkap dengan nama server.",
        "Links in the answer: relative, or with the name of the server.",
    ),
    "parameter_lang": Message(
        "Bahasa kalimat di dalam jawaban; tanpa ini, menurut Accept-Language, lalu Indonesia.",
        "The language of sentences in the answer; without it that of Accept-Language, else Indonesian.",
    ),
}

PARAMETERS = {**_API, **_RESOURCES, **_OF_SEARCHES, **_OF_FIELDS, **_OF_OTHERS}
