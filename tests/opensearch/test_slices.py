"""An index with a slice for each year of publication: its layout, its changes, and slices that are gone."""

import time
from datetime import date

import pytest
from cli.warta_process import as_jsonl, run, succeed, wait_until

import search
from search import Article, SearchRequest
from search.backends.opensearch import changes, names
from search.backends.opensearch.bulk import send_all
from search.backends.opensearch.changes import update
from search.backends.opensearch.cluster import Cluster
from search.index import Deletion, build
from search.indexing.clusters import migrate
from search.location import location_of
from search.published import PartialDate

DAYS = [date(year, month, 10) for year in (2019, 2020, 2021) for month in range(1, 10)]
ARTICLES = [
    Article(f"a{n}", (f"Banjir di kota nomor{n}.", "Air surut."), f"Berita {n}", "Kabar", published)
    for n, published in enumerate([PartialDate(2019), PartialDate(2020, 2), None, *DAYS])
]


@pytest.fixture
def place(hosts, home, tmp_path, monkeypatch):
    """Return the location of an index of 30 articles with slices."""
    monkeypatch.setenv("WARTA_OPENSEARCH_SLICES", "year")
    monkeypatch.setenv("WARTA_OPENSEARCH_SHARDS", "0")
    location = location_of(f"opensearch://{hosts}/irisan")
    build(ARTICLES, tmp_path / "index")
    migrate(tmp_path / "index", location)
    yield location
    cluster = Cluster(location)
    for index in names.generations_of(cluster):
        names.remove(cluster, index)


def aliases(location):
    """Return the aliases of each index of an archive, without its words."""
    cluster, name = Cluster(location), location.name
    found = cluster.call(lambda client: client.indices.get(index=f"{name}-0*"))
    return {
        index.removeprefix(f"{name}-"): sorted(one["aliases"])
        for index, one in found.items()
        if not index.endswith("-words")
    }


def counts(location):
    """Return how many articles each slice has, to whoever asks all of them."""
    aggs = {"slices": {"terms": {"field": "_index", "size": 100}}}
    found = Cluster(location).search(location.name, {"size": 0, "aggs": aggs})
    return {one["key"][-4:]: one["doc_count"] for one in found["aggregations"]["slices"]["buckets"]}


def dated(number, published, text="Banjir lagi."):
    day = published and date.fromisoformat(published)
    return Article(f"a{number}", (text,), f"Berita {number}", "Kabar", day)


def found(index, text="banjir", **fields):
    """Return the ids of what a search finds; its total must be their number."""
    page = index.search(text, page_size=100, **fields)
    ids = [hit.article.id for hit in page.articles]
    assert page.total_articles == len(ids)
    return ids


def test_a_generation_is_an_index_for_each_year_behind_one_alias(place):
    both = ["irisan", "irisan-000001"]
    assert aliases(place) == {f"000001-{one}": both for one in ("2019", "2020", "2021", "undated")}
    assert counts(place) == {"2019": 10, "2020": 10, "2021": 9, "ated": 1}
    migrate(location_of(place), place)  # a new generation of the same
    old = {f"000001-{one}": both[1:] for one in ("2019", "2020", "2021", "undated")}
    new = {f"000002-{one}": ["irisan", "irisan-000002"] for one in ("2019", "2020", "2021", "undated")}
    assert aliases(place) == old | new


@pytest.mark.slow
def test_what_the_setting_says_later_changes_only_a_new_generation(place, home, tmp_path, monkeypatch):
    env = {
        "HOME": str(home),
        "WARTA_LANG": "en",
        "WARTA_INDEX": str(place),
        "WARTA_OPENSEARCH_SLICES": "none",
    }
    added = as_jsonl([{"id": "b1", "text": "Gempa.", "published": "2020-01-01"}]).encode()
    succeed("add", "-", env=env, stdin=added)
    assert counts(place)["2020"] == 11
    source = tmp_path / "berita.jsonl"
    source.write_text(
        as_jsonl([{"id": f"c{n}", "text": "Gempa.", "published": "2020-01-01"} for n in range(7)])
    )
    succeed("reindex", str(source), env=env)
    assert aliases(place)["000002"] == ["irisan"]
    index = search.open_index(place)
    assert (index.search("gempa").total_articles, index.search("banjir").total_articles) == (7, 0)
    env["WARTA_OPENSEARCH_SLICES"] = "year"
    succeed("add", "-", env=env, stdin=added)
    assert "000002" in aliases(place)
    assert "000001" in succeed("rollback", env=env)
    assert len(found(search.open_index(place))) == 30
    assert succeed("check", env=env).splitlines() == [
        "generation 000001 (current): sound",
        "generation 000002 (previous): sound",
    ]
    succeed("reindex", str(source), env=env)
    assert set(aliases(place)) >= {"000003-2020", "000003-undated", "000001-2019"}


