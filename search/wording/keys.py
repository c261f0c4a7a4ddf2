"""What is said of keys of the API."""

from __future__ import annotations

from search.wording.message import Message

KEYS = {
    "help_key": Message(
        "Kunci API: siapa boleh melakukan apa, dan melihat sumber terbatas yang mana.\n\n"
        "Kunci hanya diperlukan bila setelan anonymous atau restricted_sources memintanya.",
        "Keys of the API: who may do what, and sees which restricted sources.\n\n"
        "Keys are needed only where the settings anonymous or restricted_sources ask for them.",
    ),
    "brief_key": Message("Buat, daftar, dan cabut kunci API.", "Make, list and revoke keys of the API."),
    "help_key_add": Message(
        "Buat kunci bernama NAME dan tampilkan sekali ini saja; yang disimpan hanya hash-nya.",
        "Make a key called NAME and show it this once; only its hash is stored.",
    ),
    "brief_key_add": Message("Buat kunci.", "Make a key."),
    "help_key_list": Message(
        "Tampilkan kunci yang ada, tanpa isinya.", "Show what keys there are, not the keys."
    ),
    "brief_key_list": Message("Daftar kunci.", "List the keys."),
    "help_key_revoke": Message(
        "Cabut kunci dengan nama atau id NAME; sejak itu tidak berlaku lagi.",
        "Revoke the key with the name or id NAME; from then on it works no more.",
    ),
    "brief_key_revoke": Message("Cabut kunci.", "Revoke a key."),
    "option_scope": Message(
        "Hak kunci, boleh beberapa: search (bawaan), export, admin.",
        "What the key is for, may be repeated: search (default), export, admin.",
    ),
    "option_key_source": Message(
        "Sumber terbatas yang terlihat dengan kunci ini, boleh beberapa; * berarti semua.",
        "A restricted source that the key shows, may be repeated; * is all.",
    ),
    "key_added": Message(
        "kunci '{name}' dibuat, dengan hak {scopes}; simpan sekarang, karena tidak ditampilkan lagi",
        "the key '{name}' was made, for {scopes}; keep it now, for it is not shown again",
    ),
    "key_revoked": Message("kunci '{name}' ({id}) dicabut", "the key '{name}' ({id}) was revoked"),
    "no_keys": Message("belum ada kunci", "there is no key yet"),
    "every_restricted_source": Message("semua sumber terbatas", "all restricted sources"),
    "key_exists": Message(
        "sudah ada kunci bernama '{name}'; cabut dulu, atau pakai nama lain",
        "there is a key called '{name}' already; revoke it first, or choose another name",
    ),
    "no_such_key": Message(
        "tidak ada kunci '{name}'; yang ada: {known}", "there is no key '{name}'; there are: {known}"
    ),
    "keys_locked": Message(
        "{file}: sedang diubah perintah lain; coba lagi", "{file}: another command is changing it; try again"
    ),
    "keys_damaged": Message(
        "{file}: bukan berkas kunci ({reason}); hapus berkas itu, lalu buat kunci baru",
        "{file}: is no file of keys ({reason}); remove it, and make new keys",
    ),
}
