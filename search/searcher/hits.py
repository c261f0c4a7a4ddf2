"""The hits of a page: the metadata of its articles, and the texts of paragraphs with marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

from search.budget import current_look
from search.index import Snapshot
from search.indonesian import Analyzer
from search.query.interpret import Understood
from search.ranking.order import Group
from search.request import SearchRequest
from search.results import MAX_DUPLICATES, ArticleHit, Explanation, ParagraphHit
from search.searcher.quoting import Quoting, quoted_snippet
from search.snippets import highlighter

Explain = Callable[[Sequence[int]], list[Explanation]]


def hits_of(
    groups: Sequence[Group],
    snapshot: Snapshot,
    analyzer: Analyzer,
    request: SearchRequest,
    understood: Understood,
    explain: Explain,
) -> Iterator[ArticleHit]:
    """Yield the hits for groups of a request.

    explain: returns the parts of the scores of some paragraphs; called if the request asks for them
    """
    words, highlight = understood.marked, request.highlight
    title = highlighter(words, analyzer, "title")
    docs = [doc for group in groups for doc in group.docs]
    explained = iter(explain(docs) if request.explain else ())
    quoting = Quoting(snapshot.mentions, understood.within)
    find = highlighter(words, analyzer)
    texts = iter(snapshot.texts(docs))
    with_quotations = understood.within or "quotations" in request.hit_fields
    quotations = quoting.of_each(docs) if with_quotations else repeat(())
    look = current_look()
    abouts = snapshot.metadata_of([group.article for group in groups])
    for group, about in zip(groups, abouts, strict=True):
        first = snapshot.doc_values.first_paragraph.item(group.article)
        paragraphs = []
        for doc, score, text, said in zip(group.docs, group.scores, texts, quotations, strict=False):
            look()
            if understood.within:
                named = quoting.named(doc)
                marks, fragment, html = quoted_snippet(text, find.marks(text), named, said, highlight)
            else:
                marks, fragment, html = find.snippet(text, highlight)
            paragraphs.append(
                ParagraphHit(doc - first, score, text, html, marks, fragment, next(explained, None), said)
            )
        copies = group.copies[:MAX_DUPLICATES]
        yield ArticleHit(
            about,
            group.scores[0],
            tuple(paragraphs),
            group.count - len(group.docs),
            title.html(about.title or "", highlight),
            tuple(snapshot.metadata_of(copies)) if copies else (),
            len(group.copies) - len(copies),
        )
