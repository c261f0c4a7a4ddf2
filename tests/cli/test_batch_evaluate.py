"""``warta batch`` and ``warta evaluate``: TREC runs written, and scored as the reference tool scores them."""

import ir_measures
import pytest
from ir_measures import RR, P, R, nDCG

import search
from cli.warta_process import ASCII, fail, run
from search.evaluate import read_queries, read_run
from search.request import SearchRequest

pytestmark = pytest.mark.usefixtures("english")

QUERIES = 'q1\tbanjir jakarta\nq2\t"negara -mendukung" OR (\nq3\tjudul:gempa*\nq4\txyzzy\n'
QRELS = """\
q1 0 banjir-jakarta#0 2
q1 0 rob-semarang#0 1
q2 0 perundingan#0 1
q3 0 tanpa-keterangan#0 1
q4 0 x#0 1
"""


@pytest.fixture
def queries(tmp_path):
    path = tmp_path / "queries.tsv"
    path.write_text(QUERIES)
    return path


@pytest.fixture
def batch(run_here, queries, index_folder, tmp_path):
    """Return a function that writes a run and gives its lines, split."""

    def answer(*options):
        output = tmp_path / "run.txt"
        code, shown, said = run_here("batch", queries, "--output", output, "--index", index_folder, *options)
        assert (code, shown) == (0, ""), said
        return [line.split(" ") for line in output.read_text().splitlines()]

    return answer


def documents(lines, query):
    return [cells[2] for cells in lines if cells[0] == query]


def test_a_run_ranks_what_holds_any_word(queries, index_folder, tmp_path):
    output = tmp_path / "run.txt"
    done = run("batch", str(queries), "--output", str(output), "--index", str(index_folder))
    lines = [line.split(" ") for line in output.read_text().splitlines()]
    said = f"4 queries, {len(lines)} results in {output}\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", said)
    assert documents(lines, "q1") == ["banjir-jakarta#0", "banjir-jakarta#1", "rob-semarang#0"]
    assert set(documents(lines, "q2")) >= {"perundingan#0", "perundingan#1"}  # "-" and quotes mean nothing
    assert documents(lines, "q3") == ["tanpa-keterangan#0"]  # nor do fields and "*"
    assert documents(lines, "q4") == []
    for query in ("q1", "q2", "q3"):
        of_query = [cells for cells in lines if cells[0] == query]
        assert [int(cells[3]) for cells in of_query] == list(range(1, len(of_query) + 1))
        scores = [float(cells[4]) for cells in of_query]
        assert scores == sorted(scores, reverse=True)
        assert scores[-1] > 0
        assert {(cells[1], cells[5]) for cells in of_query} == {("Q0", "warta")}


@pytest.mark.parametrize(
    ("options", "fields", "depth"),
    [
        ([], {}, 100),
        (["--unit", "article"], {"group": "article"}, 100),
        (["--depth", "1"], {}, 1),
        (["--no-title"], {"headlines": False}, 100),
        (["--exact"], {"exact": True}, 100),
        (["--no-expand"], {"expand": False}, 100),
    ],
    ids=str,
)
def test_options_do_what_the_library_does(batch, queries, index_folder, tmp_path, options, fields, depth):
    batch(*options)
    index = search.open_index(index_folder)
    expected = {}
    for query_id, text in read_queries(queries)[0]:
        asked = SearchRequest(text, **{"group": "none", "plain": True, "match": "any", **fields})
        if ranked := index.rank(asked, depth):
            expected[query_id] = dict(ranked)
    assert read_run(tmp_path / "run.txt") == expected


def test_units_and_titles(batch, queries):
    queries.write_text("q\tdukungan gempa\n")
    with_titles = batch()
    assert documents(batch("--unit", "article"), "q") == [
        name.partition("#")[0]
        for name in dict.fromkeys(d.partition("#")[0] for d in documents(with_titles, "q"))
    ]
    queries.write_text("q\trob timur\n")
    assert documents(batch("--no-title", "--unit", "article", "--tag", "lari"), "q")
    assert batch("--tag", "lari")[0][5] == "lari"


