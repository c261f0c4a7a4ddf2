"""The same terms in an index that stock Whoosh writes, in its own codec, with its own fields and formats."""

import json

from whoosh import fields
from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.codec.whoosh3 import W3Codec
from whoosh.writing import NO_MERGE, SegmentWriter

from search.index.format.names import MAX_POSITION, TEXT_FIELDS
from search.index.format.stored import stored_metadata
from search.indonesian import Analyzer
from search.published import day_of

ANALYZER = Analyzer()


class Ready(WhooshAnalyzer):
    """Yields the pairs of term and position that a text in JSON consists of."""

    def __call__(self, value, **_):
        token = Token(positions=True)
        for token.text, token.pos in json.loads(value):
            token.boost, token.stopped = 1.0, False
            yield token


def schema():
    return fields.Schema(
        **{name: fields.TEXT(analyzer=Ready()) for name in TEXT_FIELDS},
        article=fields.ID(),
        source=fields.ID(),
        category=fields.ID(),
        published=fields.ID(),
        text=fields.STORED(),
        about=fields.STORED(),
    )


def placed(text, kind):
    """Return the terms of a text, "stem" or "exact", with their positions."""
    words = ANALYZER.words(text)
    terms = [(getattr(t, kind), at + t.offset) for _, word, at in words for t in word.terms]
    return [(term, min(at, MAX_POSITION)) for term, at in sorted(terms, key=lambda term: term[1])]


def length(text):
    """Return how many terms of a text count for its length: all but those of units, without a position."""
    return sum(len(word.terms) for _, word, _ in ANALYZER.words(text) if word.width)


def documents(article):
    """Yield the documents that an article becomes: for each field its terms, or what is stored."""
    title, published = article.title or "", article.published
    of_article = {
        "title": placed(title, "stem"),
        "title_exact": placed(title, "exact"),
        "article": article.id,
        "source": article.source or None,
        "category": article.category or None,
        "published": day_of(published).isoformat() if published else None,
        "about": stored_metadata(article),
    }
    for number, text in enumerate(article.paragraphs):
        yield {
            "body": placed(text, "stem"),
            "body_exact": placed(text, "exact"),
            "text": text,
            **({} if number else of_article),
        }


def add_segment(ix, articles):
    """Add articles as one more segment."""
    writer = SegmentWriter(ix, codec=W3Codec(blocklimit=1024))
    for article in articles:
        for document in documents(article):
            ready = {name: json.dumps(terms) for name, terms in document.items() if name in TEXT_FIELDS}
            writer.add_document(**{**document, **ready})
    writer.commit(mergetype=NO_MERGE)


def delete(ix, article_id, paragraphs):
    """Delete the newest article of an id that is there, of so many paragraphs."""
    with ix.searcher() as searcher:
        first = max(searcher.document_numbers(article=article_id))
    writer = SegmentWriter(ix)
    for doc in range(first, first + paragraphs):
        writer.delete_document(doc)
    writer.commit(mergetype=NO_MERGE)
