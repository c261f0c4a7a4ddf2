"""The module imports and compiles at the first use, so that a command does not wait for unneeded things."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any


def names(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` (PEP 562) of a package whose public names are imported at their first use.

    modules: module -> its names, separated by blanks
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
    """Return a function that imports the function ``name`` of a module at the first call."""
    imported: list[Callable[..., Any]] = []

    def called(*arguments: Any, **named: Any) -> Any:
        if not imported:
            imported.append(getattr(import_module(module), name))
        return imported[0](*arguments, **named)

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
            if name.startswith("__"):  # copying and pickling ask for these
                raise AttributeError(name)
            value = getattr(re.compile(*self._given), name)
            setattr(self, name, value)
            return value
