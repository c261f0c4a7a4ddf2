"""Fixtures: a small archive that has all features, indexed once, and a factory for other small indexes."""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from hypothesis import settings

from search import Article, EmbeddedIndex
from search.index import build

# Examples are drawn from the constants of all modules that are imported too: they would differ with the order
# of the tests otherwise, and a run would fail by chance.
for package in ("search", "web", "bench"):
    with suppress(ImportError):  # an installed wheel has no bench
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                with suppress(ImportError):  # of a rival that is not installed
                    import_module(module.name)

# There is no deadline: the time of an example depends on the machine. Every run has the same examples,
# so that a failure is the fault of a change; `make explore` draws others.
settings.register_profile("warta", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("warta")

# Whoosh 2.7.4 writes every index to the same temporary file, so each process has a folder for such files.
if "PYTEST_XDIST_WORKER" in os.environ:
    tempfile.tempdir = tempfile.mkdtemp(prefix="warta-tests-")
    Path(tempfile.tempdir).chmod(0o755)  # some tests let other users read there
    atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)


def pytest_addoption(parser):
    parser.addoption("--at-length", action="store_true", help="let every fault happen at every step: an hour")


@pytest.fixture(scope="session")
def at_length(request):
    """Return whether tests that normally use samples must use everything."""
    return request.config.getoption("--at-length")


TODAY = date(2024, 3, 15)  # a Friday
WIB = timezone(timedelta(hours=7))

ARTICLES = (
    Article(
        "banjir-jakarta",
        (
            "Banjir setinggi satu meter merendam dua kelurahan di Jakarta Timur sejak Kamis malam.",
            "Pemerintah kota menyiapkan dapur umum, perahu karet, dan 120 tenda.",
            "Hujan deras diperkirakan turun sampai akhir pekan; warga diminta waspada banjir.",
        ),
        "Banjir merendam Jakarta Timur",
        "Harian Contoh",
        date(2024, 2, 1),
        "Nasional",
        "https://contoh.example/banjir",
    ),
    Article(
        "banjir-semarang",
        (
            "Banjir rob menggenangi pelabuhan Semarang.",
            "Bongkar muat berhenti dua hari. Kapal menunggu di lepas pantai.",
        ),
        "Rob menggenangi pelabuhan",
        "Kabar Pesisir",
        date(2024, 3, 14),
        "Nasional",
    ),
    Article(
        "perundingan",
        (
            "Presiden Rusia Vladimir Putin mencari dukungan untuk perundingan itu.",
            "Sejumlah negara mendukung perundingan China-Rusia di Perserikatan Bangsa-Bangsa.",
            "Para pendukung menunggu; pemerintah Indonesia mendukung penuh.",
        ),
        "Dukungan bagi perundingan China-Rusia",
        "Harian Contoh",
        datetime(2022, 3, 1, 23, 30, tzinfo=WIB),
        "Dunia",
    ),
    Article(
        "vaksinasi",
        (
            "Kasus COVID-19 menurun di kota-kota besar, kata Kementerian Kesehatan.",
            "Anak-anak divaksin di 40 sekolah; biayanya Rp1.500.000 per sekolah.",
            "Warga membawa KTP-el atau e-KTP ke posko PBB.",
        ),
        None,
        "Kabar Dunia",
        date(2021, 7, 9),
        "Kesehatan",
    ),
    Article(
        "tanda-khusus",
        ("<script>alert('x')</script> Harga \"cabai\" & bawang naik 1,5 persen pada hari Jum'at.",),
        "Harga <b>cabai</b> & bawang",
        "Kabar <Pasar>",
        date(2023, 12, 31),
        "Ekonomi",
    ),
    Article(
        "tanpa-keterangan",
        ("Gempa bermagnitudo 5,2 mengguncang lereng gunung.", "***", "Tidak ada korban jiwa."),
    ),
)


@pytest.fixture(scope="session")
def make_index(tmp_path_factory):
    """Return a function that builds an index of some articles and opens it on 15 March 2024."""
    base = tmp_path_factory.mktemp("indexes")

    def make(articles, **opening):
        folder = Path(tempfile.mkdtemp(dir=base))
        build(articles, folder)
        return EmbeddedIndex(folder, today=lambda: TODAY, **opening)

    return make


@pytest.fixture(scope="session")
def articles():
    """Return the articles behind ``index``."""
    return ARTICLES


@pytest.fixture(scope="session")
def index(make_index):
    """Return an index of ``articles``, which is built once. Tests must not change it."""
    return make_index(ARTICLES)
