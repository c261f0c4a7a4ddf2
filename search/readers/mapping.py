"""The module decides which keys of a record are read into which field of an Article.

The caller decides first, then a profile, then the table of names. A key is named by its path: ``("meta",
"date")`` is "date" in the object "meta". A record may be wrapped, as in ``{"_id": 7, "_source": {"title":
..., "content": ...}}``: the object that contains the text is read first, and other fields are taken from the
object "meta" or "metadata" beside it, then from the objects around it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.readers.names import SUMMARY, TEXT, field_of, folded_name
from search.readers.profiles import Profile, shipped_profiles
from search.readers.records import shown
from search.readers.unpublished import Tell, may_tell, unpublished

Path = tuple[str, ...]

_MAX_DEPTH = 5
_MAX_INNER = 2_000
_MAX_SHAPES = 1_000
_MAX_SHOWN = 80  # characters of a name
#: Objects beside the text that have the other fields, as in data sets of web pages.
_ASIDE = frozenset(
    map(
        folded_name,
        (
            *("meta", "metadata", "meta_data", "meta_info", "article_metadata", "header", "head", "info"),
            *("taxonomies", "extra"),  # Zola
        ),
    )
)
#: Keys with a part of a field each: the end of the first -> those of the others.
_PARTS = {
    "firstname": (("lastname",),),
    "namadepan": (("namabelakang",),),
    "introtext": (("fulltext",),),  # Joomla
    **dict.fromkeys(("hari", "tgl", "tanggal"), (("bulan", "tahun"), ("bln", "thn"))),
    "day": (("month", "year"),),
}
_FIELD_OF_PART = {
    **{"firstname": "authors", "namadepan": "authors", "introtext": TEXT},
    **dict.fromkeys(("hari", "tgl", "tanggal", "day"), "published"),
}
_SHORT_FOR_PARAGRAPH = frozenset(("p", "par", "para"))
#: The words that may stand in front of them.
_WHOSE_NAMES = ("", "author", "penulis", "wartawan", "reporter", "writer", "creator", "user")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is read from records with the same keys.

    fields:  field of an Article -> its keys, the preferred one first
    unused:  the keys that are read into no field
    known:   the fields whose keys the caller or a profile names; further keys for them are not reported
    values:  field -> its value if the record gives none
    profile: the name of the profile by which these records were recognised
    halves:  field -> keys whose values are one value together: first and last name; day, month and year;
             the beginning of a text and its rest
    state:   the keys that say whether a record is public
    tell:    a function that returns for their values why it is not, or None; None without such keys
    """

    fields: Mapping[str, tuple[Path, ...]]
    unused: tuple[Path, ...]
    known: Collection[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    halves: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    state: tuple[Path, ...] = ()
    tell: Tell | None = None


@dataclass
class FieldMapping:
    """The object finds the keys of each field; results are cached for records with the same keys.

    chosen:  field -> names of its keys, in order of preference; other keys are not read into this field. A
             dot leads into an object: "meta.date"
    profile: the profile of the records; without one, a shipped profile that fits is used
    beside:  the profile beside the archive, which has precedence over these
    """

    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    profile: Profile | None = None
    beside: Profile | None = None
    _known: dict[tuple[object, ...], Assignment] = field(default_factory=dict, repr=False)

    def assignment(self, values: Mapping[str, object]) -> Assignment:
        """Return what is read from a record with these keys."""
        shape: tuple[object, ...] = tuple(values)
        if dict in map(type, values.values()):
            shape = tuple(paths_of(values))
        assigned = self._known.get(shape)
        if assigned is None:
            if len(self._known) >= _MAX_SHAPES:
                self._known.clear()
            assigned = self._known[shape] = self._assigned(list(paths_of(values)))
        return assigned

    def _assigned(self, paths: list[Path]) -> Assignment:
        by_name: dict[str, Path] = {}
        for path in paths:
            by_name.setdefault(_folded(path), path)
        profile = self.profile or _recognised(by_name)
        if self.beside:
            profile = self.beside.over(profile)
        by_profile = {name: tuple(_chosen(names, by_name)) for name, names in profile.fields.items()}
        by_caller = {name: tuple(_chosen(names, by_name)) for name, names in self.chosen.items()}
        fields = {**{name: keys for name, keys in by_profile.items() if keys}, **by_caller}
        taken = {path for of_field in fields.values() for path in of_field}
        ignored = set(_chosen(profile.ignore, by_name)) - taken
        left = [path for path in paths if path not in taken and path not in ignored]
        known = frozenset(fields)
        fields = {**_by_table(left, fields), **fields}
        halves = {name: parts for name, parts in _halves(left) if name not in known}
        if TEXT not in fields and (numbered := _numbered_texts(left)):
            fields[TEXT] = halves[TEXT] = numbered
        if "authors" in fields:
            halves.pop("authors", None)
        if day := halves.get("published"):  # its column alone is no date
            fields["published"] = tuple(path for path in fields.get("published", ()) if path != day[0])
        read = {**fields, **halves}.values()
        whole = {path for of_field in read for path in of_field} | ignored
        parts = {path[:length] for path in whole for length in range(1, len(path))}
        unused = tuple(_unused(paths, whole, parts))
        aside = (*self.beside.ignore,) if self.beside else ()
        state = _state(paths, fields, taken | set(_chosen(aside, by_name)))
        tell = unpublished([path[-1] for path in state], dated=len(fields.get("published", ())) > 1)
        return Assignment(fields, unused, known, profile.values, profile.name, halves, state, tell)


def _state(
    paths: Sequence[Path], fields: Mapping[str, Sequence[Path]], others: Collection[Path]
) -> tuple[Path, ...]:
    """Return the keys that may say whether a record is public, in the object of its text and around it."""
    text = next(iter(fields.get(TEXT, ())), ())
    around = {(), *(text[:length] for length in range(len(text)))}
    found = [path for path in paths if path[:-1] in around and may_tell(path[-1]) and path not in others]
    return tuple(sorted(found, key=len, reverse=True))


def _recognised(by_name: Mapping[str, Path]) -> Profile:
    for profile in shipped_profiles().values():
        if all(".".join(map(folded_name, name.split("."))) in by_name for name in profile.recognise):
            return profile
    return Profile()


def value_at(values: Mapping[str, object], path: Path) -> object:
    """Return the value at a path, or None.

    In a list, a number chooses an item, and a name collects values.
    """
    if len(path) == 1:
        return values.get(path[0])
    value: object = values
    for number, name in enumerate(path):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal():
            value = value[int(name)] if len(name) < 9 and int(name) < len(value) else None
        elif isinstance(value, list):
            rest = path[number:]
            return [value_at(item, rest) for item in value if isinstance(item, dict)]
        else:
            return None
    return value


def path_name(path: Path) -> str:
    """Return the name of a key for messages, ``meta.date``.

    A long or unprintable one is shortened and quoted.
    """
    name = ".".join(path)
    return name if 0 < len(name) <= _MAX_SHOWN and name.isprintable() else shown(name)


def paths_of(values: Mapping[str, object]) -> Iterator[Path]:
    """Yield the paths of a record, those in an object behind the object; in objects at most _MAX_INNER."""
    pending: list[tuple[Path, object]] = [((key,), value) for key, value in reversed([*values.items()])]
    inner = 0
    while pending:
        path, value = pending.pop()
        inner += len(path) > 1
        if inner > _MAX_INNER and len(path) > 1:
            continue
        yield path
        if isinstance(value, dict) and len(path) < _MAX_DEPTH and inner < _MAX_INNER:
            pending.extend(((*path, key), of_key) for key, of_key in reversed([*value.items()]))


def _folded(path: Path) -> str:
    return ".".join(map(folded_name, path))


def _chosen(names: Sequence[str], by_name: Mapping[str, Path]) -> Iterator[Path]:
    """Yield the paths of names that the caller chose; the end of a name may lead through a list."""
    for name in names:
        parts = name.split(".")
        for length in range(len(parts), 0, -1):
            if path := by_name.get(".".join(map(folded_name, parts[:length]))):
                yield (*path, *parts[length:])
                break


def _halves(paths: Sequence[Path]) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Yield fields of which several keys of one object have a part each, with these keys in order."""
    by_name = {(*path[:-1], folded_name(path[-1])): path for path in paths}
    for (*inside, name), path in by_name.items():
        for end, others in _PARTS.items():
            if not name.endswith(end) or (whose := name.removesuffix(end)) not in _WHOSE_NAMES:
                continue
            for following in others:
                found = [by_name.get((*inside, whose + other)) for other in following]
                if all(found):
                    yield _FIELD_OF_PART[end], (path, *filter(None, found))


def _numbered_texts(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the keys of the numbered parts of a text in order, if there are two: *paragraf1, paragraf2*."""
    found: dict[Path, dict[int, Path]] = {}
    for path in paths:
        name = folded_name(path[-1])
        stem = name.rstrip("0123456789")
        known = field_of(stem)
        if name != stem and ((known and known[0] == TEXT) or stem in _SHORT_FOR_PARAGRAPH):
            found.setdefault((*path[:-1], stem), {})[int(name[len(stem) :])] = path
    parts = max(found.values(), key=len, default={})
    return tuple(parts[number] for number in sorted(parts)) if len(parts) > 1 else ()


def _by_table(paths: Sequence[Path], settled: Mapping[str, object]) -> dict[str, tuple[Path, ...]]:
    """Return the keys of the fields that are not settled yet, by the table of names."""
    inner = _object_with_text(paths) if TEXT not in settled else ()
    found: dict[str, list[tuple[tuple[int, int, int, int], Path]]] = {}
    for path in paths:
        for depth in range(len(inner), -1, -1):
            if path[:depth] == inner[:depth] and len(path) > depth:
                known, aside = field_of(".".join(path[depth:])), 0
                if not known and len(path) == depth + 2 and folded_name(path[depth]) in _ASIDE:
                    known, aside = field_of(path[-1]), 1
                    if known and known[0] in (TEXT, SUMMARY):
                        break
                if known and path != inner[: len(path)]:
                    name, preference = known
                    last = name == SUMMARY
                    found.setdefault(TEXT if last else name, []).append(
                        ((-depth, aside, last, preference), path)
                    )
                break
    return {
        name: tuple(path for _, path in sorted(of_field))
        for name, of_field in found.items()
        if name not in settled
    }


def _object_with_text(paths: Sequence[Path]) -> Path:
    """Return the path of the object that contains the text of the article; ``()`` is the record itself."""
    objects = {path[:-1] for path in paths if len(path) > 1}
    candidates: list[Path] = []
    for path in paths:
        known = field_of(path[-1])
        # If the value of such a key is an object with a title and a text, it is the article and not the text.
        if known and known[0] == TEXT and not (path in objects and _is_article(path, paths)):
            candidates.append(path[:-1])
    return min(candidates, key=len, default=())


def _is_article(path: Path, paths: Sequence[Path]) -> bool:
    """Return whether an object is an article: it has a text, and beside it, or in an object there, more."""
    size = len(path)
    inside = (one for one in paths if one[:size] == path)
    known = (field_of(one[-1]) for one in inside if len(one) == size + 1 or _is_aside(one, size))
    fields = {found[0] for found in known if found}
    return bool(fields & {TEXT, SUMMARY}) and bool(fields - {TEXT, SUMMARY})


def _is_aside(path: Path, size: int) -> bool:
    return len(path) == size + 2 and folded_name(path[size]) in _ASIDE


def _unused(paths: Sequence[Path], whole: set[Path], parts: set[Path]) -> Iterator[Path]:
    """Yield the keys that are not read; an object is one key, unless something in it is read."""
    covered: set[Path] = set()
    for path in paths:
        if path[:-1] in covered or path in whole:
            covered.add(path)
        elif path not in parts:
            covered.add(path)
            yield path
