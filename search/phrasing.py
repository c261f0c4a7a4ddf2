"""The module puts a query into words."""

from __future__ import annotations

import re

from search.interpretation import Clause
from search.wording.catalogue import say

# A value of a filter that needs no quotation marks to be read as one word.
_PLAIN_VALUE = re.compile(r"\w[\w.#/-]*")


def in_words(clause: Clause, language: str = "id") -> str:  # noqa: PLR0911 - one for each kind
    """Return a query in words, such as ``banjir DAN (Jakarta ATAU Bekasi) TANPA "hujan deras"``.

    Typed into the search box, the words are the same query again.
    """
    if clause.kind == "filter" and clause.field == "missing":
        return say(language, "in_field_missing", text=say(language, f"field_{clause.text}"))
    if clause.kind in ("word", "phrase", "filter"):
        said = _quoted(clause) if _needs_quotes(clause) else clause.text
        return say(language, f"in_field_{clause.field}", text=said) if clause.field else said
    if clause.kind == "name":
        return " ".join(in_words(word, language) for word in clause.parts)
    if clause.kind == "published":
        return _days(clause, language)
    if clause.kind == "all":
        return _all(clause, language)
    if clause.kind == "any":
        return f" {say(language, 'or')} ".join(_bracketed(part, language) for part in clause.parts)
    if clause.kind == "not":
        return f"{say(language, 'without')} {_bracketed(clause.parts[0], language)}"
    return say(language, clause.kind)


def _needs_quotes(clause: Clause) -> bool:
    if clause.kind == "filter":
        return _PLAIN_VALUE.fullmatch(clause.text) is None
    return clause.kind == "phrase"


def _quoted(clause: Clause) -> str:
    return f'"{clause.text}"~{clause.gap}' if clause.gap else f'"{clause.text}"'


def _all(clause: Clause, language: str) -> str:
    wanted = [_bracketed(part, language) for part in clause.parts if part.kind != "not"]
    unwanted = [in_words(part, language) for part in clause.parts if part.kind == "not"]
    said = f" {say(language, 'and')} ".join(wanted) or say(language, "everything")
    return " ".join([said, *unwanted])


def _bracketed(clause: Clause, language: str) -> str:
    said = in_words(clause, language)
    if clause.kind in ("all", "any"):
        several = len(clause.parts) > 1 or any(part.kind in ("not", "name") for part in clause.parts)
        return f"({said})" if several else said
    return said


def _days(clause: Clause, language: str) -> str:
    if clause.first and clause.last:
        code = "published_on" if clause.first == clause.last else "published_between"
    else:
        code = "published_since" if clause.first else "published_until"
    return say(language, code, first=clause.first, last=clause.last)
