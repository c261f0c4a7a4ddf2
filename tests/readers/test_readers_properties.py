"""Properties: valid articles come back equal, hostile bytes never raise, rejects lose nothing."""

import csv
import gzip
import io
import json
import lzma
import tempfile
from pathlib import Path

import pytest
import zstandard
from archive_strategies import archives, hostile_bytes
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_outcome import read_all, written

from search.article import Article
from search.readers.versions import Earlier, Versions

PACKINGS = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress, ".xz": lzma.compress}
packings = st.sampled_from(sorted(PACKINGS))
COLUMNS = ("id", "title", "source", "published", "category", "url", "text")
thorough = settings(max_examples=300, deadline=None)
relaxed = settings(deadline=None)  # files and a shared machine
#: What stands between values: blanks of Unicode, commas and brackets.
BETWEEN = "".join(character for character in map(chr, range(0x3001)) if character.isspace()) + ",[]"
# What stands for a whole file or the rest of one has no record that could fail in the same way again.
OF_FILES = {"damaged", "unreadable", "bad-header"}


def read_file(name, content):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        return read_all(file)


def fields_of(article):
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published and article.published.isoformat(),
        "category": article.category,
        "url": article.url,
        "paragraphs": list(article.paragraphs),
    }


@given(archives, packings, st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@relaxed
def test_jsonl_comes_back_equal(archive, packing, ascii_only, encoding):
    lines = [json.dumps(fields_of(article), ensure_ascii=ascii_only) + "\n" for article in archive]
    content = PACKINGS[packing]("".join(lines).encode(encoding))
    outcome = read_file(f"arsip.jsonl{packing}", content)
    assert outcome.articles == archive
    assert not outcome.rejects


dialects = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";", "\t"]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    }
)


@given(archives, packings, dialects, st.permutations(COLUMNS))
@relaxed
def test_tables_come_back_equal(archive, packing, dialect, columns):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, **dialect)
    writer.writerow(columns)
    for article in archive:
        fields = {**fields_of(article), "text": dialect["lineterminator"].join(article.paragraphs)}
        writer.writerow([fields[column] for column in columns])
    suffix = ".tsv" if dialect["delimiter"] == "\t" else ".csv"
    outcome = read_file(f"arsip{suffix}{packing}", PACKINGS[packing](stream.getvalue().encode("utf-8")))
    assert outcome.articles == archive
    assert not outcome.rejects


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".txt"])
@given(
    content=hostile_bytes,
    packing=packings,
    changes=st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=2))),
)
@thorough
def test_hostile_bytes_never_raise(suffix, content, packing, changes):
    packed = bytearray(PACKINGS[packing](content))
    for place, change in changes if packing else ():
        packed[place : place + 1] = change
    outcome = read_file(f"arsip{suffix}{packing}", bytes(packed))
    for reject in outcome.rejects:
        assert "\n" not in reject.record
        assert "\n" not in reject.message
        reject.record.encode("utf-8")


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".txt"])
@given(content=hostile_bytes)
@thorough
def test_rejects_read_back_give_the_same_rejects(suffix, content):
    rejects = read_file(f"arsip{suffix}", content).rejects
    again = read_all("-", stdin=written(rejects))
    assert not again.articles
    with_record = [reject for reject in rejects if reject.record]
    assert [reject.record for reject in again.rejects] == [reject.record for reject in with_record]
    for before, after in zip(with_record, again.rejects, strict=True):
        assert before.code in OF_FILES or after.code == before.code


@given(content=hostile_bytes)
@thorough
def test_every_object_of_jsonl_is_accounted_for(content):
    outcome = read_file("arsip.jsonl", b"# \n" + content)
    lines = [line.replace(b"\xef\xbb\xbf", b"") for line in content.split(b"\n")]
    objects = [line for line in lines if is_object(line)]
    anything = any(line.decode("utf-8", "replace").strip(BETWEEN) and line[:1] != b"#" for line in lines)
    (counts,) = outcome.counts
    assert len(outcome.articles) + len(outcome.rejects) + counts.repeated >= max(len(objects), anything)
    assert (counts.accepted, counts.rejected.total()) == (len(outcome.articles), len(outcome.rejects))


def is_object(line):
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


versions = st.tuples(
    st.text("abc", max_size=2), st.sampled_from("xy"), st.sampled_from("fg"), st.integers(1, 2**33)
)


@given(st.lists(versions))
@relaxed
def test_versions_agree_with_a_dict(claims):
    table, oracle, number = Versions(), {}, 0
    for article_id, text, file, line in claims:
        found = table.claim(Article(article_id, (text,)), file, line)
        known = oracle.get(article_id)
        assert found == (known and Earlier(known[1], known[2], known[0] == text))
        if not known or known[0] != text:
            oracle[article_id] = (text, f"{file}:{line}", number)
            number += 1


def test_versions_grow():
    table = Versions()
    articles = [Article(str(number), ("isi",)) for number in range(20_000)]
    assert not any(table.claim(one, f"f{n // 1000}", n % 1000 + 1) for n, one in enumerate(articles))
    for n, one in enumerate(articles):
        assert table.claim(one, "later", 1) == Earlier(f"f{n // 1000}:{n % 1000 + 1}", n, True)
