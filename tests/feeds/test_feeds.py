"""Feeds from a real site to a real index: what is new, what has changed, what is given up."""

import gzip
import json
import time
from contextlib import closing
from itertools import pairwise

import pytest

import search
from feeds.conftest import MANNERS
from feeds.misbehaving_site import Reply, article, entry, moment, rss, text
from search.errors import FeedError, IndexLockedError
from search.feeds import Feed, FeedState, add_feed, fetch
from search.feeds.fetching import MOST_ATTEMPTS
from search.feeds.run import alone
from search.index.generations import Generations
from search.indexing import delete, reindex

ENTITY_BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "panen"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><title>&c;</title>
<item><title>&c;</title><description>&c;</description></item></channel></rss>"""


def opened(desk):
    return search.open_index(desk.folder)


def titles(desk, query=""):
    return sorted(
        str(hit.article.title) for hit in opened(desk).search(query, page_size=50, collapse=False).articles
    )


def one_article(desk, query):
    (hit,) = opened(desk).search(query).articles
    return hit.article


def paragraphs(desk, query):
    index = opened(desk)
    (hit,) = index.search(query).articles
    return list(index.article(hit.article.id).paragraphs)


def due_again(desk):
    """Let the time pass that failing feeds and articles have to wait."""
    with closing(FeedState(desk.folder)) as state, state._memory.transaction() as connection:
        for table in ("feeds", "items", "hosts"):
            connection.execute(f"UPDATE {table} SET next_at = 0")
        connection.execute("UPDATE robots SET until = 0")


def feeds(desk):
    with closing(FeedState(desk.folder)) as state:
        return state.feeds()


@pytest.fixture
def two(site):
    """Let the site have a feed of two articles."""
    site.pages |= {
        "/rss": rss(
            entry("/banjir", "Banjir surut", pubDate=moment(1), category="Nasional"),
            entry(f"{site.address}/panen?utm_source=rss", "Panen raya", pubDate=moment(2)),
        ),
        "/banjir": article("Banjir surut", "banjir"),
        "/panen": article("Panen raya", "panen"),
    }
    return site


# --- what is new, and what has changed -------------------------------------------------------------------


def test_a_feed_and_its_articles(two, desk):
    added = desk.add()
    assert (added.name, added.title, added.status) == ("127.0.0.1", "Harian Contoh", "new")
    fetched = desk.fetch()
    assert fetched.is_clean
    (done,) = fetched.feeds
    assert (done.status, done.named, done.fetched, done.waiting) == ("ok", 2, 2, 0)
    about = one_article(desk, "banjir")
    assert (about.title, about.source) == ("Banjir surut", "Harian Contoh")
    assert about.url == f"{two.address}/banjir"
    assert time.time() - about.published.timestamp() > 86_000
    assert paragraphs(desk, "banjir") == text("banjir")
    assert paragraphs(desk, "panen") == text("panen")
    assert Generations(desk.folder).pointer().current == "000001"


def test_nothing_is_fetched_twice(two, desk):
    desk.add()
    desk.fetch()
    two.pages["/rss"].headers["ETag"] = '"1"'
    again = desk.fetch()
    assert (again.feeds[0].named, again.added, again.is_clean) == (0, None, True)
    assert (two.asked("/banjir"), two.asked("/panen"), two.asked("/robots.txt")) == (1, 1, 1)
    assert Generations(desk.folder).pointer().current == "000001"


def test_a_feed_that_has_not_changed_says_so(two, desk):
    feed = two.pages["/rss"]
    feed.headers |= {"ETag": '"a1"', "Last-Modified": "Wed, 21 Oct 2026 07:28:00 GMT"}

    def conditional(request):
        same = request.headers.get("If-None-Match") == '"a1"'
        return Reply(b"", 304, None) if same else feed

    two.pages["/rss"] = conditional
    desk.add()
    assert desk.fetch().feeds[0].status == "ok"
    assert desk.fetch().feeds[0].status == "unchanged"
    _, _, headers = two.requests[-1]
    assert headers["If-Modified-Since"] == "Wed, 21 Oct 2026 07:28:00 GMT"


def test_a_new_article_is_added_and_a_changed_one_replaced(two, desk):
    desk.add()
    desk.fetch()
    two.pages["/rss"] = rss(
        entry("/gempa", "Gempa terasa", pubDate=moment(0)),
        entry("/banjir", "Banjir surut, warga pulang", pubDate=moment(1)),
        entry("/panen", "Panen raya", pubDate=moment(2)),
    )
    two.pages |= {"/gempa": article("Gempa", "gempa"), "/banjir": article("Banjir", "rob")}
    fetched = desk.fetch()
    assert (fetched.feeds[0].fetched, fetched.added.updated.replaced) == (3, 2)
    assert titles(desk) == ["Banjir surut, warga pulang", "Gempa terasa", "Panen raya"]
    assert paragraphs(desk, "rob") == text("rob")
    assert opened(desk).search("isi:banjir").total_articles == 0


def test_an_entry_whose_address_changes_is_replaced_if_it_has_an_id_of_its_own(site, desk):
    site.pages |= {
        "/rss": rss(entry("/a", "Banjir", guid="urn:1")),
        "/a": article("Banjir", "banjir"),
        "/b": article("Banjir surut", "rob"),
    }
    desk.add()
    desk.fetch()
    site.pages["/rss"] = rss(entry("/b", "Banjir surut", guid="urn:1"))
    desk.fetch()
    assert titles(desk) == ["Banjir surut"]


def test_ids_that_are_shared_lose_no_article(site, desk):
    several = [entry(f"/{one}", f"Berita {one}", guid="sama") for one in "abc"]
    site.pages["/rss"] = rss(*several)
    site.pages |= {f"/{one}": article(f"Berita {one}", f"kabar {one * 3}") for one in "abcd"}
    desk.add()
    desk.fetch()
    assert "ids_are_shared" in desk.codes()
    assert len(titles(desk)) == 3
    site.pages["/rss"] = rss(entry("/d", "Berita d", guid="sama"))
    desk.fetch()
    assert len(titles(desk)) == 4


def test_an_article_of_two_feeds_is_fetched_once(two, desk):
    two.pages["/rss2"] = rss(entry("/banjir", "Banjir surut", description="Lebih pendek"))
    desk.add()
    desk.fetch()
    desk.add("/rss2")
    fetched = desk.fetch()
    assert fetched.is_clean
    assert two.asked("/banjir") == 1
    assert len(titles(desk)) == 2


def test_the_page_names_its_address(site, desk):
    head = f"<link rel='canonical' href='{site.address}/tetap'>"
    site.pages |= {
        "/rss": rss(entry("/sementara?sesi=1", "Banjir")),
        "/rss2": rss(entry("/sementara?sesi=2", "Banjir")),
        "/sementara": article("Banjir", "banjir", head),
    }
    desk.add()
    desk.add("/rss2")
    desk.fetch()
    assert one_article(desk, "banjir").url == f"{site.address}/tetap"


def test_the_feed_has_more_text_than_the_page(site, desk):
    whole = "\n".join(text("panen", 9))
    page = article("Panen", "panen")
    site.pages |= {"/rss": rss(entry("/a", "Panen", **{"content:encoded": whole})), "/a": page}
    desk.add()
    desk.fetch()
    assert " ".join(paragraphs(desk, "panen")) == " ".join(text("panen", 9))


def test_the_text_of_a_feed_is_html(site, desk):
    content = (
        "<p>Panen &amp; pasar&nbsp;ramai.</p><script>alert(1)</script><div>Harga <b>naik</b><br>lagi</div>"
    )
    site.pages["/rss"] = rss(entry("/a", "Panen <em>raya</em>", **{"content:encoded": content}))
    desk.add(full_text=False)
    desk.fetch()
    assert paragraphs(desk, "panen") == ["Panen & pasar ramai.", "Harga naik", "lagi"]
    assert titles(desk) == ["Panen raya"]


def test_without_full_text_no_page_is_fetched(site, desk):
    site.pages |= {"/rss": rss(entry("/a", "Panen", description="Panen raya dimulai pekan ini."))}
    desk.add(full_text=False)
    assert desk.fetch().is_clean
    assert paragraphs(desk, "panen") == ["Panen raya dimulai pekan ini."]
    assert site.asked("/a") == 0


def test_relative_links_no_dates_no_ids(site, desk):
    site.pages |= {
        "/berita/rss": rss("<item><title>Tanpa apa-apa</title><link>satu</link></item>"),
        "/berita/satu": article("Tanpa apa-apa", "banjir"),
    }
    desk.add("/berita/rss")
    assert desk.fetch().is_clean
    about = one_article(desk, "banjir")
    assert (about.url, about.published) == (f"{site.address}/berita/satu", None)


def test_atom(site, desk):
    site.pages |= {
        "/atom": Reply(
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Kabar</title><entry><id>u:1</id>"
            b"<title>G</title><link href='/a'/><updated>2026-03-01T08:00:00+07:00</updated></entry></feed>",
            content_type="application/atom+xml",
        ),
        "/a": article("Gempa", "gempa"),
    }
    desk.add("/atom")
    desk.fetch()
    assert one_article(desk, "gempa").published.isoformat() == "2026-03-01T08:00:00+07:00"


@pytest.mark.parametrize("declared", ["windows-1252", "utf-8", "iso-8859-1", "tiada-1", ""])
@pytest.mark.parametrize(
    "header", ["application/rss+xml; charset=windows-1252", "text/xml", "", "text/plain"]
)
def test_whatever_encoding_is_said_letters_are_right(site, desk, declared, header):
    declaration = f"<?xml version='1.0'{f' encoding={declared!r}' if declared else ''}?>"
    encoding = "utf-8" if declared in ("utf-8", "") else "windows-1252"
    if header.endswith("1252"):
        encoding = "windows-1252"
    body = f"{declaration}<rss version='2.0'><channel><item><title>Café déjà</title>"
    body += "<description>Kafé “baru” dibuka.</description></item></channel></rss>"
    site.pages["/rss"] = Reply(body.encode(encoding), content_type=header or None)
    desk.add(full_text=False)
    desk.fetch()
    assert paragraphs(desk, "dibuka") == ["Kafé “baru” dibuka."]


# --- addresses that are another's ------------------------------------------------------------------------


@pytest.mark.parametrize("full_text", [False, True])
@pytest.mark.parametrize("forged_first", [False, True])
def test_a_feed_cannot_put_words_into_the_page_of_another_site(two, desk, forged_first, full_text):
    forged = "Presiden menyatakan palsu. " * 200
    two.pages["/lain"] = rss(entry(f"{two.address}/banjir", "Palsu", **{"content:encoded": forged}))
    other = Feed("lain", two.address.replace("127.0.0.1", "localhost") + "/lain", full_text)
    if not forged_first:
        desk.add()
        desk.fetch()
    add_feed(desk.folder, other, manners=MANNERS)
    desk.fetch()
    if forged_first:
        desk.add()
        desk.fetch()
    assert paragraphs(desk, "isi:banjir") == text("banjir")
    assert opened(desk).search("isi:palsu").total_articles == (forged_first and not full_text)


def test_a_page_cannot_pass_for_one_of_another_site(two, desk, site):
    desk.add()
    desk.fetch()
    host = site.address.replace("127.0.0.1", "localhost")
    head = f"<link rel='canonical' href='{site.address}/banjir'>"
    site.pages |= {"/lain": rss(entry(f"{host}/palsu", "Palsu")), "/palsu": article("Palsu", "palsu", head)}
    add_feed(desk.folder, Feed("lain", f"{host}/lain"), manners=MANNERS)
    desk.fetch()
    assert paragraphs(desk, "banjir") == text("banjir")
    assert one_article(desk, "palsu").url == f"{host}/palsu"


# --- documents that are no feeds -------------------------------------------------------------------------


def refused(desk, path):
    with pytest.raises(FeedError) as caught:
        desk.add(path)
    assert feeds(desk) == []
    return caught.value


def test_a_page_offers_the_feeds_that_it_declares(site, desk):
    links = "<link rel='alternate' type='application/rss+xml' href='/rss?a=1&amp;b=2'>"
    links += "<link type='application/atom+xml' rel='Alternate' href='atom'><link rel='alternate' href='/en'>"
    links += "<link rel='alternate' type='application/rss+xml' href='javascript:1'>"
    site.pages["/depan/"] = Reply(f"<!doctype html><base href='/depan/x/'>{links}<p>Isi".encode())
    error = refused(desk, "/depan/")
    assert error.code == "page_declares_feeds"
    assert error.values["feeds"] == (f"{site.address}/rss?a=1&b=2", f"{site.address}/depan/x/atom")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"<html><body>Selamat datang</body></html>"), "page_without_feed"),
        (Reply(b"", content_type="application/rss+xml"), "document_empty"),
        (Reply(b"   \n"), "document_empty"),
        (Reply(b"panen raya", content_type="text/plain"), "document_unknown"),
        (Reply(b'{"version": "x"}', content_type="application/json"), "document_unknown"),
        (Reply(bytes(range(256)) * 40, content_type="image/png"), "document_unknown"),
        (Reply(ENTITY_BOMB, content_type="text/xml"), "feed_cannot_be_read"),
        (Reply(b"<rss version='2.0'><channel><item><tit", content_type="text/xml"), "feed_cannot_be_read"),
        (Reply(gzip.compress(b"<urlset>")[:-9], content_type="application/gzip"), "document_damaged"),
        (Reply(gzip.compress(bytes(60_000_000)), content_type="application/gzip"), "body_too_large"),
        (Reply(b"", 404), "answered_with"),
    ],
)
def test_what_is_no_feed_is_refused(site, desk, reply, code):
    site.pages["/rss"] = reply
    assert refused(desk, "/rss").code == code


def test_a_page_in_place_of_the_feed(two, desk):
    desk.add()
    desk.fetch()
    two.pages["/rss"] = Reply(b"<html><body>Silakan masuk</body></html>")
    fetched = desk.fetch()
    assert (fetched.feeds[0].status, fetched.feeds[0].problem.code) == ("failing", "page_without_feed")
    assert len(titles(desk)) == 2


def test_a_feed_that_is_cut_short_gives_what_is_whole(two, desk):
    whole = two.pages["/rss"].body
    desk.add()
    two.pages["/rss"] = Reply(whole[: whole.rindex(b"<item>") + 30], content_type="text/xml")
    fetched = desk.fetch()
    assert (fetched.feeds[0].named, desk.codes()) == (1, ["feed_cut_short"])
    two.pages["/rss"] = Reply(whole, content_type="text/xml")
    assert desk.fetch().feeds[0].named == 1
    assert len(titles(desk)) == 2


def test_warnings_of_a_program_before_the_feed(two, desk):
    feed = two.pages["/rss"]
    feed.body = b"<br />\n<b>Warning</b>: Undefined index in <b>/srv/x.php</b><br />\n" + feed.body
    desk.add()
    assert desk.fetch().feeds[0].fetched == 2


# --- servers that cannot, or do not want to ---------------------------------------------------------------


def test_a_failing_feed_is_left_alone_for_longer_and_longer(two, desk):
    desk.add()
    two.pages["/rss"] = Reply(b"", 500)
    waits = []
    for _ in range(3):
        fetched = desk.fetch()
        assert (fetched.feeds[0].status, fetched.is_clean) == ("failing", False)
        waits.append(round((fetched.feeds[0].next_at - time.time()) / 60))
        assert desk.fetch().not_due == ["127.0.0.1"]
        due_again(desk)
    assert waits == [10, 20, 40]
    assert desk.fetch("127.0.0.1").feeds[0].status == "failing"
    two.pages["/rss"] = rss(entry("/banjir", "Banjir surut"))
    due_again(desk)
    assert desk.fetch().feeds[0].status == "ok"
    assert feeds(desk)[0].failures == 0


def test_what_is_gone_is_not_asked_again(two, desk):
    desk.add()
    two.pages["/rss"] = Reply(b"", 410)
    assert desk.fetch().feeds[0].status == "stopped"
    due_again(desk)
    assert desk.fetch().feeds == []
    assert two.asked("/rss") == 2
    two.pages["/rss"] = rss(entry("/banjir", "Banjir surut"))
    assert desk.fetch("127.0.0.1").feeds[0].status == "ok"


def test_a_feed_that_has_moved_for_good(two, desk):
    desk.add()
    two.pages["/baru"] = two.pages["/rss"]
    two.pages["/rss"] = Reply(b"", 301, headers={"Location": "/baru"})
    desk.fetch()
    assert desk.codes() == ["feed_moved"]
    assert feeds(desk)[0].address == f"{two.address}/baru"
    desk.fetch()
    assert two.asked("/rss") == 2


def test_a_feed_that_moves_to_a_page_stays_where_it_is(two, desk):
    desk.add()
    two.pages["/rss"] = Reply(b"", 301, headers={"Location": "/parkir"})
    two.pages["/parkir"] = Reply(b"<html>Domain ini dijual</html>")
    assert desk.fetch().feeds[0].status == "failing"
    assert feeds(desk)[0].address == f"{two.address}/rss"


def test_a_server_that_asks_to_wait_is_left_alone(two, desk):
    desk.add()
    two.pages["/banjir"] = two.pages["/panen"] = Reply(b"", 429, headers={"Retry-After": "3600"})
    fetched = desk.fetch()
    asked = len(two.requests)
    assert (fetched.feeds[0].failed, fetched.feeds[0].waiting) == (1, 2)
    assert desk.fetch().feeds[0].status == "waiting"
    assert len(two.requests) == asked
    two.pages |= {"/banjir": article("Banjir", "banjir"), "/panen": article("Panen", "panen")}
    due_again(desk)
    assert desk.fetch().feeds[0].fetched == 2


def test_an_article_is_tried_again_a_few_times(site, desk):
    site.pages |= {"/rss": rss(entry("/a", "Panen"), entry("/b", "Banjir")), "/a": Reply(b"", 500)}
    site.pages["/b"] = article("Banjir", "banjir")
    desk.add()
    first = desk.fetch()
    assert (first.feeds[0].failed, first.feeds[0].given_up, first.is_clean) == (1, 0, False)
    assert desk.fetch().feeds[0].failed == 0
    assert site.asked("/a") == 1
    for _ in range(MOST_ATTEMPTS - 1):
        due_again(desk)
        last = desk.fetch()
    assert (last.feeds[0].given_up, last.feeds[0].waiting) == (1, 0)
    due_again(desk)
    desk.fetch()
    assert site.asked("/a") == MOST_ATTEMPTS
    assert titles(desk) == ["Banjir"]


def test_an_article_that_fails_and_then_comes(site, desk):
    site.pages |= {"/rss": rss(entry("/a", "Panen")), "/a": Reply(b"", 503)}
    desk.add()
    desk.fetch()
    site.pages |= {"/a": article("Panen", "panen"), "/rss": rss()}
    due_again(desk)
    assert desk.fetch().feeds[0].fetched == 1
    assert titles(desk) == ["Panen"]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"", 404), "answered_with"),
        (Reply(b"", 403), "needs_access"),
        (Reply(b"%PDF-1.7", content_type="application/pdf"), "is_no_page"),
        (Reply(b"<html><body></body></html>"), "page_is_no_article"),
        (Reply(b""), "page_is_no_article"),
        (Reply(b"x" * 9_000_000), "body_too_large"),
    ],
)
@pytest.mark.parametrize("summary", ["", "Panen raya dimulai pekan ini di tiga kabupaten."])
def test_a_page_that_is_no_article(site, desk, reply, code, summary):
    """The text of the feed does, where it has one; else the article is named and given up."""
    site.pages |= {"/rss": rss(entry("/a", "Panen", description=summary)), "/a": reply}
    desk.add()
    fetched = desk.fetch()
    assert code in desk.codes()
    assert (fetched.feeds[0].given_up, fetched.is_clean) == (0 if summary else 1, bool(summary))
    if summary:
        assert paragraphs(desk, "panen") == [summary]
    desk.fetch()
    assert site.asked("/a") == 1


# --- robots.txt and politeness ---------------------------------------------------------------------------


def robots(*lines):
    return Reply("\n".join(lines).encode(), content_type="text/plain")


def test_what_robots_txt_disallows_is_not_asked_for(two, desk):
    two.pages["/robots.txt"] = robots(
        "User-agent: *", "Disallow: /panen", "", "User-agent: Lain", "Disallow: /"
    )
    desk.add()
    fetched = desk.fetch()
    assert (fetched.feeds[0].fetched, fetched.feeds[0].given_up) == (1, 1)
    assert "robots_disallow" in desk.codes()
    assert two.asked("/panen") == 0


def test_rules_for_this_program_count_before_those_for_all(two, desk):
    two.pages["/robots.txt"] = robots(
        "User-agent: *", "Disallow: /", "", "User-agent: warta", "Disallow: /panen"
    )
    desk.add()
    assert desk.fetch().feeds[0].fetched == 1


def test_a_feed_that_robots_txt_disallows_is_refused(two, desk):
    two.pages["/robots.txt"] = robots("User-agent: *", "Disallow: /rss")
    assert refused(desk, "/rss").code == "robots_disallow"
    assert two.asked("/rss") == 0


def test_a_server_whose_robots_txt_fails_allows_nothing_yet(two, desk):
    two.pages["/robots.txt"] = Reply(b"", 500)
    error = refused(desk, "/rss")
    assert (error.code, error.passing) == ("robots_unreachable", True)
    two.pages["/robots.txt"] = Reply(b"<html>Tidak ada</html>")
    due_again(desk)
    desk.add()
    assert desk.fetch().feeds[0].fetched == 2


def test_a_delay_that_robots_txt_asks_for(two, desk):
    two.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 0.4")
    desk.add()
    desk.fetch()
    times = [at for at, path, _ in two.requests if path != "/robots.txt"][1:]
    assert all(later - earlier > 0.39 for earlier, later in pairwise(times))


def test_a_long_delay_leaves_articles_to_the_next_fetches(two, desk):
    two.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 600")
    desk.add()
    assert desk.fetch().feeds[0].status == "waiting"
    due_again(desk)
    fetched = desk.fetch()
    assert (fetched.feeds[0].fetched, fetched.feeds[0].waiting) == (0, 2)
    assert fetched.is_clean


def test_one_request_at_a_time_with_a_pause(site, desk):
    for one in "abc":
        site.pages[f"/rss{one}"] = rss(entry(f"/{one}", one))
        site.pages[f"/{one}"] = article(one, one * 3)
        add_feed(desk.folder, Feed(one, f"{site.address}/rss{one}"), manners=MANNERS)
    site.requests.clear()
    fetch(desk.folder, manners=type(MANNERS)(pause=0.15, allow_private=True))
    assert site.busiest == 1
    times = [at for at, _, _ in site.requests]
    assert len(times) == 6
    assert all(later - earlier > 0.14 for earlier, later in pairwise(times))


def test_a_fetch_takes_so_many_articles_and_the_next_goes_on(site, desk):
    names = [f"n{number}" for number in range(7)]
    site.pages["/rss"] = rss(*(entry(f"/{one}", one) for one in names))
    site.pages |= {f"/{one}": article(one, f"kabar {one}") for one in names}
    desk.add()
    few = type(MANNERS)(pause=0.0, most=3, allow_private=True)
    taken = [fetch(desk.folder, manners=few).feeds[0] for _ in range(3)]
    assert [(done.fetched, done.waiting) for done in taken] == [(3, 4), (3, 1), (1, 0)]
    assert titles(desk) == names


def test_an_interval_of_a_feed(two, desk):
    desk.add(every=3600)
    desk.fetch()
    assert desk.fetch().not_due == ["127.0.0.1"]
    assert desk.fetch("127.0.0.1").feeds[0].status == "ok"


# --- sitemaps --------------------------------------------------------------------------------------------


def sitemap(*addresses, kind="urlset"):
    inner = {"urlset": "url", "sitemapindex": "sitemap"}[kind]
    listed = "".join(
        f"<{inner}><loc>{address}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{inner}>"
        for address, changed in addresses
    )
    body = f"<{kind} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{listed}</{kind}>"
    return Reply(body.encode(), content_type="application/xml")


def test_a_sitemap_and_what_has_changed_in_it(site, desk):
    at = site.address
    site.pages |= {f"/{one}": article(one, f"kabar {one}") for one in ("satu", "dua", "tiga")}
    site.pages["/peta.xml"] = sitemap((f"{at}/satu", "2026-01-01"), (f"{at}/dua", "2026-01-02"))
    desk.add("/peta.xml")
    desk.fetch()
    assert titles(desk) == ["dua", "satu"]
    site.pages["/peta.xml"] = sitemap(
        (f"{at}/satu", "2026-01-01"), (f"{at}/dua", "2026-02-02"), (f"{at}/tiga", None)
    )
    site.pages["/dua"] = article("dua", "kabar baru")
    desk.fetch()
    assert [site.asked(path) for path in ("/satu", "/dua", "/tiga")] == [1, 2, 1]
    assert len(paragraphs(desk, "baru")) == 4


def test_an_index_of_sitemaps(site, desk):
    at = site.address
    site.pages |= {f"/{one}": article(one, f"kabar {one}") for one in ("satu", "dua", "tiga")}
    packed = gzip.compress(sitemap((f"{at}/satu", None)).body)
    site.pages |= {
        "/peta.xml": sitemap(
            (f"{at}/1.xml.gz", "2026-01-01"), (f"{at}/2.xml", "2026-01-02"), kind="sitemapindex"
        ),
        "/1.xml.gz": Reply(packed, content_type="application/x-gzip"),
        "/2.xml": sitemap((f"{at}/dua", None)),
    }
    desk.add("/peta.xml")
    assert desk.fetch().feeds[0].fetched == 2
    desk.fetch()
    assert (site.asked("/1.xml.gz"), site.asked("/2.xml")) == (1, 1)
    site.pages |= {
        "/peta.xml": sitemap(
            (f"{at}/1.xml.gz", "2026-01-01"), (f"{at}/2.xml", "2026-03-02"), kind="sitemapindex"
        ),
        "/2.xml": sitemap((f"{at}/dua", None), (f"{at}/tiga", None)),
    }
    assert desk.fetch().feeds[0].fetched == 1
    assert (site.asked("/1.xml.gz"), site.asked("/2.xml")) == (1, 2)
    assert titles(desk) == ["dua", "satu", "tiga"]


def test_sitemaps_that_name_each_other_have_an_end(site, desk):
    at = site.address
    site.pages |= {
        "/a.xml": sitemap((f"{at}/b.xml", None), (f"{at}/tiada.xml", None), kind="sitemapindex"),
        "/b.xml": sitemap((f"{at}/a.xml", None), (f"{at}/b.xml", None), kind="sitemapindex"),
    }
    desk.add("/a.xml")
    assert desk.fetch().feeds[0].status == "ok"
    assert len(site.requests) < 60
    assert "answered_with" in desk.codes()


def test_a_news_sitemap(site, desk):
    body = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
        f"<loc>{site.address}/a</loc><news:news><news:publication><news:name>Kabar</news:name>"
        "<news:language>id</news:language></news:publication><news:title>Gempa terasa</news:title>"
        "<news:publication_date>2026-03-01T08:00:00+07:00</news:publication_date></news:news></url></urlset>"
    )
    site.pages |= {
        "/news.xml": Reply(body.encode(), content_type="text/xml"),
        "/a": article("Gempa", "gempa"),
    }
    desk.add("/news.xml", source="Kabar Dunia")
    desk.fetch()
    about = one_article(desk, "gempa")
    assert (about.title, about.source) == ("Gempa terasa", "Kabar Dunia")
    assert about.published.isoformat() == "2026-03-01T08:00:00+07:00"


def test_a_sitemap_without_pages_is_refused(site, desk):
    site.pages["/peta.xml"] = sitemap((f"{site.address}/a", None))
    with pytest.raises(FeedError) as caught:
        desk.add("/peta.xml", full_text=False)
    assert caught.value.code == "sitemap_has_no_text"


# --- the register ----------------------------------------------------------------------------------------


def test_names_and_addresses_stand_once(two, desk):
    two.pages["/lain"] = two.pages["/rss"]
    desk.add()
    with pytest.raises(FeedError) as caught:
        desk.add()
    assert caught.value.code == "address_is_there"
    assert desk.add("/lain").name == "127.0.0.1-2"
    with pytest.raises(FeedError) as caught:
        add_feed(desk.folder, Feed("127.0.0.1", "http://contoh.example/"), check=False)
    assert caught.value.code == "name_is_there"
    for name in ("-x", "a b", "", "x" * 99):
        if name:
            with pytest.raises(FeedError) as caught:
                add_feed(desk.folder, Feed(name, "http://contoh.example/"), check=False)
            assert caught.value.code == "no_feed_name"


def test_removing_a_feed_leaves_its_articles(two, desk):
    desk.add()
    desk.fetch()
    with closing(FeedState(desk.folder)) as state:
        state.remove("127.0.0.1")
        with pytest.raises(FeedError):
            state.remove("127.0.0.1")
    assert len(titles(desk)) == 2
    desk.add()
    fetched = desk.fetch()
    assert fetched.added.updated.added == 0
    assert len(titles(desk)) == 2


def test_what_was_fetched_and_cannot_be_indexed_is_named(site, desk):
    long_title = "Panen " * 4000
    site.pages |= {
        "/rss": rss(entry("/a", long_title), entry("/b", "Banjir")),
        "/a": article("Panen", "panen"),
    }
    site.pages["/b"] = article("Banjir", "banjir")
    desk.add()
    fetched = desk.fetch()
    assert fetched.rejected + len(titles(desk)) == 2
    assert desk.fetch().rejected == 0
    json.dumps(fetched.rejected)


def test_a_host_that_is_out_of_order_is_not_asked_for_everything(site, desk):
    site.pages["/rss"] = rss(*(entry(f"/{number}", f"n{number}") for number in range(9)))
    site.pages |= {f"/{number}": lambda request: request.reset() for number in range(9)}
    desk.add()
    fetched = desk.fetch()
    assert (fetched.feeds[0].failed, fetched.feeds[0].waiting) == (3, 9)
    site.pages |= {f"/{number}": article(f"n{number}", f"kabar {number}") for number in range(9)}
    assert desk.fetch().feeds[0].fetched == 6


def test_looking_for_feeds_makes_no_folder(desk):
    assert desk.fetch().feeds == []
    with pytest.raises(FeedError):
        desk.fetch("tiada")
    assert not desk.folder.exists()


def test_what_cannot_be_remembered_is_in_the_index_and_that_is_said(two, desk):
    """Exit code 2 would mean that nothing has changed."""
    desk.add()
    (desk.folder / "fetched").write_text("a file in place of the folder")
    fetched = desk.fetch()
    assert ([one.code for one in fetched.added.remarks], fetched.is_clean) == (
        ["added_not_remembered"],
        False,
    )
    assert len(titles(desk)) == 2
    (desk.folder / "fetched").unlink()
    assert desk.fetch().added.updated.unchanged == 2
    assert desk.fetch().added is None


def test_a_purge_while_feeds_are_fetched_says_what_is_left(two, desk):
    desk.add()
    desk.fetch()
    (first, _) = sorted(hit.article.id for hit in search.open_index(desk.folder).search("").articles)
    search.delete([first], desk.folder)
    with alone(desk.folder):
        (remark,) = search.purge(desk.folder).remarks
    assert remark.code == "purge_unfinished"
    assert search.purge(desk.folder).traces == 1


def test_the_index_is_being_changed_by_another_process(two, desk):
    desk.add()
    with Generations(desk.folder).lock(), pytest.raises(IndexLockedError):
        desk.fetch()
    fetched = desk.fetch()
    assert (fetched.feeds[0].fetched, fetched.added.built.articles) == (0, 2)
    assert two.asked("/banjir") == 1


# --- what was fetched is kept ----------------------------------------------------------------------------


def kept(desk):
    return sorted((desk.folder / "fetched").iterdir())


def test_what_was_fetched_is_kept_as_an_archive(two, desk, tmp_path):
    desk.add()
    desk.fetch()
    two.pages["/rss"] = rss(entry("/gempa", "Gempa", pubDate=moment(0)))
    two.pages["/gempa"] = article("Gempa", "gempa")
    desk.fetch()
    anew = tmp_path / "baru"
    reindex([str(desk.folder / "fetched")], anew)
    hits = [search.open_index(folder).search("", collapse=False).articles for folder in (desk.folder, anew)]
    first, second = ([(hit.article, hit.more) for hit in found] for found in hits)
    assert len(first) == 3
    assert first == second


def test_what_a_killed_process_wrote_is_cut_off(two, desk, tmp_path):
    desk.add()
    desk.fetch()
    (file,) = kept(desk)
    whole = file.read_bytes()
    file.write_bytes(whole + b"\x28\xb5\x2f\xfdrusak")
    two.pages["/rss"] = rss(entry("/gempa", "Gempa"))
    two.pages["/gempa"] = article("Gempa", "gempa")
    desk.fetch()
    assert file.read_bytes().startswith(whole)
    assert reindex([str(file)], tmp_path / "baru").built.articles == 3


def test_files_of_kept_articles_may_be_moved_away(two, desk, tmp_path):
    desk.add()
    desk.fetch()
    (file,) = kept(desk)
    file.rename(tmp_path / file.name)
    two.pages["/rss"] = rss(entry("/gempa", "Gempa"))
    two.pages["/gempa"] = article("Gempa", "gempa")
    desk.fetch()
    assert reindex([str(file)], tmp_path / "baru").built.articles == 1


def test_what_is_blocked_is_neither_added_nor_kept(two, desk):
    desk.add()
    desk.fetch()
    about = one_article(desk, "banjir")
    delete([about.id], desk.folder, block=True)
    length = sum(path.stat().st_size for path in kept(desk))
    two.pages["/rss"] = rss(entry("/banjir", "Banjir surut, warga pulang", pubDate=moment(0)))
    two.pages["/banjir"] = article("Banjir surut, warga pulang", "banjir")
    fetched = desk.fetch()
    assert (fetched.feeds[0].fetched, fetched.added.updated.blocked) == (1, 1)
    assert sum(path.stat().st_size for path in kept(desk)) == length
    assert titles(desk) == ["Panen raya"]
