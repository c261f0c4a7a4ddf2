"""The module opens a generation: its files are mapped, its manifest, analysis and tombstones are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from search.errors import IndexDamagedError
from search.index.format.segment import load_tombstones
from search.index.manifest import Manifest, check_files
from search.index.reading.opened_segment import OpenedSegment, open_segments
from search.indonesian import AnalysisSettings


class OpenedGeneration(NamedTuple):
    """An opened generation. ``Snapshot`` has in addition what searches need."""

    folder: Path
    manifest: Manifest
    analysis: AnalysisSettings
    segments: list[OpenedSegment]

    @classmethod
    def open(cls, folder: Path, root: str = "", known: Sequence[OpenedSegment] = ()) -> OpenedGeneration:
        """Open a generation. Raises IndexDamagedError if something is missing or wrong.

        root:  the digest that the manifest must have, "" if it is not known
        known: opened segments; those that are also in this generation are not opened again
        """
        manifest = Manifest.load(folder, root)
        if wrong := check_files(folder, manifest, contents=False):
            raise IndexDamagedError("several", reasons=wrong)
        try:
            analysis = AnalysisSettings(**manifest.analysis)
            tombstones = load_tombstones(folder, manifest.segments)
            return cls(
                folder, manifest, analysis, open_segments(folder, manifest.segments, tombstones, known)
            )
        except IndexDamagedError:
            raise
        except Exception as error:  # right checksums do not prove that this was an index
            raise IndexDamagedError("cannot_be_opened", folder=folder, reason=repr(error)) from error
