"""A damaged segment is an error, or is named by a check; it is never a wrong answer and never a crash."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.index import open_dir

from search import Article
from search.errors import IndexDamagedError
from search.index.format.field import FieldLists
from search.index.format.names import ARTICLES_EXTENSION, FLAT_EXTENSION
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.segment import EXTENSIONS
from search.index.format.values import ArticleValues
from search.index.inversion.writer import ArticleWriter
from search.index.reading.opened_segment import OpenedSegment
from search.index.whoosh.toc import write_toc
from search.indonesian import Analyzer

BODY = ["penanda", "angka", "kota", "angka", "penanda"]
ARTICLES = [
    Article(
        f"n{n}",
        tuple(f"{' '.join(BODY[: (n + part) % 6])} kabar {n % 7} dari kota" for part in range(3)),
        f"Kabar {n % 5}",
        "Harian Contoh",
        authors=("Redaksi", "Tim Liputan")[: n % 3],
        tags=(f"tag {n % 4}",),
    )
    for n in range(30)
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Write a segment with a table of contents for Whoosh."""
    return Written(tmp_path_factory.mktemp("segment"))


class Written:
    """A segment, its files as they were written, and what is read from them."""

    def __init__(self, folder):
        self.folder = folder
        with tempfile.TemporaryDirectory() as scratch:
            writer = ArticleWriter(folder, Analyzer(), Path(scratch), 1 << 20)
            for article in ARTICLES:
                writer.add_article(article)
            self.segment = writer.commit()
        write_toc(folder, [(self.segment, np.empty(0, np.int64))])
        self.files = {name: self.segment.path(folder, name).read_bytes() for name in EXTENSIONS}
        self.regions = {name: self._regions(name) for name in EXTENSIONS}
        self.truth = self.said()

    def _regions(self, extension):
        """Where a file has something that can be damaged: each section, the table, the header."""
        sections = Sections(self.segment.path(self.folder, extension))
        places = [(0, 64)]
        for section in sections.names():
            start, length, _, _ = sections._entries[section]
            places.append((start, start + max(1, min(length, 4096))))
        size = len(self.files[extension])
        return [*places, (min(max(end for _, end in places), size - 1), size)]

    def said(self):
        """All that is read of the segment, through Whoosh and by ourselves."""
        opened = OpenedSegment.open(self.folder, self.segment)
        ours = {
            (name, lists.term(n)): [part.tolist() for part in (lists.docs(n), *positions_of(lists, n))]
            for name, lists in opened.fields.items()
            for n in range(len(lists))
        }
        texts = opened.text.get_all(list(range(90))), [opened.about.get(doc) for doc in range(90)]
        numbers = opened.doc_values.first_paragraph.tolist(), opened.signatures().articles.tolist()
        values = [said_of_values(opened.values(field)) for field in ("author", "tag", "place")]
        return ours, texts, opened.lengths[:90].tolist(), numbers, values, said_by_whoosh(self.folder)

    def with_file(self, extension, contents):
        """Put other contents into a file; what is mapped still lasts."""
        path = self.segment.path(self.folder, extension)
        path.unlink(missing_ok=True)
        path.write_bytes(contents)

    def assert_said(self, extension, contents):
        """Assert that this instead of a file's contents is an error, or the truth and named by a check."""
        path = self.segment.path(self.folder, extension)
        self.with_file(extension, contents)
        try:
            answered = self.said()
        except IndexDamagedError as error:
            assert self.segment.name in str(error)
        else:
            assert answered == self.truth
            assert Sections(path).verify()
        finally:
            self.with_file(extension, self.files[extension])


def said_of_values(values):
    return values.starts.tolist(), values.codes.tolist(), values.names


def positions_of(lists, ordinal):
    return lists.positions(ordinal) if lists.positions_stream is not None else ()


def said_by_whoosh(folder):
    said = {}
    with open_dir(str(folder)).searcher() as searcher:
        reader = searcher.reader()
        for (field, term), info in reader:
            postings, matcher = [], reader.postings(field, term)
            while matcher.is_active():
                postings.append((matcher.id(), matcher.weight(), matcher.value() or b""))
                matcher.next()
            lengths = info.min_length(), info.max_length()
            of_list = info.doc_frequency(), info.weight(), info.max_weight(), info.min_id(), info.max_id()
            said[field, term] = postings, lengths, of_list
        stored = [reader.stored_fields(doc) for doc in reader.all_doc_ids()]
        asked = (query.Phrase("body", ["penanda", "angka"]), query.Prefix("body", "k"), query.Every())
        results = [[(hit.docnum, hit.score) for hit in searcher.search(q, limit=None)] for q in asked]
        return said, stored, results


def place_in(index, data):
    """Draw a file and a place in it."""
    extension = data.draw(st.sampled_from(EXTENSIONS))
    start, end = data.draw(st.sampled_from(index.regions[extension]))
    return extension, data.draw(st.integers(start, min(end, len(index.files[extension])) - 1))


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_flipped_bit(index, data):
    extension, at = place_in(index, data)
    contents = bytearray(index.files[extension])
    contents[at] ^= 1 << data.draw(st.integers(0, 7))
    index.assert_said(extension, bytes(contents))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), other=st.binary(min_size=1, max_size=200))
def test_overwritten_bytes(index, data, other):
    extension, at = place_in(index, data)
    contents = bytearray(index.files[extension])
    contents[at : at + len(other)] = other[: len(contents) - at]
    if contents != index.files[extension]:
        index.assert_said(extension, bytes(contents))


