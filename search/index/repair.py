"""The module repairs a damaged generation: it is built again from its stored texts.

Only the stored texts with their checksums and the tombstones are needed; dictionaries, posting lists, doc
values and signatures are computed again. An article that is damaged is taken from the previous generation; if
it is lost there as well, it is named in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from search.article import Article
from search.errors import IndexDamagedError, IndexMissingError, NothingToIndexError
from search.index.build import Built, build
from search.index.examining import damage_of, sound_generations
from search.index.format.documents import StoredFields, document_count
from search.index.format.names import ABSENT, DOCS_EXTENSION
from search.index.format.sections import Sections
from search.index.format.segment import NO_TOMBSTONES, Tombstones, load_tombstones
from search.index.format.stored import loaded_metadata
from search.index.generations import Generations, Remarks
from search.index.lock import NOT_WAITING, Locking
from search.index.manifest import Manifest
from search.index.removals import REMOVED, Removals
from search.indonesian import AnalysisSettings


@dataclass(frozen=True)
class Repaired:
    """The result of a repair.

    how:        "sound": nothing was wrong; "pointed": CURRENT names the newest undamaged generation again;
                "built": the generation was built again
    generation: the generation that is searched now
    articles, paragraphs: counts of the index now, if it was built
    lost:       articles that could not be read: their ids, or files with the numbers of documents
    log:        the path of the damaged ``removed.jsonl`` or None, and the number of lost lines
    """

    how: str
    generation: str
    articles: int = 0
    paragraphs: int = 0
    lost: tuple[str, ...] = ()
    log: tuple[Path | None, int] = (None, 0)
    remarks: Remarks = ()


@dataclass
class _Losses:
    """What could not be read of a damaged generation: ids of articles, and files."""

    lost: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


def repair(
    folder: str | Path,
    *,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
) -> Repaired:
    """Repair an index as completely as possible.

    If CURRENT is lost, the newest undamaged generation becomes current. If the current generation is damaged,
    it is built again from its stored texts; if nothing of it can be read, from those of the generations that
    CURRENT does not name. Raises IndexMissingError, IndexLockedError, DiskError, and
    IndexDamagedError if nothing of it can be read.
    """
    generations = Generations(Path(folder))
    if not generations.names():
        generations.pointer()  # raises without an index, before a folder is made for the lock
    with generations.lock(lock):
        pointer = None
        with suppress(IndexDamagedError, IndexMissingError):
            pointer = generations.pointer()
        log = Removals(generations.folder).mend(pointer.log if pointer else "")
        if pointer and log[0]:
            generations.note_log()
    return replace(_repaired(generations, on_stage, lock), log=log)


def _repaired(generations: Generations, on_stage: Callable[[str], None], lock: Locking) -> Repaired:
    try:
        pointer = generations.pointer()
    except IndexDamagedError:
        sound = sound_generations(generations)
        if sound:
            with generations.lock(lock):
                root = Manifest.load(generations.path(sound[-1])).digest
                pointer, remarks = generations.rollback(sound[-1], root)
            return Repaired("pointed", pointer.current, remarks=remarks)
        names = generations.names()
        if not names:
            raise
        return _built_anew(generations, names[::-1], on_stage, lock)
    if not damage_of(generations, pointer.current, pointer.root):
        return Repaired("sound", pointer.current)
    try:
        return _built_anew(generations, pointer.named, on_stage, lock)
    except IndexDamagedError:
        known = (*pointer.named, *pointer.superseded)
        others = [name for name in generations.names()[::-1] if name not in known]
        if not others:
            raise
        return _built_anew(generations, others, on_stage, lock)


def _built_anew(
    generations: Generations, names: Sequence[str], on_stage: Callable[[str], None], lock: Locking
) -> Repaired:
    """Build a generation from the texts of several generations; the first one has precedence."""
    losses = _Losses()
    folders = [generations.path(name) for name in names]
    articles = _articles(folders, _taken_down(generations), losses)
    try:
        built: Built = build(
            articles, generations.folder, analysis=_analysis(folders), on_stage=on_stage, lock=lock
        )
    except NothingToIndexError as error:
        raise IndexDamagedError("nothing_to_repair_from", folder=generations.folder) from error
    return Repaired(
        "built", built.generation, built.articles, built.paragraphs, tuple(losses.lost), remarks=built.remarks
    )


def _taken_down(generations: Generations) -> frozenset[str]:
    """Return the ids that ``warta delete`` removed: they must stay removed even if tombstones are lost."""
    with suppress(IndexDamagedError):
        return frozenset(one.id for one in Removals(generations.folder).lines() if one.event == REMOVED)
    return frozenset()


def _analysis(folders: Sequence[Path]) -> AnalysisSettings:
    for folder in folders:
        with suppress(IndexDamagedError, TypeError):
            return AnalysisSettings(**Manifest.load(folder).analysis)
    return AnalysisSettings()


def _articles(folders: Sequence[Path], taken_down: frozenset[str], losses: _Losses) -> Iterator[Article]:
    """Yield the live articles of the first folder, and from the others those that are lost there."""
    yielded: set[str] = set()
    lost: set[str] = set()
    for number, folder in enumerate(folders):
        is_first, files_lost = number == 0, bool(lost & losses.files)
        for article in _of_generation(folder, taken_down, lost, losses.files):
            wanted = is_first or article.id in lost or (files_lost and article.id not in taken_down)
            if wanted and article.id not in yielded:
                yielded.add(article.id)
                yield article
    losses.lost = sorted(lost - yielded)


def _of_generation(
    folder: Path, taken_down: frozenset[str], lost: set[str], files: set[str]
) -> Iterator[Article]:
    """Yield the live articles of a generation.

    lost:  gets the ids of articles that cannot be read, or their files and numbers
    files: gets the files that cannot be read at all; they are added to ``lost``, too
    """
    names, tombstones = _segments(folder)
    # Without tombstones, the newest version of an article is the one in the newest segment.
    for name in names if tombstones is not None else reversed(names):
        path = folder / f"{name}{DOCS_EXTENSION}"
        try:
            docs = Sections(path)
            about, text = StoredFields(docs, "about"), StoredFields(docs, "text")
            starts = np.flatnonzero(docs.array("stored/about/kinds", "u1") != ABSENT)
            ends = np.append(starts[1:], document_count(docs))
        except IndexDamagedError:
            lost.add(str(path))
            files.add(str(path))
            continue
        gone = set() if tombstones is None else set(tombstones.get(name, NO_TOMBSTONES).tolist())
        for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            article = None if number in gone else _article(about, text, start, end, lost, f"{path}:{start}")
            if article and (tombstones is not None or article.id not in taken_down):
                yield article


def _article(
    about: StoredFields, text: StoredFields, start: int, end: int, lost: set[str], location: str
) -> Article | None:
    known_by = location
    try:
        metadata = loaded_metadata(about.get(start) or "", end - start)
        known_by = metadata.id
        paragraphs = [text.get(doc) for doc in range(start, end)]
        others = [
            about.get(doc) for doc in range(start + 1, end)
        ]  # the check below fails if another article begins here
        if None in paragraphs or any(others):
            raise ValueError("the paragraphs are not those of one article")
        return Article.of(metadata, tuple(one for one in paragraphs if one is not None))
    except (IndexDamagedError, ValueError, TypeError, RecursionError):
        lost.add(known_by)
        return None


def _segments(folder: Path) -> tuple[list[str], Tombstones | None]:
    """Return the names of the segments in order, and their tombstones, or None if these are lost."""
    try:
        segments = Manifest.load(folder).segments
    except IndexDamagedError:
        dated = [(path.stat().st_mtime_ns, path.stem) for path in folder.glob(f"*{DOCS_EXTENSION}")]
        return [name for _, name in sorted(dated)], None
    try:
        return [one.name for one in segments], load_tombstones(folder, segments)
    except IndexDamagedError:
        return [one.name for one in segments], None
