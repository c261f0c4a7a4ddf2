"""An index folder to build in and to damage."""

import pytest
from builds import generation

from search.index import build


@pytest.fixture
def folder(tmp_path):
    """Return an index folder after one build."""
    build(generation(1), tmp_path / "index")
    return tmp_path / "index"
