"""The help page: the syntax of queries, with an example for each part that links to its search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from search.published import PartialDate
from search.request import SearchRequest
from web.archive import current_index
from web.language import LANGUAGES
from web.links import Links
from web.page import Page
from web.wording import lazy_gettext


class Line(NamedTuple):
    """An example and its meaning, which is a message of the catalogue."""

    text: str
    meaning: str


_PLAIN_NAME = re.compile(r"[\w .&-]{1,40}")
_SECTIONS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        lazy_gettext("Kata dan frasa"),
        (
            Line("penolakan kenaikan harga", lazy_gettext("semua kata, juga dengan imbuhan lain")),
            Line('"kereta cepat"', lazy_gettext("kata-kata ini berurutan, persis seperti ditulis")),
            Line(
                '"presiden jokowi"~3', lazy_gettext("berurutan, dengan paling banyak tiga kata di antaranya")
            ),
            Line("gempa OR tsunami", lazy_gettext("salah satu dari dua kata")),
            Line("banjir -jakarta", lazy_gettext("tanpa kata yang diberi tanda kurang")),
            Line("tsunami (pangandaran OR mentawai)", lazy_gettext("kurung mengelompokkan")),
            Line("vaksin*", lazy_gettext("kata yang berawal begini")),
        ),
    ),
    (
        lazy_gettext("Di mana dan dari siapa"),
        (
            Line("judul:gempa", lazy_gettext("hanya di judul")),
            Line("gempa sumber:nusantara", lazy_gettext("hanya dari sumber yang namanya memuat kata ini")),
            Line("gempa kategori:lingkungan", lazy_gettext("hanya dari kategori ini")),
            Line("gempa -kategori:olahraga", lazy_gettext("tanpa kategori ini")),
            Line("gempa penulis:redaksi", lazy_gettext("hanya dari penulis ini")),
            Line("gempa tanpa:tanggal", lazy_gettext("hanya artikel tanpa tanggal")),
        ),
    ),
    (
        lazy_gettext("Kapan"),
        (
            Line("gempa 2022", lazy_gettext("angka ini sebagai kata")),
            Line("gempa tahun 2022", lazy_gettext("terbit tahun itu")),
            Line("banjir januari 2022", lazy_gettext("terbit bulan itu")),
            Line("gempa sejak 2022", lazy_gettext("terbit sejak saat itu")),
            Line("gempa 7 hari terakhir", lazy_gettext("terbit tujuh hari terakhir")),
        ),
    ),
)
_KEYS = (
    ("/", lazy_gettext("ke kotak pencarian")),
    ("j k", lazy_gettext("hasil berikutnya, hasil sebelumnya")),
    ("n p", lazy_gettext("halaman atau hasil berikutnya, sebelumnya")),
    ("m M", lazy_gettext("kata cocok berikutnya, sebelumnya")),
    ("?", lazy_gettext("bantuan ini")),
)


def help_page(page: Page) -> bytes:
    """Return the page as HTML."""
    to, known = page.links, current_index().stats()
    names = {"nusantara": known.sources, "lingkungan": known.categories, "olahraga": known.categories}
    last = known.last_day or page.today
    sections = [
        (title, [(line, _address(line.text, to)) for line in _of_archive(lines, names, last)])
        for title, lines in _SECTIONS
    ]
    return page.rendered("help.html", sections=sections, keys=_KEYS)


def _of_archive(
    lines: tuple[Line, ...], names: Mapping[str, Mapping[str, int]], last: date
) -> Iterator[Line]:
    """Yield the examples, with sources, categories, and the last month and year of this archive."""
    used: set[str] = set()
    month = LANGUAGES["id"].long_day(PartialDate(last.year, last.month)).lower()
    for line in lines:
        text = line.text.replace("januari 2022", month).replace("2022", str(last.year))
        for name, counts in names.items():
            field, sign, _ = text.rpartition(name)
            if not sign:
                continue
            plain = [one for one in counts if _PLAIN_NAME.fullmatch(one) and one not in used]
            if plain:
                chosen = max(plain, key=lambda one: (counts[one], one))
                used.add(chosen)
                text = field + (f'"{chosen}"' if " " in chosen else chosen)
        yield Line(text, line.meaning)


def _address(text: str, to: Links) -> str:
    return to.other_search(SearchRequest(text))
