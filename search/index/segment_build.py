"""The module writes articles as one segment of a new index, and draws the samples that verify it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from search.article import Article
from search.disk import scratch
from search.errors import NothingToIndexError
from search.index.format.segment import Segment
from search.index.inversion.writer import ArticleWriter
from search.index.verify import Expected, Samples
from search.indonesian import AnalysisSettings, Analyzer


def write_segment(
    articles: Iterable[Article],
    folder: Path,
    analysis: AnalysisSettings,
    memory_bytes: int,
    on_stage: Callable[[str], None] = lambda stage: None,
    *,
    first: bool = True,
    names: bool = True,
) -> tuple[Segment, Expected]:
    """Write ``articles`` as a segment; return the segment and the expected contents of its index.

    on_stage: is called with "read" and "write"
    first:    whether it will be the first segment of its index
    names:    whether names and quotations are read

    Raises NothingToIndexError if there is no article.
    """
    samples = Samples()
    with ExitStack() as stack:
        temporary = stack.enter_context(scratch(folder))
        writer = ArticleWriter(folder, Analyzer(analysis), temporary, memory_bytes, first=first, names=names)
        try:
            on_stage("read")
            for article in articles:
                samples.consider(article, writer.article_count)
                writer.add_article(article)
            if not writer.article_count:
                raise NothingToIndexError("no_article")
            on_stage("write")
            segment = writer.commit()
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
    return segment, Expected(segment.articles, segment.documents, samples)
