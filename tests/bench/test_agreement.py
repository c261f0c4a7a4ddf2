"""When two engines count as agreeing."""

import pytest

from bench.speed.agreement import compared, is_compared
from bench.speed.queries import Query, QueryClass

ASKED = QueryClass("or-total", "OR, exact total", [Query("any", ("a", "b"), count=True)])


def answer(ids: list[int], scores: list[float], total: int | None = 3) -> list[dict]:
    return [{"ids": ids, "scores": scores, "total": total}]


@pytest.mark.parametrize(
    ("ids", "scores", "alike"),
    [
        ([1, 2, 3], [2.2, 1.1, 1.1], 1),  # another constant factor
        ([1, 3, 2], [2.0, 1.0, 1.0], 1),  # equals change places
        ([1, 2, 9], [2.0, 1.0, 1.0], 1),  # or are others of the same score
        ([9, 2, 3], [2.0, 1.0, 1.0], 0),  # another best
        ([1, 2, 3], [2.0, 1.0, 0.9], 0),  # another score
    ],
)
def test_ten_best(ids: list[int], scores: list[float], alike: int) -> None:
    answers = {"warta": answer([1, 2, 3], [2.0, 1.0, 1.0]), "lucene": answer(ids, scores)}
    [best] = [each for each in compared(ASKED, answers, ()) if each.what == "top 10"]
    assert (best.engines, best.alike, best.queries) == (("warta", "lucene"), alike, 1)


def test_totals_are_exact_and_those_who_do_not_count_are_left_aside() -> None:
    answers = {
        "warta": answer([1], [1.0], 3),
        "lucene": answer([1], [1.0], 4),
        "xapian": answer([1], [1.0], None),
    }
    totals = [each for each in compared(ASKED, answers, ()) if each.what == "total"]
    assert [(each.engines, each.alike) for each in totals] == [(("warta", "lucene"), 0)]


def test_paragraphs_set_aside_are_not_compared() -> None:
    answers = {"warta": answer([7, 1], [9.0, 1.0]), "lucene": answer([7, 1], [5.0, 1.0])}
    [kept, _] = [compared(ASKED, answers, aside)[-1].alike for aside in ((7,), ())]
    assert kept == 1


def test_another_formula_is_not_compared() -> None:
    asked = QueryClass("or", "OR", [Query("any", ("a",))])
    assert is_compared("lucene", asked)
    assert not is_compared("pisa", asked)
