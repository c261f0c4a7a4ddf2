"""Articles into one segment of an index folder, with what is needed to verify it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from whoosh import index as whoosh_index

from search.article import Article
from search.errors import NothingToIndexError
from search.index.format.numbers import ARTICLES_EXTENSION, NumbersBuilder
from search.index.inversion.writer import ArticleWriter
from search.index.verify import Expected, Samples
from search.index.whoosh.schema import paragraph_schema
from search.indonesian import AnalysisSettings, Analyzer


def write_segment(
    articles: Iterable[Article],
    folder: Path,
    analysis: AnalysisSettings,
    memory_bytes: int,
    on_stage: Callable[[str], None] = lambda stage: None,
) -> Expected:
    """Make an index of ``articles`` in an empty folder: one segment and its table of contents.

    on_stage: told "read" and "write". Raises NothingToIndexError where there is no article.
    """
    numbers, samples = NumbersBuilder(), Samples()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        ix = whoosh_index.create_in(str(folder), paragraph_schema())
        writer = ArticleWriter(ix, Analyzer(analysis), scratch, memory_bytes)
        try:
            on_stage("read")
            for article in articles:
                samples.consider(article, numbers.article_count)
                writer.add_article(article)
                numbers.add(article)
            if not numbers.article_count:
                raise NothingToIndexError("no usable article was found, so the index was left as it is")
            on_stage("write")
            writer.commit()
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        numbers.save(writer.path(ARTICLES_EXTENSION), writer.title_lengths, writer.signatures())
    return Expected(numbers.article_count, numbers.paragraph_count, samples)
