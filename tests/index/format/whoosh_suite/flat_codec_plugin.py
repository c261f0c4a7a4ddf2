"""pytest plugin for Whoosh's tests: our codec is the default one, and lengths are not rounded."""

import pytest
import sitecustomize  # noqa: F401 - another folder's may have come first on the path
import whoosh.codec

from search.index.whoosh.segment import FlatCodec

#: These compare lengths with what one byte can keep of them. Ours are exact.
ROUNDED = frozenset(["test_indexing", "test_mpwriter", "test_quality"])


def _exact(length):
    return length


def pytest_collection_modifyitems(items):
    """Leave lengths as they are where a test would round what it expects."""
    for module in {item.module for item in items}:
        if module.__name__ in ROUNDED:
            module.length_to_byte = module.byte_to_length = _exact


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Fail where the codec was not ours after all."""
    assert isinstance(whoosh.codec.default_codec(), FlatCodec)
