"""The module turns a request into a search: it takes dates out, parses words, adds other names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from whoosh import query

from search.dates.reading import DateRange
from search.indonesian import Analyzer
from search.interpretation import Expanded
from search.query.bounds import MOST_WORDS, WORDS_LEFT_OUT, bounded, may_cost_much
from search.query.dates import DateExpression, find_dates, may_speak_of_dates
from search.query.parse import Expander, QueryParser, all_of
from search.query.tree import (
    STEMMED,
    AllWords,
    Compound,
    Within,
    WordOfName,
    Words,
    asks_for_words,
    names_whole,
    positive_words,
    same_paragraph,
)
from search.remarks import Remark
from search.request import SearchRequest

# How telling the forms typed are, in times their rarity, against what else is searched for a word. All that a
# word gives to a score is at most 4.4 times its rarity, and coverage is half of what is held: where nothing
# else is asked for, no other form outranks the one typed. Beside other words, these decide.
_TYPED_ALONE, _TYPED_BESIDE = 10.0, 0.5


@dataclass(slots=True)  # frozen ones take three times as long to make
class Understood:
    """A request as it is searched.

    tree:     what must match, including dates in the text
    said:     the same query as it was typed; where any word is enough, ``tree`` has its words joined by OR
    words:    the words that are scored, in query order; a name of several words is a unit
    concepts: the parts that an article should match all of, each a word or a group
    whole:    ``tree`` with names of several words as units; the same object as ``tree`` without such names
    apart:    the words that are scored if no article contains the names as units: each word by itself
    asking:   those of the words that an article need not contain
    ignored, notes: see Parsed
    expanded: the words that are searched in other forms too
    dates:    the date expressions of the text that became filters
    """

    tree: query.Query
    said: query.Query
    words: tuple[Words, ...]
    concepts: tuple[query.Query, ...]
    whole: query.Query
    apart: tuple[Words, ...]
    asking: tuple[str, ...]
    ignored: tuple[str, ...]
    notes: tuple[Remark, ...]
    expanded: tuple[Expanded, ...]
    dates: tuple[DateExpression, ...]

    @property
    def within(self) -> tuple[Within, ...]:
        """What the words are within, or what stands for names, each once."""
        return tuple(dict.fromkeys(word.within for word in self.apart if word.within))

    @property
    def is_cut(self) -> bool:
        """Whether words were left out because a search for all of them would cost too much."""
        return any(note.code == WORDS_LEFT_OUT for note in self.notes)

    @property
    def marked(self) -> tuple[Words, ...]:
        """The words that are marked in texts. If names are searched, their single words are marked too."""
        words = self.words if self.apart is self.words else (*self.words, *self.apart)
        words = tuple(word for word in words if not word.is_named) if self.within else words
        if not any(form.exact for word in words for form in word.forms):
            return words
        return tuple(part for word in words for part in _by_exactness(word))


def understand(
    request: SearchRequest,
    analyzer: Analyzer,
    expander: Expander,
    today: date,
    holding: Callable[[Words], int] | None = None,
) -> Understood:
    """Turn a request into what is searched. No text raises an exception.

    holding: returns the approximate number of paragraphs that contain a word, so that only the rarest of very
             many words are searched; None if all are searched
    """
    text = request.text
    dated = not request.plain and may_speak_of_dates(text)
    found_dates = find_dates(text, today) if dated else []
    dates = _past(found_dates, today) if found_dates and request.dates else ()
    for found in reversed(dates):
        text = f"{text[: found.start]} {text[found.end :]}"
    parser = QueryParser(
        analyzer,
        today,
        exact=request.exact,
        headlines=request.headlines and request.match != "paragraph",
        expander=expander if request.expand and not request.exact else None,
        archive=expander.archive,
        plain=request.plain,
        demanding=request.match == "any" or request.exact,
        any_word=request.match == "any",
        speakers=request.speaker,
        quotes=request.quotes,
    )
    together = [] if dates else [(found.start, found.end) for found in found_dates if found.fixed]
    parsed = parser.parse(text, together)
    said = _within(parsed.tree, dates) if dates else parsed.tree
    if dated and request.dates:
        said = _with_dated_words(said, today)
    tree, asking, notes = said, parsed.asking, parsed.notes
    if holding and may_cost_much(request.text, said):
        tree, said, left_out = bounded(said, holding)
        most = max(0, MOST_WORDS - len(positive_words(tree)))
        if left_out := (*left_out, *(word.text for word in asking[most:])):
            notes = (*notes, Remark(WORDS_LEFT_OUT, {"words": left_out}))
        asking = asking[:most]
    named = bool(parsed.expanded) and any(" " in expanded.text for expanded in parsed.expanded)
    whole = names_whole(tree) if named else tree
    words = tuple(positive_words(whole))
    apart = tuple(positive_words(tree)) if named else words
    if asking:
        words = _with_asking(parsed.words, asking, words)
        apart = _with_asking(parsed.words, asking, apart) if named else words
    concepts = concepts_of(whole, as_typed=request.match == "all")
    if request.match == "any":
        tree, whole = any_word(tree, whole), any_word(whole, whole)
    elif request.match == "paragraph":
        in_one = same_paragraph(tree)
        tree, whole = in_one, in_one if whole is tree else same_paragraph(whole)
    return Understood(
        tree,
        said,
        words,
        concepts,
        whole,
        apart,
        tuple(word.text for word in asking),
        parsed.ignored,
        notes,
        parsed.expanded,
        dates,
    )


def _by_exactness(word: Words) -> Iterator[Words]:
    """Yield a word with the forms that count as written only, and with the others; none without forms."""
    for exact in (False, True):
        forms = [form for form in word.forms if form.exact is exact]
        if forms:
            yield word.like(forms, exact=exact or word.exact)


def _with_asking(
    typed: query.Query, asking: tuple[Words, ...], words: tuple[Words, ...]
) -> tuple[Words, ...]:
    """Return the words together with the words that only ask, in the order in which they were typed."""
    kept = {id(word) for word in (*words, *asking)}
    in_order = (*positive_words(names_whole(typed)), *positive_words(typed), *words)
    return tuple({id(word): word for word in in_order if id(word) in kept}.values())


def concepts_of(tree: query.Query, *, as_typed: bool = False) -> tuple[query.Query, ...]:
    """Return the parts that an article should match all of.

    as_typed: whether the words and names in exactly the typed forms are parts as well
    """
    parts = tree.subqueries if isinstance(tree, AllWords) else [tree]
    concepts = [part for part in _apart(parts) if isinstance(part, Words) or asks_for_words(part)]
    if as_typed:
        boost = _TYPED_ALONE if len(concepts) == 1 else _TYPED_BESIDE
        for part in tuple(concepts):
            if type(part) is Words and not part.within and (len(part.forms) > 1 or "-" in part.text):
                concepts += _as_typed(part, boost)
    return tuple(concepts)


def _as_typed(word: Words, boost: float) -> list[query.Query]:
    """Return a word in its typed forms only, if it is searched in other forms too.

    For a doubled word this is the whole word, because *anak-anak* is searched as *anak* as well.
    """
    if word.exact or word.prefix or not word.typed:
        return []
    typed = [form for form in word.forms if form.weight == 1.0]
    doubled = (
        "-" in word.typed.exacts[0] and len(word.typed.exacts) == 1 and word.typed.stems != word.typed.exacts
    )
    if len(typed) == len(word.forms) and not doubled:
        return []
    return [Words(word.text, typed, word.fields, exact=doubled, boost=boost)]


def any_word(tree: query.Query, whole: query.Query) -> query.Query:
    """Return the tree with its words joined by OR. Exclusions and filters stay.

    whole: the same tree with names as units, which are words of the result
    """
    if not isinstance(tree, AllWords):
        return tree
    units = whole.subqueries if isinstance(whole, AllWords) else [whole]
    words = [part for part in _apart(units) if asks_for_words(part)]
    words += [part.word for part in tree.subqueries if isinstance(part, WordOfName)]
    others = [part for part in tree.subqueries if not asks_for_words(part)]
    if len(words) < 2:
        return tree
    return AllWords([query.Or(words), *others]) if others else query.Or(words)


def _apart(parts: Sequence[query.Query]) -> Iterator[query.Query]:
    """Yield the parts; for a measure, also each word in it."""
    for part in parts:
        if isinstance(part, Compound) and all(isinstance(one, Words) for one in part.subqueries):
            yield from part.subqueries
        else:
            yield part


def _past(found: list[DateExpression], today: date) -> tuple[DateExpression, ...]:
    """Leave out future days, which select nothing in an archive: *besok*, *tahun depan* stay words."""
    return tuple(date for date in found if date.range.first is None or date.range.first <= today)


def _with_dated_words(tree: query.Query, today: date) -> query.Query:
    """Return the tree in which words that are dates are replaced by days, whatever was typed around them.

    So *kemarin:banjir* means the same as *kemarin DAN banjir*, which is how it is described.
    """
    if isinstance(tree, Words):
        plain = tree.fields == STEMMED and not (tree.quoted or tree.prefix or tree.exact)
        dates = _past(find_dates(tree.text, today), today) if plain else ()
        return _term(dates[0].range) if dates and dates[0].text == tree.text else tree
    if type(tree) is query.Or or isinstance(tree, AllWords):
        parts = [_with_dated_words(part, today) for part in tree.subqueries]
        if any(new is not old for new, old in zip(parts, tree.subqueries, strict=True)):
            return type(tree)(parts)
    return tree


def _term(days: DateRange) -> query.TermRange:
    return query.TermRange(
        "published", days.first and days.first.isoformat(), days.last and days.last.isoformat()
    )


def _within(tree: query.Query, dates: tuple[DateExpression, ...]) -> query.Query:
    """Return the tree restricted to the days in its text.

    An article matches if it was published in any of several ranges of days. Two ranges that are open on
    opposite sides (*sejak 2019*, *sebelum 2021*) are one range.
    """
    ranges = [found.range for found in dates]
    since = [days.first for days in ranges if days.first and not days.last]
    until = [days.last for days in ranges if days.last and not days.first]
    if since and until and max(since) <= min(until):
        ranges = [days for days in ranges if days.first and days.last]
        ranges.append(DateRange(max(since), min(until)))
    if not ranges:
        return tree
    terms = [_term(days) for days in ranges]
    wanted = terms[0] if len(terms) == 1 else query.Or(terms)
    if tree == query.NullQuery or isinstance(tree, query.Every):
        return wanted
    parts = tree.subqueries if isinstance(tree, AllWords) else [tree]
    return all_of([*parts, wanted])
