"""Dates in the search box: what is one, what stays text, and what each means on a given day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from search.dates.reading import DateRange, longest_reading, parse_date
from search.query import dates as dates_module
from search.query.dates import find_dates

TODAY = date(2023, 11, 23)  # a Thursday


def days(first: str, last: str | None = None) -> DateRange:
    """Write a range as ISO dates; one date is that day, an empty one leaves the side open."""
    ends = (first, first if last is None else last)
    return DateRange(*(date.fromisoformat(end) if end else None for end in ends))


# The expression is the whole query.
MEANINGS = {
    # one day
    "24 Februari 2023": days("2023-02-24"),
    "Rabu (10/9/2019)": days("2019-09-10"),  # was a Tuesday: the number counts
    "Rabu, 10 September 2019": days("2019-09-10"), "hari Jum’at, 5 Juli 2024": days("2024-07-05"),
    "tanggal 5 Mei 2020": days("2020-05-05"), "24 Februari, 2023": days("2023-02-24"),
    "10/9/2019": days("2019-09-10"), "10-09-2019": days("2019-09-10"), "2019-09-10": days("2019-09-10"),
    "2019/09/10": days("2019-09-10"), "10 Sept 2019": days("2019-09-10"),
    "10 Sept. 2019": days("2019-09-10"), "17\u00a0Agustus\u00a01945": days("1945-08-17"),
    "hari ini": days("2023-11-23"), "kemarin": days("2023-11-22"), "kemarin dulu": days("2023-11-21"),
    "besok": days("2023-11-24"), "lusa": days("2023-11-25"), "5 hari yang lalu": days("2023-11-18"),
    "dua belas hari lalu": days("2023-11-11"),
    # a day without a year is its latest occurrence
    "Senin, 1 Mei": days("2023-05-01"), "Rabu 23 November": days("2023-11-23"),
    "Kamis, 24 November": days("2022-11-24"), "Sabtu, 29 Februari": days("2020-02-29"),
    "Rabu (10/9)": days("2023-09-10"),
    # weekdays
    "Kamis lalu": days("2023-11-16"), "Kamis depan": days("2023-11-30"), "Senin ini": days("2023-11-20"),
    "hari Minggu lalu": days("2023-11-19"), "Sabtu pekan lalu": days("2023-11-18"),
    # calendar units
    "pekan ini": days("2023-11-20", "2023-11-26"), "minggu lalu": days("2023-11-13", "2023-11-19"),
    "minggu depan": days("2023-11-27", "2023-12-03"), "dua minggu lalu": days("2023-11-06", "2023-11-12"),
    "bulan ini": days("2023-11-01", "2023-11-30"), "bulan lalu": days("2023-10-01", "2023-10-31"),
    "11 bulan lalu": days("2022-12-01", "2022-12-31"), "tahun ini": days("2023-01-01", "2023-12-31"),
    "tahun lalu": days("2022-01-01", "2022-12-31"), "10 tahun silam": days("2013-01-01", "2013-12-31"),
    "Januari 2024": days("2024-01-01", "2024-01-31"),
    "bulan Februari 2024": days("2024-02-01", "2024-02-29"),
    # windows that end today
    "7 hari terakhir": days("2023-11-17", "2023-11-23"),
    "tujuh hari terakhir": days("2023-11-17", "2023-11-23"),
    "3 bulan terakhir": days("2023-08-24", "2023-11-23"),
    "setahun terakhir ini": days("2022-11-24", "2023-11-23"),
    # thirds
    "awal 2023": days("2023-01-01", "2023-04-30"),
    "pertengahan tahun 2023": days("2023-05-01", "2023-08-31"),
    "akhir 2023": days("2023-09-01", "2023-12-31"),
    "awal Februari 2023": days("2023-02-01", "2023-02-10"),
    "pertengahan Februari 2023": days("2023-02-11", "2023-02-20"),
    "akhir Februari 2023": days("2023-02-21", "2023-02-28"),
    "awal pekan lalu": days("2023-11-13", "2023-11-14"), "akhir pekan lalu": days("2023-11-18", "2023-11-19"),
    # one side open
    "sejak 2022": days("2022-01-01", ""), "sejak tahun 2022": days("2022-01-01", ""),
    "sejak Maret 2023": days("2023-03-01", ""), "sejak kemarin": days("2023-11-22", ""),
    "mulai 1 April 2022": days("2022-04-01", ""), "setelah 2020": days("2021-01-01", ""),
    "sebelum 2020": days("", "2019-12-31"), "sebelum minggu lalu": days("", "2023-11-12"),
    "sampai Juni 2021": days("", "2021-06-30"), "hingga Juni 2021": days("", "2021-06-30"),
    "sampai dengan 3 Mei 2020": days("", "2020-05-03"),
    # both sides
    "antara 2019 dan 2021": days("2019-01-01", "2021-12-31"),
    "antara 2021 dan 2019": days("2019-01-01", "2021-12-31"),
    "antara 2019-2021": days("2019-01-01", "2021-12-31"),
    "dari 2019 sampai Maret 2021": days("2019-01-01", "2021-03-31"),
    "sejak 2019 sampai sekarang": days("2019-01-01", "2023-11-23"),
    "Januari-Maret 2024": days("2024-01-01", "2024-03-31"),
    "antara Maret dan Juni 2021": days("2021-03-01", "2021-06-30"),
    "November-Januari 2024": days("2023-11-01", "2024-01-31"),
    "12-15 Maret 2024": days("2024-03-12", "2024-03-15"), "9-11/9/2019": days("2019-09-09", "2019-09-11"),
    "1 s.d. 5 Mei 2020": days("2020-05-01", "2020-05-05"),
    "28 Februari - 3 Maret 2022": days("2022-02-28", "2022-03-03"),
    "28 Des - 3 Jan": days("2022-12-28", "2023-01-03"),
    "30 Desember 2021 - 2 Januari": days("2021-12-30", "2022-01-02"),
    "Rabu (10/9/2019) - Jumat (12/9/2019)": days("2019-09-10", "2019-09-12"),
    "akhir 2019 sampai awal 2020": days("2019-09-01", "2020-04-30"),
}  # fmt: skip

# The expression is a part of the query; what is found is given as text.
PARTS = {
    "G30S 30 September 1965": ["30 September 1965"], "gempa kemarin, Cianjur": ["kemarin"],
    "banjir (24 Februari 2023).": ["24 Februari 2023"], "Jakarta,24 Februari 2023": ["24 Februari 2023"],
    "Rabu (10/9/2019 pagi)": ["10/9/2019"], "Senin (9-11/9/2019)": ["9-11/9/2019"],
    "KTT G20 November 2022": ["November 2022"], "Covid-19 tahun lalu": ["tahun lalu"],
    "APBN 2024 bulan lalu": ["bulan lalu"], "menang 3-1 Maret 2024": ["Maret 2024"],
    "menang 0-5 Maret 2024": ["Maret 2024"], "pukul 10.30 Januari 2024": ["Januari 2024"],
    "Maret 2019 - 2024": ["Maret 2019"], "3 bulan terakhir inilah": ["3 bulan terakhir"],
    "gempa 24 februari 2023 dan 1 maret 2023": ["24 februari 2023", "1 maret 2023"],
    "'kemarin' \"24 Februari 2023\" lusa": ["lusa"],
    "“kemarin” hari ini „lusa“ «besok»": ["hari ini"], 'bulan lalu "kemarin hari ini': ["bulan lalu"],
}  # fmt: skip

# A line for each reason: bare words and numbers; codes, telephone numbers, scores, addresses; impossible as a
# whole; years that cannot be read or are none; amounts and ages; parts of words; exclusions, wildcards,
# values of fields; look-alike letters and digits.
STAYS_TEXT = """
1 Mei; 17 Agustus; 29 Februari; Gerakan 30 September
2022; Januari; Mei; Maret; Senin; Minggu; minggu; hari; 17; 10-9; 10/9; 2019-09; pemilu 2019; hari ibu
Mei Lan; sejak Mei; akhir pekan; minggu terakhir; Januari-Maret; UU Nomor 11 Tahun 2020; hingga kini
DPR 2019-2024; periode 2019 - 2024; 2019-sekarang; Maret 2019-2024
021-10-09-2019; 08-10-09-2019; 0812-10-2019; 62-21-1999; 10-09-2019-33; v10.09.2019; skor 12-10
nomor 10/9/2019/PN; https://a.id/2019/09/10/banjir; MRT 2019; Boeing 737-800
31/2/2023; 32 Januari 2023; 30 Februari; 29 Februari 2023; 2023-02-30; 1/13/2020; 0/1/2020; 10/9/2101
sejak 31/2/2023; hingga 31 Februari 2023; 31/2/2023 sampai 1/4/2023; 30 Februari - 3 Maret 2022
10 September 1899; sejak 1850; Rabu (31/2/2023); 0 hari lalu; 500 tahun lalu
17 Agustus '45; 17 Agustus ’45; Agustus '45; 17 Agustus 45; 10/9/19; awal 2000-an; sejak 2000an
hingga 2000 meter; antara 1900 dan 2000 orang; sampai 2000%; sampai 2000,5
66 juta tahun lalu; dua puluh dua tahun lalu; 1.500 tahun lalu; 5-6 tahun lalu; pria 54 tahun ini
beberapa hari lalu; puluhan tahun terakhir; beberapa hari ini; 12345 hari lalu
kemarinnya; tahun-tahun lalu; kemarin-kemarin; se-hari ini; éhari ini; 2019é sampai 2020é
banjir -kemarin; banjir -24 Februari 2023; kemarin*; dari:2022-01-01; tanggal:24 Februari 2023
ſenin lalu; harı ini; ٢٤ Februari ٢٠٢٣
"""
TEXT = STAYS_TEXT.strip().replace("\n", "; ").split("; ")


@pytest.mark.parametrize("query", MEANINGS)
def test_meaning(query: str) -> None:
    for written in (query, query.lower(), query.upper()):
        assert [(found.text, found.range) for found in find_dates(written, TODAY)] == [
            (written, MEANINGS[query])
        ]
        assert parse_date(written, TODAY) == MEANINGS[query]
    (inside,) = find_dates(f"banjir {query} jakarta", TODAY)
    assert (inside.start, inside.end, inside.range) == (7, 7 + len(query), MEANINGS[query])


@pytest.mark.parametrize("query", PARTS)
def test_part_of_a_query(query: str) -> None:
    assert [found.text for found in find_dates(query, TODAY)] == PARTS[query]


@pytest.mark.parametrize("query", TEXT)
def test_stays_text(query: str) -> None:
    assert find_dates(query, TODAY) == []


@pytest.mark.parametrize(
    ("value", "meaning"),
    {
        "2022": days("2022-01-01", "2022-12-31"),
        "tahun 2022": days("2022-01-01", "2022-12-31"),
        "2019-09": days("2019-09-01", "2019-09-30"),
        "2019-2024": days("2019-01-01", "2024-12-31"),
        " 2019-09-10 ": days("2019-09-10"),
        "1d": days("2023-11-23"),
        "7d": days("2023-11-17", "2023-11-23"),
        "2w": days("2023-11-10", "2023-11-23"),
        "3m": days("2023-08-24", "2023-11-23"),
        "1Y": days("2022-11-24", "2023-11-23"),
    }.items(),
)
def test_values_of_parameters(value: str, meaning: DateRange) -> None:
    assert parse_date(value, TODAY) == meaning


@pytest.mark.parametrize(
    ("value", "reason"),
    {
        "31/2/2023": "no day 31 in 2023-02, which has 28 days",
        "32 Januari 2023": "no day 32 in 2023-01",
        "30 Februari": "no day 30 in month 2, which has at most 29 days",
        "2019-13": "no month 13",
        "1/13/2020": "no month 13: the order is day, month, year",
        "1850": "the year 1850 is outside 1900-2100",
        "0d": "must be at least 1",
        "9999y": "outside 1900-2100",
        "0 hari terakhir": "must be at least 1",
        "beberapa hari lalu": "names no definite dates",
        "10/9/19": "write 2019, 2019-09",
        "Januari": "write 2019",
        "24 Februari 2023 banjir": "write 2019",
        "": "write 2019",
    }.items(),
)
def test_errors_name_the_value_and_the_reason(value: str, reason: str) -> None:
    with pytest.raises(ValueError, match="is no date") as caught:
        parse_date(value, TODAY)
    assert str(caught.value).startswith(repr(value))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("today", "query", "meaning"),
    [
        ("2024-03-31", "seminggu ini", days("2024-03-25", "2024-03-31")),
        ("2024-03-31", "sebulan terakhir", days("2024-03-01", "2024-03-31")),
        ("2024-02-29", "setahun terakhir", days("2023-03-01", "2024-02-29")),
        ("2024-01-01", "bulan lalu", days("2023-12-01", "2023-12-31")),
        ("2024-01-01", "minggu lalu", days("2023-12-25", "2023-12-31")),  # itself a Monday
        ("2023-12-31", "minggu ini", days("2023-12-25", "2023-12-31")),  # itself a Sunday
        ("2024-02-29", "29 Februari", days("2024-02-29")),
        ("1908-02-28", "29 Februari", days("1904-02-29")),
    ],
)
def test_edges_of_the_calendar(today: str, query: str, meaning: DateRange) -> None:
    assert parse_date(query, date.fromisoformat(today)) == meaning


# --- properties -----------------------------------------------------------------------------------------

MONTH_NAMES = [
    ("Januari", "January", "Jan"), ("Februari", "Pebruari", "February", "Feb"), ("Maret", "March", "Mar"),
    ("April", "Apr"), ("Mei", "May"), ("Juni", "June", "Jun"), ("Juli", "July", "Jul"),
    ("Agustus", "August", "Agt", "Ags", "Agu", "Aug"), ("September", "Sept", "Sep"),
    ("Oktober", "October", "Okt", "Oct"), ("November", "Nopember", "Nov", "Nop"),
    ("Desember", "December", "Des", "Dec"),
]  # fmt: skip
WEEKDAY_NAMES = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
WAYS: list[Callable[[date, str, str], str]] = [
    lambda day, month, _: f"{day.day} {month} {day.year}",
    lambda day, month, _: f"{day.day:02d}-{month}-{day.year}",
    lambda day, month, weekday: f"{weekday}, {day.day} {month} {day.year}",
    lambda day, month, weekday: f"hari {weekday} tanggal {day.day} {month}. {day.year}",
    lambda day, _, weekday: f"{weekday} ({day.day}/{day.month}/{day.year})",
    lambda day, *_: f"{day.day}/{day.month}/{day.year}",
    lambda day, *_: f"{day:%d/%m/%Y}",
    lambda day, *_: f"{day:%d-%m-%Y}",
    lambda day, *_: f"{day:%Y/%m/%d}",
    lambda day, *_: day.isoformat(),
]
dates = st.dates(date(1900, 1, 1), date(2100, 12, 31))
todays = st.dates(date(1950, 1, 1), date(2090, 12, 31))
LOOSE_ENDS = 'banjir dan sampai antara sejak " ( ) - , 2019 7 Mei OR'
FRAGMENTS = [*MEANINGS, *PARTS, *TEXT, *LOOSE_ENDS.split()]
queries = st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(["", " ", ", ", "-", "\n"]))).map(
    lambda pieces: "".join(piece for pair in pieces for piece in pair)
)


@given(dates, todays, st.data())
def test_every_date_in_every_way_reads_as_itself(day: date, today: date, data: st.DataObject) -> None:
    month = data.draw(st.sampled_from(MONTH_NAMES[day.month - 1]))
    for way in WAYS:
        written = way(day, month, WEEKDAY_NAMES[day.weekday()])
        assert parse_date(written, today) == DateRange(day, day)
        (found,) = find_dates(f"banjir {written}, Jakarta", today)
        assert (found.text, found.range) == (written, DateRange(day, day))
    whole_month = DateRange(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    assert parse_date(f"{month} {day.year}", today) == whole_month


@given(todays, st.integers(0, 364))
def test_a_day_without_a_year_is_the_latest(today: date, days_ago: int) -> None:
    day = today - timedelta(days=days_ago)
    assert parse_date(f"{day.day} {MONTH_NAMES[day.month - 1][0]}", today) == DateRange(day, day)


@given(dates, dates, todays)
def test_a_range_spans_both_ends_in_any_order(one: date, other: date, today: date) -> None:
    spanned = DateRange(min(one, other), max(one, other))
    for pattern in ("antara {} dan {}", "{:%d/%m/%Y} - {:%d/%m/%Y}", "dari {} sampai {}"):
        assert parse_date(pattern.format(one, other), today) == spanned


@given(todays, st.integers(1, 300))
def test_windows_and_calendar_units(today: date, count: int) -> None:
    last_days = parse_date(f"{count} hari terakhir", today)
    assert last_days.first and last_days.last == today
    assert (today - last_days.first).days == count - 1
    assert parse_date(f"{count}d", today) == last_days
    assert parse_date(f"{count * 7}d", today) == parse_date(f"{count}w", today)
    week = parse_date("minggu lalu", today)
    assert week.first and week.last and week.last < today <= week.last + timedelta(days=7)
    assert (week.first.weekday(), (week.last - week.first).days) == (0, 6)
    for unit in ("minggu", "bulan", "tahun"):  # n units back is one unit back, n times
        count_back, stepped = min(count, 40), today
        for _ in range(count_back):
            one_back = parse_date(f"{unit} lalu", stepped)
            assert one_back.first
            stepped = one_back.first
        assert parse_date(f"{count_back} {unit} lalu", today).first == stepped


@given(todays, st.sampled_from(["pekan ini", "bulan lalu", "tahun depan", "Februari 2024", "2023"]))
def test_thirds_make_up_the_whole(today: date, whole: str) -> None:
    parts = [parse_date(f"{third} {whole}", today) for third in ("awal", "pertengahan", "akhir")]
    for before, after in pairwise(parts):
        assert before.last and after.first == before.last + timedelta(days=1)
    assert DateRange(parts[0].first, parts[2].last) == parse_date(whole, today)


@given(queries | st.text(), todays)
@example("1 - 1 Mei 2020", TODAY)
def test_what_is_found_is_in_order_and_reads_the_same_alone(text: str, today: date) -> None:
    read_up_to = 0
    for found in find_dates(text, today):
        assert read_up_to <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        first, last = found.range.first, found.range.last
        assert first or last
        assert not (first and last) or first <= last
        assert parse_date(found.text, today) == found.range
        read_up_to = found.end


@given(queries)
def test_quoted_text_is_left_alone(text: str) -> None:
    unquoted = text.translate(dict.fromkeys(map(ord, '"“”„«»＂'), " "))
    assert find_dates(f"“{unquoted}”", TODAY) == []
    assert find_dates(f'banjir "{unquoted}', TODAY) == []


WITHOUT_MEANING = (
    "hari minggu pekan bulan tahun mei juli maret senin jumat sejak sebelum sampai hingga antara dan dari"
    " awal akhir dua sepuluh sebulan tanggal banjir Jakarta - , ( ) ' : /"
)
DATE_WORDS = "ini lalu silam kemarin kemaren terakhir belakangan besok lusa depan"


@given(st.lists(st.sampled_from(WITHOUT_MEANING.split())).map(" ".join) | st.text())
def test_nothing_without_digits_and_date_words(text: str) -> None:
    assume(not any(letter.isdigit() for letter in text))
    assume(not any(word in text.lower() for word in DATE_WORDS.split()))
    assert find_dates(text, TODAY) == []


@given(st.text(), st.dates())
def test_any_text_on_any_day_is_answered_or_refused(text: str, today: date) -> None:
    find_dates(text, today)
    try:
        parse_date(text, today)
    except ValueError as error:
        assert "is no date" in str(error)


@pytest.mark.parametrize("today", [date.min, date.max, date(1900, 1, 1), date(2100, 12, 30)])
def test_the_ends_of_the_calendar_do_not_break(today: date) -> None:
    for query in [*MEANINGS, *TEXT]:
        find_dates(query, today)
    with pytest.raises(ValueError, match="is no date"):
        parse_date("999 bulan lalu" if today.year < 2000 else "lusa", today)


@pytest.mark.parametrize("query", ["kemarin", "2 Januari", "29 Februari", "minggu lalu"])
def test_nothing_lies_before_1900(query: str) -> None:
    with pytest.raises(ValueError, match="1900"):
        parse_date(query, date(1900, 1, 1))


@given(queries | st.text())
def test_nothing_is_read_where_no_word_opens_it(text: str) -> None:
    """`find_dates` looks only where a digit or one of some words stands; it loses nothing by that."""
    for word in dates_module._START.finditer(text):
        if longest_reading(text, word.start()) is not None:
            assert word[0][0].isdigit() or word[0].lower() in dates_module._OPENINGS
            assert dates_module.may_speak_of_dates(text)
