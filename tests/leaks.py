"""Hunts for what a restricted client learns of hidden articles: random archives, random requests.

    python -m tests.leaks --seeds 20 --requests 300

Of each random archive there are two indexes, one with articles of a hidden source and one without them, both
built in the same steps. Every answer of both, to a client that must not see the source, is the same byte for
byte, with its headers, but for times and digests. Resources and parameters are those of the table. Hidden
articles are copies of others, have other forms of their names, other spellings of their values, near
spellings of their words, and words of their own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient

from search import Article
from search.article import fingerprint
from search.index import Deletion, build, update
from search.parameter import Parameter
from search.parameters import PARAMETERS, parameters_of
from search.values import NAME_FIELDS
from web import WebSettings, create_app
from web.paths import encoded_id

HIDDEN = "Arsip Tertutup"
WORDS = [
    "beras", "naik", "harga", "pasar", "gempa", "kota", "menteri", "warga", "hujan", "jalan", "sekolah",
    "sungai", "kapal", "pulau", "banjir", "presiden", "gubernur", "rapat", "sidang", "hakim", "jaksa",
    "polisi", "korupsi", "anggaran", "pajak", "ekspor", "impor", "minyak", "listrik", "air", "tanah",
    "hutan", "kebakaran", "asap", "bandara", "kereta", "pelabuhan", "nelayan", "petani", "panen",
    "padi", "jagung", "gula", "kopi", "sawit", "tambang", "nikel", "vaksin", "dokter", "rumah", "sakit",
    "perawat", "guru", "siswa", "ujian", "kampus", "dosen", "mahasiswa",
]  # fmt: skip
SYLLABLES = ("ba", "be", "bi", "ka", "la", "ma", "ra", "sa", "ta", "nga")
PEOPLE = [
    "Sri Mulyani", "Sri Mulyani Indrawati", "Retno Marsudi", "Retno Lestari Priansari Marsudi",
    "Basuki Hadimuljono", "Mochamad Basuki Hadimuljono", "Anies Baswedan", "Anies Rasyid Baswedan",
    "Tito Karnavian", "Muhammad Tito Karnavian", "Ganjar Pranowo", "Susi Pudjiastuti",
]  # fmt: skip
BODIES = ["Komisi Pemberantasan Korupsi", "PT Pertamina", "Bank Indonesia", "Badan Pusat Statistik"]
ROLES = ["Menteri Keuangan", "Presiden", "Gubernur", "Direktur", "Ketua"]
VALUES: dict[str, list[str | None]] = {
    "source": ["Harian Satu", "harian satu", "Kabar Dua", "Harian  Satu", "Radar"],
    "category": ["Ekonomi", "ekonomi", "EKONOMI", "Politik", None],
    "author": ["Budi Santoso", "budi santoso", "BUDI SANTOSO", "Ani"],
    "tag": ["Pangan", "pangan", "Bank Indonesia", "Pilkada", "pilkada"],
    "place": ["Jakarta", "JAKARTA", "Medan", None],
    "language": [None, "id", "en"],
}
OF_HIDDEN = {"category": "Embargo", "author": "Penulis Gelap", "tag": "tag gelap"}
#: What differs between two indexes of the same articles: how long it took, digests, what is left out.
VARYING = re.compile(
    r'"took_ms":[\d.]+| · [\d,]+ dtk| · [\d.]+ s\b|cursor(":"|=)[^"&]*|"generation":"[^"]*"'
    r'|"built_at":"[^"]*"|<(updated|lastBuildDate)>[^<]*|"segments":\d+,?|<dd>\d{6}'
)
#: The resources in the table of parameters, so that a new one cannot be forgotten: it has no path here.
RESOURCES = tuple(dict.fromkeys(name for one in PARAMETERS for name in one.of))
_OTHERS = ("cited", "name", "archive")
#: Headers that differ as well: digests, lengths of compressed bodies.
_OTHER_HEADERS = ("ETag", "Content-Length", "X-Request-ID", "Date")


class World:
    """A random archive, some articles of which are hidden."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        chosen = self.random
        self.words = chosen.sample(WORDS, chosen.randrange(8, len(WORDS)))
        if chosen.random() < 0.4:  # so many that not all beginnings are completed
            self.words += ["".join(chosen.choices(SYLLABLES, k=chosen.randrange(2, 5))) for _ in range(500)]
        self.slips = [self.slip(word) for word in chosen.choices(self.words, k=12)]
        self.secret = [f"rahasia{word}" for word in chosen.choices(self.words, k=5)]
        self.secret += [self.slip(word) for word in chosen.choices(self.words, k=10)]
        self.years = chosen.choice([(2019, 2021), (1998, 2024), (2023, 2023)])
        self._releases: list[list[str]] = []
        shown, hidden = chosen.choice([(30, 12), (60, 60), (25, 3), (120, 40), (12, 1)])
        kinds = [False] * shown + [True] * hidden
        chosen.shuffle(kinds)
        self.articles = [self.article(number, is_hidden) for number, is_hidden in enumerate(kinds)]

    def slip(self, word: str) -> str:
        """Return a word with one letter too many, too few, or another one."""
        at, letter = self.random.randrange(1, len(word)), self.random.choice("aeioursknt")
        return word[:at] + self.random.choice((letter + word[at:], word[at + 1 :], letter + word[at + 1 :]))

    def sentence(self, hidden: bool) -> str:
        """Return some sentences of an article."""
        chosen = self.random
        words = chosen.choices(self.words, k=chosen.randrange(4, 14))
        if chosen.random() < 0.3:
            words.insert(0, chosen.choice(self.slips))
        if hidden and chosen.random() < 0.6:
            words.insert(chosen.randrange(len(words)), chosen.choice(self.secret))
        text = " ".join(words).capitalize()
        if chosen.random() < 0.5:
            person = chosen.choice(PEOPLE)
            named = f"{chosen.choice(ROLES)} {person}" if chosen.random() < 0.6 else person
            text += chosen.choice(
                [
                    f'. "{text} lagi," kata {named}, Rabu',
                    f". {named} hadir. {person.split()[0]} pulang",
                    f". Menurut {named}, {words[0]} {words[-1]} tidak benar",
                ]
            )
        if chosen.random() < 0.2:
            body = chosen.choice(BODIES)
            text += f". {body} ({''.join(word[0] for word in body.split())}) setuju"
        return f"{text}."

    def _release(self, hidden: bool) -> list[str]:
        """Return a version of a text that several articles have; each is made of an earlier version."""
        chosen = self.random
        if not self._releases or chosen.random() < 0.2:
            self._releases.append([" ".join(self.sentence(False) for _ in range(2)) for _ in range(8)])
        text = list(chosen.choice(self._releases))
        for _ in range(chosen.randrange(4)):
            text[chosen.randrange(8)] = self.sentence(hidden)
        self._releases.append(text)
        return text

    def article(self, number: int, hidden: bool) -> Article:
        """Return an article."""
        chosen = self.random
        count = chosen.choice([1, 1, 2, 3, 8 if hidden else 5])
        texts = [" ".join(self.sentence(hidden) for _ in range(chosen.randrange(1, 4))) for _ in range(count)]
        if chosen.random() < 0.25:
            texts = self._release(hidden)
        title = " ".join(chosen.choices(self.words + self.slips[:3] + self.secret[: 9 * hidden], k=5))
        first, last = self.years
        value = {field: chosen.choice(of_field) for field, of_field in VALUES.items()}
        if hidden:
            first, last = first - 3, last + 4
            value |= {field: one for field, one in OF_HIDDEN.items() if chosen.random() < 0.3}
        days = date(chosen.randint(first, last), chosen.randint(1, 12), chosen.randint(1, 28))
        return Article(
            f"x-aa{number}" if hidden else f"a{number}",
            tuple(texts),
            title=None if chosen.random() < 0.1 else title.capitalize(),
            source=HIDDEN if hidden else value["source"],
            published=None if chosen.random() < 0.1 else days,
            category=value["category"],
            authors=(value["author"] or "",),
            tags=tuple(filter(None, (value["tag"], chosen.choice(VALUES["tag"])))),
            place=value["place"],
            language=value["language"],
            url=chosen.choice([None, f"https://contoh.example/b?id={chosen.randrange(9)}"]),
        )

    def write(self, whole: Path, without: Path) -> None:
        """Build both indexes in some steps, and delete some of the articles."""
        steps = self.random.choice([1, 1, 2, 4])
        cuts = [len(self.articles) * step // steps for step in range(steps + 1)]
        gone = [one.id for one in self.articles if self.random.random() < 0.1]
        for folder, articles in ((whole, self.articles), (without, self._shown())):
            parts = [[one for one in self.articles[a:b] if one in articles] for a, b in pairwise(cuts)]
            build(parts[0], folder)
            for part in filter(None, parts[1:]):
                update(part, folder)
            if deletions := [Deletion(one.id) for one in articles if one.id in gone]:
                update(deletions, folder)

    def _shown(self) -> list[Article]:
        return [one for one in self.articles if one.source != HIDDEN]

    # Requests

    def word(self) -> str:
        """Return something that stands for a word."""
        chosen = self.random
        one = chosen.choice(chosen.choice([self.words, self.words, self.secret, self.slips]))
        if chosen.random() < 0.2:
            one = self.slip(one)
        forms = [one] * 7 + [f"{one[:2]}*", f"*{one[2:]}", f"{one[:1]}?{one[2:]}", f"{one}~", f"{one}~2"]
        return chosen.choice(forms)

    def query(self) -> str:
        """Return the text of a search."""
        chosen = self.random
        words = " ".join(self.word() for _ in range(chosen.randrange(1, 5)))
        article, name = chosen.choice(self.articles), chosen.choice(PEOPLE + BODIES)
        strange = [
            "", "mei 2031", "2020", "sejak 1996", "tanpa:tanggal", "sumber:arsip", "penulis:budi",
            "tag:gelap", name, f'oleh:"{name}"', f'tentang:"{name}"', f"tentang:{name[:3]}",
            article.id, article.url or "", f"judul:{words}", f'"{words}"', f"kutipan:{words}",
            f"{words} -{chosen.choice(self.secret)}", f"{words} ATAU {self.word()}",
        ]  # fmt: skip
        return chosen.choice([words, words, chosen.choice(strange)])

    def value(self, parameter: Parameter) -> str:  # noqa: PLR0911 - one for each kind
        """Return a value of a parameter."""
        chosen, name = self.random, parameter.name
        if parameter.kind == "flag":
            return chosen.choice(["true", "false"])
        if parameter.kind == "choice":
            of_text = [one for one in parameter.choices if one != "xlsx"]
            return chosen.choice(of_text)
        if parameter.kind == "number":
            return str(chosen.choice([parameter.least, 2, 3, 7, 20, parameter.most or 5]))
        if parameter.kind == "list":
            return ",".join(chosen.sample(parameter.choices, chosen.randint(1, len(parameter.choices))))
        if name == "paragraph":
            place = chosen.randrange(4)
            texts = chosen.choice(self.articles).paragraphs
            return chosen.choice([f"{place}", f"{place}-{fingerprint(chosen.choice(texts))}"])
        if name == "compare":
            return chosen.choice(self.articles).id
        if parameter.kind in ("day", "moment"):
            return chosen.choice(["2020", "2019-05", "2031", "1997-01-01", "2026-11-30"])
        if name == "id":
            return chosen.choice(self.articles).id
        if name == "speaker":
            return chosen.choice(PEOPLE)
        if parameter.kind == "names":
            known = VALUES[name.removeprefix("not_")]
            return chosen.choice([*filter(None, known), HIDDEN, *OF_HIDDEN.values()])
        fixed = {
            "facet_text": chosen.choice(["a", "har", "gelap", "sri"]),
            "cursor": "*",
            "find": self.word(),
        }
        return fixed[name] if name in fixed else self.query()

    def asked(self, resource: str) -> str:
        """Return a random query string for a resource."""
        chosen, given = self.random, {}
        for one in parameters_of(resource).values():
            if resource in one.required_by or one.name == "q" or chosen.random() < 0.09:
                given[one.name] = self.value(one)
        if resource == "suggest":
            typed = chosen.choice(
                [*self.words[:40], *self.secret, *self.slips, *PEOPLE, *BODIES, "pang", "bud"]
            )
            before = f"{chosen.choice(self.words)} " if chosen.random() < 0.3 else ""
            given["q"] = before + typed[: chosen.randrange(1, len(typed) + 1)]
        return urlencode(given)

    def asked_of(self, resource: str) -> tuple[str, bytes]:
        """Return a random address of a resource, and the body to post; empty to get it."""
        chosen = self.random
        one = encoded_id(chosen.choice(self.articles).id)
        kind = chosen.choice(["atom", "rss", "json"])
        field = chosen.choice([*VALUES, *NAME_FIELDS, "tiada"])
        page = "&".join([self.asked("reading"), *[self.asked("page")] * chosen.randrange(2)])
        named = chosen.choice([*PEOPLE, *BODIES, "Sri", "sri mulyani"])
        paths = {
            "search": "/api/v1/search?",
            "page": "/?",
            "export": "/api/v1/export?",
            "feed": f"/feed.{kind}?",
            "values": f"/api/v1/values/{field}?",
            "paragraphs": "/api/v1/paragraphs?",
            "articles": "/api/v1/articles?",
            "articles_post": "/api/v1/articles?",
            "suggest": "/api/v1/suggest?",
            "article": f"/api/v1/articles/{one}?",
            "similar": f"/api/v1/articles/{one}/similar?",
            "index": "/api/v1?",
            "reading": f"/artikel/{one}?{page}",
            "cited": f"/kutipan/{one}?{page}&format={chosen.choice(['bibtex', 'ris', 'text', 'apa', 'x'])}",
            "name": f"/nama/{quote(named)}?lang={chosen.choice(['id', 'en'])}",
            "archive": chosen.choice(
                ["/", "/api/v1/stats", "/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml", "/bantuan"]
            ),
        }
        body = b""
        if resource == "articles_post":
            ids = [other.id for other in chosen.choices(self.articles, k=9)]
            body = json.dumps({"ids": ids, "text": chosen.random() < 0.5}).encode()
        is_whole = resource in ("reading", *_OTHERS)
        return paths[resource] + ("" if is_whole else self.asked(resource)), body


def answered(client: FlaskClient, address: str, body: bytes, headers: dict[str, str]) -> str:
    """Return an answer to a client as a text, without what differs between two indexes in any case."""
    if body:
        answer = client.post(address, data=body, headers=headers, content_type="application/json")
    else:
        answer = client.get(address, headers=headers)
    assert answer.status_code < 500, address
    shown = [f"{name}: {value}" for name, value in answer.headers if name not in _OTHER_HEADERS]
    return "\n".join([answer.status, *shown, VARYING.sub("", answer.get_data(as_text=True))])


def leaks(seed: int, requests: int, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each address whose answers differ, with the first place where they do in both."""
    world = World(seed)
    world.write(folder / "whole", folder / "without")
    # What a search costs differs; both are answered, however busy this machine is.
    settings = {"restricted_sources": HIDDEN, "clock": lambda: date(2026, 1, 1), "query_ms": 0}
    ours, theirs = (
        create_app(WebSettings(index_folder=folder / name, **settings)).test_client()  # type: ignore[arg-type]
        for name in ("whole", "without")
    )
    for _ in range(requests):
        resource = world.random.choice(RESOURCES + RESOURCES + _OTHERS)
        address, body = world.asked_of(resource)
        headers = {"Accept-Language": world.random.choice(["id", "en"])}
        texts = [answered(client, address, body, headers) for client in (ours, theirs)]
        if texts[0] != texts[1]:
            pairs = enumerate(zip(*texts, strict=False))
            at = next((at for at, (one, other) in pairs if one != other), min(map(len, texts)))
            yield address, texts[0][max(0, at - 60) : at + 90], texts[1][max(0, at - 60) : at + 90]


def main() -> None:
    """Hunt, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--requests", type=int, default=300)
    args = parser.parse_args()
    count = 0
    for seed in range(args.first, args.first + args.seeds):
        with tempfile.TemporaryDirectory() as folder:
            for address, ours, theirs in leaks(seed, args.requests, Path(folder)):
                count += 1
                print(f"seed {seed}: {address}\n  with:    {ours!r}\n  without: {theirs!r}", flush=True)
    print(f"{args.seeds * args.requests} requests to {args.seeds} archives: {count} answers differ")
    sys.exit(count > 0)


if __name__ == "__main__":
    main()
