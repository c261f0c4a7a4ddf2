"""``warta reindex``: what it reads, says, sets aside, and leaves alone."""

import gzip
import io
import os
import re
import signal
import sys
from contextlib import contextmanager

import pytest

import search
from cli.warta_process import ASCII, as_jsonl, fail, on_terminal, run, start, succeed, wait_until
from search.cli import progress
from search.indexing import reindex

pytestmark = pytest.mark.usefixtures("english")

GOOD = as_jsonl([{"id": f"a{n}", "text": f"Berita nomor {n}."} for n in range(3)])
BAD = '{"id": "b1", "title": "tanpa isi"}\n{"id": "b2", "text": \n'


def total(folder, query=""):
    return search.open_index(folder).search(query).total_articles


def test_a_file_becomes_an_index(archive, tmp_path, articles):
    done = run("reindex", str(archive), "--index", str(tmp_path / "i"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"4 articles, 8 paragraphs in {tmp_path / 'i'}, generation 000001\n"
    index = search.open_index(tmp_path / "i")
    assert [index.article(article["id"]).title for article in articles][:2] == [
        "Banjir merendam Jakarta Timur", "Rob menggenangi pelabuhan",
    ]  # fmt: skip
    assert not list((tmp_path / "i").glob("rejects*"))


def test_files_folders_and_standard_input_together(tmp_path):
    inner = tmp_path / "arsip" / "dalam"
    inner.mkdir(parents=True)
    (inner / "satu.csv").write_text("id,title,text\nc1,Judul,Isi berita pertama\n")
    (inner / "dua.jsonl.gz").write_bytes(gzip.compress(GOOD.encode()))
    (tmp_path / "arsip" / "tiga.txt").write_text("Judul Berita\nIsi berita ketiga.\n")
    (tmp_path / "arsip" / "README.md").write_text("passed over")
    (tmp_path / "arsip" / "gambar.png").write_bytes(b"\x89PNG")
    done = run("reindex", "arsip", "-", stdin=b'{"id": "s1", "text": "dari masukan"}', cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("6 articles, 6 paragraphs in warta-index, generation 000001")
    (notice,) = done.stderr.splitlines()
    assert notice.startswith("arsip/gambar.png: ignored: ")
    assert total(tmp_path / "warta-index") == 6


def test_missing_and_unknown_sources_are_all_named(tmp_path):
    (tmp_path / "data.xyz").write_bytes(b"x")
    line = fail("reindex", "tiada.jsonl", "data.xyz", "tiada", "--index", "i", cwd=tmp_path)
    assert "tiada.jsonl: no such file or folder" in line
    assert "data.xyz: not an archive format" in line
    assert not (tmp_path / "i").exists()


def test_an_index_folder_that_is_a_file(archive, tmp_path, fail_here):
    (tmp_path / "i").write_text("a file")
    line = fail_here("reindex", archive, "--index", tmp_path / "i")
    assert "is a file; the index needs a folder" in line


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that hold")
def test_a_file_that_may_not_be_read(tmp_path):
    (tmp_path / "a.jsonl").write_text(GOOD)
    (tmp_path / "a.jsonl").chmod(0)
    assert "a.jsonl: cannot be read" in fail("reindex", "a.jsonl", cwd=tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that opens and cannot be read")
def test_a_file_that_fails_while_it_is_read_is_a_reject(tmp_path):
    (tmp_path / "baik.jsonl").write_text(GOOD)
    (tmp_path / "rusak.jsonl").symlink_to("/proc/self/mem")
    done = run("reindex", "baik.jsonl", "rusak.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("rejected: rusak.jsonl:1: ")
    assert total(tmp_path / "warta-index") == 3


def test_rejects_are_named_counted_written_mended_and_fed_in_again(tmp_path):
    (tmp_path / "arsip.jsonl").write_text(GOOD + BAD)
    done = run("reindex", "arsip.jsonl", "--rejects", "baru/tolak.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    first, second, summary = done.stderr.splitlines()
    assert first.startswith("rejected: arsip.jsonl:4: ")
    assert second.startswith("rejected: arsip.jsonl:5: ")
    assert summary == "2 rejected (missing-text 1, not-json 1): see baru/tolak.jsonl"
    assert done.stdout.startswith("3 articles")
    rejects = tmp_path / "baru" / "tolak.jsonl"
    comment, record, *_ = rejects.read_text().splitlines()
    assert comment.startswith("# arsip.jsonl:4: ")
    assert record == BAD.splitlines()[0]
    mended = rejects.read_text().replace('"title": "tanpa isi"', '"text": "berisi"')
    rejects.write_text(mended.replace('"text": \n', '"text": "utuh"}\n'))
    (tmp_path / "arsip.jsonl").write_text(GOOD)
    assert succeed("reindex", "arsip.jsonl", "baru/tolak.jsonl", cwd=tmp_path).startswith("5 articles")
    assert total(tmp_path / "warta-index", "utuh") == 1


def test_rejects_go_to_a_new_file_in_the_index_folder_and_overwrite_nothing(folder, fail_here):
    done = run("reindex", "-", "--index", str(folder), "-q", stdin=(GOOD + BAD).encode())
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(":")[1] for line in done.stderr.splitlines()[:2]] == [" <stdin>", " <stdin>"]
    (rejects,) = folder.glob("rejects-*.jsonl")
    assert done.stderr.splitlines()[-1].endswith(f"see {rejects}")
    before = rejects.read_text()
    line = fail("reindex", "-", "--index", str(folder), "--rejects", str(rejects), stdin=GOOD.encode())
    assert "--rejects" in line
    assert "exists already" in line
    assert rejects.read_text() == before
    assert search.open_index(folder).generation == "000002"


def test_very_many_rejects_are_named_in_the_file_only(tmp_path, run_here):
    source = GOOD + '{"id": "x"}\n' * 150
    code, _, said = run_here("reindex", "-", "--index", tmp_path, stdin=source.encode())
    assert code == 1
    lines = said.splitlines()
    assert sum(line.startswith("rejected: ") for line in lines) == 100
    assert lines[-2].startswith("more are rejected")
    assert lines[-1].startswith("150 rejected")
    (rejects,) = tmp_path.glob("rejects-*")
    assert rejects.read_text().count("# <stdin>:") == 150


def test_without_a_usable_article_the_old_index_stays(folder, run_here):
    code, shown, said = run_here("reindex", "-", "--index", folder, stdin=BAD.encode())
    assert (code, shown) == (2, "")
    (rejects,) = folder.glob("rejects-*")
    assert said.splitlines()[-1].endswith(f"left as it is; 2 rejected, see {rejects}")
    assert search.open_index(folder).generation == "000001"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "SOURCE"),
        (["-", "--stemmer", "porter"], "'morphology', 'snowball', 'none'"),
        (["-", "--fast"], "--fast"),
        (["-", "--rejects", "."], "directory"),
    ],
)
def test_wrong_options_are_named_on_one_line(arguments, named, tmp_path, monkeypatch, fail_here):
    monkeypatch.chdir(tmp_path)
    line = fail_here("reindex", *arguments)
    assert line.startswith("warta reindex: ")
    assert named in line
    assert line.endswith("See 'warta reindex --help'")
    assert not list(tmp_path.iterdir())


def test_an_unusable_setting_is_named(tmp_path, monkeypatch, fail_here):
    monkeypatch.setenv("WARTA_MEMORY_MB", "much")
    assert "WARTA_MEMORY_MB" in fail_here("reindex", "-", "--index", tmp_path)


def test_the_stemmer_is_kept_with_the_index(archive, tmp_path, succeed_here):
    succeed_here("reindex", str(archive), "--index", str(tmp_path), "--stemmer", "none")
    assert total(tmp_path, "isi:dukung") == total(tmp_path, "isi:dukungan") == 0
    assert total(tmp_path, "isi:mendukung") == 1


@contextmanager
def building(folder, *options, articles=GOOD):
    """Run a reindexing that waits for the rest of its standard input."""
    process = start("reindex", "-", "--index", str(folder), *options)
    try:
        process.stdin.write(articles.encode())
        process.stdin.flush()
        wait_until(lambda: list(folder.glob("building-*/**/*.docs")), "a build that takes articles")
        yield process
    finally:
        process.kill()
        process.communicate()


def test_several_processes(archive, tmp_path):
    folder = tmp_path / "i"
    said = succeed("reindex", str(archive), "--index", str(folder), "--jobs", "2")
    assert said == f"4 articles, 8 paragraphs in {folder}, generation 000001\n"
    done = run("reindex", str(archive), "--index", str(folder), "--jobs", "9")
    assert done.returncode == 2
    assert "'--jobs': 9 is not in the range 1<=x<=8" in done.stderr
    assert search.open_index(folder).generation == "000001"


def test_a_second_reindexing_is_turned_away_and_the_first_goes_on(folder):
    with building(folder) as first:
        line = fail("reindex", "-", "--index", str(folder))
        assert f"is being changed by warta reindex (process {first.pid} on " in line
        said, _ = first.communicate(timeout=30)
        assert first.returncode == 0
        assert said.startswith(b"3 articles")
    assert search.open_index(folder).generation == "000002"


def test_a_second_one_waits_where_it_is_told_to(folder):
    with building(folder) as first:
        assert "is being changed" in fail("delete", "a0", "--wait", "0", "--index", str(folder))
        line = run("delete", "a0", "--wait", "0.2", "--index", str(folder)).stderr
        assert line.startswith("waiting: ")
        assert f"is being changed by warta reindex (process {first.pid} on " in line
        second = start("delete", "--wait", "a0", "--index", str(folder), env={"WARTA_LANG": "en"})
        assert second.stderr.readline().startswith(b"waiting: ")
        first.communicate(timeout=30)
        said, _ = second.communicate(timeout=30)
    assert said.endswith(b"generation 000003\n")
    assert second.returncode == 0


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "soon"])
def test_a_wrong_time_to_wait(folder, fail_here, seconds):
    assert "is no number of seconds" in fail_here("delete", "a0", f"--wait={seconds}", "--index", folder)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_the_old_index(folder, jobs):
    many = as_jsonl([{"id": f"a{n}", "text": f"Berita nomor {n}."} for n in range(9000)])
    with building(folder, "--jobs", jobs, articles=many) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said.decode().split("\n")[-2:] == ["warta: interrupted", ""]
    assert b"Traceback" not in said
    assert search.open_index(folder).generation == "000001"
    assert not list(folder.glob("building-*"))


