"""The module counts what became of the records of all sources of a build."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class ReadTotals:
    """The counts of what became of the records of a build in addition to articles: code or name -> number.

    rejected: rejected records, by the code of ``Reject``
    empty:    metadata that was left empty, by field
    unused:   keys that were read into no field, the most frequent ones
    changed:  changes in texts and metadata, by the code of the remark
    taken:    boilerplate that was removed, by rule
    left_out: records that are equal to an earlier one, or not public, and earlier versions of articles
    """

    rejected: dict[str, int] = field(default_factory=dict)
    empty: dict[str, int] = field(default_factory=dict)
    unused: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Return the counts that are not empty, as plain data."""
        return {name: counts for name, counts in asdict(self).items() if counts}
