"""The sentences that commands print: progress, summaries, tables."""

from __future__ import annotations

from search.wording.message import Message

_PROGRESS = {
    "stage_read": Message("membaca", "reading"),
    "stage_write": Message("menulis", "writing"),
    "stage_merge": Message("menggabungkan", "merging"),
    "stage_verify": Message("memeriksa", "verifying"),
    "stage_send": Message("mengirim", "sending"),
    "stage_swap": Message("memasang", "swapping in"),
    "counted": Message(
        "{articles} artikel, {paragraphs} paragraf", "{articles} articles, {paragraphs} paragraphs"
    ),
    "rate": Message("{paragraphs} paragraf/dtk", "{paragraphs} paragraphs/s"),
}

_BUILDING = {
    "rejected_record": Message("ditolak: {place}: {reason}", "rejected: {place}: {reason}"),
    "more_rejected": Message(
        "masih ada yang ditolak; semuanya tercatat di berkas penolakan",
        "more are rejected; all of them are named in the file of rejects",
    ),
    "rejected": Message("{count} ditolak ({kinds}): lihat {file}", "{count} rejected ({kinds}): see {file}"),
    "built": Message(
        "{articles} artikel, {paragraphs} paragraf di {folder}, generasi {generation}",
        "{articles} articles, {paragraphs} paragraphs in {folder}, generation {generation}",
    ),
    "added": Message(
        "{added} artikel ditambahkan, {replaced} diganti: {articles} artikel, {paragraphs} paragraf di"
        " {folder}, generasi {generation}",
        "{added} articles added, {replaced} replaced: {articles} articles, {paragraphs} paragraphs in"
        " {folder}, generation {generation}",
    ),
    "deleted": Message(
        "{deleted} artikel dihapus: {articles} artikel, {paragraphs} paragraf di {folder}, generasi"
        " {generation}",
        "{deleted} articles deleted: {articles} articles, {paragraphs} paragraphs in {folder}, generation"
        " {generation}",
    ),
    "added_and_unchanged": Message(
        "{added} artikel ditambahkan, {replaced} diganti, {unchanged} sudah ada tepat seperti itu: {articles}"
        " artikel, {paragraphs} paragraf di {folder}, generasi {generation}",
        "{added} articles added, {replaced} replaced, {unchanged} there already just as they are: {articles}"
        " articles, {paragraphs} paragraphs in {folder}, generation {generation}",
    ),
    "waiting": Message("menunggu: {reason}", "waiting: {reason}"),
    "not_in_the_index": Message("tidak ada di indeks: {id}", "not in the index: {id}"),
    "not_in_the_index_blocked": Message(
        "tidak ada di indeks, dan diblokir: {id}", "not in the index, and blocked: {id}"
    ),
    "kept_out": Message(
        "{count} tidak dimasukkan karena diblokir ('warta removed')",
        "{count} kept out because they are blocked ('warta removed')",
    ),
    "nothing_matches": Message(
        "tidak ada artikel yang memenuhi semua syarat itu, jadi indeks tidak diubah",
        "no article meets all these conditions, so the index was left as it is",
    ),
    "would_be_deleted": Message(
        "{articles} artikel, {paragraphs} paragraf akan dihapus dari {folder}, generasi {generation}:",
        "{articles} articles, {paragraphs} paragraphs to be deleted from {folder}, generation {generation}:",
    ),
    "without_source": Message("tanpa sumber", "without a source"),
    "undated": Message("tanpa tanggal", "undated"),
    "nothing_removed": Message(
        "belum ada yang dihapus dari {folder}", "nothing was removed from {folder} yet"
    ),
    "backed_up": Message(
        "generasi {generation} ada di {folder}, sudah diperiksa: {copied} disalin, {linked} sudah di sana",
        "generation {generation} is in {folder}, verified: {copied} copied, {linked} was there already",
    ),
    "restored": Message(
        "{articles} artikel, {paragraphs} paragraf dari cadangan di {folder}, generasi {generation}",
        "{articles} articles, {paragraphs} paragraphs of the backup in {folder}, generation {generation}",
    ),
    "lost_article": Message("tidak dapat dibaca lagi: {id}", "cannot be read any more: {id}"),
    "log_mended": Message(
        "catatan penghapusan ditulis lagi, {count} barisnya hilang; yang rusak disimpan di {file}",
        "the record of removals was written anew, {count} of its lines are lost; the damaged one is {file}",
    ),
    "repair_sound": Message(
        "generasi {generation} utuh, tidak ada yang perlu diperbaiki",
        "generation {generation} is sound, there is nothing to repair",
    ),
    "repair_pointed": Message(
        "generasi {generation}, yang terbaru yang utuh, dicari sekarang",
        "generation {generation}, the newest sound one, is searched now",
    ),
    "repair_built": Message(
        "dibuat lagi dari teks yang disimpan: {articles} artikel, {paragraphs} paragraf di {folder}, generasi"
        " {generation}",
        "built anew from the stored texts: {articles} articles, {paragraphs} paragraphs in {folder},"
        " generation {generation}",
    ),
    "event_removed": Message("dihapus", "removed"),
    "event_blocked": Message("diblokir", "blocked"),
    "event_unblocked": Message("tidak diblokir lagi", "unblocked"),
    "event_purged": Message("dibersihkan dari disk", "purged from the disk"),
    "removed_blocks": Message("[tidak boleh kembali]", "[must not come back]"),
    "removed_is_back": Message("[ada di indeks]", "[is in the index]"),
    "not_blocked": Message("tidak pernah diblokir: {id}", "never was blocked: {id}"),
    "unblocked": Message("{count} boleh masuk lagi", "{count} may come back"),
    "purged": Message(
        "yang dihapus sudah tidak ada di disk: {articles} artikel, {paragraphs} paragraf di {folder}, hanya"
        " generasi {generation}",
        "nothing deleted is on the disk any more: {articles} articles, {paragraphs} paragraphs in {folder},"
        " generation {generation} only",
    ),
    "purged_traces": Message(
        "juga dari berkas tolakan, ingatan umpan, dan pemberitahuan: {count} rekaman",
        "out of rejects, of what feeds brought and of what alerts tell, too: {count} records",
        "out of rejects, of what feeds brought and of what alerts tell, too: {count} record",
    ),
}

