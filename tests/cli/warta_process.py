"""Functions that start the real ``warta`` command in a process."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("warta"))
# Environment variables that would change the output, the encoding or the index of a command.
_PREFIXES = ("WARTA_", "LC_", "LANG", "PYTHON", "NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS")
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIXES)}
UTF8 = {"LANG": "C.UTF-8", "PYTHONUTF8": "1"}
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SECONDS = 30


def spoken():
    """Return the language that a test has chosen, for the environment of a command."""
    return {name: os.environ[name] for name in ("WARTA_LANG",) if name in os.environ}


def run(*arguments, stdin=b"", locale=UTF8, env=None, **options):
    """Run ``warta`` to its end; the outputs are text, or bytes with ``text=False``."""
    text = options.pop("text", True)
    done = subprocess.run(
        [COMMAND, *arguments], input=stdin, env={**CLEAN, **spoken(), **locale, **(env or {})},
        capture_output=True, timeout=SECONDS, check=False, **options,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    if text:
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def succeed(*arguments, **options):
    """Run ``warta`` with exit code 0 and return what it printed."""
    done = run(*arguments, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fail(*arguments, **options):
    """Run ``warta`` with exit code 2, one line on standard error and nothing else; return the line."""
    done = run(*arguments, **options)
    assert (done.returncode, done.stdout) == (2, ""), (done.returncode, done.stdout, done.stderr)
    (line,) = done.stderr.splitlines()
    assert line.startswith("warta")
    return line


def start(*arguments, locale=UTF8, env=None, **options):
    """Start ``warta`` with pipes and return the process."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [COMMAND, *arguments],
        env={**CLEAN, **spoken(), **locale, **(env or {})},
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - tests start processes from their main thread
        **{**pipes, **options},
    )


def heed_ctrl_c():
    """React to Ctrl-C. A shell lets background processes and their children ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until(holds, what):
    """Wait until ``holds()`` returns True."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, f"waited {SECONDS} s for {what}"
        time.sleep(0.02)


def on_terminal(*arguments, env=None, **options):
    """Run ``warta`` on a new terminal, and return the exit code and everything that it printed."""
    controller, terminal = pty.openpty()
    env = {**CLEAN, **spoken(), **UTF8, "TERM": "xterm-256color", "COLUMNS": "120", **(env or {})}
    process = subprocess.Popen(
        [COMMAND, *arguments], env=env, stdin=terminal, stdout=terminal, stderr=terminal, **options
    )
    os.close(terminal)
    shown = b""
    while select.select([controller], [], [], SECONDS)[0]:
        try:
            block = os.read(controller, 65536)
        except OSError:  # on Linux, the other end was closed
            break
        if not block:
            break
        shown += block
    os.close(controller)
    return process.wait(SECONDS), shown.decode()


def as_jsonl(articles):
    return "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
