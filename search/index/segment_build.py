"""Articles into one segment of a new index, with what is needed to verify it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from search.article import Article
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
) -> tuple[Segment, Expected]:
    """Write ``articles`` as a segment in a folder; return it, and what an index of it must hold.

    on_stage: told "read" and "write". Raises NothingToIndexError where there is no article.
    """
    samples = Samples()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        writer = ArticleWriter(folder, Analyzer(analysis), scratch, memory_bytes)
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
