"""What became of the records of all sources of a build."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class ReadTotals:
    """What became of the records of all sources of a build, besides articles: how often, by name.

    rejected: records, by the code of ``Reject``
    empty:    metadata that was left empty, by field
    unused:   keys that were read into no field, the most frequent ones
    changed:  what was changed in texts and metadata, by the code of the remark about it
    taken:    boilerplate that was taken out, by rule
    left_out: records that say the same as an earlier one, and earlier versions of articles
    """

    rejected: dict[str, int] = field(default_factory=dict)
    empty: dict[str, int] = field(default_factory=dict)
    unused: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Return what is not empty, as plain data."""
        return {name: counts for name, counts in asdict(self).items() if counts}
