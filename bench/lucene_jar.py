"""Lucene's jar, for all benches: the one that pyserini's wheel carries. Nothing else of that wheel is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_PYSERINI = "pyserini==0.22.1"  # Lucene 9.5


class NoLuceneError(Exception):
    """The jar cannot be had; the text says why, in few words."""


def lucene_jar(folder: Path) -> Path:
    """Return the jar that LUCENE_JAR names, else the one in ``folder``, fetched where it is not there yet.

    Raises NoLuceneError.
    """
    named = os.environ.get("LUCENE_JAR")
    if named:
        if not Path(named).is_file():
            raise NoLuceneError(f"LUCENE_JAR names {named}, which is not there")
        return Path(named)
    if not list(folder.glob("anserini-*.jar")):
        _fetch(folder)
    return next(folder.glob("anserini-*.jar"))


def _fetch(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as wheels:
        download = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", wheels, _PYSERINI]
        if subprocess.run(download, capture_output=True, check=False).returncode:
            raise NoLuceneError(f"{_PYSERINI} could not be fetched for Lucene's jar")
        with zipfile.ZipFile(next(Path(wheels).glob("pyserini-*.whl"))) as wheel:
            inside = next(name for name in wheel.namelist() if name.endswith("fatjar.jar"))
            unpacked = Path(wheels) / Path(inside).name
            with wheel.open(inside) as source, unpacked.open("wb") as target:
                shutil.copyfileobj(source, target)
        unpacked.replace(folder / unpacked.name)  # another run never sees half a jar
