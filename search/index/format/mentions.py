"""The names that a segment's articles mention and the quotations in them: file sections, and joining them.

=====================  =======  ===============================================================
section                type     what
=====================  =======  ===============================================================
mentions/counts        u2[N]    mentions in each document; NOT_READ if its names were not read
mentions/codes         i4[M]    the name of each mention, one document after the other
mentions/starts        u2[M]    where the mention begins in the text of its document
mentions/lengths       u1[M]    its length
mentions/roled         u4[R]    the mentions that have a role, ascending
mentions/roles         i4[R]    the role of each of these
quotations/counts      u2[N]    quotations in each document
quotations/COLUMN      [Q]      the columns of ``QUOTATIONS``, one document after the other
called/kinds           u1[V]    the kind of each name: its index in ``search.names.KINDS``
called/names           u1       the names one after the other; ``called/name_starts`` as in ``values``
roles/names            u1       the roles, in the same way
=====================  =======  ===============================================================

Places in a text count characters. What ends behind ``FURTHEST`` in its document is left out: no paragraph
is so long. A segment whose names were not read has none of these sections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.index.format.sections import Array, Sections, SectionsWriter
from search.index.format.values import Codes, StoredNames, misfit, of_used, recoded, save_names

NOT_READ = 0xFFFF
FURTHEST = 0xFFFF
LONGEST_NAME = 0xFF
#: The bits of a quotation: it is reported; its first quotation mark is missing; what names the speaker.
REPORTED, NOT_WHOLE, BY_SHIFT = 1, 2, 2
#: The columns of quotations: the range of the words in the text; the range of their positions in the index,
#: half-open; the code of the speaker or -1; bits; the ranges of what names the speaker, and of the verb,
#: which have no length if there is none; the day that is given, as an ordinal of ``datetime.date``, or 0.
QUOTATIONS = {
    "starts": "<u2", "ends": "<u2", "firsts": "<u2", "lasts": "<u2", "speakers": "<i4", "bits": "|u1",
    "by_starts": "<u2", "by_lengths": "|u1", "verb_starts": "<u2", "verb_lengths": "|u1", "days": "<i4",
}  # fmt: skip
_MENTIONS = {"codes": "<i4", "starts": "<u2", "lengths": "|u1"}
_ROLES = {"roled": "<u4", "roles": "<i4"}


@dataclass(frozen=True)
class Mentions:
    """The names and quotations of N documents; the columns are those of the sections.

    names: the distinct names; kinds: uint8, the kind of each
    roles: the distinct roles
    mentions: "counts", "codes", "starts", "lengths", "roled", "roles"
    quotations: "counts" and the columns of ``QUOTATIONS``
    """

    names: Sequence[str]
    kinds: npt.NDArray[np.uint8]
    roles: Sequence[str]
    mentions: Mapping[str, Array]
    quotations: Mapping[str, Array]

    @classmethod
    def none(cls, documents: int) -> Mentions:
        """Return those of documents whose names were not read."""
        counts = {"counts": np.full(documents, NOT_READ, np.uint16)}
        return cls(
            (),
            np.empty(0, np.uint8),
            (),
            counts | {name: np.empty(0, dtype) for name, dtype in (_MENTIONS | _ROLES).items()},
            {"counts": np.zeros(documents, np.uint16)}
            | {name: np.empty(0, dtype) for name, dtype in QUOTATIONS.items()},
        )

    @property
    def is_read(self) -> npt.NDArray[np.bool_]:
        """bool[N]: whether the names of each document were read."""
        read: npt.NDArray[np.bool_] = self.mentions["counts"] != NOT_READ
        return read

    @property
    def mention_counts(self) -> Array:
        """int64[N]: the mentions in each document."""
        return np.where(self.is_read, self.mentions["counts"], 0).astype(np.int64)

    @cached_property
    def mention_starts(self) -> Array:
        """int64[N + 1]: the number of the first mention in each document, and their end."""
        return np.append(0, np.cumsum(self.mention_counts))

    @cached_property
    def quotation_starts(self) -> Array:
        """int64[N + 1]: the number of the first quotation in each document, and their end."""
        return np.append(0, np.cumsum(self.quotations["counts"], dtype=np.int64))

    @classmethod
    def load(cls, file: Sections, documents: int) -> Mentions:
        """Map those of a segment. Raises IndexDamagedError if they are not those that were written."""
        if "mentions/counts" not in file:
            return cls.none(documents)
        mentions = {name: file.array(f"mentions/{name}", dtype) for name, dtype in _COLUMNS.items()}
        quotations = {name: file.array(f"quotations/{name}", dtype) for name, dtype in _SAID.items()}
        kinds = file.array("called/kinds", "|u1")
        for section in (*map("mentions/{}".format, mentions), *map("quotations/{}".format, quotations)):
            file.ensure_sound(section)
        file.ensure_sound("called/kinds")
        loaded = cls(StoredNames(file, "called"), kinds, StoredNames(file, "roles"), mentions, quotations)
        if not loaded._fits(documents):
            raise misfit(file, "mentions")
        return loaded

    def _fits(self, documents: int) -> bool:
        mentions, quotations = self.mentions, self.quotations
        count, said = len(mentions["codes"]), len(quotations["starts"])
        return (
            len(mentions["counts"]) == len(quotations["counts"]) == documents
            and int(self.mention_counts.sum()) == count
            and int(quotations["counts"].sum(dtype=np.int64)) == said
            and all(len(mentions[name]) == count for name in _MENTIONS)
            and all(len(quotations[name]) == said for name in QUOTATIONS)
            and len(mentions["roled"]) == len(mentions["roles"])
            and len(self.kinds) == len(self.names)
            and _among(mentions["codes"], len(self.names))
            and _among(quotations["speakers"], len(self.names), -1)
            and _among(mentions["roles"], len(self.roles))
            and _among(mentions["roled"], count)
            and bool(np.all(mentions["roled"][1:] > mentions["roled"][:-1]))
            and bool(np.all(quotations["starts"] <= quotations["ends"]))
        )

    def save(self, file: SectionsWriter) -> None:
        """Write the sections, none if no names were read."""
        if not self.is_read.any():
            return
        for name, dtype in _COLUMNS.items():
            file.write(f"mentions/{name}", self.mentions[name].astype(dtype))
        for name, dtype in _SAID.items():
            file.write(f"quotations/{name}", self.quotations[name].astype(dtype))
        file.write("called/kinds", self.kinds)
        save_names(file, "called", self.names)
        save_names(file, "roles", self.roles)

    def some(self, kept: npt.NDArray[np.bool_]) -> Mentions:
        """Return those of some documents, as if there were no others. kept: bool[N]."""
        kept_mentions = np.repeat(kept, self.mention_counts)
        kept_said = np.repeat(kept, self.quotations["counts"])
        mentions = {name: self.mentions[name][kept_mentions] for name in _MENTIONS}
        mentions["counts"] = self.mentions["counts"][kept]
        roled = kept_mentions[self.mentions["roled"]]
        numbers = np.cumsum(kept_mentions) - 1
        mentions["roled"] = numbers[self.mentions["roled"][roled]]
        mentions["roles"] = self.mentions["roles"][roled]
        quotations = {name: self.quotations[name][kept_said] for name in QUOTATIONS}
        quotations["counts"] = self.quotations["counts"][kept]
        return Mentions(self.names, self.kinds, self.roles, mentions, quotations).in_order()

    def only_of(self, kept: npt.NDArray[np.bool_]) -> Mentions:
        """Return the same without what other documents mention: these have no names. kept: bool[N]."""
        if kept.all():
            return self
        some = self.some(kept)
        counts = np.zeros((2, len(kept)), np.uint16)
        counts[0, kept], counts[1, kept] = some.mentions["counts"], some.quotations["counts"]
        return replace(
            some,
            mentions={**some.mentions, "counts": counts[0]},
            quotations={**some.quotations, "counts": counts[1]},
        )

    @classmethod
    def joined(cls, parts: Sequence[Mentions]) -> Mentions:
        """Return those of several segments as those of one."""
        if len(parts) == 1:
            return parts[0]
        names, roles = Codes(), Codes()
        kinds: list[Array] = []
        mentions: dict[str, list[Array]] = {name: [] for name in _COLUMNS}
        quotations: dict[str, list[Array]] = {name: [] for name in _SAID}
        before = 0
        for part in parts:
            called = called_apart(part.names, part.kinds)
            known = len(names.numbers)
            is_new = np.array([name not in names.numbers for name in called], bool)
            changed = {
                "codes": recoded(part.mentions["codes"], called, names),
                "roled": part.mentions["roled"].astype(np.int64) + before,
                "roles": recoded(part.mentions["roles"], part.roles, roles),
            }
            assert len(names.numbers) == known + int(is_new.sum())
            kinds.append(part.kinds[is_new])
            before += len(part.mentions["codes"])
            for name, columns in mentions.items():
                columns.append(changed[name] if name in changed else part.mentions[name])
            speakers = recoded(part.quotations["speakers"], called, names)
            for name, columns in quotations.items():
                columns.append(speakers if name == "speakers" else part.quotations[name])
        return cls(
            tuple(name[1:] for name in names.numbers),
            np.concatenate(kinds),
            tuple(roles.numbers),
            {name: np.concatenate(columns) for name, columns in mentions.items()},
            {name: np.concatenate(columns) for name, columns in quotations.items()},
        ).in_order()

    def in_order(self) -> Mentions:
        """Return the same with names and roles in the order of their first mention, without unused ones."""
        both = np.concatenate([self.mentions["codes"], self.quotations["speakers"]])
        codes, names = of_used(both, called_apart(self.names, self.kinds))
        role_codes, roles = of_used(self.mentions["roles"], self.roles)
        count = len(self.mentions["codes"])
        return Mentions(
            tuple(name[1:] for name in names),
            np.array([ord(name[0]) for name in names], np.uint8),
            roles,
            {**self.mentions, "codes": codes[:count], "roles": role_codes},
            {**self.quotations, "speakers": codes[count:]},
        )


def called_apart(names: Sequence[str], kinds: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    """Return names that a letter of their kind precedes: a person and a place of one name are two names."""
    return tuple(chr(kind) + name for name, kind in zip(names, kinds.tolist(), strict=True))


def _among(codes: Array, count: int, least: int = 0) -> bool:
    return not len(codes) or bool(codes.min() >= least and codes.max() < count)


_COLUMNS = {"counts": "<u2", **_MENTIONS, **_ROLES}
_SAID = {"counts": "<u2", **QUOTATIONS}
