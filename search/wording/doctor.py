"""The sentences of ``warta doctor``."""

from __future__ import annotations

from search.wording.message import Message

DOCTOR = {
    "help_doctor": Message(
        "Periksa pemasangan, setelan, dan indeks: apa yang salah dan apa yang harus dilakukan.\n\n"
        "Kode keluar 0: baik; 1: ada yang perlu dilihat; 2: ada yang rusak. warta check membaca setiap byte.",
        "Look at the installation, the settings and the index: what is wrong, and what to do.\n\n"
        "Exit code 0: well; 1: something to look at; 2: something is broken. warta check reads every byte.",
    ),
    "brief_doctor": Message(
        "Periksa pemasangan, setelan, dan indeks.", "Look at installation, settings and index."
    ),
    "doctor_ok": Message("baik", "ok"),
    "doctor_look": Message("lihat", "look"),
    "doctor_broken": Message("rusak", "broken"),
    "doctor_said": Message("{reason}", "{reason}"),
    "doctor_compiled": Message("inti yang dikompilasi dipakai", "the compiled kernel is used"),
    "doctor_compiled_absent": Message(
        "inti belum dikompilasi, jadi pencarian lambat: pasang kompiler C, lalu pasang Warta lagi",
        "the kernel is not compiled, so searches are slow: install a C compiler, then install Warta again",
    ),
    "doctor_compiled_stale": Message(
        "inti dikompilasi dari kode lama, jadi tidak dipakai dan pencarian lambat: pip install --editable .",
        "the kernel was compiled from older code, so it is not used and searches are slow:"
        " pip install --editable .",
    ),
    "doctor_compiled_refused": Message(
        "WARTA_KERNEL meminta inti yang lambat: hapus peubah itu",
        "WARTA_KERNEL asks for the slow kernel: unset that variable",
    ),
    "doctor_extras_missing": Message(
        'beberapa format perlu tambahan yang belum terpasang: {extras}; pip install "warta[all]" memasang'
        " semuanya",
        'some formats need extras that are not installed: {extras}; pip install "warta[all]" brings them all',
    ),
    "doctor_settings_unusable": Message(
        "setelan tidak dapat dipakai: {reason}", "unusable settings: {reason}"
    ),
    "doctor_files_wrong": Message(
        "berkas indeks tidak utuh: {wrong}; jalankan warta check, lalu warta rollback atau warta reindex",
        "files of the index are wrong: {wrong}; run warta check, then warta rollback or warta reindex",
    ),
    "doctor_index": Message(
        "generasi {generation} lengkap; artikel: {articles}",
        "generation {generation} is complete; articles: {articles}",
    ),
    "doctor_left_overs": Message(
        "ada sisa perintah yang gagal atau dihentikan; perintah berikutnya yang mengubah indeks"
        " membersihkannya",
        "there are left-overs of commands that failed or were killed; the next change of the index removes"
        " them",
    ),
    "doctor_shared_file_system": Message(
        "{folder} ada di sistem berkas jaringan ({kind}), yang kuncinya tidak dapat diandalkan: ubah"
        " indeks dari satu"
        " mesin saja, atau pindahkan ke disk setempat",
        "{folder} is on a network file system ({kind}), whose locks cannot be relied on: change the index"
        " from one"
        " machine only, or move it to a local disk",
    ),
    "doctor_others_may_write": Message(
        "{folder} dapat ditulis oleh pengguna lain: chmod go-w {folder}",
        "{folder} can be written by other users: chmod go-w {folder}",
    ),
    "doctor_read_only": Message(
        "{folder} hanya dapat dibaca oleh pengguna ini: cukup untuk melayani, tidak untuk mengubah",
        "{folder} can only be read by this user: enough to serve, not to change it",
    ),
    "doctor_lock_free": Message("tidak ada yang sedang mengubah indeks", "nobody is changing the index"),
    "doctor_disk_nearly_full": Message(
        "tersisa {free} MB, padahal membuat indeks lagi bisa perlu {wanted} MB: kosongkan disk",
        "{free} MB are free, and making the index anew may need {wanted} MB: free some space",
    ),
    "doctor_no_such_source": Message(
        "restricted_sources menyebut '{name}', tetapi tidak ada artikel dengan sumber itu; periksa ejaannya",
        "restricted_sources names '{name}', which no article has as its source; look at its spelling",
    ),
    "doctor_user_header_from_anybody": Message(
        "{header} dipercaya, padahal {host} dapat dihubungi siapa saja, yang lalu bisa mengaku sebagai"
        " siapa pun:"
        " pakai --unix-socket atau 127.0.0.1 di belakang proksi",
        "{header} is believed, yet anybody can reach {host} and claim to be anybody: use --unix-socket or"
        " 127.0.0.1"
        " behind the proxy",
    ),
    "doctor_keys_readable": Message(
        "{file} dapat dibaca pengguna lain: chmod 600 {file}",
        "{file} can be read by other users: chmod 600 {file}",
    ),
    "doctor_nobody_sees_restricted": Message(
        "ada sumber terbatas, tetapi belum ada kunci yang memperlihatkannya: warta key add NAMA --source"
        " SUMBER",
        "there are restricted sources, and no key that shows them: warta key add NAME --source SOURCE",
    ),
    "doctor_clients_unknown": Message(
        "rate_limit menghitung semua klien sebagai satu, karena {socket} tidak menyebut alamat mereka;"
        " pakai proxies = 1",
        "rate_limit counts all clients as one, for {socket} does not say their addresses; set proxies = 1",
    ),
    "doctor_rates_by_worker": Message(
        "rate_limit dihitung sendiri-sendiri oleh {workers} proses; rate_limit_storage dengan redis://"
        " menghitung bersama",
        "rate_limit is counted by each of {workers} workers for itself; rate_limit_storage with redis://"
        " counts together",
    ),
}
