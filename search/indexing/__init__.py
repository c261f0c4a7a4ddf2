"""The room indexes sources: it reads them into a new generation, and deletes articles."""

from search.indexing.building import Added, Reindexed, Rejected, add, change, reindex
from search.indexing.reading import Event, Progress, Reading, reading_options, text_settings
from search.indexing.removing import delete, removed, unblock

__all__ = [
    "Added", "Event", "Progress", "Reading", "Reindexed", "Rejected", "add", "change", "delete",
    "reading_options", "reindex", "removed", "text_settings", "unblock",
]  # fmt: skip
