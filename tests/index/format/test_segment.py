"""What the files of a segment hold."""

import tempfile
from pathlib import Path

import numpy as np
import pytest

from search import Article, IndexDamagedError
from search.index.format.documents import StoredFields, field_lengths
from search.index.format.field import FieldLists, fields_in
from search.index.format.names import STORED
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.segment import Segment, load_tombstones, save_tombstones
from search.index.inversion.writer import ArticleWriter
from search.indonesian import Analyzer


def written(folder, *articles):
    """Write articles, of which only the texts are given, as a segment."""
    with tempfile.TemporaryDirectory() as scratch:
        writer = ArticleWriter(folder, Analyzer(), Path(scratch), 1 << 20)
        for number, texts in enumerate(articles):
            writer.add_article(Article(f"a{number}", texts, source="Kabar"))
        return writer.commit()


def sections_of(folder, extension):
    (path,) = Path(folder).glob(f"*{extension}")
    return Sections(path)


def parts_of(sections, field):
    return {name.rsplit("/", 1)[1] for name in sections.names() if name.startswith(f"{field}/")}


IDENTIFIERS = {"terms", "term_starts", "df", "lists", "list_starts", "checksums"}


def test_fields_of_a_file(tmp_path):
    written(tmp_path, ("a b a",))
    sections = sections_of(tmp_path, ".flat")
    text = ["body", "body_exact", "title", "title_exact"]
    assert fields_in(sections) == sorted([*text, "article", "source", "category", "published"])
    assert parts_of(sections, "source") == IDENTIFIERS
    scored = {"positions", "position_starts", "impacts", "tenth", "articles"}
    assert parts_of(sections, "body") == IDENTIFIERS | scored


def test_positions_and_bounds(tmp_path):
    written(tmp_path, ("a b a", "a"))
    sections = sections_of(tmp_path, ".flat")
    assert sections.notes["body"] == {"k1": 0.9, "b": 0.4, "average": 2.0}
    lists = FieldLists(sections, "body")
    assert [lists.term(n) for n in range(len(lists))] == [b"a", b"b"]
    assert lists.docs(0).tolist() == [0, 1]
    assert [part.tolist() for part in lists.positions(0)] == [[2, 1], [0, 2, 0]]
    assert lists.articles.tolist() == [1, 1]
    # tf / (tf + k1 (1 - b + b length / average)) of document 0, rounded up
    assert lists.impacts[0] == np.ceil(255 * 2 / (2 + 0.9 * (0.6 + 0.4 * 3 / 2)))


def test_a_word_more_often_than_a_byte_can_count(tmp_path):
    counts = [254, 255, 256, 70]
    written(tmp_path, tuple("banjir " * count for count in counts))
    lists = FieldLists(sections_of(tmp_path, ".flat"), "body")
    tf, positions = lists.positions(lists.find(b"banjir"))
    assert tf.tolist() == counts
    assert positions.tolist() == [place for count in counts for place in range(count)]


def test_lengths_are_exact_and_padded(tmp_path):
    written(tmp_path, ("a " * 15, "a " * 300))
    sections = sections_of(tmp_path, ".docs")
    body, title = field_lengths(sections, "body"), field_lengths(sections, "title")
    assert (body.dtype, title.dtype) == (np.dtype("<u4"), np.dtype("u1"))
    assert body[:3].tolist() == [15, 300, 0]
    assert len(body) == len(title) == 1 << 16
    assert field_lengths(sections, "number") is None
    assert sections.notes["lengths"]["body"] == {"total": 315, "min": 15, "max": 300}


def test_stored_texts(tmp_path):
    texts = ("teks", "é語", "", "\x00")
    written(tmp_path, texts)
    sections = sections_of(tmp_path, ".docs")
    assert StoredFields(sections, "text").get_all([0, 1, 2, 3]) == list(texts)
    assert [StoredFields(sections, "about").get(doc) is None for doc in range(4)] == [False, True, True, True]


def with_kinds(path, sections, kinds, checksums):
    """Write a file whose stored texts are of other kinds."""
    file = SectionsWriter(path)
    for name in sections.names():
        changed = {f"{STORED}text/kinds": kinds, f"{STORED}text/checksums": checksums}.get(name)
        file.write(name, sections.array(name) if changed is None else changed)
    for note, value in sections.notes.items():
        file.note(note, value)
    file.close()
    return StoredFields(Sections(path), "text")


def test_a_stored_text_of_another_kind_is_refused(tmp_path):
    written(tmp_path, ("teks",))
    from zlib import crc32

    checksums = np.array([crc32(b"teks", 2)], "<u4")
    stored = with_kinds(tmp_path / "x", sections_of(tmp_path, ".docs"), np.array([2], np.uint8), checksums)
    with pytest.raises(IndexDamagedError, match="document 0 is of the unknown kind 2"):
        stored.get(0)


SEGMENTS = [Segment("MAIN_a", 9, 4), Segment("MAIN_b", 2, 2)]


def test_tombstones_come_back(tmp_path):
    save_tombstones(tmp_path, {"MAIN_b": np.array([0, 1])})
    assert {k: v.tolist() for k, v in load_tombstones(tmp_path, SEGMENTS).items()} == {"MAIN_b": [0, 1]}
    save_tombstones(tmp_path, {})
    assert load_tombstones(tmp_path, SEGMENTS) == {}


@pytest.mark.parametrize(
    ("name", "deleted"),
    [("MAIN_b", [2]), ("MAIN_b", [-1]), ("MAIN_b", [1, 0]), ("MAIN_b", [1, 1]), ("MAIN_c", [0])],
)
def test_impossible_tombstones_are_refused(tmp_path, name, deleted):
    save_tombstones(tmp_path, {name: np.array(deleted)})
    with pytest.raises(IndexDamagedError, match="tombstones: it deletes articles that there are not"):
        load_tombstones(tmp_path, SEGMENTS)


@pytest.mark.parametrize(
    "segment",
    [("MAIN_", 1, 1), ("../MAIN_a", 1, 1), ("MAIN_a/b", 1, 1), (None, 1, 1), ("MAIN_a", 0, 1),
     ("MAIN_a", 1, "1"), ("MAIN_a", True, 1), ("MAIN_a", 1.0, 1), ("main_a", 1, 1)],
)  # fmt: skip
def test_impossible_segments(segment):
    assert not Segment(*segment).is_possible
    assert Segment("MAIN_0az", 1, 1).is_possible
