"""The module has the fields of an article that are values, by which filters choose and which facets count.

A value is recognised by its folded form: two values with one folded form are one value, in every filter and
facet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from unicodedata import normalize

from search.article import Article
from search.later import Pattern

# Names and codes (ISO 639, browsers) of the languages of Indonesian archives.
_LANGUAGES = {
    "in": "id", "ind": "id", "indonesia": "id", "indonesian": "id", "bahasa indonesia": "id",
    "eng": "en", "english": "en", "inggris": "en", "bahasa inggris": "en",
    "jav": "jv", "javanese": "jv", "jawa": "jv", "bahasa jawa": "jv",
    "sun": "su", "sundanese": "su", "sunda": "su", "bahasa sunda": "su",
    "may": "ms", "msa": "ms", "malay": "ms", "melayu": "ms", "bahasa melayu": "ms",
}  # fmt: skip


# The characters that nothing shows, beside blanks: Unicode's Default_Ignorable_Code_Point.
_INVISIBLE = Pattern(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def folded(value: str) -> str:
    """Return the folded form of a source, tag or other value.

    Letter case, blanks around it, characters that nothing shows, and how its characters are encoded make no
    difference (Unicode's NFKC_Casefold).

    >>> folded(" Harian  CONTOH "), folded("Har\u00adian\u200b Contoh")
    ('harian contoh', 'harian contoh')
    """
    if value.isascii():
        return " ".join(value.casefold().split())
    plain = _INVISIBLE.sub("", normalize("NFKC", value).casefold())
    return " ".join(normalize("NFKC", plain).split())


def folded_language(value: str) -> str:
    """Return the folded form of a language: the first part of its tag (BCP 47).

    >>> [folded_language(value) for value in ("id", "id-ID", "in_ID", "Indonesian", "Bahasa Indonesia")]
    ['id', 'id', 'id', 'id', 'id']
    """
    plain = folded(value)
    primary = plain.replace("_", "-").partition("-")[0]
    return _LANGUAGES.get(plain) or _LANGUAGES.get(primary) or primary


def distinct(values: Iterable[str], fold: Callable[[str], str] = folded) -> tuple[str, ...]:
    """Return the values without blank ones, and without those whose folded form occurred before."""
    by_form: dict[str, str] = {}
    for value in values:
        if form := fold(value):
            by_form.setdefault(form, value)
    return tuple(by_form.values())


@dataclass(frozen=True, slots=True)
class ValueField:
    """A field of values.

    attribute: the attribute of ``Article`` with its value, or with several of them
    fold:      the function that returns the folded form of a value
    """

    attribute: str
    fold: Callable[[str], str] = folded

    def values(self, article: Article) -> tuple[str, ...]:
        """Return the distinct values of an article."""
        given = getattr(article, self.attribute)
        if not given:
            return ()
        return distinct((given,) if isinstance(given, str) else given, self.fold)


#: The fields of values by their name in filters and facets, in the order in which they are shown.
VALUE_FIELDS = MappingProxyType(
    {
        "source": ValueField("source"),
        "category": ValueField("category"),
        "author": ValueField("authors"),
        "tag": ValueField("tags"),
        "place": ValueField("place"),
        "language": ValueField("language", folded_language),
    }
)
#: The fields of names, which are read out of the texts: who speaks, and who is named.
NAME_FIELDS = ("speaker", "name")
#: Stands in a query before a whole name: *tentang:"=Reza"* is not about *Reza Rahadian*.
WHOLE_NAME = "="
#: The fields that are counted, each with the function to the folded form of a value.
COUNTED_FIELDS = MappingProxyType(
    {**{name: field.fold for name, field in VALUE_FIELDS.items()}, **dict.fromkeys(NAME_FIELDS, folded)}
)
