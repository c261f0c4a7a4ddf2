"""Lucene for all benches: its jars from Maven Central, a JDK that runs it, and the compilation of a program.

The JDK is the first one of JAVA_HOME_25, JAVA_HOME and ``javac`` on the PATH that is new enough. Maven
(``mvn``) fetches the jars of ``lucene-pom.xml``, unless LUCENE_JARS names a folder that contains them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

VERSION = "10.6.0"
LEAST_JAVA = 21  # Lucene 10 needs this version or a newer one
_POM = Path(__file__).with_name("lucene-pom.xml")
_HOMES = ("JAVA_HOME_25", "JAVA_HOME")
# Lucene decodes postings with the vector module; native access lets it advise the system about mapped files.
_JVM = ("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")


class NoLuceneError(Exception):
    """Lucene cannot be run on this machine. The text gives the reason in a few words."""


def command(program: Path, folder: Path, classes: Path, *options: str) -> list[str]:
    """Compile a program of one Java file and return the command that runs it.

    folder:  keeps the jars
    classes: folder of what the compiler writes; no other process compiles into it meanwhile
    options: what else the Java machine is told

    Raises NoLuceneError.
    """
    tools = jdk()
    found = os.pathsep.join(map(str, jars(folder)))
    _called([str(tools / "javac"), "-cp", found, "-d", str(classes), str(program)])
    path = f"{classes}{os.pathsep}{found}"
    return [str(tools / "java"), *_JVM, *options, "-cp", path, program.stem]


def jars(folder: Path) -> list[Path]:
    """Return the jars, after fetching them into ``folder`` if they are not there. Raises NoLuceneError."""
    named = os.environ.get("LUCENE_JARS")
    place = Path(named) if named else folder / f"lucene-{VERSION}"
    if not named and not place.is_dir():
        _fetch(place)
    found = sorted(place.glob("*.jar"))
    if not any(jar.name.startswith("lucene-core-") for jar in found):
        raise NoLuceneError(
            f"{'LUCENE_JARS names ' if named else ''}{place}, which holds no lucene-core-*.jar"
        )
    return found


def jdk() -> Path:
    """Return the folder of ``java`` and ``javac`` of a JDK that is new enough. Raises NoLuceneError."""
    seen = []
    for variable in _HOMES:
        home = os.environ.get(variable)
        seen.append((variable, Path(home, "bin") if home else None))
    on_path = shutil.which("javac")
    seen.append(("PATH", Path(on_path).parent if on_path else None))
    said = []
    for name, folder in seen:
        version = _version(folder) if folder else 0
        if folder and version >= LEAST_JAVA:
            return folder
        said.append(f"{name}: {f'Java {version}' if version else 'no javac' if folder else 'nothing'}")
    raise NoLuceneError(
        f"Lucene {VERSION} needs a JDK of Java {LEAST_JAVA} or newer; found {', '.join(said)}; "
        f"name its folder in {_HOMES[0]} or {_HOMES[1]}"
    )


def _version(folder: Path) -> int:
    """Return the feature version of the compiler in a folder; 0 if there is none."""
    try:
        done = subprocess.run([folder / "javac", "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    said = re.search(r"javac (?:1\.)?(\d+)", done.stdout + done.stderr)  # "1.8.0" is Java 8
    return int(said[1]) if said else 0


def _fetch(place: Path) -> None:
    if shutil.which("mvn") is None:
        raise NoLuceneError(
            "Maven (mvn) is not installed, and LUCENE_JARS names no folder with Lucene's jars"
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as part:
        goal = [
            "dependency:copy-dependencies",
            f"-DoutputDirectory={part}/jars",
            f"-Dlucene.version={VERSION}",
        ]
        _called(["mvn", "-q", "-B", "-f", str(_POM), *goal])
        if not place.is_dir():  # another process may have done it first
            Path(part, "jars").rename(place)


def _called(words: list[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr + done.stdout).strip().splitlines()
        raise NoLuceneError(f"{Path(words[0]).name}: {said[0] if said else f'exit code {done.returncode}'}")
