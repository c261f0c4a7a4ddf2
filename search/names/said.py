"""The record of a quotation as one paragraph tells of it, before the rest of the article is read."""

from __future__ import annotations

from typing import NamedTuple

from search.names.agents import Agent


class Said(NamedTuple):
    """A quotation; ``records.Quotation`` explains the other fields.

    agent:  who speaks, or None
    closed: False for direct speech without a closing mark, which may go on in the next paragraph
    tagged: whether it has a verb of saying
    """

    start: int
    end: int
    form: str
    agent: Agent | None
    verb: tuple[int, int] | None
    whole: bool
    closed: bool
    tagged: bool
