"""The module reads Parquet, and Arrow files and streams (Feather, data sets of Hugging Face), with pyarrow.

They are read batch by batch: a file of any size needs the memory of some thousand rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, BinaryIO

from search.readers.budget import DamagedStreamError
from search.readers.formats.needed import needed
from search.readers.formats.plain_values import numbered, plain_time, plain_value
from search.readers.records import Columns, Record, Reject
from search.readers.streams import TextStream
from search.remarks import Remark

_BATCH_ROWS = 1_024
_BATCH_BYTES = 8 * 2**20
_BUFFER_BYTES = 2**20
#: What a row takes at least as a Python object: columns without values take no bytes, in any number of rows.
_LEAST_BYTES = 512
#: What ends a stream: a length of zero, behind a mark that older writers left out before every length.
_END_OF_STREAM = b"\xff\xff\xff\xff\x00\x00\x00\x00"
_AS_IT_IS = {str, type(None)}

Batches = tuple[Any, int | None, Iterator[Any]]
"""The schema, the number of rows if the file gives it, and batches of rows, with Remarks between them."""


def read_parquet(file: str, stream: TextStream) -> Iterator[Record | Reject | Columns | Remark]:
    """Yield the columns of a Parquet file, then a record for each row."""
    yield from _read(file, stream, _parquet)


def read_arrow(file: str, stream: TextStream) -> Iterator[Record | Reject | Columns | Remark]:
    """Yield the columns of an Arrow file or stream, or of a Feather file, then a record for each row."""
    yield from _read(file, stream, _arrow)


def _read(
    file: str, stream: TextStream, opened: Callable[[BinaryIO], Batches]
) -> Iterator[Record | Reject | Columns | Remark]:
    needed("pyarrow")
    number, rows = 0, None
    try:
        with stream.at_any_place() as raw:
            schema, rows, batches = opened(raw)
            names = _names(schema)
            yield Columns(tuple(names))
            fixed = _of_folders(file, names)
            for batch in batches:
                if isinstance(batch, Remark):
                    yield batch
                    continue
                stream.budget.spend(max(batch.nbytes, _LEAST_BYTES * batch.num_rows))
                columns = [_values(batch.column(index), stream.decode) for index in names.values()]
                for row in zip(*columns, strict=True):
                    number += 1
                    yield Record({**fixed, **dict(zip(names, row, strict=True))}, number)
                if rows:
                    stream.reached(number / rows)
            if rows and number < rows:
                yield _rest(file, number, rows, Remark("table_ends_early"))
    except DamagedStreamError as error:
        yield _rest(file, number, rows, error.damage)
    except MemoryError as error:
        yield _rest(file, number, rows, Remark("table_needs_memory", {"reason": error}))
    except Exception as error:  # ArrowInvalid, OSError, NotImplementedError, UnicodeDecodeError
        yield _rest(file, number, rows, Remark("table_damaged", {"reason": error}))


def _rest(file: str, number: int, rows: int | None, damage: Remark) -> Reject:
    lost = (
        Remark("rows_are_missing", {"damage": damage, "rows": rows - number})
        if rows
        else Remark("rest_is_missing", {"damage": damage})
    )
    return Reject(file, number + 1, "damaged", lost, "")


def _names(schema: Any) -> dict[str, int]:
    """Return name -> index of the columns, without the index that pandas adds as a column."""
    names = enumerate(numbered(schema.names))
    return {name: place for place, name in names if not name.startswith("__index_level_")}


def _of_folders(file: str, names: dict[str, int]) -> dict[str, object]:
    """Return the values in the names of the folders of a partitioned data set: ``year=2019``."""
    parts = (part.partition("=") for part in PurePath(file).parts[:-1])
    return {name: value for name, sign, value in parts if sign and name.isidentifier() and name not in names}


def _parquet(raw: BinaryIO) -> Batches:
    parquet = needed("pyarrow.parquet").ParquetFile(raw, buffer_size=_BUFFER_BYTES, pre_buffer=False)
    about = parquet.metadata
    unpacked = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
    rows = max(1, min(_BATCH_ROWS, _BATCH_BYTES * about.num_rows // max(unpacked, 1)))
    return parquet.schema_arrow, about.num_rows, parquet.iter_batches(batch_size=rows)


def _arrow(raw: BinaryIO) -> Batches:
    ipc = needed("pyarrow.ipc")
    begin = raw.read(8)
    raw.seek(0)
    if begin.startswith(b"FEA1"):
        table = needed("pyarrow.feather").read_table(raw)
        return table.schema, table.num_rows, _pieces(table.to_batches(_BATCH_ROWS))
    if begin.startswith(b"ARROW1"):
        reader = ipc.open_file(raw)
        return reader.schema, None, _pieces(map(reader.get_batch, range(reader.num_record_batches)))
    reader = ipc.open_stream(raw)
    end = _END_OF_STREAM if begin.startswith(_END_OF_STREAM[:4]) else _END_OF_STREAM[4:]
    return reader.schema, None, _pieces(_up_to_end(reader, raw, end))


def _up_to_end(reader: Any, raw: BinaryIO, end: bytes) -> Iterator[Any]:
    """Yield the batches of a stream, and a Remark if no mark shows that it is whole.

    ``end`` is the mark, a length of zero. In a damaged stream a zero may stand where a batch begins. Raises
    DamagedStreamError for data behind the mark.
    """
    yield from reader
    raw.seek(-len(end), os.SEEK_CUR)
    is_marked = raw.read(len(end)) == end
    while rest := raw.read(_BUFFER_BYTES):
        if rest.strip(b"\x00"):
            raise DamagedStreamError("more_after_end")
    if not is_marked:
        yield Remark("stream_without_end")


def _pieces(batches: Any) -> Iterator[Any]:
    """Yield parts of the sound batches, so small that their values as Python objects need little memory."""
    for batch in batches:
        if isinstance(batch, Remark):
            yield batch
            continue
        _check(batch)
        rows = max(1, min(_BATCH_ROWS, _BATCH_BYTES * batch.num_rows // max(batch.nbytes, 1)))
        for start in range(0, batch.num_rows, rows):
            yield batch.slice(start, rows)


def _check(batch: Any) -> None:
    """Raise ArrowInvalid if offsets of a batch are not within its data; reading it would end the process.

    Texts need not be UTF-8.
    """
    invalid = needed("pyarrow").ArrowInvalid
    for column in batch.columns:
        try:
            column.validate(full=True)
        except invalid as error:
            if "UTF8" not in str(error):
                raise


def _values(column: Any, decode: Callable[[bytes], str]) -> list[object]:
    """Return the values of a column as types of JSON."""
    arrow, types = needed("pyarrow"), needed("pyarrow.types")
    kind = column.type
    if types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = kind.value_type
    if types.is_timestamp(kind) or types.is_date64(kind):
        return [value and plain_time(value) for value in _written(column).to_pylist()]
    if types.is_temporal(kind) or types.is_decimal(kind):
        values: list[object] = column.cast(arrow.string()).to_pylist()
        return values
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(arrow.large_binary()).to_pylist()
    if values and types.is_primitive(kind):
        return values
    return values if set(map(type, values)) <= _AS_IT_IS else [plain_value(value, decode) for value in values]


def _written(column: Any) -> Any:
    """Return times as text; they are in UTC if the system does not know their time zone."""
    arrow = needed("pyarrow")
    try:
        return column.cast(arrow.string())
    except arrow.ArrowException:
        naive = column.cast(arrow.timestamp(column.type.unit))
        return needed("pyarrow.compute").binary_join_element_wise(naive.cast(arrow.string()), "Z", "")