_STATS = {
    "stat_generation": Message("generasi", "generation"),
    "stat_articles": Message("artikel", "articles"),
    "stat_paragraphs": Message("paragraf", "paragraphs"),
    "stat_terms": Message("istilah", "terms"),
    "stat_dated": Message("bertanggal", "dated"),
    "stat_rejected": Message("ditolak", "rejected"),
    "stat_size": Message("ukuran", "size"),
    "stat_engine": Message("mesin", "engine"),
    "stat_sources": Message("sumber", "sources"),
    "stat_categories": Message("kategori", "categories"),
    "number": Message("{number}", "{number}"),
    "built_at": Message("{generation}, dibuat {moment} UTC", "{generation}, built {moment} UTC"),
    "day_to_day": Message("{first} sampai {last}", "{first} to {last}"),
    "dated": Message("{days}; {undated} tanpa tanggal", "{days}; {undated} without a date"),
    "rejected_at_last": Message(
        "{rejected} rekaman pada pembuatan terakhir", "{rejected} records at the last build"
    ),
    "none": Message("tidak ada", "none"),
}

_GENERATIONS = {
    "generation_current": Message(
        "generasi {generation} (sekarang): {state}", "generation {generation} (current): {state}"
    ),
    "generation_previous": Message(
        "generasi {generation} (sebelumnya): {state}", "generation {generation} (previous): {state}"
    ),
    "generation_unnamed": Message(
        "generasi {generation} (tidak disebut CURRENT): {state}",
        "generation {generation} (not named by CURRENT): {state}",
    ),
    "damaged": Message("rusak", "damaged"),
    "sound": Message("utuh", "sound"),
    "mend_by_rollback": Message(
        "{wrong} (pakai 'warta repair' atau 'warta rollback')",
        "{wrong} (use 'warta repair' or 'warta rollback')",
    ),
    "mend_by_repair": Message(
        "{wrong} (pakai 'warta repair', 'warta restore', atau 'warta reindex')",
        "{wrong} (use 'warta repair', 'warta restore' or 'warta reindex')",
    ),
    "log_is_damaged": Message(
        "{wrong} (indeksnya utuh; 'warta repair' menyelamatkan baris lainnya)",
        "{wrong} (the index is sound; 'warta repair' saves the other lines)",
    ),
    "current_is_sound": Message(
        "{wrong} (yang sekarang utuh; tidak perlu berbuat apa-apa)",
        "{wrong} (the current one is sound; nothing need be done)",
    ),
    "no_rollback_to_damage": Message(
        "tidak ada yang diubah: generasi {generation} rusak: {wrong}",
        "nothing was changed: generation {generation} is damaged: {wrong}",
    ),
    "choose_a_generation": Message(
        "{reason}. Yang utuh: {sound}. Pakai 'warta repair' atau 'warta rollback --to {newest}'",
        "{reason}. Sound are: {sound}. Use 'warta repair' or 'warta rollback --to {newest}'",
    ),
    "pointed_to": Message("generasi {current} dicari sekarang", "generation {current} is searched now"),
    "rolled_back": Message(
        "generasi {current} dicari lagi; {previous} disimpan",
        "generation {current} is searched again; {previous} is kept",
    ),
}

