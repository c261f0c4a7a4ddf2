"""``warta analyze``: what the Indonesian analysis makes of a text."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click
from rich.table import Table
from rich.text import Text

from search.cli.options import text_value
from search.cli.terminal import Styled
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import STEMMERS

_COLUMNS = (
    "word",
    "from-to",
    "position",
    "folded",
    "form",
    "exact terms",
    "stems",
    "stemmed by",
    "in queries",
)


@click.command("analyze", short_help="Show what the analysis makes of a text.")
@click.argument("text", required=False, callback=text_value)
@click.option("--terms", is_flag=True, help="Read standard input; print the index terms line for line.")
@click.option(
    "--stemmer", type=click.Choice(STEMMERS), default="morphology", show_default=True,
    help="How words are brought to their stems.",
)  # fmt: skip
@click.option("--no-compounds", is_flag=True, help="Leave hyphenated words in plain parts.")
@click.option("--no-reduplication", is_flag=True, help="Do not take anak-anak as one word.")
def analyze_command(
    text: str | None, terms: bool, stemmer: str, no_compounds: bool, no_reduplication: bool
) -> None:
    """Show what the analysis makes of TEXT, word by word and step by step.

    With --terms, standard input (UTF-8) is read instead and every line becomes its index terms, separated
    by blanks: what is indexed of a paragraph with that text. Line 7 of the output belongs to line 7 of
    the input; a line without words becomes an empty line.
    """
    if terms and text is not None:
        raise click.UsageError("--terms reads standard input; leave TEXT out")
    analyzer = Analyzer(AnalysisSettings(stemmer, not no_compounds, not no_reduplication))
    if terms:
        if sys.stdin is None:
            raise click.UsageError("--terms reads standard input, and there is none")
        _write_terms(analyzer, sys.stdin.buffer, sys.stdout.buffer)
    elif text is None:
        raise click.UsageError("give a TEXT to analyze, or --terms to read standard input")
    else:
        _print_steps(analyzer, text)


def _write_terms(analyzer: Analyzer, lines: BinaryIO, output: BinaryIO) -> None:
    # As bytes: only \n ends a line, and the encoding is UTF-8 whatever the locale.
    for line in lines:
        terms = analyzer.terms(line.decode("utf-8", "replace"))
        output.write(" ".join(terms).encode() + b"\n")
        output.flush()  # whoever types a line, or pipes one in, sees its terms at once


def _print_steps(analyzer: Analyzer, text: str) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in _COLUMNS:
        table.add_column(heading)
    for step in analyzer.steps(text):
        cells = (
            step.surface,
            f"{step.start}-{step.end}",
            str(step.position),
            step.folded,
            step.rule or "word",
            " ".join(step.exact),
            " ".join(step.stems),
            step.stem_rule,
            f"left out: {step.function_word}" if step.function_word else "searched",
        )
        table.add_row(*map(Text, cells))
    with Styled(wrap=True) as console:
        console.print(table)
