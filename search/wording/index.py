"""Why an index cannot be built or used, and what is damaged in it."""

from __future__ import annotations

from search.wording.message import Message

_FOLDER = {
    "no_index": Message(
        "tidak ada indeks di {folder}: buat dengan 'warta reindex SOURCE --index {folder}'",
        "no index in {folder}: build one with 'warta reindex SOURCE --index {folder}'",
    ),
    "folder_is_a_file": Message(
        "{folder} adalah berkas; indeks memerlukan folder", "{folder} is a file; the index needs a folder"
    ),
    "being_built": Message(
        "indeks di {folder} sedang diubah oleh proses lain; coba lagi nanti, atau tunggu dengan --wait",
        "{folder} is being changed by another process; try again later, or wait with --wait",
    ),
    "being_built_by": Message(
        "indeks di {folder} sedang diubah oleh {command} (proses {pid} di {host}, sejak {since}); coba lagi"
        " nanti, atau tunggu dengan --wait",
        "{folder} is being changed by {command} (process {pid} on {host}, since {since}); try again later, or"
        " wait with --wait",
    ),
    "being_replaced": Message(
        "{folder}: indeksnya terus-menerus diganti", "{folder}: the index is being replaced again and again"
    ),
    "no_previous_generation": Message(
        "{folder} tidak menyimpan generasi sebelumnya untuk dikembalikan",
        "{folder} keeps no previous generation to go back to",
    ),
    "pointer_cannot_be_read": Message(
        "{file} tidak dapat dibaca: {reason}", "{file} cannot be read: {reason}"
    ),
    "pointer_lost": Message(
        "{file} hilang, tetapi ada generasi {generations}: 'warta check' memeriksanya, 'warta rollback --to"
        " GENERATION' memilih yang dicari",
        "{file} is missing, but there are the generations {generations}: 'warta check' examines them, 'warta"
        " rollback --to GENERATION' chooses the one that is searched",
    ),
    "pointer_damaged": Message(
        "{file} tidak menyebut generasi; ada generasi {generations}: 'warta check' memeriksanya, 'warta"
        " rollback --to GENERATION' memilih yang dicari",
        "{file} does not name a generation; there are the generations {generations}: 'warta check' examines"
        " them, 'warta rollback --to GENERATION' chooses the one that is searched",
    ),
    "pointer_damaged_alone": Message(
        "{file} tidak menyebut generasi, dan tidak ada satu pun: buat indeksnya lagi dengan 'warta reindex'",
        "{file} does not name a generation, and there is none: build the index anew with 'warta reindex'",
    ),
    "no_such_generation": Message(
        "{folder} tidak punya generasi {generation}; yang ada: {generations}",
        "{folder} has no generation {generation}; there are: {generations}",
    ),
    "swap_unconfirmed": Message(
        "generasi {generation} sudah dicari, tetapi ini gagal sesudahnya: {reason}; kalau listrik padam, yang"
        " sebelumnya mungkin kembali",
        "generation {generation} is searched already, but this failed afterwards: {reason}; after a power cut"
        " the one before it may be back",
    ),
    "backup_into_itself": Message(
        "{folder} ada di dalam folder indeks; cadangan harus di tempat lain",
        "{folder} is inside of the index folder; a backup needs another place",
    ),
    "backup_into_something": Message(
        "{folder} berisi hal lain, bukan cadangan; sebut folder yang baru atau kosong",
        "{folder} has something else in it, and no backup; name a new or empty folder",
    ),
    "nothing_to_repair_from": Message(
        "tidak ada artikel yang masih dapat dibaca di {folder}; pulihkan dengan 'warta restore' atau buat"
        " lagi dengan 'warta reindex'",
        "no article can be read any more in {folder}; bring it back with 'warta restore' or build it anew"
        " with 'warta reindex'",
    ),
    "purge_left": Message(
        "ini tidak dapat dibuang dan masih memuat teks yang dihapus: {folders}",
        "these could not be removed and still have the deleted text: {folders}",
    ),
    "removals_cut": Message(
        "{file}: baris di akhirnya hilang, mungkin juga yang memblokir artikel: pulihkan dari cadangan, atau"
        " jalankan 'warta repair' dan blokir lagi",
        "{file}: lines at its end are missing, perhaps those that block articles: restore it from a backup,"
        " or run 'warta repair' and block them again",
    ),
    "purge_unfinished": Message(
        "indeks sudah bersih, tetapi ini gagal sesudahnya: {reason}; di samping indeks mungkin masih ada yang"
        " dihapus: jalankan 'warta purge' lagi",
        "the index is purged, but this failed afterwards: {reason}; what was deleted may still be beside the"
        " index: run 'warta purge' again",
    ),
    "deleted_not_purged": Message(
        "sudah dihapus, tetapi belum dibersihkan dari disk: {reason}; jalankan 'warta purge'",
        "it is deleted, but not purged from the disk: {reason}; run 'warta purge'",
    ),
    "added_not_remembered": Message(
        "artikelnya sudah di indeks, tetapi ini gagal sesudahnya: {reason}; lain kali dimasukkan sekali lagi,"
        " dan yang tepat sama tidak mengubah apa-apa",
        "the articles are in the index, but this failed afterwards: {reason}; they are added once more next"
        " time, and what is the same changes nothing",
    ),
    "removals_changed": Message(
        "{file}: baris {line} berubah, atau baris sebelumnya hilang",
        "{file}: line {line} was changed, or lines before it are missing",
    ),
    "no_such_article": Message("tidak ada artikel dengan id {id}", "no article with the id {id}"),
    "no_such_person": Message(
        "tidak ada orang atau lembaga bernama {name}", "no person or organisation is called {name}"
    ),
    "no_such_field": Message(
        "tidak ada bidang {field}; yang ada {fields}", "there is no field {field}; there are {fields}"
    ),
    "cursor_unknown": Message(
        "kursor ini bukan dari Warta atau terpotong; mulailah dengan cursor=*",
        "this cursor is not from Warta, or was cut; begin with cursor=*",
    ),
    "cursor_of_other_search": Message(
        "kursor ini milik pencarian lain; parameter lain harus tetap sama",
        "this cursor belongs to another search; all other parameters must stay the same",
    ),
    "query_too_expensive": Message(
        "pencarian ini terlalu mahal: melebihi {limit}; persempit, misalnya dengan kata yang lebih"
        " lengkap, tanggal, atau lebih sedikit hasil pada satu halaman",
        "this search is too expensive: it takes more than {limit}; narrow it, for example with"
        " longer words, a date, or fewer results on a page",
    ),
    "milliseconds_of_processor": Message(
        "{count} milidetik prosesor",
        "{count} milliseconds of the processor",
        "{count} millisecond of the processor",
    ),
    "postings": Message("{count} posting", "{count} postings", "{count} posting"),
    "forms_of_words": Message("{count} bentuk kata", "{count} forms of words", "{count} form of a word"),
    "search_cancelled": Message("pencarian dihentikan", "the search was cancelled"),
    "cursor_expired": Message(
        "indeks sudah dibuat lagi dua kali atau lebih sejak penelusuran ini dimulai; mulailah dari awal",
        "the index was made anew twice or more since this walk began; begin it again",
    ),
}

