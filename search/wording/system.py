"""What the operating system says of a file or an address, in Indonesian; its own words are English."""

from __future__ import annotations

import errno

_INDONESIAN = {
    errno.ENOENT: "tidak ada berkas atau folder itu",
    errno.EACCES: "tidak diizinkan",
    errno.EPERM: "tidak diizinkan",
    errno.EEXIST: "sudah ada",
    errno.EISDIR: "itu folder",
    errno.ENOTDIR: "itu bukan folder",
    errno.ENOTEMPTY: "foldernya tidak kosong",
    errno.ENOSPC: "tidak ada ruang lagi di penyimpanan",
    errno.EROFS: "penyimpanan ini hanya dapat dibaca",
    errno.EIO: "kesalahan baca-tulis",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ENFILE: "terlalu banyak berkas terbuka",
    errno.ENOMEM: "memori tidak cukup",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.EADDRINUSE: "alamat itu sudah dipakai",
    errno.EADDRNOTAVAIL: "alamat itu tidak ada di komputer ini",
}


def indonesian_of(error: OSError) -> str | None:
    """Return the message of an error in Indonesian, or None if it is not known."""
    import socket  # noqa: PLC0415 - only its errors have its numbers

    of_names = {
        socket.EAI_NONAME: "nama itu tidak dikenal",
        socket.EAI_AGAIN: "nama itu sementara tidak dapat dicari",
    }
    number = error.errno or 0
    return _INDONESIAN.get(number) or of_names.get(number)
