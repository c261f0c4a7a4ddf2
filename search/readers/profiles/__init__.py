"""The module reads profiles, TOML files about the records of an archive; those of this folder are recognised.

::

    about = "who writes such records"
    recognise = ["content.rendered"]    # these keys together identify the records; only in shipped profiles
    profile = "wordpress"               # of an archive: the shipped profile on which it is based
    ignore = ["guid"]                   # keys that are of no use, and are not reported
    [fields]
    published = ["meta.date", "tanggal"]    # names of keys, in order of preference
    [values]
    source = "Harian Contoh"            # the value if a record gives none
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from search.errors import SourceError
from search.readers.names import FIELDS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: The name of a profile beside an archive.
FILE_NAME = "warta.toml"
_MAX_BYTES = 1 << 20
_KEYS = ("about", "recognise", "profile", "ignore", "fields", "values")
_NO_VALUES = ("id", "text")


@dataclass(frozen=True)
class Profile:
    """A profile: what is known about the records of an archive.

    name:      its name, if it is one of this folder
    about:     who writes such records
    fields:    field -> names of keys, in order of preference
    values:    field -> its value if a record gives none
    ignore:    names of keys that are of no use
    recognise: names of keys that together identify such records
    """

    name: str = ""
    about: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    ignore: Sequence[str] = ()
    recognise: Sequence[str] = ()

    def over(self, base: Profile) -> Profile:
        """Return this profile, completed by ``base``: this one has precedence."""
        return Profile(
            self.name or base.name,
            self.about or base.about,
            {**base.fields, **self.fields},
            {**base.values, **self.values},
            (*base.ignore, *self.ignore),
        )


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """Return name -> profile of this folder; profiles that are recognised by more keys come first."""
    found = []
    for file in Path(__file__).parent.glob("*.toml"):
        found.append(_profile(file.name, tomllib.loads(file.read_text(encoding="utf-8")), file.stem))
    return {one.name: one for one in sorted(found, key=lambda one: (-len(one.recognise), one.name))}


def named_profile(name: str) -> Profile:
    """Return a profile of this folder. Raises SourceError if there is none with this name."""
    found = shipped_profiles().get(name)
    if found is None:
        raise SourceError("no_such_profile", name=repr(name), profiles=sorted(shipped_profiles()))
    return found


def profile_beside(folder: Path) -> Profile | None:
    """Return the profile in a folder, or None. Raises SourceError if it cannot be used."""
    path = folder / FILE_NAME
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SourceError("cannot_be_read", file=str(path), reason=error) from error
    if len(content) > _MAX_BYTES:
        raise SourceError("profile_too_long", file=str(path), most=_MAX_BYTES)
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError("profile_no_toml", file=str(path), reason=error) from error
    return _profile(str(path), values)


def _profile(file: str, values: dict[str, Any], name: str = "") -> Profile:
    """Return the profile in the values of a file. Raises SourceError, which names the wrong key."""
    for key in values:
        if key not in _KEYS:
            raise SourceError("profile_key_unknown", file=file, key=key, keys=_KEYS)
    keys = _table(file, values, "fields")
    fixed = _table(file, values, "values")
    for field_name, given in fixed.items():
        if field_name in _NO_VALUES or not isinstance(given, str):
            raise SourceError("profile_value_wrong", file=file, key=f"values.{field_name}")
    profile = Profile(
        name,
        str(values.get("about", "")),
        {field_name: _names(file, f"fields.{field_name}", given) for field_name, given in keys.items()},
        fixed,
        _names(file, "ignore", values.get("ignore", [])),
        _names(file, "recognise", values.get("recognise", [])),
    )
    base = values.get("profile")
    return profile if base is None else profile.over(named_profile(str(base)))


def _table(file: str, values: dict[str, Any], key: str) -> dict[str, Any]:
    table = values.get(key, {})
    if not isinstance(table, dict):
        raise SourceError("profile_value_wrong", file=file, key=key)
    for name in table:
        if name not in FIELDS:
            raise SourceError("profile_key_unknown", file=file, key=f"{key}.{name}", keys=FIELDS)
    return table


def _names(file: str, key: str, given: object) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SourceError("profile_value_wrong", file=file, key=key)
    return tuple(names)