_BUILDS = {
    "no_article": Message(
        "tidak ada artikel yang dapat dipakai, jadi indeks tidak diubah",
        "no usable article was found, so the index was left as it is",
    ),
    "nothing_and_rejects": Message(
        "{reason}; {rejected} ditolak, lihat {file}", "{reason}; {rejected} rejected, see {file}"
    ),
    "no_id_given": Message(
        "tidak ada id yang diberikan, jadi indeks tidak diubah",
        "no id was given, so the index was left as it is",
    ),
    "no_number_of_jobs": Message(
        "jobs: {jobs} bukan jumlah proses dari {least} sampai {most}",
        "jobs: {jobs} is not a number of processes from {least} to {most}",
    ),
    "process_was_killed": Message(
        "satu proses pembuatan dihentikan oleh sinyal {signal}, jadi indeks tidak diubah; kalau memori"
        " kurang, pakai --jobs lebih sedikit atau WARTA_MEMORY_MB lebih kecil",
        "a process of the build was ended by signal {signal}, so the index was left as it is; where memory is"
        " short, take fewer --jobs or a lower WARTA_MEMORY_MB",
    ),
    "process_ended": Message(
        "satu proses pembuatan berakhir dengan kode {code}, jadi indeks tidak diubah; kalau memori"
        " kurang, pakai --jobs lebih sedikit atau WARTA_MEMORY_MB lebih kecil",
        "a process of the build ended with exit code {code}, so the index was left as it is; where memory is"
        " short, take fewer --jobs or a lower WARTA_MEMORY_MB",
    ),
    "verification_failed": Message(
        "indeks baru tidak lolos pemeriksaan dan dibuang: {wrong}",
        "the new index failed its verification and was dropped: {wrong}",
    ),
    "documents_counted": Message(
        "{found} dokumen, seharusnya {right}", "{found} documents, should be {right}"
    ),
    "articles_counted": Message("{found} artikel, seharusnya {right}", "{found} articles, should be {right}"),
    "several_of_one_id": Message(
        "{id}: ada beberapa artikel dengan id ini", "{id}: there are several articles of this id"
    ),
    "text_differs": Message("{place}: teks yang disimpan berbeda", "{place}: the stored text differs"),
    "not_found_by_word": Message(
        "{place}: tidak ditemukan dengan kata terpanjangnya", "{place}: not found by its longest word"
    ),
    "found_though_deleted": Message(
        "{id}: sudah dihapus tetapi masih ditemukan", "{id}: was deleted and is found"
    ),
}

