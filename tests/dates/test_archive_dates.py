"""Dates of archives: what outlets, feeds, databases and programs write, and what each means."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates.archive import ArchiveDates, UnreadableDateError
from search.dates.reading import parse_date
from search.published import PartialDate, day_of, from_iso, last_day_of

JAKARTA = ZoneInfo("Asia/Jakarta")
REFERENCE = datetime(2019, 9, 12, 10, 0, tzinfo=timezone.utc)  # a Thursday, 17.00 in Jakarta


def read(value: object, zone: str = "Asia/Jakarta", reference: datetime | None = None) -> str | None:
    """Return what a value means in ISO 8601; "impossible" and the like where it cannot be read."""
    try:
        found = ArchiveDates(ZoneInfo(zone)).read(value, reference)
    except UnreadableDateError as error:
        return error.code.removeprefix("date_")
    return found and found.isoformat()


DAY = "2019-09-10"
MINUTE = "2019-09-10T14:30:00+07:00"
# A line for each kind of writer: outlets; feeds and mail; databases; programs; short forms.
MEANINGS = {
    "Rabu, 10/9/2019 14:30 WIB": MINUTE, "Selasa, 10 September 2019 | 14.30 WIB": MINUTE,
    "Kompas.com - 10/09/2019, 14:30 WIB": MINUTE, "Selasa 10 Sep 2019, 14:30 WIB": MINUTE,
    "Jakarta, 10 September 2019": DAY, "Diperbarui 10 Sep 2019 14:30": MINUTE,
    "10 Sep 2019 14:30 (Diperbarui 11 Sep 2019 08:00)": MINUTE,
    "Diperbarui: 11/09/2019, 08:00 WIB | Terbit: 10/09/2019, 14.30 WIB": MINUTE,
    "14:30 WIB, 10 September 2019": MINUTE, "pukul 14.30 WIB, Selasa (10/9/2019)": MINUTE,
    "Selasa, 10 September 2019 pukul 14 WIB": "2019-09-10T14:00:00+07:00",
    "Selasa, 10 September 2019 / 14.30 WIB": MINUTE, "10/09/2019 / 14:30": MINUTE,
    "Selasa , 10 September 2019 , 14 : 30": MINUTE,
    "10 September 2019 15:30 WITA": MINUTE, "10 September 2019 16:30 WIT": MINUTE,
    "admin | 10 September 2019 | Dibaca 1.234 kali": DAY, "Sel, 10 Sep 2019": DAY,
    "Jum'at, 13 September 2019": "2019-09-13", "Jumat, 5 Agt 2019": "2019-08-05",
    "6 Nop 2019": "2019-11-06", "6 Pebruari 2019": "2019-02-06", "10\u00a0Sep\u00a02019": DAY,
    "Tue, 10 Sep 2019 14:30:00 +0700": MINUTE, "Tue, 10 Sep 2019 07:30:00 GMT": MINUTE,
    "Tuesday, 10-Sep-19 07:30:00 GMT": MINUTE, "Tue, 10 Sep 2019 03:30:00 EDT": MINUTE,
    "2019-09-10T07:30:00Z": MINUTE, "2019-09-10T20:00:00Z": "2019-09-11T03:00:00+07:00",
    "2019-09-10T14:30:00.123+0700": "2019-09-10T14:30:00.123000+07:00",
    "2019-09-10 14:30:00+07": MINUTE, "2019-09-10 14:30:00": MINUTE, "2019-09-10 14:30": MINUTE,
    "2019-09-10 14:30:00 WIB": MINUTE, "2019-09-10 14:30:00 +0700 +07": MINUTE,
    "2019-09-10 07:30:00 UTC": MINUTE, "2019-09-10 24:00:00": "2019-09-11T00:00:00+07:00",
    "10-SEP-19 02.30.00.000000 PM": MINUTE, "10-SEP-2019": DAY, "20190910T073000Z": MINUTE,
    "20190910": DAY, "201909101430": MINUTE, "20190910143000": MINUTE, "1568100600": MINUTE,
    "1568100600000": MINUTE, "1568100600000000": MINUTE, "1568100600000000000": MINUTE,
    "1568100600.0": MINUTE, "1.5681006e9": MINUTE, "43718": DAY, "43718.604166667": MINUTE,
    "Timestamp('2019-09-10 14:30:00')": MINUTE, "datetime.datetime(2019, 9, 10, 14, 30)": MINUTE,
    "ISODate(\"2019-09-10T07:30:00Z\")": MINUTE, "/Date(1568100600000+0700)/": MINUTE,
    "['2019-09-10']": DAY, "'2019-09-10'": DAY, "datetime.date(2019, 9, 10)": DAY,
    "2019-09-10T14:30+07:00[Asia/Jakarta]": MINUTE, "Tue Sep 10 14:30:00 WIB 2019": MINUTE,
    "Tue Sep 10 2019 14:30:00 GMT+0700 (Western Indonesia Time)": MINUTE,
    "10/Sep/2019:14:30:00 +0700": MINUTE, "September 10, 2019 2:30 pm": MINUTE,
    "Tuesday, September 10th, 2019": DAY, "Sep. 10, 2019": DAY, "10th September 2019": DAY,
    "10/9/2019": DAY, "10.9.2019": DAY, "10-09-2019": DAY, "2019/09/10": DAY, "2019.09.10": DAY,
    "2019-9-10": DAY, "10 / 9 / 2019": DAY, "10/9/19": DAY, "10.9.'19": DAY, "10 Sep 19": DAY,
    "1/1/70": "1970-01-01", "1/1/2019 0:00": "2019-01-01T00:00:00+07:00",
    "2019": "2019", "Tahun 2019": "2019", "2019-09": "2019-09", "201909": "2019-09", "Sept 2019": "2019-09",
    "bulan September 2019": "2019-09", "Terbit: 2019-09-10 14:30": MINUTE, "10 Sep 2019 14:30 IST": DAY,
    "1 Januari 1812": "1812-01-01", "2200-12-31": "2200-12-31",
}  # fmt: skip
OF_PROGRAMS = [
    (1568100600, MINUTE), (1568100600.0, MINUTE), (1568100600123, "2019-09-10T14:30:00.123000+07:00"),
    (20190910, DAY), (2019, "2019"), (43718, DAY), (date(2019, 9, 10), DAY),
    (datetime(2019, 9, 10, 14, 30), MINUTE),
    (datetime(2019, 9, 10, 7, 30, tzinfo=timezone.utc), MINUTE),
    ({"$date": "2019-09-10T07:30:00Z"}, MINUTE), ({"$date": {"$numberLong": "1568100600000"}}, MINUTE),
    ({"timestamp": 1568100600, "tz": "Asia/Jakarta"}, MINUTE), ({"unix": 1568100600}, MINUTE),
    ({"_seconds": 1568100600, "_nanoseconds": 0}, MINUTE),
    ({"date": "2019-09-10 14:30:00.000000", "timezone_type": 3, "timezone": "Asia/Jakarta"}, MINUTE),
    ({"year": 2019, "month": 9, "day": 10}, DAY), ([2019, 9, 10], DAY), ([2019, 9, 10, 14, 30], MINUTE),
    (["2019-09-10"], DAY), ((2019, 9, 10, 14, 30, 0, 1, 253, 0), MINUTE), ({"@value": "2019-09-10"}, DAY),
]  # fmt: skip
NOTHING = [
    None, "", " ", "null", "NULL", "None", "NaN", "nan", "NaT", "\\N", "-", "N/A", "0", 0, 0.0, float("nan"),
    "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z",
    "0001-01-01", "01/01/0001 00:00:00", "Invalid date", {"$date": None},
]  # fmt: skip
UNREADABLE = {
    "impossible": [
        "31/2/2019", "2019-02-31", "2019-13-40", "13/13/2019", "2019-09-10T25:00", "10 Sep 2019 25:99",
        "30 Februari 2019", "2019-09-10T10:00:00+24:00", "2019-09-10 13:00 pm", [2019, 13, 1],
    ],
    "beyond": ["1 Januari 1750", "2201-01-01", "9999-12-31T23:59:59Z", "31/12/9999"],
    "unknown": [
        "xx", "kemarin sore ada rapat di balai kota yang ramai " * 5, True, {"a": 1}, ["a", "b"],
        "kuartal III 2019",
        "12345", "190910", "10", "Selasa", "September", "awal 2019", "1e400", "v2019", "2019-2020", b"2019",
    ],
    "without_reference": ["Senin (10/9)", "kemarin", "3 jam lalu", "10 September", "2 hours ago"],
}  # fmt: skip


@pytest.mark.parametrize("written", MEANINGS)
def test_meaning(written):
    for value in (written, f"  {written}\n", written.upper() if "Sept" not in written else written):
        assert read(value) == MEANINGS[written]


@pytest.mark.parametrize(("value", "meaning"), OF_PROGRAMS)
def test_what_programs_hand_over(value, meaning):
    assert read(value) == meaning


@pytest.mark.parametrize("value", NOTHING)
def test_nothing(value):
    assert read(value) is None


@pytest.mark.parametrize(
    ("code", "value"), [(code, value) for code in UNREADABLE for value in UNREADABLE[code]]
)
def test_unreadable(code, value):
    assert read(value) == code


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("3 jam lalu", "2019-09-12T14:00:00+07:00"),
        ("25 menit yang lalu", "2019-09-12T16:35:00+07:00"),
        ("sejam lalu", "2019-09-12T16:00:00+07:00"),
        ("2 hours ago", "2019-09-12T15:00:00+07:00"),
        ("kemarin", "2019-09-11"),
        ("kemarin, 14:30 WIB", "2019-09-11T14:30:00+07:00"),
        ("2 hari lalu", "2019-09-10"),
        ("Senin (9/9)", "2019-09-09"),
        ("Selasa, 10/09 - 14:30 WIB", MINUTE),
        ("10 September", DAY),
        ("bulan lalu", "unknown"),
    ],
)
def test_what_counts_from_a_known_moment(value, meaning):
    assert read(value, reference=REFERENCE) == meaning


def test_the_zone_of_the_archive_decides_the_day():
    assert read("2019-09-10T20:00:00Z", "Asia/Jakarta") == "2019-09-11T03:00:00+07:00"
    assert read("2019-09-10T20:00:00Z", "Asia/Jayapura") == "2019-09-11T05:00:00+09:00"
    assert read("2019-09-10T20:00:00Z", "UTC") == "2019-09-10T20:00:00+00:00"
    assert read("2019-09-10 00:30 WIT", "Asia/Jakarta") == "2019-09-09T22:30:00+07:00"
    assert read("2019-09-10 14:30", "Asia/Makassar") == "2019-09-10T14:30:00+08:00"
    assert read("2019-09-10", "Asia/Makassar") == DAY
    # Before 1908 clocks in Batavia were 7 hours, 7 minutes and 12 seconds ahead: RFC 3339 has no seconds.
    assert read("1850-01-01 12:00") == "1850-01-01T11:59:48+07:07"


def test_an_unknown_zone_leaves_the_day_and_is_said():
    dates = ArchiveDates(JAKARTA)
    assert dates.read("10 Sep 2019 14:30 IST") == date(2019, 9, 10)
    (notice,) = dates.notices()
    assert notice.said("en") == "1 time of day left out, the day is kept: unknown time zone IST"


# --- day first or month first -----------------------------------------------------------------------


def in_order(*values: object) -> tuple[list[str], list[str]]:
    """Read the dates of a file; returns their meanings, and what is said of the file."""
    left = list(values)

    def following() -> list[object]:
        return left[:]

    dates = ArchiveDates(JAKARTA, following)
    meanings = []
    while left:
        found = dates.read(left.pop(0))
        meanings.append(found.isoformat() if found else "")
    return meanings, [notice.said("en") for notice in dates.notices()]


def test_the_rest_of_the_file_tells_that_months_come_first():
    meanings, said = in_order("3/4/2019", "3/5/2019", "12/25/2019")
    assert meanings == ["2019-03-04", "2019-03-05", "2019-12-25"]
    assert said == ["2 dates such as 3/4/2019 read as month/day/year, since the file has 12/25/2019"]


def test_the_rest_of_the_file_tells_that_days_come_first():
    meanings, said = in_order("3/4/2019 10:00", None, "", "25/12/2019")
    assert meanings == ["2019-04-03T10:00:00+07:00", "", "", "2019-12-25"]
    assert said == ["1 date, 3/4/2019, read as day/month/year, since the file has 25/12/2019"]


def test_where_nothing_tells_the_day_comes_first():
    meanings, said = in_order("3/4/2019", "2019-01-31", "5/5/2019")
    assert meanings == ["2019-04-03", "2019-01-31", "2019-05-05"]
    assert said == ["1 date, 3/4/2019, read as day/month/year: no date of the file tells the order"]


def test_a_weekday_tells():
    # The third of April 2019 was a Wednesday, the fourth of March a Monday.
    assert in_order("Rabu, 3/4/2019") == (["2019-04-03"], [])
    assert in_order("Monday, 3/4/2019")[0] == ["2019-03-04"]
    assert in_order("3/4/2019", "Mon, 3/4/2019")[0] == ["2019-03-04", "2019-03-04"]


def test_indonesian_words_tell_for_their_own_date_alone():
    assert in_order("3/4/2019 10:00 WIB") == (["2019-04-03T10:00:00+07:00"], [])


def test_a_file_in_both_orders_is_said_to_be_so():
    meanings, said = in_order("3/4/2019", "25/12/2019", "12/25/2019")
    assert meanings == ["2019-04-03", "2019-12-25", "2019-12-25"]
    assert said == [
        "1 date, 3/4/2019, read as day/month/year, though 12/25/2019 has the other order: check the file"
    ]


def test_dates_that_leave_nothing_open_are_not_spoken_of():
    assert in_order("25/12/2019", "5/5/2019", "2019-09-10")[1] == []


# --- properties ---------------------------------------------------------------------------------------

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1974, 1, 2), datetime(2099, 12, 30), timezones=zones)
SPANS = [
    "{:%d/%m/%Y}",
    "{:%d-%m-%Y}",
    "{:%d.%m.%Y}",
    "{:%Y/%m/%d}",
    "{:%Y%m%d}",
    "{:%d %B %Y}",
    "{:%A, %d %b %Y}",
]


@given(days)
def test_archives_and_the_search_box_read_the_same_day(day):
    for pattern in SPANS:
        written = pattern.format(day)
        assert parse_date(written, date(2023, 11, 23)).first == day
        dates = ArchiveDates(JAKARTA)
        if "/%m/" not in pattern and "-%m-" not in pattern and ".%m." not in pattern:
            assert dates.read(written) == day
        else:  # the file says that the day comes first
            dates.read("25/12/2019")
            assert dates.read(written) == day


@given(moments)
def test_a_moment_stays_the_same_moment(moment):
    moment = moment.replace(microsecond=0)
    for written in (moment.isoformat(), moment.isoformat(" "), moment.strftime("%a, %d %b %Y %H:%M:%S %z")):
        assert ArchiveDates(JAKARTA).read(written) == moment
    for per_second in (1, 10**3, 10**6, 10**9):
        assert ArchiveDates(JAKARTA).read(int(moment.timestamp()) * per_second) == moment


@given(st.text(max_size=60) | st.from_regex(r"[0-9/:. TZ+-]{1,30}", fullmatch=True))
def test_no_text_breaks_it(text):
    found = read(text)
    assert (
        found is None or found in {"impossible", "beyond", "unknown", "without_reference"} or from_iso(found)
    )


@given(days | st.builds(PartialDate, st.integers(1800, 2200), st.none() | st.integers(1, 12)) | moments)
def test_published_comes_back_from_what_is_stored(published):
    assert from_iso(published.isoformat()) == published
    assert day_of(published) <= last_day_of(published)
