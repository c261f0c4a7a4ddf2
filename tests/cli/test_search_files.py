"""``warta search --format``: results as files on standard output."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from search import Article
from search.cli.searching import search_command
from search.index import build


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    build([Article(f"a{number}", (f"Gempa nomor {number}.",), "Gempa") for number in range(13)], folder)
    return str(folder)


def run(*arguments):
    return CliRunner().invoke(search_command, arguments, obj="id")


def test_all_results_or_those_of_a_page(folder):
    done = run("gempa", "--index", folder, "--format", "csv", "--all")
    rows = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"))))
    assert len(rows) == 13
    assert rows[0]["page"] == f"{rows[0]['id']}#0"
    done = run("gempa", "--index", folder, "--format", "ndjson", "--page-size", "4")
    assert len([json.loads(line) for line in done.stdout_bytes.splitlines()]) == 4
    assert run("gempa", "--index", folder, "--format", "xlsx").stdout_bytes[:2] == b"PK"


def test_all_goes_only_with_a_format(folder):
    assert run("gempa", "--index", folder, "--all").exit_code == 2
