"""JSON in every way that is not one object a line."""

import gzip
import json
import time
import tracemalloc

import pytest
from reading_outcome import only_reject, read_all

from search.readers.json_documents import records_in

TWO = [{"id": "1", "text": "Satu."}, {"id": "2", "text": "Dua."}]
A, B = map(json.dumps, TWO)


def read_json(tmp_path, content, name="arsip.json", **settings):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_all(file, **settings)


def ids(outcome):
    return [article.id for article in outcome.articles]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(TWO),
        json.dumps(TWO, indent=2),
        json.dumps(TWO, indent="\t").replace("\n", "\r\n"),
        "\n".join(json.dumps(one, indent=4) for one in TWO),
        f"[\n{A},\n{B}\n]\n",
        f"[{A}\n,{B}\n]",
        f"{A},\n{B},\n",
        f"{A}{B}",
        f"{A} {B}\n",
        f"\x1e{A}\n\x1e{B}\n",
        f"[{A}]\n[{B}]\n",
        f"[[{A}], [{B}]]",
        f"# keterangan\n[{A},\n# lagi\n{B}]",
        f"\n\n  [  \n\n {A} , {B} ] ",
        f"{A}\n{json.dumps(TWO[1], indent=1)}\n",
        '{"id": "1", "text": "Satu."}\n{"id": "2",\n "text": "Dua."}',
        json.dumps({"status": "ok", "totalResults": 2, "articles": TWO}),
        json.dumps({"hits": {"hits": [{"_id": one["id"], "_source": one} for one in TWO]}}, indent=1),
        json.dumps({"response": {"numFound": 2, "docs": TWO}}),
        json.dumps({one["id"]: {"text": one["text"]} for one in TWO}),
        json.dumps({"id": {"0": "1", "1": "2"}, "text": {"0": "Satu.", "1": "Dua."}}),
        json.dumps({"columns": ["id", "text"], "index": [0, 1], "data": [["1", "Satu."], ["2", "Dua."]]}),
        json.dumps({"schema": {"fields": []}, "data": TWO}),
        json.dumps({"db": [{"meta": {"version": "5"}, "data": {"posts": TWO}}]}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_way_gives_the_same_articles(tmp_path, content, encoding):
    outcome = read_json(tmp_path, content.encode(encoding))
    assert [(article.id, article.paragraphs) for article in outcome.articles] == [
        ("1", ("Satu.",)),
        ("2", ("Dua.",)),
    ]
    assert not outcome.rejects


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson", "a.jl", "a.jsonlines"])
def test_suffixes(tmp_path, name):
    outcome = read_json(tmp_path, f"{A}\n{B}\n", name)
    assert ids(outcome) == ["1", "2"]


def test_one_object_is_one_article(tmp_path):
    record = {
        "id": "1",
        "text": "Satu.",
        "komentar": [{"text": "a"}, {"text": "b"}],
        "meta": {"x": {"text": "c"}},
    }
    assert ids(read_json(tmp_path, json.dumps(record, indent=2))) == ["1"]
    assert not records_in(record)


def test_lines_are_numbered(tmp_path):
    content = '[\n  {\n    "id": "1",\n    "text": ""\n  },\n  {\n    "text": 7\n  }\n]\n'
    outcome = read_json(tmp_path, content)
    assert [(reject.line, reject.code) for reject in outcome.rejects] == [
        (2, "missing-text"),
        (6, "wrong-type"),
    ]
    assert json.loads(outcome.rejects[0].record) == {"id": "1", "text": ""}


@pytest.mark.parametrize(
    ("content", "kept", "lost"),
    [
        (f'[\n{A},\n{{"id": "x", "text": "a" "b"}},\n{B}\n]', ["1", "2"], [3]),
        (f'[\n{A},\n{{"id": "x", "text": "a\n{B}\n]', ["1", "2"], [3]),
        (json.dumps([*TWO, TWO[0] | {"id": "3"}], indent=1).replace('"Dua."', "Dua."), ["1", "3"], [6]),
        (f'[{A},{{"id": "x" "text": "a"}},{B}]', ["1", "2"], [1]),
        (f'{A}{{"id": "x", "text": nan}}{B}', ["1", "2"], [1]),
        (f'{A}\n{{"id": "x", "text":\n{B}\n', ["1", "2"], [2]),
        (f'{A}\nnull\n<html>\n{B}\n', ["1", "2"], [2, 3]),
        (f'[{A}, 7, {B}]', ["1"], [1]),
        ('{"articles": [' + A + "," + B + ', {"id": "3", "te', ["1", "2"], [1]),
        ('{"articles": [\n' + A + ",\n" + B + ',\n{"id": "3", "te', ["1", "2"], [4]),
        ("[" + A + ",\n" + B + ",\n", ["1", "2"], []),
    ],
)  # fmt: skip
def test_a_broken_object_costs_itself(tmp_path, content, kept, lost):
    outcome = read_json(tmp_path, content)
    assert ids(outcome) == kept
    assert [reject.line for reject in outcome.rejects] == lost


def test_strings_over_several_lines(tmp_path):
    outcome = read_json(tmp_path, '{"id": "1", "text": "Satu.\nDua."}\n' + B)
    assert [article.paragraphs for article in outcome.articles] == [("Satu.", "Dua."), ("Dua.",)]


@pytest.mark.parametrize(
    "content", ["[]", "[\n]", "{}", "[{}]", "", "[", "{", "}", '{"a": 1}', "[1, 2]", '"x"', "[[]]"]
)
def test_documents_without_articles(tmp_path, content):
    outcome = read_json(tmp_path, content)
    assert not outcome.articles
    assert len(outcome.rejects) == (0 if content in ("[]", "[\n]", "", "[", "[[]]") else 1)


def test_a_cut_document_is_damaged(tmp_path):
    packed = gzip.compress(json.dumps(TWO * 3).encode())
    outcome = read_json(tmp_path, packed[:-12], "arsip.json.gz")
    assert len(outcome.articles) >= 1
    assert outcome.codes[-1] == "damaged"


@pytest.mark.slow
def test_a_large_array_takes_little_memory_and_time_that_grows_with_it(tmp_path):
    one = {"title": "Judul berita", "content": "Harga beras naik. " * 40, "date": "2019-09-10"}
    seconds = []
    for count in (10_000, 40_000):
        file = tmp_path / f"{count}.json"
        articles = (json.dumps({"id": number, **one}) for number in range(count))
        file.write_text('{"status": "ok", "articles": [' + ",".join(articles) + "]}")
        tracemalloc.start()
        started = time.process_time()
        assert sum(1 for _ in _articles(file)) == count
        seconds.append(time.process_time() - started)
        assert tracemalloc.get_traced_memory()[1] < 120 * 2**20
        tracemalloc.stop()
    assert seconds[1] < 8 * seconds[0]  # four times as many: sixteen times as long if each read all before it


def _articles(file):
    from search.article import Article
    from search.readers import read_articles

    return (item for item in read_articles([str(file)]) if isinstance(item, Article))


@pytest.mark.parametrize("content", ['{"a":' * 100_000, '[{"text": "a", "x": ' + "[" * 100_000])
def test_deep_nesting(tmp_path, content):
    assert only_reject(read_json(tmp_path, content + "\n")).code in ("not-json", "too-long")


@pytest.mark.parametrize(
    "content",
    [
        b'{"text": "' + b"a" * 40_000_000,
        b"[" + b"7," * 20_000_000,
        b'[{"text": "' + b"x" * 40_000_000 + b'"}]',
    ],
)
def test_a_value_without_end_does_not_fill_the_memory(tmp_path, content):
    tracemalloc.start()
    reject = only_reject(read_json(tmp_path, content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (reject.code, reject.record) == ("too-long", "")
    assert peak < 250 * 2**20


def test_a_bulk_request_for_elasticsearch():
    lines = (
        '{"index": {"_index": "berita", "_id": "7"}}\n{"isi": "Satu."}\n{"create":{}}\n'
        '{"id": "8", "isi": "Dua."}\n'
        '{"index": {"isi": "Tiga."}}\n'
    )
    outcome = read_all("-", stdin=lines.encode())
    assert [(article.id, article.paragraphs) for article in outcome.articles][:2] == [
        ("7", ("Satu.",)),
        ("8", ("Dua.",)),
    ]
    assert (len(outcome.articles), outcome.codes) == (3, [])


@pytest.mark.parametrize(
    "form", ['[{"isi": "Satu."}, {"isi": "Dua."}', '[\n{"isi": "Satu."},\n{"isi": "Dua."},\n']
)
def test_a_list_that_is_cut_off_between_two_articles_is_said(form):
    for text, told in ((form, ["list_never_closed"]), (f"{form}]", []), (f"{form}\n]\n", [])):
        outcome = read_all("-", stdin=text.encode())
        assert (outcome.texts, outcome.codes) == ([("Satu.",), ("Dua.",)], [])
        assert [notice.told.code for notice in outcome.notices] == told


def test_brackets_without_end(tmp_path):
    (tmp_path / "a.json").write_text("[" * 2_000_000)
    outcome = read_all(tmp_path / "a.json")
    assert [notice.told.code for notice in outcome.notices] == ["list_never_closed"]
    (tmp_path / "b.json").write_text('[ [[{"isi": "Padi dipanen."}], [{"isi": "Harga naik."}]] ]')
    assert read_all(tmp_path / "b.json").texts == [("Padi dipanen.",), ("Harga naik.",)]
