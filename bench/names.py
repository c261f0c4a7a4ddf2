"""Measures how well names and quotations are recognised, and how fast.

    python bench/names.py names GOLD            GOLD: a token, a tab and a BIO label a line
    python bench/names.py quotations ARCHIVE    with the marks in bench/quotations.tsv
    python bench/names.py speed ARCHIVE         paragraphs a second on one core

**Names.** The labels of GOLD are mapped so: PERSON, PLACE and ORGANISATION are ours; laws and events, which
it does not mark, are left out of what was found. Its annotators count the kind of a place or a school to the
name or not (*[Desa Perigi]*, *Desa [Banjarsari]*, *[kecamatan Gabus]*); the first line of figures leaves such
words, and words of address, out of both sides before spans are compared. A sentence is read as an article of
one paragraph. Schools and hospitals are marked as places there, sometimes as organisations; here they are
organisations. The last figure of a line counts either kind of them as right.

**Quotations.** A pair of quotation and speaker is right if the speaker is the marked one, and the words are:
for direct speech to the character, for reported speech by half of what either covers. How the paragraphs were
drawn and marked is said in ``bench/quotations.tsv``.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from search.article import fingerprint  # noqa: E402
from search.names import Quotation, read_names  # noqa: E402

KINDS = {"PERSON": "person", "PLACE": "place", "ORGANISATION": "organisation"}
_GLUED_LEFT = frozenset(".,:;!?)]}%")
_GLUED_RIGHT = frozenset("([{")
_KIND_WORDS = frozenset(
    [
        "desa",
        "kota",
        "kabupaten",
        "kecamatan",
        "kelurahan",
        "provinsi",
        "propinsi",
        "pulau",
        "sungai",
        "danau",
        "gunung",
        "kampung",
        "dusun",
        "distrik",
        "kerajaan",
        "republik",
        "negara",
        "museum",
        "stadion",
        "bandara",
        "kyai",
        "kiai",
        "haji",
        "h",
        "kh",
        "dr",
        "prof",
        "ir",
        "mr",
        "jenderal",
        "syekh",
        "syaikh",
        "raden",
        "raja",
        "ratu",
        "sultan",
        "pangeran",
        "presiden",
    ]
)

#: First words of what is marked as a place or as an organisation, as it happens.
_EITHER = frozenset(
    [
        *(
            "sd",
            "sdn",
            "smp",
            "smpn",
            "sma",
            "sman",
            "smk",
            "smkn",
            "smu",
            "smt",
            "stm",
            "sekolah",
            "madrasah",
        ),
        *("akademi", "universitas", "institut", "fakultas", "pondok", "pesantren"),
        *("rumah", "rs", "rsu", "rsud", "puskesmas", "klinik"),
    ]
)

Span = tuple[int, int, str]


def sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield tokens and labels of each sentence."""
    tokens: list[str] = []
    labels: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            token, label = line.split("\t")
            tokens.append(token)
            labels.append(label)
        elif tokens:
            yield tokens, labels
            tokens, labels = [], []


