"""Errors: a code and values, said in both languages, the same after a process has handed them over."""

import ast
import inspect
import pickle
from pathlib import Path

import pytest

import search
from search import errors
from search.errors import Problem, RequestError, SettingsError, SourceError, WartaError
from search.evaluate import read_qrels, read_queries, read_run
from search.index.generations import Generations
from search.index.manifest import Manifest
from search.indonesian import AnalysisSettings
from search.indonesian.lexicon import Lexicon
from search.indonesian.stopwords import FunctionWords
from search.indonesian.variant_lists import read_abbreviations, read_spellings
from search.parameters import LANGUAGES
from search.readers import Notice, ReadingOptions, Reject, read_articles
from search.settings import Settings
from search.wording.messages import MESSAGES

SEARCH = Path(search.__file__).parent
WORDING = SEARCH / "wording"
#: English words that no Indonesian sentence has, in what people are told.
ENGLISH = {"the", "is", "are", "not", "no", "of", "be", "must", "should", "cannot", "found", "expected"}


def error_classes():
    """Return the names of all classes of errors of ours, wherever they are defined."""
    found = {WartaError}
    while more := {kind for known in found for kind in known.__subclasses__()} - found:
        found |= more
    return {kind.__name__ for kind in found}


def calls(names):
    """Yield each call of these names in the engine, with where it stands."""
    for path in sorted(SEARCH.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", None))
                if name in names:
                    yield f"{path.relative_to(SEARCH)}:{node.lineno}", node


def texts(node):
    """Yield the literal texts within an expression, also those of f-strings."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


#: What is made with a code, and how many arguments stand before it. ``RequestError`` takes problems.
MADE_WITH_A_CODE = {
    **dict.fromkeys(error_classes() - {"RequestError"}, 0),
    **dict.fromkeys(("Remark", "DamagedStreamError", "_HeaderError", "WrongUse", "damaged", "_damaged"), 0),
    "RecordError": 1,
}


def test_no_sentence_is_passed_to_an_error():
    """Whatever is made with a code gets one, and values without words of ours."""
    found = list(calls(MADE_WITH_A_CODE))
    assert len(found) > 100
    for place, call in found:
        name = getattr(call.func, "id", getattr(call.func, "attr", None))
        given = call.args[MADE_WITH_A_CODE[name] :]
        assert given, f"{place}: {name} without a code"
        for text in texts(given[0]):
            assert text in MESSAGES or " " not in text, f"{place}: {text!r} is no code"
        if isinstance(given[0], ast.Constant):
            assert given[0].value in MESSAGES, f"{place}: {given[0].value!r} is no code"
        assert not isinstance(given[0], ast.JoinedStr) or not any(
            " " in text or ":" in text for text in texts(given[0])
        ), f"{place}: a sentence where a code belongs"
        for value in [*given[1:], *(keyword.value for keyword in call.keywords)]:
            spoken = [text for text in texts(value) if " " in text.strip()]
            assert not spoken, f"{place}: {spoken} is said outside of search/wording"


def every_error():
    """Yield an error of each public class, made with some code."""
    for kind in vars(errors).values():
        if inspect.isclass(kind) and issubclass(kind, WartaError) and kind is not RequestError:
            yield kind("cannot_be_read", file="a b", reason=FileNotFoundError(2, "No such file", "a b"))
    yield RequestError(Problem("page", "below", {"least": 1}), Problem("q", "too_long", {"most": 1000}, 7))


@pytest.mark.parametrize("error", list(every_error()), ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_in_another_process(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (again.code, str(again)) == (error.code, str(error))
    assert [again.said(language) for language in LANGUAGES] == [error.said(one) for one in LANGUAGES]
    assert again.values.keys() == error.values.keys()
    if isinstance(error, RequestError):
        assert again.problems == error.problems
        assert (again.problems[1].position, again.problems[1].values) == (7, {"most": 1000})


def test_an_error_without_values_and_one_of_many():
    assert str(SourceError("no_input")) == "-: there is no standard input"
    both = SourceError("several", reasons=[SourceError("no_input"), SourceError("input_only_once")])
    assert str(both) == "-: there is no standard input; -: standard input can be read only once"
    assert both.said("id") == "-: tidak ada masukan standar; -: masukan standar hanya dapat dibaca sekali"


def test_a_request_names_its_parameters_in_both_languages():
    with pytest.raises(RequestError) as caught:
        search.SearchRequest("banjir", page=0, sort="random")
    assert caught.value.said("id") == (
        "page: harus 1 atau lebih; sort: harus salah satu dari relevance, newest, oldest, arrived"
    )
    assert str(caught.value) == caught.value.said("en")


def damaged_index(folder):
    search.index.build([search.Article("a", ("Banjir surut.",))], folder)
    (clusters,) = folder.rglob("clusters")
    clusters.write_bytes(clusters.read_bytes()[:-1])
    return search.open_index(folder)


@pytest.mark.parametrize(
    "provoke",
    [
        lambda folder: Settings.load({"WARTA_MEMORY_MB": "much"}),
        lambda folder: Settings.load({"WARTA_LANG": "xx"}),
        lambda folder: AnalysisSettings(stemmer="porter"),
        lambda folder: list(read_articles([str(folder / "tiada"), str(folder / "satu.png")])),
        lambda folder: list(read_articles(["-", "-"])),
        lambda folder: read_run(folder / "tiada"),
        lambda folder: read_run(folder / "baris"),
        lambda folder: read_qrels(folder / "baris"),
        lambda folder: read_qrels(folder / "bukan-utf8"),
        lambda folder: read_abbreviations(folder / "baris"),
        lambda folder: read_abbreviations(folder / "bukan-utf8"),
        lambda folder: read_spellings(folder / "ejaan"),
        lambda folder: FunctionWords.load(folder / "baris"),
        lambda folder: Lexicon.load(folder / "lexicon"),
        lambda folder: search.open_index(folder / "tiada"),
        lambda folder: search.open_index(folder / "baris"),
        lambda folder: search.delete([], folder / "tiada"),
        lambda folder: search.reindex([str(folder / "kosong.jsonl")], folder / "indeks"),
        lambda folder: search.reindex([str(folder / "satu.jsonl")], folder / "indeks", jobs=99),
        lambda folder: Generations(folder / "penunjuk").pointer(),
        Manifest.load,
        damaged_index,
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_indonesian(provoke, tmp_path):
    (tmp_path / "satu.png").write_bytes(b"x")
    (tmp_path / "satu.jsonl").write_text('{"text": "satu"}\n')
    (tmp_path / "kosong.jsonl").write_text('{"id": "a"}\n')
    (tmp_path / "baris").write_text("satu baris saja\n")
    (tmp_path / "ejaan").write_text("satu\tspelling\n")
    (tmp_path / "bukan-utf8").write_bytes(b"\xff\n")
    (tmp_path / "penunjuk").mkdir()
    (tmp_path / "penunjuk" / "CURRENT").write_text("{}")
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "roots.tsv").write_text("satu\tdua\n")
    with pytest.raises(WartaError) as caught:
        provoke(tmp_path)
    error = caught.value
    indonesian, english = error.said("id"), error.said("en")
    assert indonesian != english == str(error)
    assert "\n" not in indonesian
    assert not ENGLISH & set(indonesian.replace("(", " ").replace(")", " ").split()), indonesian


def test_rejects_and_notices_are_said_in_both_languages(tmp_path):
    (tmp_path / "arsip.csv").write_text("id,text\na,satu,dua\n")
    (tmp_path / "gambar.png").write_bytes(b"x")
    (tmp_path / "lagi.jsonl").write_bytes(
        b'{"id": "a"}\n[1]\n{"text": 7}\n{"id": "x y", "text": "a"}\n{"text": "\xe9"}\n{"text": "a\\u0001"}\n'
        b'{"text": "a", "published": "kemarin"}\n{"text": "a", "published": "2023-01-01T00:00+99:00"}\n'
    )
    strictly = ReadingOptions(strict=True)
    found = [
        one for one in read_articles([str(tmp_path)], options=strictly) if isinstance(one, Reject | Notice)
    ]
    assert len(found) == 10
    for one in found:
        assert one.said("en") == one.message != one.said("id")
        assert not ENGLISH & set(one.said("id").split()), one.said("id")


def test_wrong_query_lines_are_remarks(tmp_path):
    (tmp_path / "q").write_text("satu\n1\ta\n1\tb\n")
    assert [one.code for one in read_queries(tmp_path / "q")[1]] == ["no_query_line", "query_twice"]


def test_settings_errors_are_value_errors_still():
    assert issubclass(SettingsError, ValueError)
