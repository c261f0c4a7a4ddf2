"""Walks through all results: every place once, in the order of the pages, whatever happens to the index."""

from datetime import date

import pytest

import search
from search import Article, CursorExpiredError, SearchRequest
from search.index import Deletion, build, update

WORDS = ("gempa", "banjir", "panen", "harga")
COPY = " ".join(f"kalimat ke-{number} tentang desa itu" for number in range(30))


def article(number):
    text = f"Berita {number} tentang {WORDS[number % 4]} dan {WORDS[number % 3]}. " * (1 + number % 5)
    if number % 10 == 0:
        text = f"Berita tentang panen dan harga. {COPY}"
    day = date(2020 + number % 4, 1 + number % 12, 1) if number % 7 else None
    return Article(f"a{number}", (text, f"Paragraf kedua tentang {WORDS[number % 2]}."), None, "Harian", day)


@pytest.fixture
def folder(tmp_path):
    build([article(number) for number in range(120)], tmp_path / "index")
    return tmp_path / "index"


REQUESTS = [
    SearchRequest("gempa panen", page_size=7),
    SearchRequest("gempa panen", page_size=7, collapse=False, match="any"),
    SearchRequest("panen", page_size=7, sort="newest"),
    SearchRequest("panen", page_size=7, sort="oldest", date_from=date(2021, 1, 1)),
    SearchRequest("", page_size=7),
    SearchRequest("", page_size=7, source=("harian",), sort="oldest"),
    SearchRequest("gempa", page_size=7, group="none"),
    SearchRequest("gempa", page_size=7, group="none", sort="newest", source=("Harian",)),
    SearchRequest("zzz", page_size=7),
]


def key(hit):
    return (
        hit.article.id,
        [one.number for one in hit.paragraphs],
        hit.more,
        [one.id for one in hit.duplicates],
    )


def paged(index, request):
    fields = {name: getattr(request, name) for name in request.__slots__ if name != "page"}
    found, page = [], index.run(request)
    for number in range(1, page.page_count + 1):
        found += index.run(SearchRequest(**fields, page=number)).articles
    return [key(hit) for hit in found]


def walked(index, request, between=lambda: None):
    part = index.walk(request)
    found = [key(hit) for hit in part.articles]
    while part.cursor:
        between()
        part = index.walk(request, part.cursor)
        assert part.articles
        found += [key(hit) for hit in part.articles]
    return found


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_a_walk_and_all_hits_are_the_pages(folder, request_):
    index = search.open_index(folder)
    pages = paged(index, request_)
    assert walked(index, request_) == pages
    assert [key(hit) for hit in index.hits(request_)] == pages
    assert len({str(one[:2]) for one in pages}) == len(pages)


def test_a_walk_stays_in_its_generation(folder):
    index = search.open_index(folder)
    request = SearchRequest("gempa", page_size=5, match="any")
    pages = walked(index, request)
    swapped = []

    def swap():
        if not swapped:
            swapped.append(update([Deletion("a1"), article(501), article(4)], folder))

    assert walked(index, request, swap) == pages
    assert walked(index, request) != pages
    assert [one for one in walked(search.open_index(folder), request) if one[0] == "a501"]


def test_another_process_goes_on_in_the_previous_generation(folder):
    request = SearchRequest("gempa", page_size=5, match="any")
    index = search.open_index(folder)
    pages, part = walked(index, request), index.walk(request)
    update([Deletion("a1"), article(501)], folder)
    rest = []
    while part.cursor:
        part = search.open_index(folder).walk(request, part.cursor)
        rest += [key(hit) for hit in part.articles]
    assert pages[5:] == rest


def test_a_walk_whose_generation_is_gone_says_so(folder):
    index = search.open_index(folder)
    request = SearchRequest("gempa", page_size=5)
    cursor = index.walk(request).cursor
    for number in (601, 602):
        update([article(number)], folder)
    with pytest.raises(CursorExpiredError) as raised:
        search.open_index(folder).walk(request, cursor)
    assert raised.value.code == "cursor_expired"


def test_days_count_from_the_day_that_the_walk_began_on(folder):
    request = SearchRequest("gempa 3 tahun terakhir", page_size=3)
    begun = search.EmbeddedIndex(folder, today=lambda: date(2023, 6, 1)).walk(request)
    later = search.EmbeddedIndex(folder, today=lambda: date(2033, 6, 1))
    assert later.walk(request).total_articles == 0
    assert later.walk(request, begun.cursor).total_articles == begun.total_articles > 3


def test_without_words_the_newest_come_first(folder):
    index = search.open_index(folder)
    for request in (
        SearchRequest(""),
        SearchRequest("-gempa"),
        SearchRequest("", date_from=date(2021, 1, 1)),
    ):
        days = [hit.article.published for hit in index.run(request).articles]
        assert days == sorted(days, reverse=True)
        assert days[0] == date(2023, 12, 1)


def test_a_walk_ends_where_its_generation_was_purged(folder):
    index = search.open_index(folder)
    request = SearchRequest("gempa", page_size=5, match="any")
    cursor = index.walk(request).cursor
    update([Deletion("a1")], folder)
    cursor = index.walk(request, cursor).cursor  # in the generation before, which is open now
    search.purge(folder)
    with pytest.raises(CursorExpiredError):
        index.walk(request, cursor)