def test_a_new_year_gets_a_slice_and_an_article_of_another_year_now_stays_where_it_is(place):
    index = search.open_index(place)
    before = set(found(index))
    done = update(
        Cluster(place),
        [
            dated(30, "2024-06-01"),
            dated(3, "2022-01-01"),
            dated(4, None),
            Deletion("a5"),
            dated(29, "2021-09-10"),
        ],
    )
    assert (done.added, done.replaced, done.deleted, done.articles) == (1, 3, 1, 30)
    assert counts(place) == {"2019": 9, "2020": 10, "2021": 9, "2024": 1, "ated": 1}
    assert aliases(place)["000001-2024"] == ["irisan", "irisan-000001"]
    wait_until(lambda: index.generation == "000001.1", "the opened index to see the change")
    assert set(found(index)) == before - {"a5"} | {"a30"}
    assert set(found(index, date_from=date(2022, 1, 1))) == {"a3", "a30"}
    assert "a3" not in found(index, date_from=date(2019, 1, 1), date_to=date(2019, 12, 31))
    assert set(found(index, missing=("date",))) == {"a2", "a4"}
    assert index.article("a3").published.isoformat() == "2022-01-01"
    # all in one change: to a new year, to no date, back, deleted and added again, in several parts
    several = [dated(6, "2025-01-01"), *(Deletion(f"x{n}") for n in range(199))]
    several += [dated(6, None), dated(7, "2026-01-01"), *(Deletion(f"y{n}") for n in range(198))]
    several += [
        dated(6, "2019-04-10"),
        Deletion("a7"),
        *(Deletion(f"z{n}") for n in range(198)),
        dated(7, "2020-01-01"),
    ]
    update(Cluster(place), several)
    assert counts(place) == {"2019": 9, "2020": 10, "2021": 9, "2024": 1, "ated": 1}
    assert succeed("check", "--index", str(place)).splitlines() == ["generasi 000001 (sekarang): utuh"]
    assert not names.current(Cluster(place)).meta.get("changing")
    assert index.article("a7").published.isoformat() == "2020-01-01"


@pytest.mark.slow
def test_scores_are_those_of_a_folder_with_the_same_articles(place, tmp_path):
    changed = [dated(30, "2024-06-01", "Banjir besar di kota."), dated(3, "2022-01-01")]
    update(Cluster(place), [*changed, Deletion("a5")])
    kept = [one for one in ARTICLES if one.id not in ("a3", "a5")]
    build([*kept, *changed], tmp_path / "same")
    indexes = [search.open_index(one) for one in (tmp_path / "same", place)]
    for text in ("banjir kota", "air surut", "nomor7 banjir", "banjir 2020"):
        pages = [index.search(text, page_size=50) for index in indexes]
        scores = [[(hit.article.id, hit.score) for hit in page.articles] for page in pages]
        assert scores[0] == scores[1]
        assert pages[0].total_paragraphs == pages[1].total_paragraphs


