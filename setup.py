"""The compiled extensions, all optional: without a compiler the oracles answer."""

import os
import sys
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

#: What all extensions have in common, compiled once instead of in each of them.
SHARED = "search._cython"
# Contracting a * b + c into one instruction would round differently from NumPy.
FLAGS = [] if sys.platform == "win32" else ["-O2", "-ffp-contract=off"]
if FLAGS and "-g" not in os.environ.get("CFLAGS", "").split():
    FLAGS.append("-g0")  # what only debuggers read costs a quarter of the time
#: Where the compiler may take its time, because it was measured that searches or builds gain by it.
FASTEST = (
    "search.ranking.kernel.article_weight",
    "search.ranking.kernel.paragraph_weight",
    "search.index.inversion.",
    "search.index.copies.",
)
MORE = [] if sys.platform == "win32" else ["-O3"]


class OptionalExtensions(build_ext):
    """Goes on where an extension cannot be compiled, whatever the compiler's way of failing is."""

    def finalize_options(self) -> None:
        """Let all cores compile."""
        super().finalize_options()
        self.parallel = self.parallel or os.cpu_count()

    def build_extension(self, ext: Extension) -> None:
        """Compile an extension, or say that it was not."""
        try:
            super().build_extension(ext)
        except Exception as error:
            print(
                f"{ext.name} was not compiled ({error}): the oracles will do its work, slower",
                file=sys.stderr,
            )


def extensions() -> list[Extension]:
    """Return an extension for each Cython source."""
    sources = {".".join(path.with_suffix("").parts): str(path) for path in Path("search").rglob("*.pyx")}
    sources[SHARED] = f"{SHARED.replace('.', '/')}.c"
    found = cythonize(
        [
            Extension(name, [path], extra_compile_args=FLAGS + MORE * name.startswith(FASTEST))
            for name, path in sources.items()
        ],
        language_level=3,
        nthreads=os.cpu_count() or 1,
        shared_utility_qualified_name=SHARED,
    )
    for extension in found:
        extension.optional = True  # cythonize() forgets it
    return found


setup(cmdclass={"build_ext": OptionalExtensions}, ext_modules=extensions())
