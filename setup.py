"""The compiled extensions: all of them, or none, and then ``search.compiled`` lets the oracles answer.

They are built for one version of Python: snippets read the characters of a string where they lie, which the
stable interface (abi3) does not offer.
"""

import os
import runpy
import sys
import warnings
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that nothing is built yet is no news here
    compiled = runpy.run_path("search/compiled.py")

#: What all extensions have in common, compiled once instead of in each of them.
SHARED = "search._cython"
# Contracting a * b + c into one instruction would round differently from NumPy.
FLAGS = [] if sys.platform == "win32" else ["-O1", "-ffp-contract=off"]
if FLAGS and "-g" not in os.environ.get("CFLAGS", "").split():
    FLAGS.append("-g0")  # what only debuggers read costs a quarter of the time
#: Where the compiler may take its time, because it was measured that searches or builds gain by it: the
#: first entry with which the name of an extension begins decides.
SLOWER_TO_COMPILE = {
    "search.ranking.kernel.article_weight": "-O3",
    "search.ranking.kernel.paragraph_weight": "-O3",
    "search.ranking.kernel.postings": "-O2",
    "search.index.inversion.compiled_forms": "-O3",
    "search.index.inversion.compiled_invert": "-O3",
    "search.index.copies.": "-O3",
    "search.index.format.": "-O2",
    "search.texts.": "-O3",
}


class AllOrNone(build_ext):
    """Builds the extensions with all cores, and notes that it did where none of them failed."""

    def finalize_options(self) -> None:
        """Let all cores compile."""
        super().finalize_options()
        self.parallel = self.parallel or os.cpu_count()

    def build_extension(self, ext: Extension) -> None:
        """Compile an extension, or say that it was not, whatever the compiler's way of failing is."""
        try:
            super().build_extension(ext)
        except Exception as error:
            self.failed.append(ext.name)
            print(f"{ext.name} was not compiled ({error})", file=sys.stderr)

    def run(self) -> None:
        """Build all of them."""
        self.failed: list[str] = []
        self.write_c()
        super().run()
        folder = Path("search") if self.inplace else Path(self.build_lib, "search")
        if self.failed:
            (folder / compiled["STAMP"]).unlink(missing_ok=True)
            print("Nothing that is compiled will be used: the oracles answer, slower", file=sys.stderr)
            return
        names = [extension.name for extension in self.extensions]
        suffix = Path(self.get_ext_filename(SHARED)).name.removeprefix(SHARED.rpartition(".")[2])
        compiled["write_stamp"](folder, names, suffix, compiled["digest_of_sources"](Path("search")))

    def write_c(self) -> None:
        """Translate the Cython sources: here and not sooner, because pip runs this file three times."""
        from Cython.Build import cythonize  # noqa: PLC0415

        cythonize(
            [
                *(Extension(name, [str(path)]) for name, path in sources().items()),
                Extension(SHARED, [c_file(SHARED)]),
            ],
            language_level=3,
            nthreads=self.parallel,
            shared_utility_qualified_name=SHARED,
            # Functions that nothing calls and comments that nobody reads cost a tenth of the time.
            compiler_directives={"auto_pickle": False, "emit_code_comments": False},
            emit_linenums="WARTA_LINES" in os.environ,  # for tests/coverage.sh
        )
        # Those that take longest first, or the other cores would wait for them at the end.
        self.extensions.sort(key=lambda extension: Path(extension.sources[0]).stat().st_size, reverse=True)


def more_flags(name: str) -> list[str]:
    """Return the flags of an extension beside those of all."""
    found = [flag for beginning, flag in SLOWER_TO_COMPILE.items() if name.startswith(beginning)]
    return found[:1] if FLAGS else []


def sources() -> dict[str, Path]:
    """Return the Cython sources, by the names of their extensions."""
    return {".".join(path.with_suffix("").parts): path for path in Path("search").rglob("*.pyx")}


def c_file(name: str) -> str:
    """Return the file with the C of an extension, which ``write_c`` writes."""
    return name.replace(".", "/") + ".c"


def extension(name: str) -> Extension:
    """Return an extension. It may fail: then none of them is used."""
    return Extension(name, [c_file(name)], extra_compile_args=[*FLAGS, *more_flags(name)], optional=True)


setup(cmdclass={"build_ext": AllOrNone}, ext_modules=[extension(name) for name in (*sources(), SHARED)])