def test_what_appears_of_a_killed_change_is_there_once(place, monkeypatch):
    cluster = Cluster(place)

    def killed(*given):
        send_all(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(changes, "send_all", killed)
        with pytest.raises(KeyboardInterrupt):
            update(cluster, [dated(3, "2021-01-10"), dated(4, "2020-01-10"), Deletion("a5")])
    index = search.open_index(place)
    assert len(found(index)) == 30  # nothing of it appears
    cluster.refresh("irisan")  # as when a node starts again
    everything = [f"a{n}" for n in range(30) if n != 5]
    assert sorted(found(search.open_index(place))) == sorted(everything)
    assert set(found(search.open_index(place), date_from=date(2021, 1, 1))) >= {"a3"}
    assert update(cluster, [Deletion("tiada")]).articles == 29
    assert counts(place) == {"2019": 9, "2020": 10, "2021": 9, "ated": 1}


def test_the_killed_change_itself_may_be_made_again(place, monkeypatch):
    changed, cluster = [dated(30, "2030-01-10"), dated(4, "2020-01-10")], Cluster(place)
    with monkeypatch.context() as patch:
        patch.setattr(names, "put_meta", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            update(cluster, changed)  # the slice is there, and nobody knows it
    assert len(found(search.open_index(place))) == 30
    assert update(cluster, changed).added == 1
    assert counts(place) == {"2019": 10, "2020": 10, "2021": 9, "2030": 1, "ated": 1}


def asked(location):
    """Return how often each slice was asked."""
    stats = Cluster(location).call(lambda client: client.indices.stats(index=location.name, metric="search"))
    return {name[-4:]: one["total"]["search"]["query_total"] for name, one in stats["indices"].items()}


def test_a_search_for_some_years_asks_their_slices_only(place):
    index = search.open_index(place)
    for text, fields, slices in (
        ("banjir", {}, {"2019", "2020", "2021", "ated"}),
        # and how many are undated
        ("banjir", {"date_from": date(2020, 3, 1), "date_to": date(2020, 8, 31)}, {"2020", "ated"}),
        ("banjir sejak 2021", {}, {"2021", "ated"}),
        ("banjir", {"date_from": date(2021, 1, 1), "sort": "newest"}, {"2021", "ated"}),
        ("banjir", {"missing": ("date",)}, {"ated"}),
    ):
        request = SearchRequest.of(text, {"facets": (), "timeline": "none", **fields})
        index.run(request)  # frequencies are those of the whole archive, and remembered
        before = asked(place)
        page = index.run(request)
        assert page.total_articles > 0
        after = asked(place)
        assert {name for name in after if after[name] > before[name]} == slices, text


def test_a_slice_that_is_gone_is_named_and_no_total_is_smaller(place, home):
    index, cluster = search.open_index(place), Cluster(place)
    page = index.walk(SearchRequest("banjir", page_size=5))
    gone = "irisan-000001-2020"
    names_of_it = [{"alias": alias, "index": gone} for alias in ("irisan", "irisan-000001")]
    for kind in ("remove", "add", "remove"):  # a moment later it is there again, and gone again
        cluster.call(
            lambda client, kind=kind: client.indices.update_aliases(
                body={"actions": [{kind: one} for one in names_of_it]}
            )
        )
        if kind == "add":
            wait_until(lambda: answers(index) == 30, "the index to answer again")
            continue
        for seconds in (0.0, 1.2):  # before and after the index looks for a newer generation
            time.sleep(seconds)
            with pytest.raises((search.ClusterError, search.IndexDamagedError), match="part of the index"):
                index.search("banjir")
            with pytest.raises((search.ClusterError, search.IndexDamagedError), match="part of the index"):
                index.walk(SearchRequest("banjir", page_size=5))
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": str(place)}
    for arguments in (("check",), ("delete", "a1"), ("search", "banjir"), ("rollback",)):
        done = run(*arguments, env=env)
        assert done.returncode != 0
        assert gone in done.stderr, arguments
    cluster.call(lambda client: client.indices.delete(index=gone))
    with pytest.raises(search.WartaError):
        while page.cursor:
            page = index.walk(SearchRequest("banjir", page_size=5), page.cursor)


def answers(index):
    try:
        return index.search("banjir").total_articles
    except search.WartaError:
        return None


@pytest.mark.slow
def test_a_damaged_generation_can_be_left_for_another(place, home, tmp_path):
    migrate(tmp_path / "index", place)
    cluster = Cluster(place)
    cluster.call(lambda client: client.indices.delete(index="irisan-000002-2019"))
    env = {"HOME": str(home), "WARTA_LANG": "en", "WARTA_INDEX": str(place)}
    assert run("search", "banjir", env=env).returncode != 0
    succeed("rollback", "--to", "1", env=env)
    assert len(found(search.open_index(place))) == 30
    assert "damaged" in run("check", env=env).stdout
    migrate(tmp_path / "index", place)
    assert {one for one in aliases(place) if one.startswith("000002")} == set()
    assert len(found(search.open_index(place))) == 30


@pytest.mark.slow
def test_a_closed_slice_is_an_error(place):
    index, cluster = search.open_index(place), Cluster(place)
    cluster.call(lambda client: client.indices.close(index="irisan-000001-2020"))
    for seconds in (0.0, 1.2):
        time.sleep(seconds)
        with pytest.raises((search.ClusterError, search.IndexDamagedError)):
            index.search("banjir")
    cluster.call(lambda client: client.indices.open(index="irisan-000001-2020"))
    wait_until(lambda: answers(index) == 30, "the index to answer again")
