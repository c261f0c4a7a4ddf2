"""What the files of a segment hold, and when they are on the disk."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from both import in_folder, written
from whoosh import fields, formats, query
from whoosh.filedb.filestore import RamStorage, copy_to_ram
from whoosh.writing import SegmentWriter

from search.index.format.disk import SyncedStorage
from search.index.format.documents import field_lengths
from search.index.format.field import FieldLists, fields_in
from search.index.format.sections import Sections
from search.index.whoosh.schema import AnalysedText
from search.index.whoosh.segment import FlatCodec, FlatSegment


def sections_of(folder, extension):
    (path,) = Path(folder).glob(f"*{extension}")
    return Sections(path)


def parts_of(sections, field):
    return {name.rsplit("/", 1)[1] for name in sections.names() if name.startswith(f"{field}/")}


def test_our_positions_are_kept_packed_and_bounded(tmp_path):
    in_folder(tmp_path, [{"body": [("a", 0), ("b", 1), ("a", 2)]}, {"body": [("a", 7)]}])
    sections = sections_of(tmp_path, ".flat")
    expected = {
        "terms",
        "term_starts",
        "df",
        "lists",
        "list_starts",
        "positions",
        "position_starts",
    }
    assert parts_of(sections, "body") == expected | {"impacts", "tenth", "checksums"}
    assert sections.notes["body"] == {"k1": 0.9, "b": 0.4, "average": 2.0}
    lists = FieldLists(sections, "body")
    assert [lists.term(n) for n in range(len(lists))] == [b"a", b"b"]
    assert lists.docs(0).tolist() == [0, 1]
    assert [part.tolist() for part in lists.positions(0)] == [[2, 1], [0, 2, 7]]
    # tf / (tf + k1 (1 - b + b length / average)) of document 0, rounded up
    assert lists.impacts[0] == np.ceil(255 * 2 / (2 + 0.9 * (0.6 + 0.4 * 3 / 2)))


@pytest.mark.parametrize(
    ("boosts", "kept"),
    [([1, 1, 1], set()), ([1, 2, 300], set()), ([1, 0.5, 1], {"weights"}), ([1, 2e9, 3e9], {"weights"})],
)
def test_weights_take_what_they_need(tmp_path, boosts, kept):
    in_folder(tmp_path, [{"tags": "satu", "_tags_boost": float(boost)} for boost in boosts])
    sections = sections_of(tmp_path, ".flat")
    assert parts_of(sections, "tags") & {"weights"} == kept
    assert FieldLists(sections, "tags").weights(0).tolist() == boosts


def test_boosts_beside_our_positions(tmp_path):
    index = in_folder(
        tmp_path, [{"body": [("a", 3), ("a", 5)], "_body_boost": boost} for boost in (1.0, 2.5)]
    )
    with index.reader() as reader:
        matcher = reader.postings("body", "a")
        assert [matcher.weight(), matcher.value_as("positions")] == [2.0, [3, 5]]
        matcher.next()
        assert [matcher.weight(), matcher.value_as("positions")] == [5.0, [3, 5]]


def test_a_word_more_often_than_a_byte_can_count(tmp_path):
    index = in_folder(tmp_path, [{"body": [("a", n) for n in range(count)]} for count in (254, 255, 256, 70)])
    with index.reader() as reader:
        matcher = reader.postings("body", "a")
        for count in (254, 255, 256, 70):
            assert matcher.weight() == count
            assert matcher.value_as("positions") == list(range(count))
            matcher.next()
        assert reader.frequency("body", "a") == 254 + 255 + 256 + 70


def test_lengths_are_exact_and_padded(tmp_path):
    in_folder(tmp_path, [{"body": [("a", n) for n in range(count)], "text": "satu"} for count in (15, 300)])
    sections = sections_of(tmp_path, ".docs")
    body, text = field_lengths(sections, "body"), field_lengths(sections, "text")
    assert (body.dtype, text.dtype) == (np.dtype("<u4"), np.dtype("u1"))
    assert body[:3].tolist() == [15, 300, 0]
    assert len(body) == len(text) == 1 << 16
    assert field_lengths(sections, "number") is None
    assert sections.notes["lengths"]["body"] == {"total": 315, "min": 15, "max": 300}


@pytest.mark.parametrize(
    "value", ["teks", "", "é語", "\ud800", b"\x00", 0, False, 1.5, ("a", None), {"k": [1]}]
)
def test_stored_values_keep_their_type(value):
    index = written([([{"name": "a"}, {"name": "b", "extra": value}, {"name": "c"}], [], False)], FlatCodec())
    with index.reader() as reader:
        kept = [reader.stored_fields(doc).get("extra") for doc in range(3)]
    assert kept == [None, value, None]
    assert type(kept[1]) is type(value)


def test_a_document_that_fails_leaves_nothing():
    index = RamStorage().create_index(
        fields.Schema(a=fields.TEXT(stored=True), n=fields.NUMERIC(stored=True))
    )
    writer = SegmentWriter(index, codec=FlatCodec())
    writer.add_document(a="satu", n=1)
    with pytest.raises(ValueError):
        writer.add_document(a="dua dua", n="tidak")
    writer.add_document(a="tiga", n=3)
    writer.commit()
    with index.reader() as reader:
        assert [reader.stored_fields(doc) for doc in (0, 1)] == [{"a": "satu", "n": 1}, {"a": "tiga", "n": 3}]
        assert [reader.doc_field_length(doc, "a") for doc in (0, 1)] == [1, 1]


def test_terms_and_documents_out_of_order_are_refused():
    storage = RamStorage()
    writer = FlatCodec().field_writer(storage, FlatCodec().new_segment(storage, "MAIN"))
    with pytest.raises(ValueError, match="before a field"):
        writer.start_term(b"a")
    writer.start_field("body", AnalysedText())
    for term in (b"b", b"a"):
        writer.start_term(term)
        writer.add(0, 1.0, b"\x01\x00", 1)
        if term == b"b":
            writer.finish_term()
    with pytest.raises(ValueError, match="b'a' comes after b'b'"):
        writer.finish_term()
    writer.start_term(b"c")
    writer.add(5, 1.0, b"\x01\x00", 1)
    writer.add(3, 1.0, b"\x01\x00", 1)
    with pytest.raises(ValueError, match="do not ascend"):
        writer.finish_term()


def test_several_postings_of_a_document_become_one():
    storage = RamStorage()
    segment = FlatCodec().new_segment(storage, "MAIN")
    writer = FlatCodec().field_writer(storage, segment)
    writer.start_field("spell", fields.TEXT())
    writer.start_term(b"kota")
    for doc in (0, 0, 0, 2):
        writer.add(doc, 1.0, b"", 0)
    writer.finish_term()
    writer.finish_field()
    writer.close()
    terms = FlatCodec().terms_reader(storage, segment)
    assert terms.frequency("spell", b"kota") == 4
    assert list(terms.matcher("spell", b"kota", formats.Existence()).all_ids()) == [0, 2]


def test_deleting_and_bringing_back(tmp_path):
    index = in_folder(tmp_path, [{"body": [("a", 0)], "name": str(n)} for n in range(3)])
    writer = SegmentWriter(index, codec=FlatCodec())
    writer.delete_document(1)
    writer.delete_document(2)
    writer.delete_document(2, delete=False)
    writer.commit(merge=False)
    with index.searcher() as searcher:
        assert [hit.docnum for hit in searcher.search(query.Term("body", "a"))] == [0, 2]


def test_the_table_of_contents_names_the_segment(tmp_path):
    index = in_folder(tmp_path, [{"body": [("a", 0)]}])
    (segment,) = index._segments()
    again = pickle.loads(pickle.dumps(segment))
    assert type(again) is FlatSegment
    assert FlatSegment.__module__ == FlatCodec.__module__ == "search.index.whoosh.segment"
    assert isinstance(again.codec(), FlatCodec)
    assert again.deleted_count() == 0


def test_an_index_can_be_copied_into_memory(tmp_path):
    in_folder(tmp_path, [{"body": [("a", 0)]}])
    with copy_to_ram(SyncedStorage(str(tmp_path))).open_index().searcher() as searcher:
        assert len(searcher.search(query.Term("body", "a"))) == 1


def test_fields_of_a_file(tmp_path):
    in_folder(tmp_path, [{"body": [("a", 0)], "text": "b", "name": "c", "tags": "d"}])
    assert fields_in(sections_of(tmp_path, ".flat")) == ["body", "name", "tags", "text"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file is synced")
def test_every_step_of_a_commit_is_on_the_disk_before_the_next(tmp_path, monkeypatch):
    folder = tmp_path / "index"
    folder.mkdir()
    index = written([([{"name": "x", "text": "satu"}], [], False)], FlatCodec(), SyncedStorage(str(folder)))
    steps = []
    real = {"fsync": os.fsync, "rename": os.rename, "remove": os.remove}

    def fsync(descriptor):
        steps.append(("fsync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        real["fsync"](descriptor)

    def rename(old, new, **options):
        steps.append(("rename", Path(old).name, Path(new).name))
        real["rename"](old, new, **options)

    def remove(path, **options):
        steps.append(("remove", Path(path).name))
        real["remove"](path, **options)

    for name, step in (("fsync", fsync), ("rename", rename), ("remove", remove)):
        monkeypatch.setattr(os, name, step)
    writer = SegmentWriter(index, codec=FlatCodec())
    writer.add_document(name="y", text="dua", number=7)
    writer.commit(optimize=True)
    (renamed,) = (place for place, step in enumerate(steps) if step[0] == "rename")
    synced = {step[1] for step in steps[:renamed] if step[0] == "fsync"}
    kept = {p.name for p in folder.iterdir() if p.suffix not in (".toc", "") and not p.name.endswith("LOCK")}
    assert len(kept) >= 4  # postings, documents, columns, vectors
    assert kept | {steps[renamed][1]} <= synced
    assert steps[renamed - 1] == steps[renamed + 1] == ("fsync", "index")
    removed = [
        place for place, step in enumerate(steps) if step[0] == "remove" and step[1].startswith("_MAIN")
    ]
    assert removed and min(removed) > renamed + 1
