"""Writing the posting lists of one field, a list at a time, in the order of their terms.

This is the general path, for any format and without haste; ``search.index.inversion.writer``
emits the sections of whole fields at once.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.index.format.lists import encode_docs, encode_frequencies, encode_positions
from search.index.format.sections import SectionsWriter

Array = npt.NDArray[Any]
_TENTH = 10
_LENGTHS = ("min_lengths", "max_lengths")
_TYPES = {"lists": "<u2", "weights": "<f4", "impacts": "u1", "tenth": "u1"}
_MOST_WHOLE = 1 << 31


class FieldListsWriter:
    """Collects one field's lists in spool files and puts them into a file of sections.

    scratch: folder for the spool files, which have no name and vanish; None for the system's
    """

    def __init__(self, name: str, scratch: Path | None = None, *, positions: bool = True) -> None:
        self.name = name
        self._scratch = scratch
        self._positions = positions
        self._streams: dict[str, IO[bytes]] = {}
        self._ends = {s: array("Q", [0]) for s in ("terms", "lists", "positions")}
        self._columns: dict[str, array[int]] = {}
        # Whether weights are kept beside the frequencies shows with the last list: checksums of either case.
        self._with_weights = False
        self._checksums = {with_weights: array("L") for with_weights in (False, True)}
        self._last: bytes | None = None

    def add(
        self,
        term: bytes,
        docs: Array,
        tf: Array | None = None,
        positions: Array | None = None,
        saturations: Array | None = None,
        articles: int | None = None,
        *,
        weights: Array | None = None,
        values: Sequence[bytes] | None = None,
        lengths: tuple[int, int] | None = None,
    ) -> None:
        """Add the list of a term; terms come in byte order.

        docs: ascending; tf: occurrences; positions: of all occurrences, one document after the other
        saturations: s of each posting where the field is scored; articles: how many articles hold the term
        weights: of each posting, where they are not its occurrences; values: of formats that are not ours
        lengths: of the shortest and the longest of these documents
        Raises ValueError for terms or documents out of order.
        """
        if self._last is not None and term <= self._last:
            raise ValueError(f"{self.name}: the term {term!r} comes after {self._last!r}")
        if not len(docs) or np.any(docs[1:] <= docs[:-1]):
            raise ValueError(f"{self.name}: the documents of {term!r} do not ascend")
        self._last = term
        impacts = self._add_impacts(saturations)
        self._column("df").append(len(docs))
        for column, value in (("articles", articles), *zip(_LENGTHS, lengths or (None, None), strict=True)):
            if value is not None:
                self._column(column).append(value)
        frequencies, parts = self._weight_parts(len(docs), tf, weights)
        parts["lists"] = np.concatenate([encode_docs(docs, impacts), frequencies]).tobytes()
        if self._positions:
            assert tf is not None and positions is not None
            parts["positions"] = encode_positions(tf, positions).tobytes()
        parts |= self._value_parts(len(docs), values)
        self._write(term, parts)

    def _column(self, name: str) -> array[int]:
        return self._columns.setdefault(name, array("L"))

    def _add_impacts(self, saturations: Array | None) -> Array | None:
        if saturations is None:
            return None
        impacts: Array = np.ceil(255 * saturations).astype(np.uint8)
        several = len(saturations) >= _TENTH
        tenth = np.partition(saturations, -_TENTH)[-_TENTH] if several else 0.0
        self._column("tenth").append(int(255 * tenth))
        self._column("impacts").append(int(impacts.max()))
        return impacts

    def _weight_parts(
        self, count: int, tf: Array | None, weights: Array | None
    ) -> tuple[Array, dict[str, bytes]]:
        """Return encoded frequencies, and weights as they would be kept; note whether they are needed."""
        frequencies: Array = np.ones(count, np.int64) if tf is None else tf
        numbers: Array = frequencies if weights is None else weights
        whole = np.array_equal(numbers, frequencies)
        if not self._positions:  # then frequencies can say whatever is whole
            whole = bool(np.all((numbers == np.floor(numbers)) & (numbers > 0) & (numbers < _MOST_WHOLE)))
            frequencies = numbers.astype(np.int64) if whole else frequencies
        self._with_weights |= not whole
        return encode_frequencies(frequencies), {"weights": numbers.astype("<f4").tobytes()}

    def _value_parts(self, count: int, values: Sequence[bytes] | None) -> dict[str, bytes]:
        if self._positions:
            return {}
        sizes = np.fromiter(map(len, values), "<u8", count) if values else np.zeros(count, "<u8")
        return {"sizes": sizes.tobytes(), "values": b"".join(values or ())}

    def _write(self, term: bytes, parts: dict[str, bytes]) -> None:
        for stream, part in (*parts.items(), ("terms", term)):
            if stream not in self._streams:
                self._streams[stream] = tempfile.TemporaryFile(dir=self._scratch)  # noqa: SIM115 - kept open
            self._streams[stream].write(part)
        for with_weights, checksums in self._checksums.items():
            checksums.append(_checksum(parts, with_weights))
        self._advance("terms", len(term))
        self._advance("lists", len(parts["lists"]) // 2)
        self._advance("positions", len(parts.get("positions", b"")))

    def _advance(self, stream: str, by: int) -> None:
        self._ends[stream].append(self._ends[stream][-1] + by)

    def finish(self, file: SectionsWriter) -> None:
        """Put all sections of the field into a file."""
        self._column("df")  # there even without any term
        for stream in ("terms", "lists", *(["weights"] if self._with_weights else [])):
            self._copy(file, stream)
        file.write(f"{self.name}/term_starts", np.array(self._ends["terms"], "<u4"))
        file.write(f"{self.name}/list_starts", np.array(self._ends["lists"], "<u8"))
        if self._positions:
            self._copy(file, "positions")
            file.write(f"{self.name}/position_starts", np.array(self._ends["positions"], "<u8"))
        for column, values in self._columns.items():
            file.write(f"{self.name}/{column}", np.array(values, _TYPES.get(column, "<u4")))
        file.write(f"{self.name}/checksums", np.array(self._checksums[self._with_weights], "<u4"))
        self._finish_values(file)
        self.abandon()

    def _copy(self, file: SectionsWriter, stream: str) -> None:
        if stream in self._streams:
            file.copy(f"{self.name}/{stream}", _TYPES.get(stream, "u1"), self._streams[stream])
        else:
            file.write(f"{self.name}/{stream}", np.empty(0, _TYPES.get(stream, "u1")))

    def _finish_values(self, file: SectionsWriter) -> None:
        if "values" not in self._streams or not self._streams["values"].tell():
            return
        self._copy(file, "values")
        sizes = self._streams["sizes"]
        sizes.seek(0)
        starts = np.append(0, np.cumsum(np.frombuffer(sizes.read(), "<u8")))
        file.write(f"{self.name}/value_starts", starts.astype("<u8"))

    def abandon(self) -> None:
        """Close the spool files, which removes them."""
        for stream in self._streams.values():
            stream.close()
        self._streams.clear()


def _checksum(parts: dict[str, bytes], with_weights: bool) -> int:
    checksum = crc32(parts.get("positions", b""), crc32(parts["lists"]))
    if with_weights:
        checksum = crc32(parts["weights"], checksum)
    if parts.get("values"):
        checksum = crc32(parts["values"], crc32(parts["sizes"], checksum))
    return checksum
