"""What a query asks for, in words."""

from __future__ import annotations

from search.results import Clause
from search.wording.catalogue import say


def in_words(clause: Clause, language: str = "id") -> str:
    """Return what a query asks for, e.g. ``banjir DAN (Jakarta ATAU Bekasi) TANPA "hujan deras"``."""
    if clause.kind in ("word", "phrase", "filter"):
        said = f'"{clause.text}"' if clause.kind == "phrase" else clause.text
        return say(language, f"in_field_{clause.field}", text=said) if clause.field else said
    if clause.kind == "published":
        return _days(clause, language)
    if clause.kind == "all":
        return _all(clause, language)
    if clause.kind == "any":
        return f" {say(language, 'or')} ".join(_bracketed(part, language) for part in clause.parts)
    if clause.kind == "not":
        return f"{say(language, 'without')} {_bracketed(clause.parts[0], language)}"
    return say(language, clause.kind)


def _all(clause: Clause, language: str) -> str:
    wanted = [_bracketed(part, language) for part in clause.parts if part.kind != "not"]
    unwanted = [in_words(part, language) for part in clause.parts if part.kind == "not"]
    said = f" {say(language, 'and')} ".join(wanted) or say(language, "everything")
    return " ".join([said, *unwanted])


def _bracketed(clause: Clause, language: str) -> str:
    said = in_words(clause, language)
    return f"({said})" if clause.kind in ("all", "any") and len(clause.parts) > 1 else said


def _days(clause: Clause, language: str) -> str:
    if clause.first and clause.last:
        code = "published_on" if clause.first == clause.last else "published_between"
    else:
        code = "published_since" if clause.first else "published_until"
    return say(language, code, first=clause.first, last=clause.last)
