"""Every sentence, by code, in both languages."""

from __future__ import annotations

from search.wording.alerts import ALERTS
from search.wording.commands import COMMANDS
from search.wording.doctor import DOCTOR
from search.wording.errors import ERRORS
from search.wording.feed_commands import FEED_COMMANDS
from search.wording.feeds import FEEDS
from search.wording.formats import FORMATS
from search.wording.help import HELP
from search.wording.index import INDEX
from search.wording.index_help import INDEX_HELP
from search.wording.inspection import INSPECTION
from search.wording.keys import KEYS
from search.wording.lists import LISTS
from search.wording.opensearch import OPENSEARCH
from search.wording.options import OPTIONS
from search.wording.parameters import PARAMETERS
from search.wording.records import RECORDS
from search.wording.requests import REQUESTS
from search.wording.results import RESULTS
from search.wording.usage import USAGE

MESSAGES = {
    **REQUESTS,
    **RESULTS,
    **ERRORS,
    **RECORDS,
    **FORMATS,
    **COMMANDS,
    **USAGE,
    **HELP,
    **INDEX_HELP,
    **OPTIONS,
    **PARAMETERS,
    **KEYS,
    **DOCTOR,
    **LISTS,
    **INDEX,
    **INSPECTION,
    **FEEDS,
    **ALERTS,
    **FEED_COMMANDS,
    **OPENSEARCH,
}