_FILES = {
    "manifest_of_another": Message(
        "{file} bukan yang disebut CURRENT: generasi ini diganti dari luar; jalankan 'warta check'",
        "{file} is not the one that CURRENT vouches for: the generation was replaced from outside; run 'warta"
        " check'",
    ),
    "manifest_damaged": Message(
        "{file} hilang atau rusak ({reason}); buat indeks lagi, atau 'warta rollback'",
        "{file} is missing or damaged ({reason}); reindex, or 'warta rollback'",
    ),
    "other_index_format": Message(
        "{folder} berformat indeks {found}, versi ini membaca format {known}: buat lagi dengan"
        " 'warta reindex SOURCE... --index {index}'",
        "{folder} has index format {found}, this version reads format {known}: make it anew with"
        " 'warta reindex SOURCE... --index {index}'",
    ),
    "file_missing": Message("{file}: hilang", "{file}: missing"),
    "file_of_other_size": Message(
        "{file}: {found} byte, seharusnya {right}", "{file}: {found} bytes, should be {right}"
    ),
    "file_changed": Message(
        "{file}: isinya berubah sejak dibuat (checksum berbeda)",
        "{file}: contents changed since it was built (checksum differs)",
    ),
    "section_differs": Message(
        "{file}: {section} berubah sejak ditulis (checksum berbeda)",
        "{file}: {section} changed since it was written (checksum differs)",
    ),
    "cut_while_open": Message(
        "sebagian isinya tidak terbaca lagi sejak berkas dibuka",
        "a part of it cannot be read any more since it was opened",
    ),
    "header_changed": Message(
        "{file}: kepala berkas berubah sejak ditulis", "{file}: the header changed since it was written"
    ),
    "cannot_be_opened": Message(
        "{folder} tidak dapat dibuka ({reason}): jalankan 'warta check'",
        "{folder} cannot be opened ({reason}): run 'warta check'",
    ),
    "cannot_be_answered_from": Message(
        "{folder} tidak dapat dibaca ({reason}): jalankan 'warta check'",
        "{folder} cannot be read ({reason}): run 'warta check'",
    ),
    "file_missing_or_damaged": Message(
        "{file} hilang atau rusak ({reason}): jalankan 'warta check'",
        "{file} is missing or damaged ({reason}): run 'warta check'",
    ),
    "section_missing": Message(
        "{file} tidak punya {section}: jalankan 'warta check'", "{file} lacks {section}: run 'warta check'"
    ),
    "sources_not_named": Message(
        "{file} tidak menyebut sumbernya: jalankan 'warta check'",
        "{file} does not name its sources: run 'warta check'",
    ),
    "documents_not_counted": Message(
        "{file} tidak menyebut jumlah dokumennya", "{file} does not say how many documents it is about"
    ),
    "other_documents": Message(
        "{file} tentang {found} dokumen, seharusnya {right}",
        "{file} is about {found} documents, should be {right}",
    ),
    "lengths_not_said": Message(
        "{file} tidak menyebut panjang bidang-bidangnya", "{file} does not say how long its fields are"
    ),
    "damaged_here": Message("{wrong}: jalankan 'warta check'", "{wrong}: run 'warta check'"),
    "file_damaged": Message("{file}: {wrong}: jalankan 'warta check'", "{file}: {wrong}: run 'warta check'"),
    "field_damaged": Message(
        "{file}: {field}: {wrong}: jalankan 'warta check'", "{file}: {field}: {wrong}: run 'warta check'"
    ),
    "stored_damaged": Message(
        "{file}: {field} yang disimpan: {wrong}: jalankan 'warta check'",
        "{file}: stored {field}: {wrong}: run 'warta check'",
    ),
}

