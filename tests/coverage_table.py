"""Prints which share of the lines of each room the tests have run: Python from coverage, Cython from gcov.

python tests/coverage_table.py coverage.json build
"""

import gzip
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

Lines = dict[str, dict[int, bool]]  # file -> line -> whether it was run


def of_python(report: Path) -> Lines:
    """Return the lines of a report of coverage, in JSON."""
    files = json.loads(report.read_text())["files"]
    return {
        name: dict.fromkeys(of_file["missing_lines"], False) | dict.fromkeys(of_file["executed_lines"], True)
        for name, of_file in files.items()
    }


def of_cython(build: Path) -> Lines:
    """Return the lines of Cython sources, to which the generated C refers, from the counters of gcov."""
    found: Lines = defaultdict(dict)
    with tempfile.TemporaryDirectory() as scratch:
        for counters in sorted(build.resolve().rglob("*.gcda")):
            command = ["gcov", "--json-format", "--object-directory", str(counters.parent), str(counters)]
            subprocess.run(command, cwd=scratch, capture_output=True, check=True)
            for written in Path(scratch).glob("*.gcov.json.gz"):
                for of_file in json.loads(gzip.decompress(written.read_bytes()))["files"]:
                    name = of_file["file"]
                    if name.startswith("search/") and name.endswith((".pyx", ".pxd", ".pxi")):
                        lines = found[name]
                        for line in of_file["lines"]:
                            number = line["line_number"]
                            lines[number] = lines.get(number, False) or line["count"] > 0
                written.unlink()
    return found


def room_of(name: str) -> str:
    """Return the room of a file: its folder, or "search" for a module above all rooms."""
    return Path(name).parent.as_posix()


def main() -> None:
    """Print the table."""
    python, cython = of_python(Path(sys.argv[1])), of_cython(Path(sys.argv[2]))
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {"python": [], "cython": []})
    for kind, files in (("python", python), ("cython", cython)):
        for name, lines in files.items():
            counts[room_of(name)][kind] += lines.values()
            counts["all"][kind] += lines.values()
    print("| room | Python | | Cython | |\n|---|--:|--:|--:|--:|")
    for room, kinds in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])):
        cells = [
            f"{len(lines):,} | {100 * sum(lines) / len(lines):.0f} %" if lines else " | "
            for lines in kinds.values()
        ]
        print(f"| {room} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
