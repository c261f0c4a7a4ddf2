"""Fixtures for feeds: a site that a test can let fail, and an index folder with feeds of this site."""

import pytest

from feeds.misbehaving_site import Site
from search.feeds import Feed, Manners, add_feed, fetch

MANNERS = Manners(pause=0.0, allow_private=True)


@pytest.fixture
def site():
    with Site() as one:
        yield one


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "indeks"


class Desk:
    """An index folder to which a test adds feeds, and which fetches them."""

    def __init__(self, folder, site):
        self.folder, self.site = folder, site
        self.told = []

    def add(self, path="/rss", **settings):
        feed = Feed("", self.site.address + path, **settings)
        return add_feed(self.folder, feed, manners=MANNERS)

    def fetch(self, *names, **options):
        self.told = []
        return fetch(self.folder, names, manners=MANNERS, on_event=self.told.append, **options)

    def codes(self):
        """Return the codes of all events, with the codes of their reasons."""
        return [getattr(told.remark.values.get("reason"), "code", told.remark.code) for told in self.told]


@pytest.fixture
def desk(folder, site):
    return Desk(folder, site)
