"""A database on a real PostgreSQL server: tables, a query with a time, and the password in no message."""

import os
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import psycopg
import pytest
from made_archives import articles

from search.article import Article
from search.errors import SourceError
from search.readers import FileCounts, ReadingOptions, read_articles

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
PASSWORD = "rahasia/ne:gara"  # what an address has to quote
pytestmark = pytest.mark.skipif(not SERVERS, reason="postgresql is not installed")


@pytest.fixture(scope="module")
def address():
    """Return the address of a database with articles, of a server that ends with the tests."""
    folder = Path(tempfile.mkdtemp(prefix="warta-pg-"))
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, "postgres", "postgres")
    (folder / "sandi").write_text(PASSWORD)
    (folder / "sandi").chmod(0o644)
    programs = SERVERS[-1].parent

    def run(program, *arguments):
        subprocess.run([programs / program, *arguments], check=True, capture_output=True, cwd=folder, **who)

    data, port = folder / "data", 40_000 + os.getpid() % 20_000
    run(
        "initdb", "-D", data, "-U", "arsip", "--pwfile", folder / "sandi", "-A", "scram-sha-256", "-E", "UTF8"
    )
    run(
        "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-p {port} -k {folder} -h 127.0.0.1", "start"
    )
    try:
        with psycopg.connect(
            f"host=127.0.0.1 port={port} user=arsip dbname=postgres", password=PASSWORD
        ) as to:
            to.execute(
                "CREATE TABLE berita"
                " (id text, judul text, isi text, terbit timestamptz, tag text[], lain jsonb)"
            )
            to.execute("CREATE TABLE pengguna (id int, nama text)")
            for one in articles(20):
                to.execute(
                    "INSERT INTO berita VALUES (%s, %s, %s, %s, ARRAY['beras', 'pasar'], '{\"a\": 1}')",
                    (one["id"], one["title"], one["text"], f"{one['published']}T23:30:00+07:00"),
                )
        yield f"postgresql://arsip:rahasia%2Fne%3Agara@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def read(address, **options):
    return list(read_articles([address], options=ReadingOptions(**options)))


def test_the_table_of_articles_is_read(address):
    found = read(address)
    read_ones = [one for one in found if isinstance(one, Article)]
    assert [one.title for one in read_ones] == [f"Berita nomor {number}" for number in range(20)]
    assert read_ones[0].tags == ("beras", "pasar")
    assert read_ones[0].published.astimezone().isoformat().startswith("2019-09-01")
    counts = [one for one in found if isinstance(one, FileCounts) and one.accepted]
    assert counts[0].file.endswith("/postgres/berita")
    assert set(counts[0].unused) == {"lain"}


def test_a_query_with_a_time(address):
    query = "SELECT id, isi, judul FROM berita WHERE terbit >= :since ORDER BY terbit"
    found = read(address, query=query, since=date(2019, 9, 19))
    assert [one.title for one in found if isinstance(one, Article)] == ["Berita nomor 18", "Berita nomor 19"]


@pytest.mark.parametrize(
    ("change", "query"),
    [
        (("rahasia%2Fne%3Agara", "salah%2Fsandi"), None),
        (("postgres", "postgres"), "SELECT tidak_ada FROM berita"),
        (("postgres", "postgres"), "DELETE FROM pengguna"),
        (("127.0.0.1:", "127.0.0.1:1"), None),
    ],
)
def test_what_is_refused_names_no_password(address, change, query):
    with pytest.raises(SourceError) as caught:
        read(address.replace(*change), query=query)
    said = caught.value.said("en") + caught.value.said("id")
    assert "\n" not in said
    for secret in ("rahasia", "ne:gara", "salah", PASSWORD):
        assert secret not in said
