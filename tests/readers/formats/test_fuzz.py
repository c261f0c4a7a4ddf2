"""Some damaged files of every format, and some bombs; ``python -m tests.fuzz_readers`` tries thousands."""

import sys
from pathlib import Path

import pytest
from made_archives import bombs, every_format

sys.path[:0] = [str(Path(__file__).parents[3])]

from tests.fuzz_readers import Damaged, files, run  # noqa: E402

#: What is read in a process for each document takes longer.
DOCUMENTS = ("a.html", "a.warc", "a.warc.gz", "a.wacz", "a.pdf", "a.docx", "a.epub", "a.xlsx", "a.ods")
OTHERS = [name for name in every_format() if name not in DOCUMENTS]


def test_damaged_files_are_named():
    assert run(one for name in OTHERS for one in files([name], 6, seed=1)) == []


@pytest.mark.slow
def test_damaged_documents_are_named():
    assert run(files([*DOCUMENTS], 40, seed=2)) == []


@pytest.mark.slow
def test_bombs_do_no_harm():
    assert run(Damaged(name, content, "bomb", 0) for name, content in bombs().items()) == []
