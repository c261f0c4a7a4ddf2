"""Which JDK Lucene is given, and what is said where there is none."""

from pathlib import Path

import pytest

from bench import lucene


def home(folder: Path, said: str) -> Path:
    """Make a folder whose compiler says what it is."""
    (folder / "bin").mkdir(parents=True)
    compiler = folder / "bin" / "javac"
    compiler.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="ascii")
    compiler.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("JAVA_HOME_25", "JAVA_HOME", "LUCENE_JARS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_first_that_is_new_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(home(tmp_path / "17", "javac 17.0.15")))
    monkeypatch.setenv("PATH", str(home(tmp_path / "21", "javac 21") / "bin"))
    assert lucene.jdk() == tmp_path / "21" / "bin"
    monkeypatch.setenv("JAVA_HOME_25", str(home(tmp_path / "25", "javac 25.0.3")))
    assert lucene.jdk() == tmp_path / "25" / "bin"


def test_what_was_found_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME_25", str(tmp_path / "gone"))
    monkeypatch.setenv("JAVA_HOME", str(home(tmp_path / "8", "javac 1.8.0_402")))
    with pytest.raises(lucene.NoLuceneError) as raised:
        lucene.jdk()
    assert str(raised.value) == (
        f"Lucene {lucene.VERSION} needs a JDK of Java 21 or newer; found JAVA_HOME_25: no javac, "
        "JAVA_HOME: Java 8, PATH: nothing; name its folder in JAVA_HOME_25 or JAVA_HOME"
    )


def test_jars_are_named_or_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(lucene.NoLuceneError, match=r"Maven \(mvn\) is not installed"):
        lucene.jars(tmp_path)
    monkeypatch.setenv("LUCENE_JARS", str(tmp_path))
    with pytest.raises(lucene.NoLuceneError, match=r"LUCENE_JARS names .* holds no lucene-core"):
        lucene.jars(tmp_path)
    (tmp_path / "lucene-core-10.jar").touch()
    assert lucene.jars(tmp_path) == [tmp_path / "lucene-core-10.jar"]
