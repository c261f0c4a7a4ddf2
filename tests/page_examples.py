"""Runs the examples in the documentation, and compares their outputs with the pages or writes them there.

::

    page -> blocks -> commands and Python examples -> outputs -> compared with what is shown -> page
            _BLOCK    Workplace.run, doctest                     agrees                        refreshed

The docstring of ``tests/test_docs.py``, which uses this module, explains how a page marks its examples.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import doctest
import functools
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit

from search.cli import main
from web import WebSettings, create_app

_ELISION = "..."
_FRAMES = re.compile(r"(Traceback \(most recent call last\):\n)(?: .*\n)+")
_PROGRAMS = ("warta", "curl", "echo", "cat", "head", "ls", "sed", "printf", "rm", "mv")
_SERVER = "127.0.0.1:8000"
#: The host at which pages let ``python3 -m http.server`` serve their folder.
_SITE = "127.0.0.1:8321"
_SHELL_SYNTAX = re.compile(r"[|<>;&$`]")

#: A fenced block: its language, the file that it is written to or None, its lines.
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UNSTEADY = (
    (re.compile(r"\d+,\d{3} dtk"), "0,000 dtk"),
    (re.compile(r"\d+\.\d{3} s\b"), "0.000 s"),
    (re.compile(r"(built|dibuat) \d{4}-\d\d-\d\d \d\d:\d\d UTC"), r"\1 2000-01-01 00:00 UTC"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]00:00"), "2000-01-01T00:00:00+00:00"),
    (re.compile(r'("?took_ms"?[:=] ?)[\d.]+'), r"\g<1>0"),
    (re.compile(r"rejects-\d{8}T\d+Z"), "rejects-20000101T000000000000Z"),
)
#: Lines of progress, which a build prints only if it takes more than a few seconds.
_PROGRESS = re.compile(r"(?:membaca|menulis|menggabungkan|memeriksa|memasang)(?: \d+ %)?: [\d.]+ artikel,")
_LONG_FRACTION = re.compile(r"\d+\.\d{7,}")


class ExampleError(AssertionError):
    """An example cannot be run, or fails although the page does not show it."""


def _steady(text: str) -> str:
    """Return a text without the parts that differ from run to run."""
    for pattern, replacement in _UNSTEADY:
        text = pattern.sub(replacement, text)
    return _LONG_FRACTION.sub(lambda match: f"{float(match[0]):.6f}", text)


def agrees(shown: list[str], actual: list[str]) -> bool:
    """Return whether the lines of a page agree with the lines of an output."""
    pattern = ""
    for line in shown:
        if line == _ELISION:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(map(re.escape, _steady(line).split(_ELISION))) + r"\n"
    return re.fullmatch(pattern, "".join(f"{_steady(line)}\n" for line in actual)) is not None


def renewed(shown: list[str], actual: list[str]) -> list[str]:
    """Return the lines of an output, shortened in the same way as on the page.

    The lines before the first ``...`` of the page are the first lines of the output, those after the last
    ``...`` the last ones. A block between two of them begins at the most similar line.
    """
    ends = [*(n for n, line in enumerate(shown) if line == _ELISION), len(shown)]
    if len(ends) == 1:
        return [_cut_alike(old, new) for old, new in zip(shown, actual, strict=False)] + actual[len(shown) :]
    lines: list[str] = []
    at = begin = 0
    for number, end in enumerate(ends):
        part, begin = shown[begin:end], end + 1
        if number:
            lines.append(_ELISION)
        if number and part and end == len(shown):
            at = max(at, len(actual) - len(part))
        elif number and part and at < len(actual):
            at += _most_alike(part[0], actual[at:])
        lines += [_cut_alike(old, new) for old, new in zip(part, actual[at:], strict=False)]
        at += len(part)
    return lines


def _most_alike(line: str, others: list[str]) -> int:
    matcher = difflib.SequenceMatcher(None, b=line, autojunk=False)
    likeness = []
    for other in others:
        matcher.set_seq1(other)
        likeness.append(matcher.ratio())
    return likeness.index(max(likeness))


def _cut_alike(old: str, new: str) -> str:
    """Return a line of output in the form of its line on the page, which may be shortened by ``...``."""
    width = len(old) - len(_ELISION)
    if agrees([old], [new]):
        return old
    return (
        f"{new[:width].rpartition(' ')[0]} {_ELISION}" if old.endswith(_ELISION) and len(new) > width else new
    )


@dataclass
class Workplace:
    """The folder in which the examples of a page run, and the state that the next example needs.

    code:  the exit code of the last command
    names: the namespace of the page's Python examples
    """

    folder: Path
    code: int = 0
    names: dict[str, Any] = field(default_factory=dict)
    site: str = _SITE

    def run(self, command: str) -> str:
        """Run a command line and return the text that a terminal shows. Raises ExampleError."""
        return self._run(command.replace(_SITE, self.site)).replace(self.site, _SITE)

    def _run(self, command: str) -> str:
        program = command.split(maxsplit=1)[0]
        if program not in _PROGRAMS or command.startswith("warta serve"):
            raise ExampleError(f"'$ {command}': {program} is not run here; put it into an ```sh block")
        if command == "echo $?":
            shown, self.code = f"{self.code}\n", 0
            return shown
        self.expect_success(f"before '$ {command}'")
        first, rest = _first_of_pipe(command)
        if program not in ("warta", "curl") or _SHELL_SYNTAX.search(_unquoted(first)):
            return self._shell(command)
        output = io.StringIO()
        errors = io.StringIO() if rest else output  # a terminal shows both outputs, a pipe only one
        self._play(shlex.split(first), output, errors)
        return errors.getvalue() + self._shell(rest, output.getvalue()) if rest else output.getvalue()

    def expect_success(self, where: str) -> None:
        """Raise ExampleError if the last command failed and the page does not show it."""
        if self.code:
            raise ExampleError(
                f"exit code {self.code} {where}: show it with '$ echo $?', or mend the command"
            )

    def _play(self, arguments: list[str], output: io.StringIO, errors: io.StringIO) -> None:
        """Run a command in this process, which need not import everything again."""
        if arguments[0] == "curl":
            output.write(self._curl(arguments[1:]))
            return
        before, sys.argv = sys.argv, arguments
        try:
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors), self.entered():
                main()
        except SystemExit as leaving:
            self.code = int(leaving.code or 0)
        finally:
            sys.argv = before

    def _shell(self, command: str, stdin: str = "") -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "LC_ALL": "C"}
        environment.pop("WARTA_INDEX", None)
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=environment, input=stdin, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        self.code = done.returncode
        return done.stdout

    def _curl(self, arguments: list[str]) -> str:
        """Send a request to the application over the folder's index, without a server."""
        parser = argparse.ArgumentParser("curl")
        parser.add_argument("url")
        for flag in "sSG":
            parser.add_argument(f"-{flag}", action="store_true")
        for option in ("-d", "--data-urlencode"):
            parser.add_argument(option, action="append", default=[])
        options = parser.parse_args(arguments)
        address = urlsplit(options.url if "//" in options.url else f"//{options.url}")
        if address.netloc != _SERVER or ((options.d or options.data_urlencode) and not options.G):
            raise ExampleError(f"curl: only {_SERVER} is played, and data only with -G")
        pairs = (given.partition("=") for given in options.data_urlencode)
        query = "&".join([address.query, *options.d, *(f"{name}={quote(value)}" for name, _, value in pairs)])
        client = create_app(WebSettings(index_folder=self.folder / "warta-index")).test_client()
        return client.get(f"{address.path}?{query.strip('&')}").text

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Make the folder the current one, and remove the caller's index from the environment."""
        before, index = Path.cwd(), os.environ.pop("WARTA_INDEX", None)
        os.chdir(self.folder)
        try:
            yield
        finally:
            os.chdir(before)
            if index is not None:
                os.environ["WARTA_INDEX"] = index


