"""Templates compiled to plain Python, which takes a quarter of the time of Jinja's own code.

Jinja lets a program use its own code generator, as ``jinja2.nativetypes`` does. This one relies on the rules
that the templates of this application follow: ``a.b`` is an attribute, functions take no context, macros get
all of their arguments, and a name without a value is None. Values that are fixed for a language (messages,
``language.code``) are inserted when a template is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Any, cast

import markupsafe
from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_Translate = Callable[[str], str]
# MarkupSafe has this compiled; ``escape`` itself wraps its result, which takes longer than the escaping.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
_markup = cast("Callable[[str], Markup]", partial(str.__new__, Markup))
#: The lines that Jinja writes at the beginning of every function, and their replacements.
_FIRST_LINES = {
    "resolve = context.resolve_or_missing": "resolve = context.get_all().get",
    "concat = environment.concat": "concat, escaped = environment.concat, environment.escaped",
}


def escaped(value: Any) -> str:
    """Return the same text as ``markupsafe.escape``; most values are strings without anything to escape."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is Markup:
        markup: Markup = value
        return markup
    return str(value) if kind is int else escape(value)


def macro_of(function: Callable[..., str]) -> Callable[..., Markup]:
    """Return a macro, made of a function that returns HTML; a call must give all of its arguments."""
    return lambda *given: _markup(function(*given))


class DirectCode(CodeGenerator):
    """Generates code that calls and reads attributes directly."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: D102, N802
        super().visit_Template(_Settled(self.environment.globals).visit(node), frame)

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line. The pieces of a block or of an included template are joined at this point.

        Otherwise every piece of a page would pass through several generators.
        """
        if x.startswith("yield from "):
            x = f"yield concat({x.removeprefix('yield from ')})"
        elif x == "for event in gen:":
            x = "for event in (concat(gen),):"
        super().writeline(_FIRST_LINES.get(x, x), node, extra)

    def macro_def(self, macro_ref: Any, frame: Frame) -> None:
        """Write the line that makes a macro of the function before it."""
        self.write("environment.macro_of(macro)")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: D102, N802
        if node.ctx == "load":
            self.write(frame.symbols.ref(node.name))
        else:
            super().visit_Name(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: D102, N802
        if node.name == "safe" and node.node is not None:  # templates use it only where a value is shown
            self.visit(node.node, frame)
        else:
            super().visit_Filter(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: D102, N802
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        if forward_caller:
            self.write("caller=caller, ")
        for stars, unpacked in (("*", node.dyn_args), ("**", node.dyn_kwargs)):
            if unpacked is not None:
                self.write(stars)
                self.visit(unpacked, frame)
                self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: D102, N802
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        safe = isinstance(node, nodes.Filter) and node.name == "safe"
        self.write("(" if safe else "escaped(")


class DirectEnvironment(Environment):
    """An environment that uses ``DirectCode``. Every value is escaped, and ``_`` is a global."""

    code_generator_class = DirectCode
    escaped = staticmethod(escaped)
    macro_of = staticmethod(macro_of)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals themselves. Jinja would copy a ChainMap for each template of a page, slowly."""
        return {**self.globals, **d} if d else self.globals


class _Settled(NodeTransformer):
    """Inserts what is fixed for a language: its code, and the texts of messages."""

    def __init__(self, known: MutableMapping[str, Any]) -> None:
        self._translate = cast(_Translate, known["_"])
        self._code = known["language"].code

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        called = isinstance(node.node, nodes.Name) and node.node.name == "_"
        if not (called and len(node.args) == 1 and isinstance(node.args[0], nodes.Const)):
            return node
        text = nodes.Const(self._translate(node.args[0].value), lineno=node.lineno)
        if not node.kwargs:
            return text
        values = [nodes.Pair(nodes.Const(one.key), one.value, lineno=node.lineno) for one in node.kwargs]
        return nodes.Mod(text, nodes.Dict(values, lineno=node.lineno), lineno=node.lineno)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and (node.node.name, node.attr) == ("language", "code"):
            return nodes.Const(self._code, lineno=node.lineno)
        return node
