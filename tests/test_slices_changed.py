"""Changes of an index with slices, killed at any step: no article is there twice, and none is lost."""

from dataclasses import asdict
from datetime import date

import pytest
from fake_cluster import FakeClient, Killed
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Article, ClusterError, IndexDamagedError
from search.backends.opensearch import changes, names
from search.backends.opensearch.changes import update
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.mapping import FORMAT
from search.backends.opensearch.slices import UNDATED
from search.index import Deletion
from search.indonesian import AnalysisSettings
from search.location import location_of
from search.settings import Settings

DAYS = [None, date(2019, 5, 1), date(2020, 5, 1), date(2021, 5, 1)]
IDS = [f"a{number}" for number in range(4)]
NEW = st.builds(lambda one, day, text: Article(one, (text,), published=day), st.sampled_from(IDS),
                st.sampled_from(DAYS), st.sampled_from(["Banjir.", "Gempa."]))  # fmt: skip
CHANGES = st.lists(NEW | st.builds(Deletion, st.sampled_from(IDS)), min_size=1, max_size=3)


def made(slices):
    """Return a cluster with an empty generation."""
    cluster = Cluster(location_of("opensearch://127.0.0.1:1/irisan"), Settings(), patient=True)
    cluster.client = FakeClient()
    meta = {
        "format": FORMAT,
        "digest": "x",
        "analysis": asdict(AnalysisSettings()),
        "means": [9.0, 9.0, 9.0],
    }
    shards = dict.fromkeys(slices, 1)
    new = names.Named("irisan-000001", meta | ({"slices": shards} if slices else {}))
    names.create(cluster, new, shards or {"": 1}, "0-1")
    names.swap(cluster, new.indexes, [])
    return cluster


def there(cluster):
    """Return the articles that appear, by their ids: none twice, each where searches for its day look."""
    found, now = {}, names.current(cluster)
    for index in cluster.client.named("irisan"):
        for source in cluster.client.visible[index].values():
            assert source["id"] not in found
            assert now.may_have(index, source)
            found[source["id"]] = (source.get("day"), tuple(source["text"]))
    return found


def after(state, some):
    """Return what an archive is after changes."""
    for one in some:
        if isinstance(one, Deletion):
            state = {name: value for name, value in state.items() if name != one.article_id}
        else:
            state = state | {one.id: (one.published and one.published.toordinal(), one.paragraphs)}
    return state


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from([(), ("2019", UNDATED)]),
    st.lists(
        st.tuples(CHANGES, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([1, 3, 200]),
)
def test_whenever_a_change_is_killed_each_article_is_there_once(slices, steps, at_once):
    cluster = made(slices)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "_AT_ONCE", at_once)
        patch.setattr(changes, "_NOTICED_SECONDS", 0)
        patch.setattr("search.backends.opensearch.bulk._SENDERS", 1)
        update(
            cluster, [Article(one, ("Banjir.",), published=day) for one, day in zip(IDS, DAYS, strict=True)]
        )
        known, perhaps = there(cluster), {}  # what each article is, and may be after a killed change
        for some, kill_at, appears in [*steps, ([Deletion("tiada")], None, None)]:
            left = [kill_at]

            def count(left=left):
                if left[0] is not None:
                    left[0] -= 1
                    if left[0] < 0:
                        raise Killed

            cluster.client.on_change = count
            expected = after(known, some)
            try:
                update(cluster, some)
            except Killed:
                cluster.client.on_change = lambda: None
                states = [after(known, some[:end]) for end in range(len(some) + 1)]
                for name in IDS:
                    may_be = {state.get(name) for state in states}
                    perhaps[name] = perhaps.get(name, {known.get(name)}) | may_be
                if appears is not None:  # as when a node starts again
                    indexes = cluster.client.named("irisan")
                    cluster.refresh(indexes[appears % len(indexes)])
                found = there(cluster)
                for name in IDS:
                    assert found.get(name) in perhaps[name]
                continue
            cluster.client.on_change = lambda: None
            found = there(cluster)
            changed = {one.article_id if isinstance(one, Deletion) else one.id for one in some}
            for name in IDS:
                if name in changed or name not in perhaps:
                    assert found.get(name) == expected.get(name)
                else:
                    assert found.get(name) in perhaps[name]
            known, perhaps = found, {}
            assert not names.current(cluster).meta.get("changing")


def test_a_slice_is_added_though_its_creation_is_sent_again(monkeypatch):
    """A client does so on another host if the answer does not come; then the index is there already."""
    monkeypatch.setattr(changes, "_NOTICED_SECONDS", 0)
    cluster = made(("2019", UNDATED))
    create = cluster.client.create

    def create_twice(**given):
        create(**given)
        create(**given)

    cluster.client.create = create_twice
    update(cluster, [Article("a", ("Banjir.",), published=date(2026, 5, 1))])
    assert names.current(cluster).slices == {"2019": 1, "2026": 1, UNDATED: 1}
    assert set(there(cluster)) == {"a"}


def test_a_slice_is_made_anew_whose_only_copy_went_with_a_node(monkeypatch):
    """Such a slice would let every search of the archive fail, and what is added wait for the node."""
    monkeypatch.setattr(changes, "_NOTICED_SECONDS", 0)
    cluster = made(("2019", UNDATED))
    create, lost, put = cluster.client.create, [True, True, False], cluster.client.update_aliases

    def create_and_lose(index, body):
        create(index, body)
        cluster.client.lost |= {index} if lost.pop(0) else set()

    def put_what_is_there(body):
        assert not cluster.client.lost
        put(body)

    cluster.client.create, cluster.client.update_aliases = create_and_lose, put_what_is_there
    update(cluster, [Article("a", ("Banjir.",), published=date(2026, 5, 1))])
    assert (lost, set(there(cluster))) == ([], {"a"})
    lost += [True] * 9
    with pytest.raises(ClusterError, match="irisan-000001-2027"):
        update(cluster, [Article("b", ("Banjir.",), published=date(2027, 5, 1))])
    assert set(there(cluster)) == {"a"}


def test_a_slice_that_is_gone_is_an_error():
    cluster = made(("2019", "2020", UNDATED))
    update(cluster, [Article("a", ("Banjir.",), published=date(2019, 1, 1))])
    generation = names.current(cluster)
    cluster.client.aliases["irisan-000001-2020"].clear()
    with pytest.raises(IndexDamagedError, match="irisan-000001-2020, a part of the index, is gone"):
        names.current(cluster)
    cluster = Cluster(cluster.address, Settings())
    cluster.client = FakeClient()
    cluster.client.mappings, cluster.client.aliases = (
        {"irisan-000001-2019": {}},
        {"irisan-000001-2019": {"irisan-000001"}},
    )
    cluster.client.visible["irisan-000001-2019"] = {}
    with pytest.raises(ClusterError, match="2 of 3 shards are gone"):
        generation.search(cluster, {"size": 0})