def _unquoted(command: str) -> str:
    """Return a command line without the texts between quotation marks."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", command)


def _first_of_pipe(command: str) -> tuple[str, str]:
    """Return a command and the command after its pipe, which is empty if there is no pipe."""
    for bar in re.finditer(r" \| ", command):
        with contextlib.suppress(ValueError):  # this bar is between quotation marks
            shlex.split(command[: bar.start()])
            return command[: bar.start()], command[bar.end() :]
    return command, ""


def _console(text: str, place: Workplace) -> str:
    """Return a console block with the outputs that its commands have now."""
    lines = text.splitlines()
    block: list[str] = []
    while lines:
        command = [lines.pop(0)]
        if not command[0].startswith("$ "):
            raise ExampleError(f"a console block begins with '$ ', not {command[0]!r}")
        while command[-1].endswith("\\"):
            command.append(lines.pop(0))
        end = next((n for n, line in enumerate(lines) if line.startswith("$ ")), len(lines))
        shown, lines = lines[:end], lines[end:]
        output = place.run("\n".join(command)[2:].replace("\\\n", " "))
        actual = [line.rstrip() for line in output.splitlines() if not _PROGRESS.match(line)]
        block += [*command, *(shown if agrees(shown, actual) else renewed(shown, actual))]
    return "".join(f"{line}\n" for line in block)


class _Checker(doctest.OutputChecker):
    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(_steady(want), _steady(got), optionflags)


class _Recorder(doctest.DocTestRunner):
    """Records the outputs of examples that differ from the page."""

    def report_failure(self, out: object, test: object, example: doctest.Example, got: str) -> None:
        example.want = _FRAMES.sub(rf"\1    {_ELISION}\n", got)

    def report_unexpected_exception(
        self,
        out: object,
        test: object,
        example: doctest.Example,
        exc_info: tuple[type[BaseException], BaseException, TracebackType],
    ) -> None:
        kind = f"{exc_info[0].__module__}.{exc_info[0].__qualname__}".removeprefix("builtins.")
        example.want = f"Traceback (most recent call last):\n    {_ELISION}\n{kind}: {exc_info[1]}\n"


def _python(text: str, place: Workplace, name: str) -> str:
    """Return a Python block with the outputs that its examples have now."""
    if ">>>" not in text:
        compile(text, name, "exec")
        return text
    pieces = doctest.DocTestParser().parse(text)
    examples = [piece for piece in pieces if isinstance(piece, doctest.Example)]
    test = doctest.DocTest(examples, place.names, name, None, 0, text)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    with place.entered():
        _Recorder(_Checker(), verbose=False, optionflags=options).run(test, clear_globs=False)
    place.names = test.globs
    return "".join(piece if isinstance(piece, str) else _prompted(piece) for piece in pieces)


def _prompted(example: doctest.Example) -> str:
    first, *more = example.source.splitlines()
    lines = [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
    return "".join(f"{line}\n" for line in lines) + example.want


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a folder as ``python3 -m http.server`` does, on a free port, and yield host and port."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def refreshed(text: str, folder: Path, name: str = "page") -> str:
    """Return a page with the outputs that its examples have now.

    folder: contains ``corpus`` and ``warta-index``; the examples change it

    Raises ExampleError if an example cannot be run, or fails although the page does not show it.
    """
    with _served(folder) if _SITE in text else contextlib.nullcontext(_SITE) as site:
        return _refreshed(text, Workplace(folder, site=site), name)


def _refreshed(text: str, place: Workplace, name: str) -> str:
    folder = place.folder
    first_command = re.search(r"^\$ (.+)$", text, re.MULTILINE)
    if first_command and first_command[1].startswith("warta reindex"):
        shutil.rmtree(folder / "warta-index")

    def block(match: re.Match[str]) -> str:
        language, file, content = match.groups()
        if file:
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(content.replace(_SITE, place.site), encoding="utf-8")
        elif language == "console":
            content = _console(content, place)
        elif language in ("python", "pycon"):
            content = _python(content, place, name)
        return match[0][: match.start(3) - match.start()] + content + match[0][match.end(3) - match.start() :]

    page = BLOCK.sub(block, text)
    place.expect_success(f"at the end of {name}")
    return page