def written(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence as a text, and the offset of each token in it."""
    text, places, inside = "", [], False
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else ""
        glued = not text or token in _GLUED_LEFT or before in _GLUED_RIGHT or "-" in (token, before)
        glued = glued or "/" in (token, before) or "'" in (token, before)
        if token == '"':
            glued, inside = inside, not inside
        elif before == '"' and inside:
            glued = True
        text += ("" if glued or not text else " ") + token
        places.append((len(text) - len(token), len(text)))
    return text, places


def gold_spans(labels: list[str], places: list[tuple[int, int]]) -> list[Span]:
    spans: list[Span] = []
    for label, (start, end) in zip(labels, places, strict=True):
        if label[0] == "B":
            spans.append((start, end, KINDS[label[2:]]))
        elif label[0] == "I" and spans:
            spans[-1] = (spans[-1][0], end, spans[-1][2])
    return spans


def without_kind(text: str, span: Span) -> Span:
    start, end, kind = span
    while True:
        word, blank, rest = text[start:end].partition(" ")
        if not blank or word.rstrip(".").lower() not in _KIND_WORDS:
            return start, end, kind
        start = end - len(rest)


def may_be_either(text: str, span: tuple[int, int], marked: str, read: str) -> bool:
    """Return whether a school or hospital was marked as a place and read as an organisation."""
    first = text[slice(*span)].split(" ", 1)[0].lower()
    return (marked, read) == ("place", "organisation") and first in _EITHER


def names(path: Path, show: int) -> None:
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    confused: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for tokens, labels in sentences(path):
        text, places = written(tokens)
        gold = gold_spans(labels, places)
        found = [
            (name.start, name.end, name.kind)
            for name in read_names([text]).paragraphs[0].names
            if name.kind in KINDS.values()
        ]
        for stripped, count in counts.items():
            g = {s[:2]: s[2] for s in ([without_kind(text, x) for x in gold] if stripped else gold)}
            f = {s[:2]: s[2] for s in ([without_kind(text, x) for x in found] if stripped else found)}
            right = g.keys() & f.keys()
            count.update(gold=len(g), found=len(f), right=len(right), kind=sum(g[s] == f[s] for s in right))
            count["either"] += sum(g[s] == f[s] or may_be_either(text, s, g[s], f[s]) for s in right)
            if stripped:
                confused.update((g[s], f[s]) for s in right if g[s] != f[s])
                wrong += [
                    f"+ {f[s]} | {text[s[0] : s[1]]} | {text[max(0, s[0] - 40) : s[1] + 30]}"
                    for s in f.keys() - g.keys()
                ]
                wrong += [
                    f"- {g[s]} | {text[s[0] : s[1]]} | {text[max(0, s[0] - 40) : s[1] + 30]}"
                    for s in g.keys() - f.keys()
                ]
    for stripped, count in counts.items():
        head = "words of kind left out" if stripped else "spans as marked"
        figures = (count["right"] / count["found"], count["right"] / count["gold"])
        print(
            f"{head}: precision {figures[0]:.3f} recall {figures[1]:.3f} "
            f"kind {count['kind'] / count['right']:.3f} ({count['gold']} marked, {count['found']} found), "
            f"with schools as either {count['either'] / count['right']:.3f}"
        )
    for (marked, read), n in confused.most_common(6):
        print(f"  {marked} read as {read}: {n}")
    print("\n".join(wrong[:show]))


class Mark(NamedTuple):
    """A marked pair: ranges of the words and of the speaker; see ``bench/quotations.tsv`` for the form."""

    form: str
    start: int
    end: int
    speaker_start: int
    speaker_end: int

    def is_right(self, said: Quotation) -> bool:
        """Return whether a recognised pair agrees with this one."""
        speaker = said.speaker
        if speaker is None or not (speaker.start < self.speaker_end and self.speaker_start < speaker.end):
            return False
        form = self.form.rstrip("?")
        if (form == "reported") != (said.form == "reported"):
            return False
        if form == "reported":
            both = min(self.end, said.end) - max(self.start, said.start)
            return both * 2 >= max(self.end, said.end) - min(self.start, said.start)
        return abs(said.end - self.end) <= 2 and (form == "unopened" or abs(said.start - self.start) <= 2)

    def is_near(self, said: Quotation) -> bool:
        """Return whether the words of a recognised pair overlap with these."""
        return min(self.end, said.end) > max(self.start, said.start)


def marks(path: Path) -> dict[tuple[str, int], tuple[str, str, list[Mark]]]:
    """Return by article and paragraph: its fingerprint, its half, its marks."""
    found: dict[tuple[str, int], tuple[str, str, list[Mark]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        article, number, known, half, form, *places = line.split("\t")
        here = found.setdefault((article, int(number)), (known, half, []))
        if form != "none":
            here[2].append(Mark(form, *map(int, places)))
    return found


def articles(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of an archive in JSONL, which may be compressed with Zstandard."""
    with path.open("rb") as raw:
        stream = zstandard.ZstdDecompressor().stream_reader(raw) if path.suffix == ".zst" else raw
        yield from map(json.loads, io.TextIOWrapper(stream, encoding="utf-8"))


def quotations(path: Path, show: int) -> None:
    marked = marks(Path(__file__).with_name("quotations.tsv"))
    wanted = {article for article, _ in marked}
    counts: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    for record in articles(path):
        for number, text in enumerate(record["paragraphs"] if record["id"] in wanted else ()):
            known, half, here = marked.pop((record["id"], number), (None, "", []))
            if known and fingerprint(text) != known:
                sys.exit(f"{record['id']}#{number} is not the paragraph that was marked")
            for form, what, start, end in compared(text, here) if known else ():
                counts[half, form, what] += 1
                if what != "right":
                    wrong.append(f"{what} {form} {record['id']}#{number} {start}-{end}")
    if marked:
        sys.exit(f"not in the archive: {sorted(marked)[:3]}")
    for half in ("tuned", "held out"):
        for form in ("direct", "reported"):
            right, bad, missed = (counts[half, form, what] for what in ("right", "wrong", "missed"))
            figures = f"precision {right / (right + bad):.3f} recall {right / (right + missed):.3f}"
            print(f"{half}, {form}: {figures} ({right + missed} marked)")
    print("\n".join(wrong[:show]))


def compared(text: str, marked: list[Mark]) -> Iterator[tuple[str, str, int, int]]:
    """Yield form, "right", "wrong" or "missed", and the range of the words, of each pair."""
    left = list(marked)
    for said in read_names([text]).paragraphs[0].quotations:
        right = next((mark for mark in left if mark.is_right(said)), None)
        if right:
            left.remove(right)
            if not right.form.endswith("?"):
                yield said.form, "right", said.start, said.end
        elif said.speaker and not any(mark.form.endswith("?") and mark.is_near(said) for mark in left):
            yield said.form, "wrong", said.start, said.end
    for mark in left:
        if not mark.form.endswith("?"):
            yield "reported" if mark.form == "reported" else "direct", "missed", mark.start, mark.end


def speed(path: Path) -> None:
    texts = [record["paragraphs"] for record in itertools.islice(articles(path), 5000)]
    count = sum(map(len, texts))
    best = float("inf")
    for _ in range(3):
        before = time.process_time()
        for paragraphs in texts:
            read_names(paragraphs)
        best = min(best, time.process_time() - before)
    print(f"{count} paragraphs, {count / best:,.0f} a second")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("names", "quotations", "speed"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--show", type=int, default=0, help="how many errors to show")
    given = parser.parse_args()
    if given.what == "names":
        names(given.path, given.show)
    elif given.what == "quotations":
        quotations(given.path, given.show)
    else:
        speed(given.path)


if __name__ == "__main__":
    main()
