"""Bags of words by looking at every document: obvious, and without any bound."""

import numpy as np

from search.index.format.lists import MOST_COUNTED
from search.ranking.bags import BestDocuments, Scorings
from search.ranking.lookup import phrase


class EveryDocument:
    """Scores all documents of a snapshot; remembers where words are."""

    def __init__(self, snapshot):
        self.snapshot = snapshot
        self.known = {}

    def _occurrences(self, word):
        """Return the documents that hold a word, and how often it counts in each."""
        key = word.field, word.terms
        if key not in self.known:
            lists = [self.snapshot.postings(word.field, term) for term in word.terms]
            found = phrase(lists) if len(lists) > 1 else lists[0]
            self.known[key] = found.docs, found.tf if len(lists) > 1 else np.minimum(found.tf, MOST_COUNTED)
        return self.known[key]

    def best(self, bag, k, settings, allowed=None):
        """Return the k best documents and how many match."""
        snapshot, scorings = self.snapshot, Scorings(self.snapshot, settings)
        documents = len(snapshot.article_of)
        scores, groups_held = np.zeros(documents), np.zeros(documents, int)
        for group in bag.groups:
            held = np.zeros(documents, bool)
            for word in group:
                docs, tf = self._occurrences(word)
                scoring = scorings.of(word.field)
                idf = sum(scoring.idf(snapshot.document_frequency(word.field, term)) for term in word.terms)
                scores[docs] += word.weight * idf * (tf / (tf + scoring.norms[scoring.lengths[docs]]))
                held[docs] = True
            groups_held += held
        matches = groups_held == len(bag.groups) if bag.every and bag.groups else groups_held > 0
        for word in bag.excluded:
            matches[self._occurrences(word)[0]] = False
        for mask in (snapshot.live, allowed):
            if mask is not None:
                matches &= mask[snapshot.article_of]
        found = np.flatnonzero(matches)
        best = found[np.lexsort((found, -scores[found]))][:k]
        return BestDocuments(best, scores[best], len(found))
