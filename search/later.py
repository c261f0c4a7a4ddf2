"""What is imported or compiled at its first use: a command does not wait for what it does not need."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any


def names(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` (PEP 562) of a package whose public names are imported at their first use.

    modules: names with blanks between them, by the module that each lives in
    """
    module_of = {name: module for module, several in modules.items() for name in several.split()}

    def get(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(module_of[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return get


def function(module: str, name: str) -> Callable[..., Any]:
    """Return a function that imports ``name`` from a module when it is called for the first time."""
    found: list[Callable[..., Any]] = []

    def called(*arguments: Any, **named: Any) -> Any:
        if not found:
            found.append(getattr(import_module(module), name))
        return found[0](*arguments, **named)

    return called


if TYPE_CHECKING:
    Pattern = re.compile
else:

    class Pattern:
        """A regular expression that is compiled when it is used for the first time.

        Its methods and attributes are those of ``re.Pattern``; functions of ``re`` do not take it.
        """

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._given = pattern, flags

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):  # what copies and the like ask for
                raise AttributeError(name)
            value = getattr(re.compile(*self._given), name)
            setattr(self, name, value)
            return value
