"""JSON lines and the Article contract: what is accepted, and how each fault is named."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from reading_outcome import only_reject, read_all, read_lines

from search.article import Article, derived_id


def line(**fields):
    return json.dumps({"text": "Isi.", **fields})


def reject_of(*lines):
    return only_reject(read_lines(*lines, strict=True))


def test_whole_contract():
    outcome = read_lines(
        json.dumps(
            {
                "id": "a-1",
                "title": "Judul",
                "source": "Redaksi Dunia",
                "published": "2019-09-10",
                "category": "Dunia",
                "url": "https://contoh.id/a-1",
                "paragraphs": ["Satu.", "Dua."],
                "penulis": {"tidak": "dikenal"},
            }
        )
    )
    assert outcome.articles == [
        Article(
            "a-1",
            ("Satu.", "Dua."),
            "Judul",
            "Redaksi Dunia",
            date(2019, 9, 10),
            "Dunia",
            "https://contoh.id/a-1",
        )
    ]
    assert not outcome.rejects
    assert not outcome.notices


def test_fields_that_only_some_articles_have():
    given = {
        "authors": ["Redaksi Satu ", "", "redaksi  satu", "Redaksi Dua"],
        "tags": "pemilu",
        "place": " Jakarta",
        "updated": "2019-09-11T07:30:00+07:00",
        "language": "id",
        "image": "https://contoh.id/a.jpg",
        "image_caption": "Warga\nmenunggu.",
    }
    (article,) = read_lines(line(**given)).articles
    assert (article.authors, article.tags) == (("Redaksi Satu", "Redaksi Dua"), ("pemilu",))
    assert article.updated == datetime(2019, 9, 11, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    assert (article.place, article.language) == ("Jakarta", "id")
    assert (article.image, article.image_caption) == ("https://contoh.id/a.jpg", "Warga menunggu.")


@pytest.mark.parametrize(
    "unusable",
    [
        {"authors": {"usia": 40}},
        {"authors": ["Redaksi", True]},
        {"tags": [str(number) for number in range(1001)]},
        {"place": {"lintang": -6.2}},
        {"updated": "entah"},
        {"language": True},
        {"image": {"lebar": 640}},
        {"image_caption": "x" * 10_001},
    ],
)
def test_an_article_stays_one_without_fields_that_cannot_be_used(unusable):
    (bare,) = read_lines(line(id="a")).articles
    outcome = read_lines(line(id="a", **unusable))
    assert (outcome.articles, outcome.rejects) == ([bare], [])


def test_text_is_one_paragraph_a_line():
    assert read_lines(line(text="Satu.\n\n Dua.\r\nTiga.\rEmpat. \n")).texts == [
        ("Satu.", "Dua.", "Tiga.", "Empat.")
    ]


def test_null_missing_and_empty_are_the_same():
    keys = ("title", "source", "category", "url")
    (bare,) = read_lines(line(id="x")).articles
    assert read_lines(line(id="x", published=None, **dict.fromkeys(keys))).articles == [bare]
    assert read_lines(line(id="x", **dict.fromkeys(keys, "  "))).articles == [bare]
    assert read_lines(line(id="x", paragraphs=None)).articles == [bare]
    assert read_lines(line(id="x", paragraphs=[])).articles == [bare]


def test_strings_are_stripped_and_empty_paragraphs_dropped():
    (article,) = read_lines(
        json.dumps({"id": " 7 ", "title": " J ", "paragraphs": ["", " a ", "\u00a0", "b\t\tc\r\n d"]})
    ).articles
    assert (article.id, article.title, article.paragraphs) == ("7", "J", ("a", "b c d"))


def test_missing_id_is_derived_from_the_content():
    (article,) = read_lines(line(title="Judul")).articles
    assert article.id == derived_id("Judul", ["Isi."])


@pytest.mark.parametrize(
    ("given", "expected"),
    [(17, "17"), (-3, "-3"), (1.5, "1.5"), ("https://a.id/b?c=1", "https://a.id/b?c=1")],
)
def test_usable_ids(given, expected):
    assert read_lines(line(id=given)).articles[0].id == expected


@pytest.mark.parametrize("given", ["a b", "a#1", "a\u00a0b"])
def test_unusable_ids(given):
    assert reject_of(line(id=given)).code == "bad-id"


def test_longest_id():
    assert len(read_lines(line(id="x" * 200)).articles) == 1
    reject = reject_of(line(id="x" * 201))
    assert reject.code == "bad-id"
    (article,) = read_lines(line(id="x" * 201)).articles
    assert len(article.id) == 16
    assert article.id != read_lines(line(id="x" * 202)).articles[0].id


def test_ids_that_addresses_cannot_have_are_written_so_that_they_can():
    outcome = read_lines(line(id="a b#1"), line(id="a\u00a0b"), line(id=1239.0))
    assert [article.id for article in outcome.articles] == ["a%20b%231", "a%C2%A0b", "1239"]
    (counts,) = outcome.counts
    assert counts.mended["ids_changed"].count == 2
    assert "'a b#1' → a%20b%231" in next(counts.remarks()).said("en")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"paragraphs": ["a", "b", 3]},
            "paragraphs must be a string or a list of strings; there is a number in it",
        ),
        ({"text": {"x": 1}}, "text must be a string or a list of strings; there is an object in it"),
        ({"text": 7}, "text must be a string or a list of strings; there is a number in it"),
        ({"title": True}, "title must be a string, not true or false"),
        ({"category": {"x": 1}}, "category must be a string, not an object"),
        ({"url": False}, "url must be a string, not true or false"),
        ({"id": True}, "id must be a string, not true or false"),
    ],
)
def test_wrong_types_name_the_key(fields, message):
    reject = reject_of(line(**fields))
    assert (reject.code, reject.message) == ("wrong-type", message)


@pytest.mark.parametrize(
    "fields", [{"text": None}, {"text": ""}, {"text": " \n\t"}, {"text": "", "paragraphs": [" "]}]
)
def test_missing_text(fields):
    reject = reject_of(line(**fields))
    assert reject.code == "missing-text"
    assert reject.message.startswith("missing text")


WIB = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2019-09-10", date(2019, 9, 10)),
        (" 2020-02-29 ", date(2020, 2, 29)),
        ("1800-01-01", date(1800, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        ("2019-09-10T14:05:06+07:00", datetime(2019, 9, 10, 14, 5, 6, tzinfo=WIB)),
        ("2019-09-10T14:05:06+0700", datetime(2019, 9, 10, 14, 5, 6, tzinfo=WIB)),
        ("2019-09-10t14:05:06z", datetime(2019, 9, 10, 14, 5, 6, tzinfo=timezone.utc)),
        ("2019-09-10 14:05:06", datetime(2019, 9, 10, 14, 5, 6, tzinfo=WIB)),
        ("2019-09-10 14:05", datetime(2019, 9, 10, 14, 5, tzinfo=WIB)),
        ("2019-09-10T14:05:06.5Z", datetime(2019, 9, 10, 14, 5, 6, 500_000, tzinfo=timezone.utc)),
        (
            "2019-09-10T14:05:06.123456789-03:30",
            datetime(2019, 9, 10, 14, 5, 6, 123_456, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
        ),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=timezone.utc)),
    ],
)
def test_published(given, expected):
    found = read_lines(line(published=given)).articles[0].published
    assert (type(found), found) == (type(expected), expected)
    if isinstance(expected, datetime):
        assert found.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    "given",
    [
        *(
            "kemarin",
            "2019-09-10T",
            "2019-09-10Z",
            "x2019-09-10",
        ),
        *(
            "2023-02-31",
            "2023-13-01",
            "2023-00-10",
            "2023-02-10T10:61:00",
            "2023-02-10T10:00:61",
        ),
        *(
            "2023-02-10T10:00:00+24:00",
            "2023-02-10T10:00:00+07:60",
        ),
        *("1799-12-31", "2201-01-01", "0000-01-01", "٢٠١٩-٠٩-١٠"),
    ],
)
def test_unusable_dates_name_the_value(given):
    reject = reject_of(line(published=given))
    assert reject.code == "bad-date"
    assert repr(given) in reject.message


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x80", "\x9f", "\ud800", "\udfff"]
)
@pytest.mark.parametrize("escaped", [True, False])
def test_control_characters_are_named_with_their_place(character, escaped):
    text = json.dumps({"paragraphs": ["a", f"b{character}"]}, ensure_ascii=escaped or character >= "\ud800")
    reject = reject_of(text)
    assert reject.code == "control-character"
    assert f"U+{ord(character):04X} in paragraph 2" in reject.message


def test_wording_for_control_characters():
    message = reject_of(line(paragraphs=["a", "\x00"])).message
    assert message.startswith("control character U+0000 in paragraph 2")


@pytest.mark.parametrize("key", ["title", "source", "category", "url"])
def test_control_characters_in_other_fields(key):
    assert f"control character U+0007 in {key}" in reject_of(line(**{key: "a\x07b"})).message


def test_noncharacters():
    assert reject_of(line(text="a\uffff")).code == "control-character"


def test_raw_tab_in_a_string_is_tolerated():
    assert read_lines('{"text": "a\tb"}').texts == [("a b",)]


def test_long_paragraph():
    assert len(read_lines(line(text="a" * 100_000)).articles) == 1
    reject = reject_of(line(paragraphs=["a", "b", "c" * 2**20]))
    assert reject.code == "too-long"
    assert reject.message == "paragraph 3 has 1,048,576 characters; at most 100,000: split it"


def test_many_paragraphs():
    assert len(read_lines(line(paragraphs=["a"] * 100_000 + [""])).articles) == 1
    assert reject_of(line(paragraphs=["a"] * 100_001)).code == "too-long"


def test_long_title():
    assert reject_of(line(title="a" * 10_001)).code == "too-long"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"text": "a"', "not-json"),
        ("{'text': 'a'}", "not-json"),
        ('{"text": "a', "not-json"),
        ('["a"]', "not-an-object"),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "not-json"),
        ('"a"', "not-an-object"),
        ("7", "not-an-object"),
        ("null", "not-an-object"),
    ],
)
def test_lines_that_are_no_object(text, code):
    outcome = read_lines(line(id="before", text="1"), text, line(id="after", text="2"))
    assert [article.id for article in outcome.articles] == ["before", "after"]
    (reject,) = outcome.rejects
    assert (reject.file, reject.line, reject.code, reject.record) == ("<stdin>", 2, code, text)


def test_deep_nesting_is_a_reject():
    reject = reject_of('{"text": "a", "x": ' + "[" * 200_000)
    assert (reject.code, reject.line) == ("not-json", 1)


def test_comments_blank_lines_and_byte_order_marks_are_passed_over():
    outcome = read_lines(
        "\ufeff# keterangan", "", "   ", "\ufeff" + line(id="a"), "#{", line(id="b") + "\r", "# akhir"
    )
    assert [article.id for article in outcome.articles] == ["a", "b"]
    assert not outcome.rejects


def test_a_comment_starts_in_the_first_column():
    reject = reject_of(" # bukan keterangan")
    assert (reject.code, reject.record) == ("not-json", "# bukan keterangan")


def test_the_last_line_needs_no_newline():
    assert read_all("-", stdin=line().encode()).texts == [("Isi.",)]


def test_windows_1252_lines_are_noticed_once():
    outcome = read_lines(line(id="a", text="é"), b'{"text": "\x93kutipan\x94 caf\xe9"}', b'{"text": "\x96"}')
    assert outcome.texts == [("é",), ("“kutipan” café",), ("–",)]
    (notice,) = outcome.notices
    assert notice.message == "not UTF-8 in line 2 and 1 more: read as Windows-1252"


@pytest.mark.parametrize(
    "raw", [b'{"text": "a\x81"}', b'{"text": "a\\\x81"}', b'{"text": "a\\\\\x81"}', b"\x9d\x8d"]
)
def test_bytes_of_no_encoding_are_shown_and_never_accepted(raw):
    reject = reject_of(raw)
    assert reject.code == "encoding"
    assert "\\x81" in reject.record or "\\x8d" in reject.record
    again = reject_of("# reject", reject.record)
    assert (again.code, again.record, again.message) == (reject.code, reject.record, reject.message)


@pytest.mark.parametrize("line", [b"\xbf", b"\xef\xbb", b"\x05", b"\x00\x00"])
def test_a_line_of_stray_bytes_is_rejected(line):
    outcome = read_lines('{"text": "Panen."}', line)
    assert outcome.texts == [("Panen.",)]
    assert [reject.line for reject in outcome.rejects] == [2]


@pytest.mark.parametrize("around", [b"\xef\xbb\xbf", b"\x1e", b" ,\xef\xbb\xbf\xef\xbb\xbf "])
def test_marks_around_a_value_say_nothing(around):
    outcome = read_lines(around, around + b'{"text": "Panen."}' + around, around)
    assert outcome.texts == [("Panen.",)]
    assert not outcome.rejects


@pytest.mark.parametrize("depth", [13, 450, 900])
@pytest.mark.parametrize("key", ["lain", "title", "published", "tags", "url"])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_what_is_nested_deeply_costs_no_article(depth, key, brackets):
    opened, closed = ("[", "]") if brackets == "[]" else ('{"a":', "}")
    deep = f"{opened * depth}1{closed * depth}"
    outcome = read_lines(f'{{"text": "Isi.", "{key}": {deep}}}')
    assert outcome.texts == [("Isi.",)]
    (counts,) = outcome.counts
    assert counts.unused or counts.empty  # it is said


def test_what_is_nested_too_deeply_is_rejected():
    assert only_reject(read_lines(f'{{"text": {"[" * 900}"a"{"]" * 900}}}')).code == "wrong-type"
    assert only_reject(read_lines(f'{{"text": "a", "b": {"[" * 100_000}{"]" * 100_000}}}')).code == "not-json"


@pytest.mark.parametrize("number", [2**53 + 1, 2**64, 10**25 + 1, -(2**63) - 1])
def test_long_numbers_are_exact(number):
    outcome = read_lines(line(id=number), line(id={"$numberLong": number}), line(author=[[number]]))
    assert outcome.articles[0].id == str(number)
    assert outcome.articles[-1].authors == (str(number),)


def test_what_only_python_takes_for_json_is_read():
    outcome = read_lines(
        '{"text": "Isi\u0001.", "x": NaN}', '{"text": "Dua \\ud83d.", "x": 1e400}\r', '{"text":"Tiga"},'
    )
    assert outcome.texts == [("Isi.",), ("Dua .",), ("Tiga",)]


def test_rejects_with_next_to_nothing_in_them_are_counted_not_told_one_by_one():
    outcome = read_lines(
        *['{"id": null}', "7", '{"text": ""}'] * 400, line(), '{"judul": "Judul yang masih dapat ditolong"}'
    )
    (counts,) = outcome.counts
    assert counts.rejected.total() == 1_201
    assert len(outcome.rejects) == 1_001  # what can be mended is told in any case
    assert outcome.rejects[-1].record == '{"judul": "Judul yang masih dapat ditolong"}'
    assert counts.unlisted.total() == 200
    assert "rejects_unlisted" in [told.code for told in counts.remarks()]
