"""``warta analyze``: the tokens, stems and terms that the Indonesian analysis makes of a text."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click
from rich.table import Table
from rich.text import Text

from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.options import json_option, text_value
from search.cli.terminal import Styled
from search.cli.usage import WrongUse
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import STEMMERS
from search.wording.messages import MESSAGES

_COLUMNS = (
    "column_word",
    "column_range",
    "column_position",
    "column_folded",
    "column_form",
    "column_exact",
    "column_stems",
    "column_stemmed",
    "column_queries",
)


@command("analyze")
@argument("text", required=False, callback=text_value)
@option("--terms", is_flag=True, help="option_terms")
@option("--names", is_flag=True, help="option_names")
@json_option
@option(
    "--stemmer",
    type=click.Choice(STEMMERS),
    default="morphology",
    show_default=True,
    help="option_stemmer",
)
@option("--no-compounds", is_flag=True, help="option_no_compounds")
@option("--no-reduplication", is_flag=True, help="option_no_reduplication")
@option("--no-units", is_flag=True, help="option_no_units")
def analyze_command(
    text: str | None,
    terms: bool,
    names: bool,
    as_json: bool,
    stemmer: str,
    no_compounds: bool,
    no_reduplication: bool,
    no_units: bool,
) -> None:
    """Show the analysis of a text, or the index terms of every line of standard input."""
    if terms and text is not None:
        raise WrongUse("terms_and_text")
    if as_json and not names:
        raise WrongUse("json_without_names")
    if names:
        if terms:
            raise WrongUse("names_and_terms")
        from search.cli.naming import show_names  # noqa: PLC0415 - the word lists, for this alone

        show_names(_input() if text is None else text, as_json)
        return
    analyzer = Analyzer(AnalysisSettings(stemmer, not no_compounds, not no_reduplication, not no_units))
    if terms:
        if sys.stdin is None:
            raise WrongUse("terms_without_input")
        _write_terms(analyzer, sys.stdin.buffer, sys.stdout.buffer)
    elif text is None:
        raise WrongUse("text_or_terms")
    else:
        _print_steps(analyzer, text)


def _input() -> str:
    if sys.stdin is None:
        raise WrongUse("names_without_input")
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _write_terms(analyzer: Analyzer, lines: BinaryIO, output: BinaryIO) -> None:
    # The lines are read as bytes, so that only \n ends a line, and the encoding is UTF-8 in every locale.
    for line in lines:
        terms = analyzer.terms(line.decode("utf-8", "replace"))
        output.write(" ".join(terms).encode() + b"\n")
        output.flush()  # a user who types a line, or a program that writes one, gets its terms at once


def _print_steps(analyzer: Analyzer, text: str) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in _COLUMNS:
        table.add_column(say(heading))
    for step in analyzer.steps(text):
        cells = (
            step.surface,
            f"{step.start}-{step.end}",
            str(step.position),
            step.folded,
            say(f"form_{(step.rule or 'word').replace(' ', '_')}"),
            " ".join(step.exact),
            " ".join(step.stems),
            _stemmed_by(step.stem_rule),
            _in_queries(step.function_word),
        )
        table.add_row(*map(Text, cells))
    with Styled(wrap=True) as console:
        console.print(table)


def _stemmed_by(rule: str) -> str:
    """Return the name of the rule that made a stem. Names of affixes and of Snowball are not translated."""
    return ", ".join(map(_reason_said, rule.split(", ")))


def _reason_said(reason: str) -> str:
    if reason.endswith(" restored"):
        return say("stem_restored", letter=reason.removesuffix(" restored"))
    code = f"stem_{reason.replace(' ', '_')}"
    return say(code) if code in MESSAGES else reason


def _in_queries(gloss: str) -> str:
    """Return a sentence on whether queries search for a word; they do not search for function words.

    gloss: the English meaning of a function word; empty for other words
    """
    if not gloss:
        return say("searched")
    return f"{say('left_out')}: {gloss}" if language() == "en" else say("left_out")