@settings(max_examples=100, deadline=None)
@given(extension=st.sampled_from(EXTENSIONS), data=st.data())
def test_a_truncated_file(index, extension, data):
    size = data.draw(st.integers(0, len(index.files[extension]) - 1))
    index.with_file(extension, index.files[extension][:size])
    try:
        with pytest.raises(IndexDamagedError, match=extension):
            OpenedSegment.open(index.folder, index.segment)
    finally:
        index.with_file(extension, index.files[extension])


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_files_that_are_cut_empty_or_missing(index, extension):
    path = index.segment.path(index.folder, extension)
    for contents, said in ((index.files[extension][:-1], "cut short"), (b"", "missing or damaged")):
        index.with_file(extension, contents)
        with pytest.raises(IndexDamagedError, match=said):
            OpenedSegment.open(index.folder, index.segment)
    path.unlink()
    with pytest.raises(IndexDamagedError, match="missing or damaged"):
        OpenedSegment.open(index.folder, index.segment)
    index.with_file(extension, index.files[extension])
    assert index.said() == index.truth


@pytest.mark.parametrize("extension", [".docs", ".articles"])
def test_files_of_another_segment(tmp_path, index, extension):
    """Files that are whole but do not belong together are noticed as well."""
    with tempfile.TemporaryDirectory() as scratch:
        writer = ArticleWriter(tmp_path, Analyzer(), Path(scratch), 1 << 20)
        writer.add_article(ARTICLES[0])
        other = writer.commit().path(tmp_path, extension).read_bytes()
    index.with_file(extension, other)
    try:
        with pytest.raises(IndexDamagedError, match="count differently"):
            OpenedSegment.open(index.folder, index.segment)
        if extension == ".docs":
            with pytest.raises(IndexDamagedError, match="3 documents, should be 90"):
                open_dir(str(index.folder)).reader()
    finally:
        index.with_file(extension, index.files[extension])


def field_with(index, tmp_path, **changed):
    """Return the lists of a field written with right checksums and other arrays than it should have."""
    sections = Sections(index.segment.path(index.folder, FLAT_EXTENSION))
    arrays = {name: sections.array(name).copy() for name in sections.names() if name.startswith("body/")}
    for part, change in changed.items():
        arrays[f"body/{part}"] = change(arrays[f"body/{part}"])
    writer = SectionsWriter(tmp_path / "other")
    for name, array in arrays.items():
        if array is not None:
            writer.write(name, array)
    writer.close()
    return FieldLists(Sections(tmp_path / "other"), "body")


def raised(array, place, by=1):
    array[place] += by
    return array


@pytest.mark.parametrize(
    "changed",
    [
        {"term_starts": lambda a: a[:0]},
        {"term_starts": lambda a: raised(a, 0)},
        {"term_starts": lambda a: raised(a, -1)},
        {"term_starts": lambda a: a[::-1].copy()},
        {"term_starts": lambda a: a.astype("<u8")},
        {"df": np.zeros_like},
        {"df": lambda a: a[1:]},
        {"list_starts": lambda a: raised(a, 1, 1 << 40)},
        {"lists": lambda a: a[:-1]},
        {"lists": lambda a: a.view("u1")},
        {"positions": lambda a: None},
        {"position_starts": lambda a: None},
        {"position_starts": lambda a: raised(a, -1)},
        {"checksums": lambda a: a[1:]},
        {"impacts": lambda a: a[1:]},
    ],
)
def test_impossible_structures_are_refused_when_a_field_is_opened(index, tmp_path, changed):
    with pytest.raises(IndexDamagedError, match="body"):
        field_with(index, tmp_path, **changed)


def test_a_list_that_is_not_what_its_checksum_says(index, tmp_path):
    lists = field_with(index, tmp_path, lists=lambda a: raised(a, -1))
    with pytest.raises(IndexDamagedError, match="changed since it was written"):
        lists.docs(len(lists) - 1)
    assert len(lists.docs(0)) == lists.document_frequency(0)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("starts", lambda a: a[1:]),
        ("starts", lambda a: raised(a, 0)),
        ("starts", lambda a: raised(a, -1)),
        ("starts", lambda a: a[::-1].copy()),
        ("starts", lambda a: raised(a, 3, 1 << 40)),
        ("starts", lambda a: a.astype("<u8")),
        ("codes", lambda a: raised(a, 0, -1)),
        ("codes", lambda a: raised(a, 0, 5)),
        ("codes", lambda a: a[1:]),
        ("codes", lambda a: None),
        ("names", lambda a: a[1:]),
        ("names", lambda a: np.full_like(a, 0xFF)),
        ("name_starts", lambda a: a[:0]),
        ("name_starts", lambda a: raised(a, 1, -9)),
    ],
)
def test_impossible_values_are_refused(index, tmp_path, part, change):
    """Sections with right checksums that do not fit together are an error, and no crash of compiled code."""
    sections = Sections(index.segment.path(index.folder, ARTICLES_EXTENSION))
    writer = SectionsWriter(tmp_path / "other")
    for name in (name for name in sections.names() if name.startswith("author/")):
        array = sections.array(name).copy()
        array = change(array) if name == f"author/{part}" else array
        if array is not None:
            writer.write(name, array)
    writer.close()
    with pytest.raises(IndexDamagedError, match="author"):
        ArticleValues.load(Sections(tmp_path / "other"), "author", 30)
