"""Articles with names and quotations, written for tests, and a slow oracle of what is said in them."""

from datetime import date, timedelta

from search import Article
from search.indonesian import Analyzer
from search.names import read_names

_TEXTS = (
    (
        '"Subsidi energi tetap berjalan dan harga tidak akan naik," kata Menteri Keuangan Sri Mulyani '
        "Indrawati, Rabu (10/9/2019).",
        "Sri Mulyani mengatakan bahwa anggaran subsidi pupuk ditambah tahun depan.",
        "Subsidi adalah bantuan pemerintah. Harga di pasar naik menurut pedagang.",
    ),
    (
        'Gubernur Jawa Barat Ridwan Kamil meninjau banjir. "Tanggul akan diperbaiki," ujarnya, "dan subsidi '
        'tidak diperlukan."',
        "Menurut Presiden Joko Widodo, subsidi harus tepat sasaran.",
        "“Saya sudah melihat tanggul itu. Airnya surut,” kata Jokowi.",
    ),
    (
        "Ridwan Kamil dan Sri Mulyani bertemu di Bandung. Keduanya membahas subsidi.",
        'Ia menambahkan, "Perundang-undangan itu sudah COVID-19 dan Rp5.000 naik."',
        "",
    ),
    ("Harga tidak akan naik.", "Banjir surut pekan ini."),
    (
        '"Harga, kata orang, tidak',
        'akan naik," tegas Joko Widodo di Istana. Subsidi 3 kg dibahas. "Elpiji 3 kg tetap ada," kata '
        "Joko Widodo.",
    ),
)


def said_articles(count=12):
    """Return articles with these texts, in turn."""
    first = date(2019, 9, 1)
    return [
        Article(
            f"kata-{number}",
            tuple(text or "-" for text in _TEXTS[number % len(_TEXTS)]),
            "Apa kata mereka",
            ("Harian Contoh", "Kabar Dunia")[number % 2],
            first + timedelta(days=number),
        )
        for number in range(count)
    ]


def said_in(articles, speakers, word):
    """Return the addresses of the paragraphs in which a speaker says a word, by reading all texts again.

    speakers: full names, or None for anybody
    word:     the stem of a word, or None for any word
    """
    analyzer = Analyzer()
    found = set()
    for article in articles:
        read = read_names(article.paragraphs, article.published)
        for number, (text, here) in enumerate(zip(article.paragraphs, read.paragraphs, strict=True)):
            for said in here.quotations:
                if speakers is not None and said.full not in speakers:
                    continue
                stems = [
                    place.stem
                    for place in analyzer.places(text)
                    if said.start <= place.start and place.end <= said.end
                ]
                if word is None or word in stems:
                    found.add(f"{article.id}#{number}")
    return found
