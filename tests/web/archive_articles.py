"""A small archive for the tests of the web front end: enough for two pages, facets and odd characters."""

from datetime import date, datetime, timedelta, timezone

from search.article import Article

WIB = timezone(timedelta(hours=7))

NAMED = (
    Article(
        "panen-2023",
        (
            "Panen raya padi di Indramayu dimulai pekan ini dan diperkirakan berlangsung sampai April.",
            "Harga gabah di tingkat petani turun menjadi Rp5.200 per kilogram.",
            "Petani berharap harga gabah kembali naik setelah pemerintah membeli sebagian panen.",
            "Dinas pertanian setempat mencatat luas panen 41.000 hektare.",
            "Sebagian petani menyimpan gabah sambil menunggu harga yang lebih baik.",
            "Penggilingan padi mulai bekerja siang dan malam sejak gabah berdatangan.",
            "Harga gabah kering giling di penggilingan masih bertahan.",
        ),
        "Panen raya dimulai, harga gabah turun",
        "Harian Contoh",
        date(2023, 2, 22),
        "Ekonomi",
        "https://contoh.example/ekonomi/panen-raya?id=7",
        authors=("Redaksi Panen", "Tim Foto"),
        tags=("panen raya", "Harga Gabah"),
        place="Indramayu",
        updated=datetime(2023, 2, 23, 6, 15, tzinfo=WIB),
        language="id",
        image="https://contoh.example/panen.jpg",
        image_caption="Petani memanen padi.",
    ),
    Article(
        "<b>/panjang id?&#1",
        (
            "<script>alert('isi')</script> Warga menanam bakau di pesisir & membersihkan pantai.",
            "Penanaman bakau diikuti 120 pelajar.",
        ),
        "<script>alert('judul')</script> Bakau \"ditanam\" kembali",
        "<i>Pesisir</i> & Laut",
        datetime(2022, 8, 17, 23, 30, tzinfo=WIB),
        "Lingkungan",
        "javascript:alert(1)",
        authors=("<b>Redaksi</b>", "%(names)s & {{ kawan }}"),
        tags=("<script>alert('tag')</script>", '" onclick="x'),
        place="<i>Muara</i> & Pantai",
        language="<u>id</u>",
        image="javascript:alert(2)",
        image_caption="<img src=x onerror=alert(3)> bakau",
    ),
    Article(
        "tanpa-judul",
        ("Stasiun pengamatan mencatat hujan lebat di lereng gunung sejak dini hari sampai menjelang siang.",),
    ),
    Article(
        "kata-panjang",
        ("Bandar udara " + "x" * 300 + " dibuka untuk penerbangan perintis.",),
        "Penerbangan perintis " + "y" * 200,
        "Kabar Dirgantara",
        date(2021, 5, 1),
        "Perhubungan",
        "http://[bukan-alamat",
    ),
)

SERIES = tuple(
    Article(
        f"beras-{number:02}",
        (
            f"Harga beras medium pada pekan ke-{number} tercatat di {200 + number} pasar rakyat.",
            "Kementerian Perdagangan memantau harga beras setiap hari kerja.",
        ),
        f"Laporan harga beras pekan ke-{number}",
        ("Harian Contoh", "Kabar Pasar", "Warta Ekonomi Rakyat")[number % 3],
        date(2020 + number % 4, 1 + number % 12, 1 + number),
        ("Ekonomi", "Nasional")[number % 2],
        f"https://contoh.example/beras/{number}",
    )
    for number in range(1, 26)
)

ARTICLES = (*NAMED, *SERIES)