def test_wrong_query_lines_are_rejected_and_the_rest_answered(queries, index_folder, tmp_path):
    queries.write_bytes(b"\xef\xbb\xbfq1\tbanjir\r\n\r\nq2 gempa\r\nq1\tgempa\r\nq3\t\r\nq4\tgempa\r\n")
    done = run("batch", str(queries), "--output", "run.txt", "--index", str(index_folder), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    *rejected, _ = done.stderr.splitlines()
    assert [line.partition(": ")[2].partition(": ")[0] for line in rejected] == [
        f"{queries}:{n}" for n in (3, 4, 5)
    ]
    assert sorted(read_run(tmp_path / "run.txt")) == ["q1", "q4"]


def test_a_query_that_is_too_long_is_said(batch, queries, run_here, index_folder, tmp_path):
    queries.write_text("q1\t" + "banjir " * 200 + "\n")
    code, _, said = run_here("batch", queries, "--output", tmp_path / "r", "--index", index_folder)
    assert code == 0
    assert said.startswith("query q1: only the first 1,000 characters are used\n")


def test_a_run_may_go_to_standard_output(queries, index_folder):
    done = run("batch", str(queries), "--output", "/dev/stdout", "--index", str(index_folder), locale=ASCII)
    assert done.returncode == 0
    assert all(len(line.split()) == 6 for line in done.stdout.splitlines())


def test_what_batch_cannot_do_is_said(fail_here, queries, index_folder, tmp_path):
    def said(*arguments):
        return fail_here("batch", *arguments, "--index", index_folder)

    out = ["--output", tmp_path / "run.txt"]
    assert "--output" in said(queries)
    assert "tiada.tsv: cannot be read" in said(tmp_path / "tiada.tsv", *out)
    assert "run.txt: No such file" in said(queries, "--output", tmp_path / "tiada" / "run.txt")
    assert "--depth" in said(queries, *out, "--depth", "0")
    assert "'paragraph', 'article'" in said(queries, *out, "--unit", "page")
    assert "--tag" in said(queries, *out, "--tag", "a b")
    assert "no index in" in fail_here("batch", queries, *out, "--index", tmp_path / "tiada")
    queries.write_text("\n")
    assert "has no query" in said(queries, *out)
    queries.write_bytes(b"q1\t\xff\n")
    assert "is not UTF-8 text" in said(queries, *out)
    assert not (tmp_path / "run.txt").exists()


def measures(shown):
    return {name: float(value) for name, value in (line.split() for line in shown.splitlines())}


def test_from_queries_to_measures_as_the_reference_tool_has_them(batch, tmp_path):
    batch()
    (tmp_path / "qrels.txt").write_text(QRELS)
    done = run("evaluate", "run.txt", "qrels.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = measures(done.stdout)
    reference = ir_measures.calc_aggregate(
        [P @ 1, RR @ 10, nDCG @ 10, R @ 100],
        ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")),
        ir_measures.read_trec_run(str(tmp_path / "run.txt")),
    )
    expected = {str(name).replace("RR", "MRR"): round(value, 4) for name, value in reference.items()}
    assert shown == {"queries": 4, **expected}
    assert 0.7 < shown["nDCG@10"] < 0.8


def test_articles_are_scored_where_one_side_names_paragraphs(batch, tmp_path, succeed_here):
    batch()
    (tmp_path / "qrels.txt").write_text("q1 0 rob-semarang 1\n")
    shown = measures(succeed_here("evaluate", tmp_path / "run.txt", tmp_path / "qrels.txt"))
    assert (shown["MRR@10"], shown["R@100"]) == (0.5, 1.0)
    (tmp_path / "ignore.txt").write_text("q1 0 banjir-jakarta 1\n")
    ignoring = ["--ignore", tmp_path / "ignore.txt"]
    shown = measures(succeed_here("evaluate", tmp_path / "run.txt", tmp_path / "qrels.txt", *ignoring))
    assert shown["MRR@10"] == 1.0


@pytest.mark.parametrize(
    ("run_text", "qrels_text", "named"),
    [
        ("q1 Q0 a 1 2.0\n", "q1 0 a 1\n", "run.txt:1: expected 'QUERY Q0 DOCUMENT RANK SCORE TAG'"),
        ("q1 Q0 a 1 2.0 t\nq1 Q0 b 1 x t\n", "q1 0 a 1\n", "run.txt:2: expected"),
        ("q1 Q0 a 1 nan t\n", "q1 0 a 1\n", "run.txt:1: expected"),
        ("q1 Q0 a 1 2 t\nq1 Q0 a 2 1 t\n", "q1 0 a 1\n", "run.txt:2: a stands twice"),
        ("q1 Q0 a 1 2 t\n", "q1 a 1\n", "qrels.txt:1: expected 'QUERY 0 DOCUMENT RELEVANCE'"),
        ("q1 Q0 a 1 2 t\n", "q1 0 a 0.5\n", "qrels.txt:1: expected"),
        ("q1 Q0 a 1 2 t\n", "q1 0 a 1\n\nq1 0 a 0\n", "qrels.txt:3: a was judged otherwise before"),
        ("q1 Q0 a 1 2 t\n", "\n", "qrels.txt has no judgement"),
        ("q1 Q0 a 1 2 t\n", "q2 0 a 1\n", "no query in common"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_named(run_text, qrels_text, named, tmp_path, fail_here):
    (tmp_path / "run.txt").write_text(run_text)
    (tmp_path / "qrels.txt").write_text(qrels_text)
    assert named in fail_here("evaluate", tmp_path / "run.txt", tmp_path / "qrels.txt")


def test_missing_files_are_named(tmp_path):
    assert "tiada: cannot be read (No such file or directory)" in fail("evaluate", "tiada", "x", cwd=tmp_path)
