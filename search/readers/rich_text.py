"""The module puts together the pieces of a paragraph, as editors keep them: plain words, bold ones, links.

Slate, Lexical, ProseMirror, Contentful, Sanity and Telegram have a tree of objects. A block is a paragraph, a
headline, a list or a picture; the pieces in it are one text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.readers.names import folded_name

#: The keys that say what an object is.
_KINDS = ("type", "_type", "nodeType", "blockType", "__component", "acf_fc_layout", "tipe", "jenis")
#: Pieces of one text: words, and what stands around words.
_INLINE: frozenset[str | None] = frozenset(
    map(
        folded_name,
        (
            *(
                "text",
                "plain",
                "bold",
                "italic",
                "underline",
                "strikethrough",
                "code",
                "link",
                "text_link",
                "url",
            ),
            *("hashtag", "cashtag", "mention", "mention_name", "bot_command", "phone", "email", "spoiler"),
            *(
                "custom_emoji",
                "span",
                "hyperlink",
                "entry-hyperlink",
                "asset-hyperlink",
                "strong",
                "emphasis",
                "em",
            ),
            *("a", "b", "i", "autolink", "inline", "extended-text", "highlight", "mark"),
        ),
    )
) | {None}
_BREAKS = frozenset(map(folded_name, ("hard_break", "hardBreak", "linebreak", "line-break", "br", "break")))
_INSIDE, _WORDS = ("children", "content"), ("text", "value", "plain_text")
_MAX_DEPTH = 12


def kind_of_object(value: Mapping[str, object]) -> str | None:
    """Return what an object of an editor says that it is, folded, or None if it says nothing."""
    said = (value.get(key) for key in _KINDS)
    return next((folded_name(kind) for kind in said if isinstance(kind, str) and kind), None)


def is_marked_text(value: Sequence[object]) -> bool:
    """Return whether a list has the pieces of one text, some with marks: *Harga **beras** naik*."""
    objects = [item for item in value if isinstance(item, dict)]
    if not objects or not all(isinstance(item, (str, dict)) for item in value):
        return False
    if all("insert" in item for item in objects):  # of Quill
        return True
    return all(kind_of_object(item) is not None and _piece(item, 0) is not None for item in objects)


def pieces_of(value: Mapping[str, object]) -> str | None:
    """Return the text of a block, if it has nothing but pieces of one text; None for other objects.

    >>> pieces_of({"type": "p", "children": [{"text": "Harga "}, {"text": "beras.", "bold": True}]})
    'Harga beras.'
    """
    inside = _inside(value) if kind_of_object(value) else None
    return _joined(inside, 0) if inside else None


def joined_pieces(value: Sequence[object]) -> str:
    """Return the text of a list of pieces (see ``is_marked_text``)."""
    return _joined(value, 0) or ""


def _joined(pieces: Sequence[object], depth: int) -> str | None:
    said = [_piece(piece, depth) for piece in pieces]
    return None if None in said else "".join(filter(None, said))


def _piece(value: object, depth: int) -> str | None:
    """Return the words of a piece, or None if it is none."""
    if not isinstance(value, dict):
        return value if isinstance(value, str) else None
    if "insert" in value:
        return inserted if isinstance(inserted := value["insert"], str) else ""  # a picture
    kind = kind_of_object(value)
    if kind in _BREAKS:
        return "\n"
    if kind not in _INLINE or depth > _MAX_DEPTH:
        return None
    said = next((words for key in _WORDS if isinstance(words := value.get(key), str)), None)
    if said is None and (inside := _inside(value)):
        said = _joined(inside, depth + 1)
    return said


def _inside(value: Mapping[str, object]) -> list[object] | None:
    return next((inner for key in _INSIDE if isinstance(inner := value.get(key), list)), None)