_WRONG = {
    "undecodable": Message("{reason}", "{reason}"),
    "impossible_containers": Message(
        "satu posting list punya wadah yang tidak mungkin", "a posting list has impossible containers"
    ),
    "files_count_differently": Message(
        "berkas-berkas segmen ini berbeda jumlahnya", "files of the segment count differently"
    ),
    "section_of_other_type": Message(
        "{section} bertipe {found}, seharusnya {right}", "{section} has the type {found}, should be {right}"
    ),
    "section_of_other_length": Message(
        "panjang {section} tidak seperti seharusnya", "{section} is not as long as it should be"
    ),
    "section_changed": Message("{section} berubah sejak ditulis", "{section} changed since it was written"),
    "list_changed": Message(
        "daftar {term} berubah sejak ditulis", "the list of {term} changed since it was written"
    ),
    "impossible_places": Message(
        "letak posting list-nya tidak mungkin", "the places of its posting lists are impossible"
    ),
    "impossible_frequencies": Message(
        "frekuensi dokumennya tidak mungkin", "its document frequencies are impossible"
    ),
    "positions_incomplete": Message("posisinya tidak lengkap", "its positions are incomplete"),
    "columns_differ": Message("kolom-kolomnya berbeda panjang", "its columns differ in length"),
    "columns_misfit": Message(
        "kolom-kolomnya tidak cocok dengan jumlah dokumen", "its columns do not fit the number of documents"
    ),
    "document_outside": Message("dokumen {document} di luar batas", "document {document} lies outside"),
    "document_changed": Message(
        "dokumen {document} berubah sejak ditulis", "document {document} changed since it was written"
    ),
    "document_of_unknown_kind": Message(
        "jenis {kind} dari dokumen {document} tidak dikenal",
        "document {document} is of the unknown kind {kind}",
    ),
    "document_without": Message(
        "salah satu dari dokumen {documents} tidak punya {field}",
        "one of the documents {documents} has no {field}",
    ),
    "document_no_text": Message(
        "dokumen {document} bukan teks ({reason})", "document {document} is no text ({reason})"
    ),
    "no_such_document": Message(
        "satu posting list menyebut dokumen yang tidak ada",
        "a posting list names a document that there is not",
    ),
    "position_too_great": Message(
        "satu posisi lebih besar daripada yang mungkin", "a position is greater than any can be"
    ),
    "impossible_signatures": Message("tanda tangannya tidak mungkin", "its signatures are impossible"),
    "signatures_of_nothing": Message("tanda tangan tanpa artikel", "signatures of no article"),
    "deletes_what_is_not_there": Message(
        "menghapus artikel yang tidak ada", "it deletes articles that there are not"
    ),
    "articles_differ": Message(
        "larik-larik artikelnya berbeda panjang", "arrays over articles differ in length"
    ),
    "paragraphs_undivided": Message(
        "first_paragraph tidak membagi paragraf menjadi artikel",
        "first_paragraph does not divide the paragraphs into articles",
    ),
    "impossible_values": Message(
        "{column} memuat nilai yang tidak mungkin", "{column} holds impossible values"
    ),
    "negative_lengths": Message("panjangnya negatif", "lengths are negative"),
    "misnamed_clusters": Message(
        "cluster tidak menyebut artikel pertama setiap gugus",
        "cluster does not name the first article of each cluster",
    ),
}

INDEX = {**_FOLDER, **_BUILDS, **_FILES, **_WRONG}
