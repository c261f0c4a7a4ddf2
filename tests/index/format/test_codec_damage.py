"""A damaged segment is an error, or is named by a check; it is never a wrong answer and never a crash."""

from pathlib import Path

import numpy as np
import pytest
from both import in_folder, said_of_documents, said_of_terms, written
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.filedb.filestore import RamStorage

from search.errors import IndexDamagedError
from search.index.format.disk import SyncedStorage
from search.index.format.field import FieldLists
from search.index.format.sections import Sections, SectionsWriter, SegmentFileMissingError
from search.index.whoosh.segment import FlatCodec

BODY = ["penanda", "angka", "kota", "angka", "penanda"]
DOCUMENTS = [
    {
        "name": f"n{n}",
        "body": [(word, place) for place, word in enumerate(BODY[: n % 6])],
        "text": f"kabar {n % 7} dari kota",
        "tags": "satu,dua",
        "_tags_boost": 0.5,
        "number": n,
        "extra": {"n": n},
    }
    for n in range(90)
]
SEGMENT = written([(DOCUMENTS, [], False)], FlatCodec())
FILES = {name: bytes(contents) for name, contents in SEGMENT.storage.files.items()}
OURS = sorted(name for name in FILES if name.endswith((".flat", ".docs")))


def said(index):
    with index.searcher() as searcher:
        asked = (query.Phrase("body", ["penanda", "angka"]), query.Prefix("text", "k"), query.Every())
        results = [[(hit.docnum, hit.score) for hit in searcher.search(q, limit=None)] for q in asked]
    return said_of_terms(index), said_of_documents(index), results


TRUTH = said(SEGMENT)


def regions(name):
    """Where a file has something that can be damaged: each section, the table, the header."""
    sections = Sections(Path(name), FILES[name])
    places = [(0, 64)]
    for section in sections.names():
        start, length, _, _ = sections._entries[section]
        places.append((start, start + max(1, min(length, 4096))))
    table = max(end for _, end in places)
    return [*places, (min(table, len(FILES[name]) - 1), len(FILES[name]))]


def with_file(name, contents):
    storage = RamStorage()
    storage.files = {**FILES, name: contents}
    return storage


def assert_said(name, contents):
    """Assert that this instead of the file's contents is an error, or the truth and named by a check."""
    try:
        answered = said(with_file(name, contents).open_index())
    except IndexDamagedError as error:
        assert name.split(".")[0] in str(error)
        return
    assert answered == TRUTH
    assert Sections(Path(name), contents).verify()


@st.composite
def flips(draw):
    name = draw(st.sampled_from(OURS))
    start, end = draw(st.sampled_from(regions(name)))
    at = draw(st.integers(start, min(end, len(FILES[name])) - 1))
    return name, at, draw(st.integers(0, 7))


@settings(max_examples=400, deadline=None)
@given(flips())
def test_a_flipped_bit(flip):
    name, at, bit = flip
    contents = bytearray(FILES[name])
    contents[at] ^= 1 << bit
    assert_said(name, bytes(contents))


@settings(max_examples=100, deadline=None)
@given(flips(), st.binary(min_size=1, max_size=200))
def test_overwritten_bytes(flip, other):
    name, at, _ = flip
    contents = bytearray(FILES[name])
    contents[at : at + len(other)] = other[: len(contents) - at]
    if contents != FILES[name]:
        assert_said(name, bytes(contents))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(OURS), st.data())
def test_a_truncated_file(name, data):
    size = data.draw(st.integers(0, len(FILES[name]) - 1))
    with pytest.raises(IndexDamagedError, match=r"\.(flat|docs)"):
        with_file(name, FILES[name][:size]).open_index().searcher()


@pytest.mark.parametrize("extension", [".flat", ".docs"])
def test_a_missing_file(extension):
    (name,) = (name for name in OURS if name.endswith(extension))
    storage = with_file(name, b"")
    del storage.files[name]
    with pytest.raises(SegmentFileMissingError):
        storage.open_index().searcher()


@pytest.mark.parametrize("extension", [".flat", ".docs"])
def test_files_in_a_folder(tmp_path, extension):
    in_folder(tmp_path, DOCUMENTS)
    storage = SyncedStorage(str(tmp_path))
    assert said(storage.open_index()) == TRUTH
    (file,) = tmp_path.glob(f"*{extension}")
    contents = file.read_bytes()
    file.write_bytes(contents[:-1])
    with pytest.raises(IndexDamagedError, match="cut short"):
        storage.open_index().searcher()
    file.write_bytes(b"")
    with pytest.raises(IndexDamagedError, match="missing or damaged"):
        storage.open_index().searcher()
    file.unlink()
    with pytest.raises(FileNotFoundError):  # what Whoosh takes as a sign to look again
        storage.open_index().searcher()


def test_documents_of_another_segment():
    """Files that are whole but do not belong together are noticed as well."""
    fewer = written([(DOCUMENTS[:5], [], False)], FlatCodec()).storage.files
    (docs,) = (contents for name, contents in fewer.items() if name.endswith(".docs"))
    (name,) = (name for name in OURS if name.endswith(".docs"))
    with pytest.raises(IndexDamagedError, match="5 documents, should be 90"):
        with_file(name, bytes(docs)).open_index().searcher()


def field_with(tmp_path, **changed):
    """Return the lists of a field written with right checksums and other arrays than it should have."""
    (flat,) = (name for name in OURS if name.endswith(".flat"))
    sections = Sections(Path(flat), FILES[flat])
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
def test_impossible_structures_are_refused_when_a_field_is_opened(tmp_path, changed):
    with pytest.raises(IndexDamagedError, match="body"):
        field_with(tmp_path, **changed)


def test_a_list_that_is_not_what_its_checksum_says(tmp_path):
    lists = field_with(tmp_path, lists=lambda a: raised(a, -1))
    with pytest.raises(IndexDamagedError, match="changed since it was written"):
        lists.docs(len(lists) - 1)
    assert len(lists.docs(0)) == lists.document_frequency(0)
