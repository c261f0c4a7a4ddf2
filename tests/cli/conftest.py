"""Fixtures for tests of commands: an index that the real command has built once, and copies of it."""

import io
import shutil
import sys

import pytest

from cli.warta_process import as_jsonl, succeed
from search.cli import main

ARTICLES = [
    {
        "id": "banjir-jakarta",
        "title": "Banjir merendam Jakarta Timur",
        "source": "Harian Contoh",
        "published": "2024-02-01",
        "category": "Nasional",
        "url": "https://contoh.example/banjir?id=1",
        "paragraphs": [
            "Banjir setinggi satu meter merendam dua kelurahan di Jakarta Timur.",
            "Hujan deras diperkirakan turun; warga diminta waspada banjir.",
        ],
    },
    {
        "id": "rob-semarang",
        "title": "Rob menggenangi pelabuhan",
        "source": "Kabar Pesisir",
        "published": "2024-03-14T08:00:00+07:00",
        "category": "Nasional",
        "text": "Banjir rob menggenangi pelabuhan Semarang.\nKapal menunggu di lepas pantai.",
    },
    {
        "id": "perundingan",
        "title": "Dukungan bagi perundingan",
        "source": "Harian Contoh",
        "published": "2022-03-01",
        "category": "Dunia",
        "url": "https://contoh.example/a b]c",
        "paragraphs": ["Sejumlah negara mendukung perundingan di PBB.", "Para pendukung “menunggu” hasil."],
    },
    {"id": "tanpa-keterangan", "text": "Gempa mengguncang lereng gunung.\nTidak ada korban jiwa."},
]  # fmt: skip


@pytest.fixture(autouse=True)
def indonesian(monkeypatch):
    """Let the commands use their default language, independently of the environment."""
    monkeypatch.delenv("WARTA_LANG", raising=False)


@pytest.fixture
def english(monkeypatch):
    """Let the commands use English."""
    monkeypatch.setenv("WARTA_LANG", "en")


@pytest.fixture(scope="session")
def articles():
    return ARTICLES


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """Return the source of ``index_folder``."""
    path = tmp_path_factory.mktemp("archive") / "arsip.jsonl"
    path.write_text(as_jsonl(ARTICLES), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def index_folder(archive, tmp_path_factory):
    """Return an index with one generation. Tests must not change it."""
    folder = tmp_path_factory.mktemp("index") / "indeks"
    succeed("reindex", str(archive), "--index", str(folder))
    return folder


@pytest.fixture(scope="session")
def _two_generations(index_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two") / "indeks"
    shutil.copytree(index_folder, folder)
    newer = as_jsonl([*ARTICLES, {"id": "baru", "text": "Panen raya dimulai."}]).encode()
    succeed("reindex", "-", "--index", str(folder), stdin=newer)
    return folder


@pytest.fixture
def folder(index_folder, tmp_path):
    """Return a copy of ``index_folder`` that a test may change."""
    return shutil.copytree(index_folder, tmp_path / "indeks")


@pytest.fixture
def two_generations(_two_generations, tmp_path):
    """Return an index that a test may change. Its second generation has one more article, "baru"."""
    return shutil.copytree(_two_generations, tmp_path / "indeks")


@pytest.fixture
def run_here(monkeypatch, capsys):
    """Return a function that runs ``warta`` inside this process, for tests that need many runs.

    It gives exit code, standard output and standard error.
    """

    def run(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["warta", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as leaving:
            main()
        printed = capsys.readouterr()
        return leaving.value.code, printed.out, printed.err

    return run


@pytest.fixture
def fail_here(run_here):
    """Return a function that runs ``warta`` as ``run_here`` does and gives the one line it fails with."""

    def fail(*arguments, **options):
        code, shown, said = run_here(*arguments, **options)
        assert (code, shown) == (2, "")
        (line,) = said.splitlines()
        assert line.startswith("warta")
        return line

    return fail


@pytest.fixture
def succeed_here(run_here):
    """Return a function that runs ``warta`` as ``run_here`` does and gives what it prints on success."""

    def succeed(*arguments, **options):
        code, shown, said = run_here(*arguments, **options)
        assert code == 0, said
        return shown

    return succeed
