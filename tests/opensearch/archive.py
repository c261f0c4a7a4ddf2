"""An archive of some hundred articles, made of the paragraphs of ``corpus``."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

from search import Article
from search.published import PartialDate

CORPUS = Path(__file__).parents[2] / "corpus"
SOURCES = ("Harian Contoh", "HARIAN CONTOH", "Kabar Pesisir", "Warta Kota", None)
CATEGORIES = ("Nasional", "Ekonomi", "Dunia", "Olahraga", None)
TAGS = ("pemilu", "banjir", "Piala Dunia", "harga", "kesehatan")


def articles(count=600, seed=1):
    """Return articles; the same ones for the same numbers."""
    lines = [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    known = [json.loads(line) for line in lines]
    paragraphs = [one for record in known for one in record["paragraphs"]]
    titles = [record["title"] for record in known]
    draw = random.Random(seed)
    made = []
    for number in range(count):
        day = None if draw.random() < 0.05 else date(2018, 1, 1) + timedelta(days=draw.randrange(2400))
        if day and number % 11 == 0:
            day = PartialDate(day.year, day.month if number % 2 else None)
        texts = tuple(draw.choice(paragraphs) for _ in range(draw.choice((1, 2, 3, 5, 8, 13))))
        if number % 40 == 7 and len(made[-1].paragraphs) > 2:  # an outlet copies another
            texts = (*made[-1].paragraphs[:-1], draw.choice(paragraphs))
        made.append(
            Article(
                f"artikel-{number}",
                texts,
                None if draw.random() < 0.03 else draw.choice(titles),
                draw.choice(SOURCES),
                day,
                draw.choice(CATEGORIES),
                f"https://contoh.example/{number}" if number % 3 else None,
                authors=tuple(draw.sample(("Ani", "Budi", "Citra Dewi"), draw.randrange(3))),
                tags=tuple(draw.sample(TAGS, draw.randrange(4))),
                place=draw.choice(("Jakarta", "Moskwa", None)),
                language=draw.choice(("id", "en", None)),
            )
        )
    return made