def test_a_terminal_shows_a_bar_in_colour(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        as_jsonl({"id": f"a{n}", "text": "kata\n" * 50} for n in range(3000)) + "x\n"
    )
    code, shown = on_terminal("reindex", "a.jsonl", cwd=tmp_path)
    assert code == 1
    assert "━" in shown
    assert "reading" in shown
    assert "paragraphs/s" in shown
    assert "\x1b[3" in shown or "\x1b[1;3" in shown
    assert "rejected: a.jsonl:3001: not JSON" in shown
    assert "3,000 articles, 150,000 paragraphs" in shown


def test_a_quiet_terminal_stays_empty(tmp_path):
    (tmp_path / "a.jsonl").write_text(GOOD)
    assert on_terminal("reindex", "a.jsonl", "--quiet", cwd=tmp_path) == (0, "")


def test_elsewhere_progress_is_plain_lines_with_numbers_that_grow(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN_LINES", 0.0)
    monkeypatch.setattr(progress, "_SECONDS_UNSAID", 0.0)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    with progress.ProgressDisplay(quiet=False, language="en") as display:
        reindex([str(archive)], tmp_path / "i", on_progress=display.update)
    sys.stderr.seek(0)
    lines = sys.stderr.read().splitlines()
    read = re.compile(r"reading (\d+) %: (\d+) articles, (\d+) paragraphs, [\d,]+ paragraphs/s")
    numbers = [tuple(map(int, found.groups())) for line in lines if (found := read.fullmatch(line))]
    assert numbers == sorted(numbers)
    assert numbers[-1] == (100, 4, 8)
    assert [line.split(":")[0] for line in lines[-3:]] == ["writing", "verifying", "swapping in"]
    assert lines[-1] == "swapping in: 4 articles, 8 paragraphs"


def test_odd_names_in_an_ascii_terminal(tmp_path):
    (tmp_path / "arsip-é.jsonl").write_text(GOOD + "x\n")
    done = run("reindex", "arsip-é.jsonl", "--index", "indéks", cwd=tmp_path, locale=ASCII)
    assert done.returncode == 1
    assert "3 articles" in done.stdout
    assert total(tmp_path / "indéks") == 3


def test_inspect_shows_how_a_source_would_be_read_and_builds_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("judul;uraian\nPanen Raya;" + "Petani memanen padi. " * 4 + "\n")
    done = run("inspect", "a.csv")
    assert (done.returncode, done.stderr) == (1, "")
    assert "  perhaps --field text=uraian, since" in done.stdout
    done = run("inspect", "a.csv", "--field", "text=uraian", "--lang", "id")
    assert done.returncode == 0
    assert "  1 rekaman, semuanya dibaca: 1 diterima, 0 ditolak\n" in done.stdout
    assert "  1. Panen Raya\n" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
