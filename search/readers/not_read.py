"""The module recognises files that hold articles but are not read, and says what to save them as instead."""

from __future__ import annotations

import re
from pathlib import PurePath

from search.later import Pattern
from search.readers.kinds import COMPRESSIONS
from search.remarks import Remark

#: Code of a remark -> the suffixes of such files.
_SUFFIXES = {
    "not_read_sheet": ".numbers .wk1 .wks .123",
    "not_read_sql": ".sql .dump",
    "not_read_mail": ".msg .pst .ost",
    "not_read_document": ".doc .rtf .odt .pages .wpd .pptx .ppt",
    "not_read_table": ".mdb .accdb .dbf .frm .myd .ibd .sav .dta .rds .rdata",
    "not_read_archive": ".rar .7z .cab .arj",
    "not_read_layout": ".indd .idml .qxp .qxd .pmd .pub",
    "not_read_pickle": ".pkl .pickle .joblib .pt .npy .npz",
    "not_read_opml": ".opml",
    "not_read_picture": ".jpg .jpeg .png .tif .tiff .bmp .djvu",
}
_CODE_OF_SUFFIX = {suffix: code for code, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
#: How such files begin.
_SIGNATURES = (
    (
        Pattern(
            rb"\s*(?:(?:--|/\*!|#)[^\n]*\n\s*)*"
            rb"(?:-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL|SQLite) ?dump"
            rb"|/\*!\d{5} SET |(?:CREATE TABLE|INSERT INTO|DROP TABLE IF EXISTS)\s+[`\"\w.]|PGDMP)",
            re.IGNORECASE,
        ),
        "not_read_sql",
    ),
    (Pattern(rb"\s*(?:\[\s*)?\{\s*u?'[\w .-]+'\s*:\s*(?:u?['\"]|\d|\[|\{|None|datetime)"), "not_read_python"),
    (Pattern(rb"\{\\rtf"), "not_read_document"),
    (Pattern(rb"Rar!\x1a|7z\xbc\xaf\x27\x1c"), "not_read_archive"),
    (Pattern(rb"\xd0\xcf\x11\xe0"), "not_read_old_office"),
    (Pattern(rb"\x80[\x02-\x05](?:\x95|[\]}(c])"), "not_read_pickle"),
    (Pattern(rb"\xff\xd8\xff|\x89PNG\r\n|II\*\x00|MM\x00\*"), "not_read_picture"),
)


def advice_by_name(name: str) -> Remark | None:
    """Return what is right instead of a file with this name, or None if its name tells nothing.

    >>> advice_by_name("arsip.sql.gz").code, advice_by_name("arsip.csv")
    ('not_read_sql', None)
    """
    suffixes = PurePath(name.lower()).suffixes
    if suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    code = _CODE_OF_SUFFIX.get(suffixes[-1]) if suffixes else None
    return Remark(code) if code else None


def advice_by_content(head: bytes) -> Remark | None:
    """Return the same for a file that begins with these bytes."""
    return next((Remark(code) for pattern, code in _SIGNATURES if pattern.match(head)), None)
