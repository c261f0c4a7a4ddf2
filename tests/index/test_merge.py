"""Merging: byte for byte the segment that would have been written of what is left; and when it is done."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Article, IndexDamagedError
from search.index.format.segment import EXTENSIONS
from search.index.inversion.writer import ArticleWriter
from search.index.merging.merge import merge_segments
from search.index.merging.policy import MAX_SEGMENTS, SegmentSize, next_merge
from search.index.reading.opened_segment import OpenedSegment
from search.indonesian import Analyzer

ANALYZER = Analyzer()


def write(folder, *segments):
    """Write articles as segments in ``folder``; return the segments."""
    written = []
    for articles in segments:
        with tempfile.TemporaryDirectory() as scratch:
            writer = ArticleWriter(folder, ANALYZER, Path(scratch), 1 << 20)
            for article in articles:
                writer.add_article(article)
            written.append(writer.commit())
    return written


def files(folder, segment):
    return {extension: segment.path(folder, extension).read_bytes() for extension in EXTENSIONS}


def opened(folder, segment, articles, gone):
    """Open a segment with the tombstones of some of its articles."""
    deleted = [number for number, article in enumerate(articles) if article.id in gone]
    return OpenedSegment.open(folder, segment, np.array(deleted, np.int32))


def assert_merges_as_written(segments, gone):
    """Whether a merge of the segments without ``gone`` is the segment of all that is left."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        left = [article for articles in segments for article in articles if article.id not in gone]
        (expected,) = write(Path(one), left)
        sources = [
            opened(Path(other), segment, articles, gone)
            for segment, articles in zip(write(Path(other), *segments), segments, strict=True)
        ]
        merged = merge_segments(Path(other), sources)
        assert files(Path(other), merged) == files(Path(one), expected)
        assert merged[1:] == expected[1:]


SENTENCES = st.lists(
    st.sampled_from(["banjir", "Jakarta", "mendukung", "China-Rusia", "kota-kotanya", "é", "***", "2024"]),
    max_size=10,
).map(" ".join) | st.sampled_from(
    [
        '"Harga é tidak akan naik," kata Menteri Keuangan Sri Mulyani, Rabu (10/9/2019).',
        "Sri Mulyani Indrawati mengatakan bahwa kota-kotanya aman.",
        "Menurut Presiden Joko Widodo, COVID-19 mereda di Jakarta.",
    ]
)
PLAIN = st.tuples(
    st.lists(SENTENCES, min_size=1, max_size=4).map(tuple),
    st.none() | SENTENCES,
    st.sampled_from(["Harian Contoh", "Kabar Dunia", None]),
    st.none() | st.dates(),
    st.sampled_from(["Dunia", "Ékonomi", None]),
    st.none(),
    st.lists(st.sampled_from(["Redaksi", "REDAKSI", "Tim É"]), max_size=3).map(tuple),
    st.sampled_from([(), (), ("banjir",), ("gempa", "Banjir", "banjir")]),
    st.sampled_from(["Jakarta", None]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(PLAIN, min_size=1, max_size=5), min_size=1, max_size=4), st.sets(st.integers(0, 8)))
def test_a_merge_is_the_segment_that_would_have_been_written(parts, gone):
    numbers = iter(range(100))
    segments = [[Article(f"a{next(numbers)}", *fields) for fields in part] for part in parts]
    ids = {f"a{number}" for number in gone}
    if all(article.id in ids for articles in segments for article in articles):
        ids = set()
    assert_merges_as_written(segments, ids)


def test_long_lists_are_merged_too():
    """Lists with blocks of positions, impacts and bitmaps; windows that begin in the middle of a segment."""
    articles = [
        Article(f"a{n}", tuple(f"banjir {'kota ' * (n % 4)}nomor{n * 10 + i}" for i in range(10)))
        for n in range(7200)
    ]
    articles[5] = Article("a5", ("banjir " * 300 + "deras " * 255 + "hujan " * 254,))
    gone = {f"a{n}" for n in range(0, 7200, 9)}
    assert_merges_as_written([articles[:600], articles[600:7000], articles[7000:]], gone)


def test_nothing_is_left_to_merge(tmp_path):
    articles = [Article("a1", ("banjir",))]
    (segment,) = write(tmp_path, articles)
    with pytest.raises(ValueError, match="no article is left"):
        merge_segments(tmp_path, [opened(tmp_path, segment, articles, {"a1"})])


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_damage_is_found_while_merging(tmp_path, extension):
    segments = write(tmp_path, [Article("a1", ("banjir di kota",))], [Article("a2", ("hujan deras",))])
    path = segments[1].path(tmp_path, extension)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=path.name):
        merge_segments(tmp_path, [OpenedSegment.open(tmp_path, segment) for segment in segments])


def sizes(*documents):
    return [SegmentSize(count, 0) for count in documents]


def test_few_segments_are_left_alone():
    assert next_merge(sizes(*range(1, MAX_SEGMENTS + 1))) is None
    assert next_merge([]) is None


def test_a_segment_with_many_deleted_documents_is_written_anew():
    assert next_merge([SegmentSize(900, 300), SegmentSize(9, 3)]) is None
    assert next_merge([SegmentSize(900, 300), SegmentSize(9, 4)]) == slice(1, 2)


def test_neighbours_of_one_size_are_merged_and_a_large_one_is_left_alone():
    assert next_merge(sizes(1_000_000, *[5000] * 8)) == slice(1, 9)
    assert next_merge(sizes(1_000_000, 40_000, *[5000] * 7)) == slice(2, 9)
    assert next_merge(sizes(*[5000] * 4, 1_000_000, *[5000] * 5)) == slice(5, 10)
    assert next_merge(sizes(*[10] * 9)) == slice(0, 9)


def test_an_article_is_copied_a_few_times_only():
    """A thousand additions of the same size: what is written grows with the logarithm of the archive."""
    held, written = [], 0
    for _ in range(1000):
        held.append(5000)
        while run := next_merge(sizes(*held)):
            written += sum(held[run])
            held[run] = [sum(held[run])]
        assert len(held) <= MAX_SEGMENTS
    assert written / 5000 / 1000 < 6
