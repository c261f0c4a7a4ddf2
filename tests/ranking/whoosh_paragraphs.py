"""A search over paragraphs by Whoosh's own matchers and collector: the slow and independent way."""

import numpy as np
from whoosh import query, scoring
from whoosh.index import open_dir
from whoosh.matching import WrappingMatcher

from search.query.tree import AllWords, Words
from search.ranking.norms import FieldNorms
from search.ranking.statistics import statistics_of


class _Scorer(scoring.BaseScorer):
    """BM25 with the statistics of the whole snapshot, of one term in one segment."""

    def __init__(self, norms, weight, base):
        self.norms, self.lengths = norms.norms, norms.lengths
        self.weight, self.base = weight, base

    def supports_block_quality(self):
        return False

    def score_of(self, doc, occurrences):
        tf = min(float(occurrences), 255.0)
        return self.weight * tf / (tf + self.norms[self.lengths[self.base + doc]])

    def score(self, matcher):
        return self.score_of(matcher.id(), matcher.weight())


class _Weighting(scoring.WeightingModel):
    def __init__(self, snapshot, settings):
        self.snapshot, self.settings, self.statistics = snapshot, settings, statistics_of(snapshot)
        self.known = {}
        names = [segment.segment.name for segment in snapshot.segments]
        self.bases = dict(zip(names, (segment.base for segment in snapshot.segments), strict=True))

    def base(self, searcher):
        return self.bases[searcher.reader().segment().segment_id()]

    def idf_of(self, field, terms):
        found = (self.snapshot.document_frequency(field, term) for term in terms)
        return sum(self.statistics.idf(field, count) for count in found)

    def norms(self, field):
        if field not in self.known:
            self.known[field] = FieldNorms(self.snapshot, field, self.statistics, self.settings)
        return self.known[field]

    def scorer(self, searcher, fieldname, text, qf=1):
        weight = self.idf_of(fieldname, [text.decode() if isinstance(text, bytes) else text])
        return _Scorer(self.norms(fieldname), weight, self.base(searcher))


class _RowMatcher(WrappingMatcher):
    """A phrase that scores as one word which occurs as often as the phrase does."""

    def __init__(self, child, scorer, boost=1.0):
        super().__init__(child, boost)
        self.scorer = scorer

    def _replacement(self, newchild):
        return _RowMatcher(newchild, self.scorer, self.boost)

    def supports_block_quality(self):
        return False

    def score(self):
        places = {span.start for span in self.child.spans()}
        # Whoosh's weight of a stored frequency of 255 is the true one, and scores as 255: not so a phrase's.
        tf = float(len(places))
        norm = self.scorer.norms[self.scorer.lengths[self.scorer.base + self.id()]]
        return self.boost * self.scorer.weight * tf / (tf + norm)


class _Row(query.Phrase):
    def matcher(self, searcher, context=None):
        child = query.Phrase(self.fieldname, self.words).matcher(searcher, context)
        weighting = searcher.weighting
        weight = weighting.idf_of(self.fieldname, self.words)
        scorer = _Scorer(weighting.norms(self.fieldname), weight, weighting.base(searcher))
        return _RowMatcher(child, scorer, self.boost) if child.is_active() else child


def _query_of(tree):
    """Return Whoosh's query for a tree, exclusions aside."""
    if isinstance(tree, Words):
        fields = [f"{field}_exact" if tree.exact else field for field in tree.fields]
        terms = tree.forms[0].exacts if tree.exact else tree.forms[0].stems
        return query.Or([_row(field, terms, tree.boost) for field in fields])
    if isinstance(tree, AllWords):
        return query.And([_query_of(part) for part in tree.subqueries if not isinstance(part, query.Not)])
    return query.Or([_query_of(part) for part in tree.subqueries])


def _row(field, terms, boost):
    if len(terms) == 1:
        return query.Term(field, terms[0], boost=boost)
    return _Row(field, list(terms), boost=boost)


def whoosh_scores(snapshot, settings, tree, allowed=None):
    """Return the score of every document that matches."""
    weighting = _Weighting(snapshot, settings)
    asked = _query_of(tree)
    excluded = [part.query for part in tree.subqueries if isinstance(part, query.Not)]
    # Not AndNot: in whoosh3 3.54.0 its matcher does not look whether the first document is excluded.
    mask = query.Or([_query_of(word) for word in excluded]) if excluded else None
    offsets = np.cumsum([0, *(segment.doc_values.paragraph_count for segment in snapshot.segments)])
    found = {}
    with open_dir(str(snapshot.folder)).searcher(weighting=weighting) as searcher:
        for hit in searcher.search(asked, limit=None, mask=mask):
            segment = int(np.searchsorted(offsets, hit.docnum, "right")) - 1
            doc = snapshot.segments[segment].base + hit.docnum - int(offsets[segment])
            if allowed is None or allowed[snapshot.article_of[doc]]:
                found[doc] = hit.score
    return found
