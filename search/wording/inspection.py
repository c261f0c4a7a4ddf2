"""What ``warta inspect`` says of sources, and what became of their records together."""

from __future__ import annotations

from search.wording.message import Message

_INSPECTED = {
    "brief_inspect": Message("Tunjukkan bagaimana sumber akan dibaca.", "Show how sources would be read."),
    "help_inspect": Message(
        """Tunjukkan bagaimana sumber akan dibaca, sebelum apa pun dibuat.

Untuk setiap berkas: format dan enkodenya, kunci mana dibaca sebagai bidang apa dan mana yang tidak
dipakai, berapa artikel bertanggal, apa yang akan ditolak, dan tiga artikel dengan paragrafnya. Yang dibaca
paling banyak 20 berkas, dan dari masing-masing 1.000 rekaman atau 64 MB; --sample mengubah jumlah rekaman.

  warta inspect berita.csv --field text=uraian
""",
        """Show how sources would be read, before anything is built.

For each file: its format and encoding, which keys are read as which field and which are not used, how many
articles have dates, what would be rejected, and three articles with their paragraphs. At most 20 files are
read, and of each 1,000 records or 64 MB; --sample changes the number of records.

  warta inspect berita.csv --field text=uraian
""",
    ),
    "inspected_all": Message(
        "{count} rekaman, semuanya dibaca: {accepted} diterima, {rejected} ditolak",
        "{count} records, all of them read: {accepted} accepted, {rejected} rejected",
        "{count} record: {accepted} accepted, {rejected} rejected",
    ),
    "inspected_first": Message(
        "{count} rekaman pertama dibaca, masih ada yang lain: {accepted} diterima, {rejected} ditolak",
        "the first {count} records were read, there are more: {accepted} accepted, {rejected} rejected",
        "the first {count} record was read, there are more: {accepted} accepted, {rejected} rejected",
    ),
    "inspected_dated": Message(
        "bertanggal: {count} dari {accepted} ({share} %), {first} sampai {last}",
        "dated: {count} of {accepted} ({share} %), {first} to {last}",
    ),
    "inspected_undated": Message("tidak ada artikel yang bertanggal", "no article has a date"),
    "inspected_offer": Message(
        "mungkin --field {field}={key}, karena isinya seperti {example}",
        "perhaps --field {field}={key}, since it has values like {example}",
    ),
    "inspected_more_rejects": Message(
        "{count} lagi ditolak", "{count} more are rejected", "{count} more is rejected"
    ),
    "inspected_key": Message("kunci", "key"),
    "inspected_field": Message("bidang", "field"),
    "inspected_filled": Message("terisi", "filled"),
    "words": Message("{count} kata", "{count} words", "{count} word"),
    "only_first_records": Message(
        "hanya {count} rekaman pertama yang dibaca", "only the first {count} records were read"
    ),
    "only_first_files": Message(
        "hanya {count} berkas pertama yang dibaca, {left} lainnya tidak",
        "only the first {count} files were read, {left} others were not",
    ),
}

TOTALS = {
    "read_of_files": Message("dari {count} berkas: {told}", "of {count} files: {told}"),
    "read_empty": Message("dikosongkan {counts}", "left empty {counts}"),
    "read_left_out": Message("dilewati {counts}", "passed over {counts}"),
    "read_changed": Message("diperbaiki {counts}", "mended {counts}"),
    "read_taken": Message("dikeluarkan dari teks {counts}", "taken out of texts {counts}"),
    "read_unused": Message("tidak dipakai {counts}", "not used {counts}"),
    "listed": Message("{told}", "{told}"),
    "stat_read": Message("dibaca", "read"),
    "read_markup_removed": Message("HTML", "HTML"),
    "read_entities_decoded": Message("entitas HTML", "HTML entities"),
    "read_encoding_mended": Message("enkode", "encoding"),
    "read_breaks_written": Message("baris baru yang tertulis", "written line breaks"),
    "read_paragraphs_cut": Message("paragraf dipenggal", "paragraphs cut"),
    "read_characters_mended": Message("karakter diganti", "characters replaced"),
    "read_characters_dropped": Message("karakter dibuang", "characters dropped"),
    "read_first_of_several": Message("satu dari beberapa nilai", "one of several values"),
    "read_ids_changed": Message("id", "ids"),
    "read_source_of_address": Message("sumber dari alamat", "source of the address"),
    "read_author_labels": Message("nama penulis", "names of authors"),
    "read_day_of_name": Message("tanggal dari nama berkas", "date of the name of the file"),
    "read_not_public": Message("konsep atau terhapus", "drafts or deleted"),
    "read_same": Message("rekaman yang sama", "the same record"),
    "read_earlier": Message("versi lama", "earlier versions"),
}

INSPECTION = {**_INSPECTED, **TOTALS}
