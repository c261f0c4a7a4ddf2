"""The module has the tree of errors that Warta raises on purpose; every other error is a defect.

::

    WartaError                    something could not be done; its text says what and what would be right
    ├── SettingsError             a setting (file, environment, word list) has an unusable value
    ├── SourceError               a source of articles cannot be read at all (missing, not a known format)
    ├── RequestError              a search request is wrong; ``problems`` names each parameter
    ├── NotFoundError             the article or paragraph asked for is not in the archive
    ├── KeysError                 the keys of the API cannot be read, or there is no such key
    ├── QueryTooExpensiveError    a search would cost more than its budget; nothing is answered
    ├── SearchCancelledError      nobody waits for a search any more
    ├── CursorExpiredError        the generation of a walk through all results does not exist any more
    ├── AlertError                an alert cannot be added, or its message cannot be sent
    ├── FeedError                 a feed, or a page that it names, cannot be fetched or read
    ├── MemoryDamagedError        a small database beside an index cannot be read or written
    ├── EvaluationError           a run or a qrels file is unusable; names file and line
    ├── DiskError                 something cannot be written: no space, no permission, a broken disk
    └── IndexError_               the index folder cannot be used
        ├── IndexMissingError     nothing has been indexed there yet
        ├── IndexDamagedError     files are missing, truncated or changed
        ├── IndexLockedError      another process is changing the index
        ├── BuildProcessError     one of several building processes died
        ├── ClusterError          a cluster does not answer, or not wholly; what was asked may be asked again
        ├── UnsupportedError      where the index is kept, this cannot be done
        └── NothingToIndexError   a build got no usable article, so nothing was swapped in
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from search.remarks import Remark
from search.wording.catalogue import say


class WartaError(Exception):
    """The base of all errors that are raised on purpose; ``code`` and ``values`` are for programs.

    code:   what could not be done, and why; ``search.wording.messages`` has every one
    values: what the sentence about it mentions

    ``str(error)`` is one line in English; ``said`` returns it in either language.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values: Mapping[str, object] = values
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Return what went wrong, and what would be right, in a language ("id" or "en")."""
        return say(language, self.code, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), self.code, **self.values), ()


class SettingsError(WartaError, ValueError):
    """A setting has an unusable value; the text names it and what would be right."""


class SourceError(WartaError):
    """A source of articles cannot be read at all."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter of a request.

    parameter: its name in an address
    code:      what is wrong, for programs; ``search.wording.messages`` has every one
    values:    what the sentence about it mentions
    position:  the character offset in the value, if there is one, else None
    """

    parameter: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    position: int | None = None

    def said(self, language: str) -> str:
        """Return what is wrong, and what would be right, in a language."""
        return say(language, self.code, **self.values)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said("en")


class RequestError(WartaError, ValueError):
    """A search request has one or more unusable parameters, each in ``problems``; the text is English."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        named = tuple(
            Remark("of_parameter", {"parameter": p.parameter, "reason": p}) if p.parameter else p
            for p in problems
        )
        super().__init__("several", reasons=named)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.problems


class NotFoundError(WartaError, LookupError):
    """No such article or paragraph in the archive."""


class FeedError(WartaError):
    """A feed, or a page that it names, cannot be fetched or read."""


class AlertError(WartaError):
    """An alert cannot be added, or one of its messages cannot be sent."""


class MemoryDamagedError(WartaError):
    """A small database beside an index, of feeds or watched folders, cannot be read or written."""


class CursorExpiredError(WartaError):
    """The generation of a walk through all results is neither the current nor the previous one."""


class KeysError(WartaError):
    """The keys of the API cannot be read or written, or there is no such key."""


class QueryTooExpensiveError(WartaError):
    """A search costs more than its budget; ``values`` has the ``limit`` that it exceeds, a Remark."""


class SearchCancelledError(WartaError):
    """Nobody waits for the answer of a search any more, so it ended early."""


class EvaluationError(WartaError, ValueError):
    """A run or qrels file cannot be used; the text names file and line."""


class DiskError(WartaError, OSError):
    """A file or a folder cannot be written; ``errno`` is the error number of the system."""

    def __init__(self, code: str, /, errno: int | None = None, **values: object) -> None:
        super().__init__(code, **values)
        self.errno = errno

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), self.code, self.errno, **self.values), ()


class IndexError_(WartaError):  # noqa: N801, N818 - IndexError is a builtin
    """The index folder cannot be used."""


class IndexMissingError(IndexError_):
    """Nothing has been indexed in that folder yet."""


class IndexDamagedError(IndexError_):
    """Files of the index are missing, truncated or changed."""


class IndexLockedError(IndexError_):
    """Another process is changing the index in this folder."""


class BuildProcessError(IndexError_):
    """One of several processes of a build ended early; the current generation was not changed."""


class ClusterError(IndexError_):
    """A cluster that keeps an index cannot be reached, refuses a request, or has not all of the index."""


class UnsupportedError(IndexError_):
    """The backend of an index cannot do what is asked; ``search.capabilities`` has what each can."""


class NothingToIndexError(IndexError_):
    """A build got no usable article; the current generation was not changed."""
