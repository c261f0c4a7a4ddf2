"""The texts of the pages in their language: links, filters, notes.

Texts about a search, which the command line uses as well, are in ``search.wording``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from search import phrasing
from search.errors import Problem
from search.interpretation import Clause
from search.parameters import MAX_WINDOW
from search.published import PartialDate
from search.remarks import Remark
from search.request import MAX_TEXT_LENGTH
from search.results import ArticleHit
from search.values import folded_language
from search.wording import catalogue
from web.language import LANGUAGES, Language
from web.navigation import Example, Filter


def lazy_gettext(message: str) -> str:
    """Mark a message for the catalogue. It is translated when it is used."""
    return message


_TITLES = {
    "source": lazy_gettext("Sumber"),
    "category": lazy_gettext("Kategori"),
    "year": lazy_gettext("Tahun"),
    "author": lazy_gettext("Penulis"),
    "tag": lazy_gettext("Tag"),
    "place": lazy_gettext("Tempat"),
    "language": lazy_gettext("Bahasa"),
    "date": lazy_gettext("Tanggal"),
    "speaker": lazy_gettext("Siapa bicara"),
    "name": lazy_gettext("Tokoh dan lembaga"),
}
_CHOICES = {
    "relevance": lazy_gettext("Relevansi"),
    "newest": lazy_gettext("Terbaru"),
    "oldest": lazy_gettext("Terlama"),
    "arrived": lazy_gettext("Terakhir masuk"),
    "article": lazy_gettext("Per artikel"),
    "none": lazy_gettext("Per paragraf"),
}
_FILTERS = {
    "exact": lazy_gettext("Kata persis seperti ditulis"),
    "quotes": lazy_gettext("Hanya dalam kutipan"),
    "match_any": lazy_gettext("Salah satu kata cukup"),
    "match_paragraph": lazy_gettext("Semua kata dalam satu paragraf"),
    "plain": lazy_gettext("Tanda baca tanpa arti khusus"),
    "expand": lazy_gettext("Tanpa singkatan dan ejaan lain"),
    "dates": lazy_gettext("Tanggal dicari sebagai kata"),
    "headlines": lazy_gettext("Tanpa judul"),
    "collapse": lazy_gettext("Artikel yang hampir sama tidak digabung"),
}
_SWITCHES = {
    "exact": lazy_gettext("persis seperti ditulis"),
    "quotes": lazy_gettext("hanya dalam kutipan"),
    "paragraph": lazy_gettext("semua dalam satu paragraf"),
    "headlines": lazy_gettext("hanya di judul"),
}
_LANGUAGES = {
    "id": lazy_gettext("Indonesia"),
    "en": lazy_gettext("Inggris"),
    "jv": lazy_gettext("Jawa"),
    "su": lazy_gettext("Sunda"),
    "ms": lazy_gettext("Melayu"),
}
_RECENT = {
    "day": lazy_gettext("Hari ini"),
    "week": lazy_gettext("7 hari"),
    "month": lazy_gettext("30 hari"),
    "year": lazy_gettext("Setahun"),
}
_MISSING = {
    "source": lazy_gettext("tanpa sumber"),
    "category": lazy_gettext("tanpa kategori"),
    "date": lazy_gettext("tanpa tanggal"),
    "author": lazy_gettext("tanpa penulis"),
    "tag": lazy_gettext("tanpa tag"),
    "place": lazy_gettext("tanpa tempat"),
    "language": lazy_gettext("tanpa bahasa"),
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
    "indexed_since": lazy_gettext("Waktu masuk tidak dapat dipakai seperti ditulis."),
    "to": lazy_gettext("Tanggal akhir tidak dapat dipakai seperti ditulis."),
    "sort": lazy_gettext("Urutan yang diminta tidak dikenal; hasil diurutkan menurut relevansi."),
}
_IGNORED_OTHER = lazy_gettext("Sebagian alamat halaman ini tidak terbaca, jadi diabaikan.")


class Wording:
    """The texts of the pages in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.gettext, self.ngettext = language.gettext, language.ngettext
        self._number, self._long_day = language.number, language.long_day

    def say(self, code: str, **values: object) -> str:
        """Return the text for a code of ``search.wording`` in the language of the page."""
        return catalogue.say(self.language.code, code, **values)

    def remark(self, about: Remark) -> str:
        """Return the text of a remark: a note on the query, or the name of a part of a score."""
        return about.said(self.language.code)

    def in_words(self, clause: Clause) -> str:
        """Return the description of a query."""
        return phrasing.in_words(clause, self.language.code)

    def facet_title(self, name: str) -> str:
        """Return the name of a facet."""
        return self.gettext(_TITLES[name])

    def choice_title(self, value: str) -> str:
        """Return the name of an order or of a layout of the results."""
        return self.gettext(_CHOICES[value])

    def filter_title(self, used: Filter) -> str:
        """Return the description of a filter in use."""
        if isinstance(used.value, tuple):
            return self._days(*used.value, arrived=used.name == "indexed_since")
        field = used.name.removeprefix("not_")
        if field in _TITLES:
            value = f"{self.gettext(_TITLES[field])}: {self.value(field, str(used.value))}"
            return value if field == used.name else self.gettext("bukan %(value)s", value=value)
        if used.name in ("missing", "present"):
            if used.name == "missing":
                return self.missing_title(str(used.value))
            field = self.gettext(_TITLES[str(used.value)])
            return self.gettext("dengan nilai: %(field)s", field=field)
        return self.gettext(_FILTERS.get(f"{used.name}_{used.value}") or _FILTERS[used.name])

    def browsed(self, filters: Sequence[Filter]) -> str:
        """Return the title of a list of articles for a search without words."""
        return ", ".join(map(self.filter_title, filters)) or self.gettext("Semua artikel")

    def missing_title(self, field: str) -> str:
        """Return the name of the articles without a value in a field."""
        return self.gettext(_MISSING[field])

    def value(self, field: str, value: str) -> str:
        """Return a value of a field as it is shown: a language by its name, all others as they are."""
        name = _LANGUAGES.get(folded_language(value)) if field == "language" else None
        return self.gettext(name) if name else value

    def switch_title(self, code: str) -> str:
        """Return the name of a way in which words have to occur, given its code."""
        return self.gettext(_SWITCHES[code])

    def recent_title(self, code: str) -> str:
        """Return the name of the last day, week, month or year, given its code."""
        return self.gettext(_RECENT[code])

    def period(self, start: date, interval: str) -> str:
        """Return the name of a day, month or year, given its first day."""
        if interval == "day":
            return self._long_day(start)
        return self._long_day(PartialDate(start.year, start.month if interval == "month" else None))

    def says_something(self, understood: str, typed: str) -> bool:
        """Return whether the description of a query says more than the query itself.

        It does not if it only has the same words side by side, all of which must match.
        """
        plain = understood.replace(f" {self.say('and')} ", " ")
        return plain.casefold() != " ".join(typed.split()).casefold()

    def _days(self, first: date | None, last: date | None, *, arrived: bool) -> str:
        if first and arrived:
            return self.gettext("Masuk sejak %(day)s", day=self._long_day(first))
        if first and last:
            if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
                return self.gettext("Tahun %(year)s", year=first.year)
            if first == last:
                return self._long_day(first)
            return self.gettext(
                "%(first)s sampai %(last)s", first=self._long_day(first), last=self._long_day(last)
            )
        if first:
            return self.gettext("Sejak %(day)s", day=self._long_day(first))
        return self.gettext("Sampai %(day)s", day=self._long_day(last)) if last else ""

    def example_meaning(self, example: Example) -> str:
        """Return the description of an example of a search."""
        if example.shows == "since":
            return self.gettext("terbit sejak tahun %(year)s", year=example.value)
        return self.gettext(_EXAMPLES[example.shows])

    def copies_title(self, hit: ArticleHit) -> str:
        """Return the title of the copies of an article: their sources, if each copy has another one."""
        count = len(hit.duplicates) + hit.more_duplicates
        outlets = {copy.source for copy in hit.duplicates if copy.source} - {hit.article.source}
        if len(outlets) == count:
            sentence = self.ngettext(
                "juga di %(count)s media", "juga di %(count)s media", count, count=self._number(count)
            )
        else:
            sentence = self.ngettext(
                "%(count)s artikel yang hampir sama",
                "%(count)s artikel yang hampir sama",
                count,
                count=self._number(count),
            )
        return sentence

    def paragraph_label(self, number: int) -> str:
        """Return the name of a paragraph. number: its number, from 0."""
        return self.gettext("Paragraf %(number)s", number=number)

    def citation_title(self, form: str) -> str:
        """Return the name of a format of citations."""
        return (
            self.gettext("Teks") if form == "text" else {"apa": "APA", "bibtex": "BibTeX", "ris": "RIS"}[form]
        )

    def notes_on(self, problems: tuple[Problem, ...]) -> list[str]:
        """Return one sentence for each parameter of a request that had to be ignored or changed."""
        return list(dict.fromkeys(map(self._note_on, problems)))

    def _note_on(self, problem: Problem) -> str:
        if problem.code == "cut":
            return self.gettext(
                "Kata kunci terlalu panjang; yang dipakai %(number)s huruf pertama.",
                number=self._number(MAX_TEXT_LENGTH),
            )
        if problem.code == "swapped":
            return self.gettext("Tanggal awal dan akhir terbalik, jadi ditukar.")
        return self.gettext(_IGNORED.get(problem.parameter) or _IGNORED_OTHER)

    def window_note(self) -> str:
        """Return the sentence that only the first results can be paged through."""
        return self.gettext(
            "Hanya %(number)s hasil pertama yang dapat dibuka; persempit pencarian untuk melihat yang lain.",
            number=self._number(MAX_WINDOW),
        )


WORDINGS = {code: Wording(language) for code, language in LANGUAGES.items()}
