"""What the pages call things, in their language: links, filters, notes.

Sentences about a search, which the command line says as well, are those of ``search.wording``.
"""

from __future__ import annotations

from datetime import date

from flask_babel import gettext, lazy_gettext, ngettext

from search import phrasing
from search.article import ArticleMetadata
from search.errors import Problem
from search.parameters import MAX_WINDOW
from search.request import MAX_TEXT_LENGTH
from search.results import ArticleHit, Clause, Remark
from search.wording import catalogue
from web.language import current_language, long_day, number
from web.navigation import Example, Filter

_TITLE_WORDS = 9

_TITLES = {
    "source": lazy_gettext("Sumber"),
    "category": lazy_gettext("Kategori"),
    "year": lazy_gettext("Tahun"),
}
_CHOICES = {
    "relevance": lazy_gettext("Relevansi"),
    "newest": lazy_gettext("Terbaru"),
    "oldest": lazy_gettext("Terlama"),
    "article": lazy_gettext("Artikel"),
    "none": lazy_gettext("Paragraf"),
}
_FILTERS = {
    "exact": lazy_gettext("Kata persis seperti ditulis"),
    "match": lazy_gettext("Salah satu kata cukup"),
    "plain": lazy_gettext("Tanda baca tanpa arti khusus"),
    "expand": lazy_gettext("Tanpa singkatan dan ejaan lain"),
    "dates": lazy_gettext("Tanggal dicari sebagai kata"),
    "headlines": lazy_gettext("Tanpa judul"),
    "collapse": lazy_gettext("Artikel yang hampir sama tidak digabung"),
}
_EXAMPLES = {
    "words": lazy_gettext("semua kata, juga dengan imbuhan lain"),
    "phrase": lazy_gettext("kata-kata ini berurutan, persis seperti ditulis"),
    "without": lazy_gettext("tanpa kata yang diberi tanda kurang"),
    "either": lazy_gettext("salah satu dari dua kata"),
    "source": lazy_gettext("hanya dari satu sumber"),
}
_IGNORED = {
    "": lazy_gettext("Alamat halaman ini memuat terlalu banyak isian, jadi tidak dipakai."),
    "q": lazy_gettext("Kata kunci tidak dapat dipakai seperti ditulis."),
    "page": lazy_gettext("Nomor halaman itu tidak dapat dibuka; ini halaman pertama."),
    "from": lazy_gettext("Tanggal awal tidak dapat dipakai seperti ditulis."),
    "to": lazy_gettext("Tanggal akhir tidak dapat dipakai seperti ditulis."),
    "sort": lazy_gettext("Urutan yang diminta tidak dikenal; hasil diurutkan menurut relevansi."),
}


def say(code: str, **values: object) -> str:
    """Return what a code of ``search.wording`` means in the language of this page."""
    return catalogue.say(current_language(), code, **values)


def remark(about: Remark) -> str:
    """Return a note of an interpretation, or what a part of a score is called."""
    return about.said(current_language())


def in_words(clause: Clause) -> str:
    """Return how a query was understood."""
    return phrasing.in_words(clause, current_language())


def facet_title(name: str) -> str:
    """Return what a facet is called."""
    return str(_TITLES[name])


def choice_title(value: str) -> str:
    """Return what a way to sort or to list is called."""
    return str(_CHOICES[value])


def filter_title(used: Filter) -> str:
    """Return what a filter in use does."""
    if isinstance(used.value, tuple):
        return _days(*used.value)
    if used.name in _TITLES:
        return f"{_TITLES[used.name]}: {used.value}"
    return str(_FILTERS[used.name])


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
            return str(gettext("Tahun %(year)s", year=first.year))
        if first == last:
            return long_day(first)
        return str(gettext("%(first)s sampai %(last)s", first=long_day(first), last=long_day(last)))
    if first:
        return str(gettext("Sejak %(day)s", day=long_day(first)))
    return str(gettext("Sampai %(day)s", day=long_day(last))) if last else ""


def example_meaning(example: Example) -> str:
    """Return what an example search shows."""
    if example.shows == "since":
        return str(gettext("terbit sejak tahun %(year)s", year=example.value))
    return str(_EXAMPLES[example.shows])


def copies_title(hit: ArticleHit) -> str:
    """Return what the copies of an article are called: by their outlets, where each has its own."""
    count = len(hit.duplicates) + hit.more_duplicates
    outlets = {copy.source for copy in hit.duplicates if copy.source} - {hit.article.source}
    if len(outlets) == count:
        sentence = ngettext("juga di %(count)s media", "juga di %(count)s media", count, count=number(count))
    else:
        sentence = ngettext(
            "%(count)s artikel yang hampir sama",
            "%(count)s artikel yang hampir sama",
            count,
            count=number(count),
        )
    return str(sentence)


def title_of(article: ArticleMetadata, text: str) -> str:
    """Return the headline; of an article without one, the first words of ``text``."""
    if article.title:
        return article.title
    words = text.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def notes_on(problems: tuple[Problem, ...]) -> list[str]:
    """Return what had to be ignored or changed in a request, one sentence for each parameter."""
    changed = {
        "cut": gettext(
            "Kata kunci terlalu panjang; yang dipakai %(number)s huruf pertama.",
            number=number(MAX_TEXT_LENGTH),
        ),
        "swapped": gettext("Tanggal awal dan akhir terbalik, jadi ditukar."),
    }
    other = gettext("Sebagian alamat halaman ini tidak terbaca, jadi diabaikan.")
    found = [changed.get(one.code) or _IGNORED.get(one.parameter) or other for one in problems]
    return list(dict.fromkeys(map(str, found)))


def window_note() -> str:
    """Return the sentence for results that exist and cannot be paged to."""
    sentence = gettext(
        "Hanya %(number)s hasil pertama yang dapat dibuka; persempit pencarian untuk melihat yang lain.",
        number=number(MAX_WINDOW),
    )
    return str(sentence)
