"""The module has the columns of the mentions of a segment while it is written.

``compiled_name_columns`` does the same, and is tested against this module.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from search.index.format.mentions import FURTHEST, LONGEST_NAME, NOT_READ
from search.index.format.values import Codes
from search.names import KINDS, Name

#: A letter of their kind precedes the names, because a person and a place of one name are two names.
KIND_LETTER = {kind: chr(number) for number, kind in enumerate(KINDS)}


class NameColumns:
    """The object numbers names and roles, and appends the mentions of one paragraph after the other.

    names, roles: the numbers of the distinct ones
    counts, codes, starts, lengths, roled, role_codes: the columns of ``search.index.format.mentions``
    """

    def __init__(self) -> None:
        self.names, self.roles = Codes(), Codes()
        self.counts, self.codes = array("H"), array("i")
        self.starts, self.lengths = array("H"), array("B")
        self.roled, self.role_codes = array("I"), array("i")

    def code(self, kind: str, name: str) -> int:
        """Return the number of a name; a new one gets the next number."""
        return self.names.code(KIND_LETTER[kind] + name)

    def add(self, text: str, names: Sequence[Name]) -> None:
        """Append the mentions of a paragraph; what is too far behind or too long is left out."""
        kept = [one for one in names if one.end <= FURTHEST and one.end - one.start <= LONGEST_NAME]
        del kept[NOT_READ - 1 :]
        self.counts.append(len(kept))
        for start, end, kind, role, full in kept:
            if role:
                self.roled.append(len(self.codes))
                self.role_codes.append(self.roles.code(text[role[0] : role[1]]))
            self.codes.append(self.code(kind, full))
            self.starts.append(start)
            self.lengths.append(end - start)
