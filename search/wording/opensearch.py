"""What can be wrong with an index in an OpenSearch cluster, and what cannot be done there."""

from __future__ import annotations

from search.wording.message import Message

OPENSEARCH = {
    "no_cluster_address": Message(
        "{setting}: {value} bukan alamat indeks di OpenSearch; yang benar seperti"
        " opensearch://host:9200/nama atau opensearch+https://host1:9200,host2:9200/nama",
        "{setting}: {value} is no address of an index in OpenSearch; right are opensearch://host:9200/name"
        " and opensearch+https://host1:9200,host2:9200/name",
    ),
    "secret_in_address": Message(
        "{setting}: alamat tidak boleh memuat nama pengguna atau kata sandi; taruh di"
        " WARTA_OPENSEARCH_USER dan WARTA_OPENSEARCH_PASSWORD, atau WARTA_OPENSEARCH_TOKEN",
        "{setting}: an address has no user and no password; put them into WARTA_OPENSEARCH_USER and"
        " WARTA_OPENSEARCH_PASSWORD, or WARTA_OPENSEARCH_TOKEN",
    ),
    "no_replicas": Message(
        "{setting}: {value} bukan jumlah replika seperti 0-1 atau 1-all",
        "{setting}: {value} is no number of replicas like 0-1 or 1-all",
    ),
    "needs_opensearch": Message(
        "{address} memerlukan klien OpenSearch: pasang dengan pip install 'warta[opensearch]'",
        "{address} needs the client of OpenSearch: install it with pip install 'warta[opensearch]'",
    ),
    "no_index_in_cluster": Message(
        "tidak ada indeks di {address}: buat dengan 'warta reindex SOURCE --index {address}'",
        "no index at {address}: build one with 'warta reindex SOURCE --index {address}'",
    ),
    "cluster_unreachable": Message(
        "{address} tidak dapat dihubungi; periksa apakah OpenSearch berjalan, lalu coba lagi",
        "{address} cannot be reached; see whether OpenSearch runs, and try again",
    ),
    "cluster_denies": Message(
        "{address} menolak akses; periksa WARTA_OPENSEARCH_USER dan WARTA_OPENSEARCH_PASSWORD, atau"
        " WARTA_OPENSEARCH_TOKEN",
        "{address} denies access; check WARTA_OPENSEARCH_USER and WARTA_OPENSEARCH_PASSWORD, or"
        " WARTA_OPENSEARCH_TOKEN",
    ),
    "cluster_incomplete": Message(
        "{address}: sebagian indeks sedang tidak tersedia, jadi tidak ada jawaban yang lengkap; coba lagi"
        " ({reason})",
        "{address}: a part of the index is not available, so there is no whole answer; try again ({reason})",
    ),
    "cluster_changed_meanwhile": Message(
        "{address} berubah sementara disalin, jadi salinannya tidak akan utuh; ulangi perintah yang sama bila"
        " tidak ada yang mengubahnya",
        "{address} was changed while it was copied, so the copy would not be whole; give the same command"
        " again when nothing changes it",
    ),
    "cluster_read_only": Message(
        "{address} sedang hanya dapat dibaca, biasanya karena suatu cakram hampir penuh; kosongkan tempat,"
        " lalu ulangi perintah yang sama ({reason})",
        "{address} can only be read at present, mostly because a disk is nearly full; free some space, then"
        " give the same command again ({reason})",
    ),
    "cluster_refused": Message(
        "{address} menolak permintaan: {reason}", "{address} refused a request: {reason}"
    ),
    "cluster_refused_articles": Message(
        "{count} artikel ditolak oleh OpenSearch, jadi indeks yang ada tetap dicari: {wrong}",
        "OpenSearch refused {count} articles, so the index in place is still searched: {wrong}",
        "OpenSearch refused {count} article, so the index in place is still searched: {wrong}",
    ),
    "alias_changed": Message(
        "{address} bukan alias dari satu generasi, melainkan {indexes}; 'warta reindex' membuatnya lagi",
        "{address} is no alias of one generation, but {indexes}; 'warta reindex' makes it anew",
    ),
    "slices_gone": Message(
        "{address}: bagian indeks {indexes} tidak ada lagi, jadi tidak ada jawaban yang lengkap; kembalikan"
        " dari snapshot OpenSearch dengan aliasnya, atau ke generasi lain dengan 'warta rollback --to', atau"
        " buat lagi dengan 'warta reindex'",
        "{address}: {indexes}, a part of the index, is gone, so there is no whole answer; restore it from a"
        " snapshot of OpenSearch with its aliases, go back with 'warta rollback --to', or make the index anew"
        " with 'warta reindex'",
    ),
    "mapping_changed": Message(
        "{address}: {index} bukan buatan Warta, atau mapping-nya diubah; 'warta reindex' membuatnya lagi",
        "{address}: {index} was not made by Warta, or its mapping was changed; 'warta reindex' makes it anew",
    ),
    "other_format_in_cluster": Message(
        "{address} berformat {found}, versi ini membaca format {known}: buat lagi dengan 'warta reindex'",
        "{address} has format {found}, this version reads format {known}: make it anew with 'warta reindex'",
    ),
    "not_in_cluster": Message(
        "{address}: ini belum dapat dilakukan pada indeks di OpenSearch: {what}",
        "{address}: this cannot be done with an index in OpenSearch yet: {what}",
    ),
    "other_ranking_in_cluster": Message(
        "{address} dibuat dengan pengaturan peringkat lain: {names}; buat lagi dengan 'warta reindex'",
        "{address} was made with other settings of ranking: {names}; make it anew with 'warta reindex'",
    ),
    "mapping_gone": Message("{index} tidak ada lagi", "{index} is no more"),
    "shards_missing": Message(
        "{index}: {count} shard tidak tersedia",
        "{index}: {count} shards are missing",
        "{index}: {count} shard is missing",
    ),
    "cluster_names": Message(
        "nama dan kutipan ('oleh:', 'kutipan:', 'tentang:', 'speaker', 'quotes', halaman nama)",
        "names and quotations ('oleh:', 'kutipan:', 'tentang:', 'speaker', 'quotes', pages of names)",
    ),
    "cluster_takedowns": Message(
        "catatan penghapusan ('warta delete --block' atau '--reason', 'removed', 'unblock', 'purge')",
        "the log of what was taken down ('warta delete --block' or '--reason', 'removed', 'unblock',"
        " 'purge')",
    ),
    "cluster_backups": Message(
        "cadangan ('warta backup', 'restore', 'repair'); pakai snapshot OpenSearch,"
        " atau 'warta migrate' ke folder",
        "backups ('warta backup', 'restore', 'repair'); use snapshots of OpenSearch, or 'warta"
        " migrate' into a folder",
    ),
    "cluster_many_conditions": Message(
        "kueri dengan lebih dari empat syarat artikel di dalam ATAU",
        "a query with more than four conditions on articles inside OR",
    ),
    "cluster_many_values": Message(
        "menghitung {field} yang mempunyai lebih dari {most} nilai",
        "counting {field}, which has more than {most} values",
    ),
    "cluster_many_copies": Message(
        "menggabungkan lebih dari 60.000 gugus salinan dalam satu hasil; pakai collapse=false",
        "joining more than 60,000 clusters of copies in one result; use collapse=false",
    ),
}
