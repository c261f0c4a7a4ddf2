"""What several tests of this room use."""

import pytest
from reading_outcome import read_all


@pytest.fixture
def read_source(tmp_path):
    def read(name, content, **settings):
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        return read_all(file, **settings)

    return read
