"""The module decides the mapping of each file of an archive; a profile may be beside the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from search.readers.mapping import FieldMapping
from search.readers.profiles import profile_beside
from search.readers.sources import Source, SourceFile


class Mappings:
    """The mappings of all files: that of the caller, with the profile in the folder of the file or above it.

    Folders are looked at up to the one that was named as a source. Raises SourceError if a profile cannot be
    used.
    """

    def __init__(self, mapping: FieldMapping, sources: Iterable[Source]) -> None:
        self._otherwise = mapping
        self._by_folder: dict[Path, FieldMapping] = {}
        for source in sources:
            if isinstance(source, SourceFile) and source.path and source.top:
                self._find(source.path.parent, source.top)

    def of(self, path: Path | None) -> FieldMapping:
        """Return the mapping of a file; None means a source that is no file."""
        return self._by_folder.get(path.parent, self._otherwise) if path else self._otherwise

    def _find(self, folder: Path, top: Path) -> FieldMapping:
        known = self._by_folder.get(folder)
        if known is None:
            beside = profile_beside(folder)
            if beside:
                known = replace(self._otherwise, beside=beside, _known={})
            elif folder in (top, folder.parent):
                known = self._otherwise
            else:
                known = self._find(folder.parent, top)
            self._by_folder[folder] = known
        return known
