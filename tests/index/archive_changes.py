"""Changes to an archive, and the articles that are there afterwards: what an index must agree with."""

from search import Article, EmbeddedIndex
from search.index import Deletion
from search.index.verify import check


def after(articles, changes):
    """Return the articles after some changes, in the order in which an index has them."""
    there = {article.id: article for article in articles}
    for change in changes:
        there.pop(change.article_id if isinstance(change, Deletion) else change.id, None)
        if isinstance(change, Article):
            there[change.id] = change
    return list(there.values())


def stored(snapshot):
    """Return the live articles of a snapshot, in index order."""
    live = range(snapshot.doc_values.article_count)
    return [snapshot.article(n) for n in live if snapshot.live is None or snapshot.live[n]]


def assert_holds(folder, articles):
    """Whether the index in ``folder`` is sound and holds these articles, in this order."""
    snapshot = EmbeddedIndex(folder).snapshot
    assert check(snapshot) == []
    assert stored(snapshot) == articles
    assert snapshot.manifest.articles == len(articles)
    assert snapshot.manifest.paragraphs == sum(len(article.paragraphs) for article in articles)
