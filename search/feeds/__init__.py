"""Feeds: RSS, Atom and sitemaps are fetched from the web, and their articles added to the index.

The way through this room::

    manage              a feed is added, after looking at what is there
    run                 one fetch of feeds: fetched in parallel, added at once
    fetching            one fetch of one feed: what it names, then the articles that are wanted
    documents, items    what is at an address; the articles that it names
    articles            feed and page -> record of an article
    keeping             fetched articles as an archive of their own
    client, network     requests with limits, to public addresses only
    robots, turns       whether and when a host may be asked
    state               what is remembered: feeds, articles, hosts
"""

from search.feeds.as_json import feed_as_json, fetched_as_json
from search.feeds.fetching import FeedDone, Told
from search.feeds.manage import add_feed
from search.feeds.records import Feed
from search.feeds.run import Fetched, Manners, fetch
from search.feeds.state import FeedState

__all__ = [
    "Feed",
    "FeedDone",
    "FeedState",
    "Fetched",
    "Manners",
    "Told",
    "add_feed",
    "feed_as_json",
    "fetch",
    "fetched_as_json",
]
