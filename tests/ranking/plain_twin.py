"""Matching and scoring once more, in plain Python over lists of terms: slow, obvious, and independent.

Nothing of ``search.ranking`` or ``search.index`` is used; formulas are typed from their descriptions.
"""

from itertools import pairwise
from math import log

from whoosh import query

from search.published import day_of
from search.query.tree import AllWords, Words


class Twin:
    """Articles as lists of terms, and what queries make of them."""

    def __init__(self, articles, analyzer):
        self.articles = list(articles)
        self.docs = [
            (a, n) for a, article in enumerate(self.articles) for n in range(len(article.paragraphs))
        ]
        self.body = [self._terms(analyzer, self.articles[a].paragraphs[n]) for a, n in self.docs]
        self.title = [
            self._terms(analyzer, self.articles[a].title or "") if n == 0 else [] for a, n in self.docs
        ]

    @staticmethod
    def _terms(analyzer, text):
        """(position, stem, exact) of every term."""
        return [(at + t.offset, t.stem, t.exact) for _, word, at in analyzer.words(text) for t in word.terms]

    # --- occurrences ---

    def count_form(self, form, doc, field, exact):
        """How often a form stands in a field of a paragraph."""
        terms = getattr(self, field)[doc]
        kind = 2 if exact else 1
        wanted = form.exacts if exact else form.stems
        starts = [term[0] for term in terms if term[kind] == wanted[0]]
        if len(wanted) == 1:
            return len(starts)

        def completed(at, rest):
            if not rest:
                return True
            nexts = {t[0] for t in terms if t[kind] == rest[0] and at < t[0] <= at + form.gap + 1}
            return any(completed(place, rest[1:]) for place in nexts)

        return sum(completed(at, wanted[1:]) for at in starts)

    def count(self, words, doc, field, exact=None):
        """Return the weighted number of times that words stand in a field of a paragraph."""
        exact = words.exact if exact is None else exact
        if words.prefix:
            beginning = words.forms[0].exacts[0]
            return sum(term[2].startswith(beginning) for term in getattr(self, field)[doc])
        return sum(
            form.weight * self.count_form(form, doc, field, exact or form.exact) for form in words.forms
        )

    # --- matching ---

    def match(self, tree):  # noqa: PLR0911 - one for each kind of node
        """Return the sets of paragraphs and of articles that a tree matches."""
        everything = set(range(len(self.articles)))
        if isinstance(tree, Words):
            return self._with_articles(
                {
                    doc
                    for doc in range(len(self.docs))
                    for field in tree.fields
                    if self.count(tree, doc, field)
                }
            )
        if isinstance(tree, AllWords):
            parts = [(part, *self.match(part)) for part in tree.subqueries]
            articles = set.intersection(*(found for _, _, found in parts))
            holding = [docs for part, docs, _ in parts if list(positive(part))]
            docs = set.union(*holding) if holding else set(range(len(self.docs)))
            return {doc for doc in docs if self.docs[doc][0] in articles}, articles
        if isinstance(tree, query.Or):
            return self._with_articles(set.union(*(self.match(part)[0] for part in tree.subqueries)))
        if isinstance(tree, query.Not):
            return self._with_docs(everything - self.match(tree.query)[1])
        if isinstance(tree, query.TermRange):
            return self._with_docs({a for a in everything if self._published(a, tree.start, tree.end)})
        if isinstance(tree, query.Term):
            return self._with_docs({a for a in everything if self._has(a, tree.fieldname, tree.text)})
        if isinstance(tree, query.Every):
            return self._with_docs(everything)
        assert tree == query.NullQuery, tree
        return set(), set()

    def _published(self, article, first, last):
        published = self.articles[article].published
        day = day_of(published).isoformat() if published else None
        return day is not None and (not first or day >= first) and (not last or day <= last)

    def _has(self, number, field, value):
        article = self.articles[number]
        if field == "article":
            return article.id == value
        return (getattr(article, field) or "").casefold() == value.casefold()

    def _with_articles(self, docs):
        return docs, {self.docs[doc][0] for doc in docs}

    def _with_docs(self, articles):
        return {doc for doc, (article, _) in enumerate(self.docs) if article in articles}, articles

    # --- scoring ---

    def scores(self, words, concepts, w):
        """Return the score of every paragraph; ``w`` holds the weights."""
        docs = range(len(self.docs))
        own = [0.0] * len(self.docs)
        context = [0.0] * len(self.articles)
        terms_in = [len(terms) for terms in self.body]
        lengths = [min(count, 255) for count in terms_in]
        for word in words:
            if "body" in word.fields:
                stems = [self.count(word, doc, "body") for doc in docs]
                add(own, bm25(stems, lengths, w.k1, w.b))
                if not word.exact and not word.prefix and word.forms[0].weight == 1:
                    typed = [self.count_form(word.forms[0], doc, "body", True) for doc in docs]
                    add(own, bm25(typed, lengths, w.k1, w.b), w.exact_weight)
                led = [
                    tf * (1 if number < w.lead_paragraphs else w.later_weight)
                    for tf, (_, number) in zip(stems, self.docs, strict=True)
                ]
                tf = self._summed(led)
                add(context, bm25(tf, self._summed(terms_in), w.article_k1, w.article_b), w.article_weight)
            if "title" in word.fields:
                tf = self._summed([self.count(word, doc, "title") for doc in docs])
                title_lengths = self._summed([len(terms) for terms in self.title])
                add(context, bm25(tf, title_lengths, w.k1, w.b), w.headline_weight)
        add(context, self._coverage(concepts), w.coverage_weight)
        for left, right in pairwise(word for word in words if word.forms[0].weight == 1):
            if self._pair_counts(left, right):
                row = left.forms[0].stems + right.forms[0].stems
                tf = [self._count_row(row, doc) for doc in docs]
                rarer = max(idf([self.count(word, doc, "body") for doc in docs]) for word in (left, right))
                add(own, saturated(tf, lengths, w.k1, w.b), w.proximity_weight * rarer)
        return [own[doc] + context[article] for doc, (article, _) in enumerate(self.docs)]

    def _coverage(self, concepts):
        if len(concepts) < 2:
            return [0.0] * len(self.articles)
        sets = [self.match(concept)[1] for concept in concepts]
        total = len(self.articles)
        rarity = [
            concept.boost * log(1 + (total - n + 0.5) / (n + 0.5))
            for concept, n in zip(concepts, map(self._holding, concepts), strict=True)
        ]
        return [
            sum(rarity)
            * (sum(r for r, found in zip(rarity, sets, strict=True) if a in found) / sum(rarity)) ** 4
            for a in range(total)
        ]

    def _holding(self, tree):
        """How many articles hold a concept, as far as the counts of its single words tell."""
        if isinstance(tree, Words):
            fields = [[self.count(tree, doc, name) for doc in range(len(self.docs))] for name in tree.fields]
            return max(sum(1 for tf in self._summed(counts) if tf) for counts in fields)
        parts = [self._holding(part) for part in tree.subqueries if list(positive(part))]
        return min(parts) if isinstance(tree, AllWords) else min(len(self.articles), sum(parts))

    @staticmethod
    def _pair_counts(left, right):
        if left.text == right.text or "body" not in left.fields or "body" not in right.fields:
            return False
        return not any(word.exact or word.prefix for word in (left, right))

    def _count_row(self, row, doc):
        places = {}
        for position, stem, _ in self.body[doc]:
            places.setdefault(stem, []).append(position)
        starts = places.get(row[0], [])
        return sum(all(at + i in places.get(term, []) for i, term in enumerate(row)) for at in starts)

    def _summed(self, by_doc):
        sums = [0] * len(self.articles)
        for value, (article, _) in zip(by_doc, self.docs, strict=True):
            sums[article] += value
        return sums


def positive(tree):
    """Yield the words that are searched for, not those excluded."""
    if isinstance(tree, Words):
        yield tree
    elif isinstance(tree, AllWords | query.Or):
        for part in tree.subqueries:
            yield from positive(part)


def bm25(tf, lengths, k1, b):
    """Inverse document frequency times saturation."""
    return [idf(tf) * value for value in saturated(tf, lengths, k1, b)]


def idf(tf):
    """ln(1 + (N - n + 0.5) / (n + 0.5))."""
    total, holding = len(tf), sum(1 for count in tf if count)
    return log(1 + (total - holding + 0.5) / (holding + 0.5))


def saturated(tf, lengths, k1, b):
    """Return tf / (tf + k1 (1 - b + b length / mean length))."""
    mean = max(1.0, sum(lengths) / len(tf))
    return [
        count / (count + k1 * (1 - b + b * length / mean)) if count else 0.0
        for count, length in zip(tf, lengths, strict=True)
    ]


def add(sums, values, weight=1.0):
    for i, value in enumerate(values):
        sums[i] += weight * value