_ANALYSIS = {
    "column_word": Message("kata", "word"),
    "column_paragraph": Message("paragraf", "paragraph"),
    "column_name": Message("nama", "name"),
    "column_name_kind": Message("jenis", "kind"),
    "column_role": Message("jabatan", "role"),
    "column_full": Message("nama lengkap", "full name"),
    "column_said": Message("kutipan", "quotation"),
    "column_speaker": Message("oleh", "by"),
    "column_verb": Message("kata kerja", "verb"),
    "column_day": Message("hari", "day"),
    "name_person": Message("orang", "person"),
    "name_organisation": Message("organisasi", "organisation"),
    "name_place": Message("tempat", "place"),
    "name_law": Message("undang-undang", "law"),
    "name_event": Message("peristiwa", "event"),
    "said_direct": Message("langsung", "direct"),
    "said_reported": Message("tak langsung", "reported"),
    "column_range": Message("dari-sampai", "from-to"),
    "column_position": Message("posisi", "position"),
    "column_folded": Message("disamakan", "folded"),
    "column_form": Message("bentuk", "form"),
    "column_exact": Message("istilah persis", "exact terms"),
    "column_stems": Message("kata dasar", "stems"),
    "column_stemmed": Message("caranya", "stemmed by"),
    "column_queries": Message("dalam kueri", "in queries"),
    "form_word": Message("kata", "word"),
    "form_number": Message("bilangan", "number"),
    "form_initialism": Message("singkatan", "initialism"),
    "form_reduplication": Message("kata ulang", "reduplication"),
    "form_affix": Message("imbuhan", "affix"),
    "form_compound": Message("gabungan", "compound"),
    "form_money": Message("uang", "money"),
    "form_measure": Message("ukuran", "measure"),
    "form_percent": Message("persen", "percent"),
    "form_range": Message("rentang", "range"),
    "form_ratio": Message("perbandingan", "ratio"),
    "form_clock_time": Message("jam", "clock time"),
    "form_date": Message("tanggal", "date"),
    "form_telephone": Message("nomor telepon", "telephone"),
    "form_case_number": Message("nomor perkara", "case number"),
    "form_law": Message("peraturan", "law"),
    "form_numbered": Message("bernomor", "numbered"),
    "form_ordinal": Message("bilangan tingkat", "ordinal"),
    "form_decade": Message("dasawarsa", "decade"),
    "form_roman_numeral": Message("angka Romawi", "roman numeral"),
    "form_joined": Message("dengan &", "joined by &"),
    "form_initials": Message("inisial", "initials"),
    "form_hashtag": Message("tagar", "hashtag"),
    "stem_root": Message("kata dasar", "root"),
    "stem_loan": Message("serapan", "loan"),
    "stem_name": Message("nama", "name"),
    "stem_meaning": Message("makna", "meaning"),
    "stem_nasal": Message("sengau", "nasal"),
    "stem_affixes": Message("imbuhan", "affixes"),
    "stem_colloquial": Message("percakapan", "colloquial"),
    "stem_short": Message("pendek", "short"),
    "stem_unknown": Message("tidak dikenal", "unknown"),
    "stem_unknown_root": Message("dasar tidak dikenal", "unknown root"),
    "stem_none": Message("tidak diubah", "none"),
    "stem_restored": Message("{letter} dipulihkan", "{letter} restored"),
    "searched": Message("dicari", "searched"),
    "left_out": Message("tidak dicari", "left out"),
}

_MEASURING = {
    "query_cut": Message(
        "kueri {query}: hanya {most} huruf pertama yang dipakai",
        "query {query}: only the first {most} characters are used",
    ),
    "rejected_query": Message("ditolak: {reason}", "rejected: {reason}"),
    "run_written": Message(
        "{queries} kueri, {results} hasil di {file}", "{queries} queries, {results} results in {file}"
    ),
    "measured_queries": Message("kueri", "queries"),
}

_SERVING = {
    "serving": Message(
        "Warta: {address}  (indeks {folder}; hentikan dengan Ctrl+C)",
        "Warta: {address}  (index {folder}; stop with Ctrl+C)",
    ),
    "workers_died": Message(
        "Proses pelayan mati berulang kali; dicoba lagi {seconds} detik lagi",
        "the processes that serve died again and again; trying again in {seconds} s",
    ),
    "setting_default": Message("bawaan", "default"),
    "setting_none": Message("tidak ada", "none"),
    "unknown_variable": Message(
        "{variable}: tidak ada setelan dengan nama itu", "{variable}: there is no such setting"
    ),
}

COMMANDS = {**_PROGRESS, **_BUILDING, **_STATS, **_GENERATIONS, **_ANALYSIS, **_MEASURING, **_SERVING}
