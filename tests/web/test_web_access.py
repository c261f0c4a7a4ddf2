"""Who may do what and sees which sources; that nothing of a hidden source comes out of any address."""

import json
import random
import re
from datetime import date
from typing import ClassVar

import pytest
from limits.storage import MemoryStorage

import search.index
from search import Article
from search.errors import KeysError
from search.keys import Keys
from web import WebSettings, create_app

HIDDEN = "Arsip Tertutup"
#: What only hidden articles have: no answer has any of it.
MARKS = ("tertutup", "embargo", "rapatrahasia", "sumbawangi", "pelapora", "taga", "tempata", "2031", "x-aa")
MARKS += ("wirapati", "baskaranta")
WORDS = [
    "beras",
    "naik",
    "harga",
    "pasar",
    "gempa",
    "kota",
    "menteri",
    "warga",
    "hujan",
    "jalan",
    "sekolah",
    "sungai",
    "kapal",
    "pulau",
]


def article(number, *, hidden):
    chosen = random.Random(number)
    texts = [" ".join(chosen.choices(WORDS, k=12)) for _ in range(3)]
    # Names: a speaker of both, and of hidden articles a person and an organisation of their own.
    texts[2] += '. "Harga beras naik," kata Menteri Keuangan Sri Mulyani Indrawati, Rabu.'
    if not hidden:
        return Article(
            f"a{number}", tuple(texts), title=texts[0][:30],
            source=chosen.choice(["Harian Satu", "Kabar Dua"]), published=date(2024, 1 + number % 12, 3),
            category="Ekonomi", authors=("Budi",), tags=("pangan",), place="Jakarta",
            url=f"https://contoh.example/{number}",
        )  # fmt: skip
    texts[1] += " rapatrahasia sumbawangi embargo"
    texts[2] += ' "Rapat ditunda," kata Direktur PT Baskaranta Joko Wirapati, Kamis. Joko Wirapati pergi.'
    return Article(
        f"x-aa{number}", tuple(texts), title=f"Rapatrahasia sumbawangi {texts[0][:20]}", source=HIDDEN,
        published=date(2031, 5, 3), category="Embargo", authors=("Pelapora Satu",), tags=("taga rahasia",),
        place="Tempata", url=f"https://tertutup.example/{number}",
    )  # fmt: skip


SHOWN = [article(n, hidden=False) for n in range(40)]
SECRET = [article(n, hidden=True) for n in range(40, 60)]
# A copy of an article that everybody sees, and one in which only its id is secret.
SECRET += [
    Article(f"x-aa-copy{n}", SHOWN[n].paragraphs, title=SHOWN[n].title, source=HIDDEN) for n in (1, 2, 3)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("access") / "index"
    search.index.build([*SHOWN[:20], *SECRET, *SHOWN[20:]], folder)
    return folder


@pytest.fixture(scope="module")
def without(tmp_path_factory, folder, keys):
    """Return the same without the hidden articles, with the same keys: what everybody sees."""
    less = tmp_path_factory.mktemp("access") / "without"
    search.index.build(SHOWN, less)
    settings = {"keys": folder / "keys.json", "clock": lambda: date(2036, 1, 1)}
    return create_app(WebSettings(index_folder=less, **settings)).test_client()


@pytest.fixture(scope="module")
def keys(folder):
    keys = Keys(folder / "keys.json")
    return {
        "search": keys.add("pencari", ["search"], [])[1],
        "all": keys.add("redaksi", ["search", "export", "admin"], ["*"])[1],
        "closed": keys.add("tamu", ["search", "export"], ["arsip  TERTUTUP"])[1],
        "export": keys.add("ekspor", ["export"], [])[1],
        "both": keys.add("pembaca", ["search", "export"], [])[1],
    }


def served(folder, **settings):
    settings = {"restricted_sources": HIDDEN, "clock": lambda: date(2036, 1, 1), **settings}
    return create_app(WebSettings(index_folder=folder, **settings))


@pytest.fixture(scope="module")
def app(folder, keys):
    return served(folder, anonymous="search,export,admin")


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


QUERIES = [
    "", "rapatrahasia", "rapatrahasi", "rapat*", "*rahasia", "sumbawang~2", "embargo beras", "beras",
    "sumber:arsip", f'sumber:"{HIDDEN}"', "sumber:arsip-tertutup", "penulis:pelapor", "tag:taga", "2031",
    "mei 2031",
    "judul:rapatrahasia", "beras -rapatrahasia", "tanpa:tanggal", "beras ATAU rapatrahasia", "rapat-rahasia",
    '"rapatrahasia sumbawangi"', "x-aa41", "rapat rahasia sumba wangi", "https://tertutup.example/41",
    "site:tertutup", 'oleh:"Joko Wirapati"', 'tentang:"Joko Wirapati"', "kutipan:ditunda", "siapa wirapati",
    'kutipan:"harga beras"', 'oleh:"Sri Mulyani" naik',
]  # fmt: skip
IDS = ["x-aa41", "x-aa-copy1", "a1", "a2"]
FIELDS = ["source", "category", "author", "tag", "place", "language", "speaker", "name"]
NAMES = ["Joko Wirapati", "PT Baskaranta", "Sri Mulyani Indrawati", "sri mulyani", "x"]
#: What every route gives: a new one has to be put here, and is then asked in the forms of its kind.
ROUTES = {
    "nothing of the archive": {
        "/api", "/api/v1", "/api/openapi.json", "/bantuan", "/favicon.ico", "/healthz", "/kotak.js",
        "/opensearch.xml", "/readyz", "/robots.txt", "/static/<name>",
    },
    "a search": {
        "/", "/api/v1/search", "/api/v1/paragraphs", "/api/v1/suggest", "/api/v1/export", "/feed.atom",
        "/feed.rss", "/feed.json",
    },
    "an article": {
        "/artikel/<article_id:segment>", "/kutipan/<article_id:segment>",
        "/api/v1/articles/<article_id:segment>", "/api/v1/articles/<article_id:segment>/similar",
    },
    "a name": {"/nama/<article_id:segment>"},
    "values": {"/api/v1/values/<field>"},
    "articles": {"/api/v1/articles"},
    "the archive": {"/acak", "/api/v1/stats", "/sitemap.xml", "/sitemap-<int:number>.xml", "/metrics"},
}  # fmt: skip


def forms(kind, path):
    """Yield what is put behind the path of a route of a kind, or in place of its variable."""
    every = "facets=source,category,author,tag,place,year,month,speaker,name&timeline=auto"
    if kind == "a search":
        yield ""
        yield from (f"?q={query}" for query in QUERIES)
        for more in (
            every, "sort=newest", "sort=oldest", "sort=arrived", "group=none", "collapse=false", "cursor=*",
            "format=ndjson", "format=csv", "speaker=Joko+Wirapati", "speaker=Sri+Mulyani&quotes=true",
            "lang=en", "page=2", "timeline=day", "explain=true", "missing=category", "match=any",
            "indexed_since=2020-01-01", f"source={HIDDEN[:5]}",
        ):  # fmt: skip
            yield f"?q=beras&{more}"
        yield from (f"?q={text}" for text in ("joko w", "wirap", "sri m", "PT Bask", "rapat", "sumba"))
    elif kind == "an article":
        more = ("compare=x-aa-copy1", "compare=a1", "q=rapatrahasia", "format=bibtex", "lang=en")
        yield from IDS
        yield from (f"{one}?{other}" for one in IDS for other in more)
    elif kind == "a name":
        yield from NAMES
        yield from (f"{one}?lang=en" for one in NAMES)
    elif kind == "values":
        yield from FIELDS
        yield from (f"{one}?q=beras&facet_text=a" for one in FIELDS)
    elif kind == "articles":
        yield from ("", "?id=x-aa41", "?id=x-aa41&id=a1&text=true", "?id=x-aa-copy1&id=a1&q=beras")
    else:
        yield from ("1", "2", "x") if "<" in path else ("", "?q=rapatrahasia", "?lang=en")


def addresses(app):
    """Yield addresses of every rule of the application, each in many forms."""
    kinds = {path: kind for kind, paths in ROUTES.items() for path in paths}
    for rule in app.url_map.iter_rules():
        path, kind = rule.rule, kinds[rule.rule]
        if "GET" in rule.methods:
            for form in forms(kind, path):
                yield re.sub("<[^>]*>", form, path, count=1) if "<" in path else path + form


def test_every_route_is_of_one_kind(app):
    """A new route fails here, until somebody says what it gives of the archive."""
    rules = sorted({rule.rule for rule in app.url_map.iter_rules()})
    assert rules == sorted(path for paths in ROUTES.values() for path in paths)


#: What differs between two indexes of the same articles: how long it took, digests, and what is left out.
VARYING = [
    r'"took_ms":[\d.]+', r" · [\d,]+ dtk", r" · [\d.]+ s", r'cursor(":"|=)[^"]*"', r'"generation":"[^"]*"',
    r'"(terms|rejected|bytes_on_disk|read|built_at|ready)":[^,]*,?', r"<(updated|lastBuildDate)>[^<]*",
]  # fmt: skip


def test_every_answer_is_that_of_an_archive_without_them(app, without, keys):
    """Byte for byte: it shows what no list of words does, as a total, an order or a space.

    And no answer, nor its headers, has a word that only hidden articles have.
    """
    client, compared, headers = app.test_client(), 0, bearer(keys["both"])
    for address in addresses(app):
        asked = address.lower()
        ours = client.get(address, headers=headers)
        assert ours.status_code < 500, address
        said = f"{ours.get_data(as_text=True)} {ours.headers}".lower()
        said = re.sub("[0-9a-f]{12,}", "", said)  # digests and numbers of requests
        for mark in MARKS:
            # What was asked may be said again, and nothing more than that.
            if mark not in re.sub("%20|[+]", " ", asked):
                assert mark not in said, (address, mark)
        if not address.startswith(("/metrics", "/acak", "/readyz")):
            theirs = without.get(address, headers=headers)
            assert ours.status_code == theirs.status_code, address
            texts = [one.get_data(as_text=True) for one in (ours, theirs)]
            # A suggestion has no role of a name, because it may be one that only hidden articles give.
            for varying in (*VARYING, r'"role":("[^"]*"|null)' if "/suggest" in address else "$"):
                texts = [re.sub(varying, "", text) for text in texts]
            assert texts[0] == texts[1], address
            compared += ours.status_code == 200
    assert compared > 300


def test_a_random_article_is_one_that_may_be_seen(app):
    client = app.test_client()
    seen = {client.get("/acak").headers["Location"].rpartition("/")[2] for _ in range(60)}
    assert len(seen) > 10 and seen <= {article.id for article in SHOWN}


def test_without_a_key_where_one_is_needed_nothing_of_the_archive_comes_out(folder):
    client = served(folder, anonymous="").test_client()
    answered = set()
    for address in addresses(client.application):
        response = client.get(address)
        if response.status_code == 200:
            answered.add(address.partition("?")[0])
            text = response.get_data(as_text=True)
            assert not any(name in text for name in ("Harian Satu", "contoh.example", "a17")), address
        else:
            assert response.status_code in (301, 308, 400, 401, 404), address
    assert {"/healthz", "/readyz", "/robots.txt", "/api/openapi.json"} <= answered


def counted(client, address, headers=None):
    """Return the part of an answer that a hidden article could change."""
    answer = client.get(address, headers=headers or {}).get_json(force=True)
    values = {
        name: answer.get(name) for name in ("total", "facets", "timeline", "values", "suggestions", "missing")
    }
    found = answer.get("results", answer.get("articles", []))
    values["ids"] = [hit["article"]["id"] for hit in found]
    values["scores"] = [hit.get("score") for hit in found]
    values["explanations"] = [
        [paragraph.get("explanation") for paragraph in hit.get("paragraphs", ())] for hit in found
    ]
    values["notes"] = (answer.get("query") or {}).get("notes"), (answer.get("query") or {}).get("correction")
    return values


@pytest.mark.parametrize(
    "address",
    [
        *(f"/api/v1/search?sort=newest&page_size=50&timeline=month&q={query}" for query in QUERIES),
        *(f"/api/v1/search?explain=true&page_size=50&q={query}" for query in QUERIES),
        *(f"/api/v1/search?group=none&explain=true&match=any&q={query}" for query in QUERIES),
        *(f"/api/v1/paragraphs?q={query}" for query in ("beras naik", "rapatrahasia beras")),
        *(f"/api/v1/values/{field}" for field in FIELDS),
        *(f"/api/v1/suggest?q={text}" for text in ("rapat", "sumba", "be", "arsip", "pela", "hargq")),
        "/api/v1/articles?id=x-aa41&id=a1",
        "/api/v1/articles/a1/similar",
    ],
)
def test_what_is_counted_is_as_if_it_were_not_there(app, without, address):
    assert counted(app.test_client(), address) == counted(without, address)


def test_the_statistics_are_those_of_what_is_seen(app, without):
    ours, theirs = (one.get("/api/v1/stats").get_json() for one in (app.test_client(), without))
    for name in ("articles", "paragraphs", "sources", "categories", "first_day", "last_day", "undated"):
        assert ours[name] == theirs[name], name
    assert (ours["terms"], ours["rejected"], ours["bytes_on_disk"], ours["read"]) == (None, None, None, {})


def measured(client, key=None):
    """Return what /metrics says of the index, without times."""
    said = client.get("/metrics", headers=bearer(key) if key else {}).get_data(as_text=True)
    values = re.findall(r"^(warta_index_\w+) (\S+)$", said, re.MULTILINE)
    return {name: float(value) for name, value in values if "_seconds" not in name}


def test_metrics_count_what_whoever_asks_may_see(app, without, folder, keys):
    """The scope shows how the server does, the sources of a key what it may know of the archive."""
    ours, theirs = measured(app.test_client()), measured(without)
    for of_everything in ("warta_index_bytes", "warta_index_rejected"):
        assert of_everything not in ours
        del theirs[of_everything]
    assert ours == theirs
    whole = measured(app.test_client(), keys["all"])
    assert whole["warta_index_articles"] == len(SHOWN) + len(SECRET)
    supervisor = Keys(folder / "keys.json").add("pengawas", ["admin"], [])[1]
    assert measured(served(folder, anonymous="").test_client(), supervisor) == ours


def test_who_may_sees_them(app, keys):
    client = app.test_client()
    for key in ("all", "closed"):
        found = client.get("/api/v1/search?q=rapatrahasia", headers=bearer(keys[key]))
        assert found.get_json()["total"]["articles"] == 20
        assert "private" in found.headers["Cache-Control"]
        assert "Authorization" in found.headers["Vary"]
        assert client.get("/api/v1/articles/x-aa41", headers={"X-API-Key": keys[key]}).status_code == 200
    assert client.get("/api/v1/articles/x-aa41").status_code == 404


def test_an_answer_that_was_kept_for_one_is_not_given_to_another(app, keys):
    client = app.test_client()
    for _ in range(2):
        seen = client.get("/api/v1/search?q=rapatrahasia", headers=bearer(keys["all"]))
        hidden = client.get("/api/v1/search?q=rapatrahasia", headers={"If-None-Match": seen.headers["ETag"]})
        assert (seen.get_json()["total"]["articles"], hidden.get_json()["total"]["articles"]) == (20, 0)


def test_a_walk_does_not_go_on_for_others(app, keys):
    client = app.test_client()
    begun = client.get("/api/v1/search?q=&cursor=*&page_size=5", headers=bearer(keys["all"])).get_json()
    address = f"/api/v1/search?q=&page_size=5&cursor={begun['cursor']}"
    assert client.get(address, headers=bearer(keys["all"])).status_code == 200
    assert client.get(address).status_code == 410
    mine = client.get("/api/v1/search?q=&cursor=*&page_size=5").get_json()
    following = client.get(f"/api/v1/search?q=&page_size=5&cursor={mine['cursor']}")
    assert len(following.get_json()["results"]) == 5


@pytest.mark.parametrize(
    ("anonymous", "key", "address", "status", "code"),
    [
        ("search", None, "/api/v1/search?q=beras", 200, None),
        ("search", None, "/api/v1/export?q=beras", 401, "key_required"),
        ("search", None, "/metrics", 401, None),
        ("search", "search", "/api/v1/export?q=beras", 403, "scope_missing"),
        ("search", "closed", "/api/v1/export?q=beras", 200, None),
        ("search", "closed", "/metrics", 403, None),
        ("search", "all", "/metrics", 200, None),
        ("", None, "/", 401, None),
        ("", None, "/api/v1/search?q=beras", 401, "key_required"),
        ("", None, "/healthz", 200, None),
        ("", None, "/readyz", 200, None),
        ("", "search", "/api/v1/search?q=beras", 200, None),
        ("", "export", "/api/v1/search?q=beras", 403, "scope_missing"),
        ("search,export,admin", "wrong", "/api/v1/search?q=beras", 401, "key_unknown"),
    ],
)
def test_scopes(folder, keys, anonymous, key, address, status, code):
    headers = bearer(keys.get(key, "warta_0_salah")) if key else {}
    answered = served(folder, anonymous=anonymous).test_client().get(address, headers=headers)
    assert answered.status_code == status
    if code:
        assert answered.get_json(force=True)["code"] == code
    assert ("WWW-Authenticate" in answered.headers) is (status == 401)


def test_a_preflight_needs_no_key(folder):
    client = served(folder, anonymous="", cors_origins="https://a.example").test_client()
    answered = client.options("/api/v1/search", headers={"Origin": "https://a.example"})
    assert answered.status_code == 200
    assert "Authorization" in answered.headers["Access-Control-Allow-Headers"]


def test_a_signed_in_user_is_believed_only_where_a_setting_says_so(folder):
    signed_in = {"X-Forwarded-User": "redaktur"}
    address = "/api/v1/search?q=rapatrahasia"
    believed = served(folder, anonymous="", user_header="X-Forwarded-User").test_client()
    assert believed.get(address, headers=signed_in).get_json()["total"]["articles"] == 20
    assert believed.get(address).status_code == 401
    limited = served(folder, user_header="X-Forwarded-User", user_sources="").test_client()
    assert limited.get(address, headers=signed_in).get_json()["total"]["articles"] == 0
    assert served(folder, anonymous="").test_client().get(address, headers=signed_in).status_code == 401


def test_a_key_that_is_revoked_works_no_more(folder, app):
    keys = Keys(folder / "keys.json")
    key, given = keys.add("sementara", ["search"], [])
    client = app.test_client()
    assert client.get("/api/v1/search?q=beras", headers=bearer(given)).status_code == 200
    keys.revoke(key.id)
    assert client.get("/api/v1/search?q=beras", headers=bearer(given)).status_code == 401


@pytest.mark.parametrize(
    "spelling",
    [
        "ARSIP TERTUTUP",
        "Arsip\u00a0Tertutup ",
        "\ufeffArsip\u200b Tertutup",
        "Ar\u00adsip\u200f Tertutup\ufe0f",
        "Ａrsip　Tertutup",
    ],
)
def test_no_spelling_of_a_source_that_looks_the_same_is_seen(spelling, tmp_path):
    search.index.build([Article("a", ("beras",), source=spelling), Article("b", ("beras",))], tmp_path)
    found = served(tmp_path).test_client().get("/api/v1/search?q=beras").get_json()
    assert [hit["article"]["id"] for hit in found["results"]] == ["b"]


@pytest.mark.parametrize("hashed", [None, "é" * 64])
def test_a_damaged_file_of_keys_lets_nobody_in(folder, tmp_path, hashed):
    file = tmp_path / "keys.json"
    file.write_text("{")
    if hashed:
        key = {"id": "a", "name": "n", "hash": hashed, "scopes": ["search"], "sources": [], "created": ""}
        file.write_text(json.dumps({"format": 1, "keys": [key]}))
        with pytest.raises(KeysError):
            Keys(file).all()
    client = served(folder, keys=file).test_client()
    assert client.get("/api/v1/search?q=beras", headers=bearer("warta_a_b")).status_code == 500
    assert client.get("/api/v1/search?q=beras").status_code == 200


def test_how_often_is_counted_by_client_and_by_key(folder, keys):
    client = served(folder, rate_limit="3/minute", key_rate_limit="5/minute").test_client()
    for left in (2, 1, 0):
        answered = client.get("/api/v1/search?q=beras")
        assert answered.status_code == 200
        assert answered.headers["RateLimit-Policy"] == '"default";q=3;w=60'
        assert re.fullmatch(rf'"default";r={left};t=\d+', answered.headers["RateLimit"])
    refused = client.get("/api/v1/search?q=beras")
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert client.get("/").status_code == 429
    assert client.get("/healthz").status_code == 200
    other = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/api/v1/search?q=beras", environ_base=other).status_code == 200
    statuses = [
        client.get("/api/v1/search?q=beras", headers=bearer(keys["search"])).status_code for _ in range(6)
    ]
    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize(("address", "refused"), [("/?q=beras", 401), ("/healthz", 401), ("/tiada", 401)])
def test_wrong_keys_are_counted(folder, address, refused):
    client = served(folder, rate_limit="3/hour").test_client()
    tried = [client.get(address, headers=bearer(f"warta_0_{n}")).status_code for n in range(4)]
    assert tried == [refused] * 3 + [429]
    assert client.get("/?q=beras").status_code == 429
    assert client.get("/healthz").status_code == 200


def test_what_needs_a_key_is_counted_without_one(folder, keys):
    client = served(folder, anonymous="search", rate_limit="2/hour").test_client()
    assert [client.get("/api/v1/export?q=beras").status_code for _ in range(3)] == [401, 401, 429]
    assert client.get("/?q=beras", headers=bearer(keys["search"])).status_code == 200


def test_a_network_of_addresses_is_one_client(folder):
    client = served(folder, rate_limit="2/hour").test_client()
    statuses = [
        client.get("/?q=beras", environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{n}"}).status_code
        for n in range(1, 4)
    ]
    assert statuses == [200, 200, 429]


def test_clients_of_ipv4_are_several_where_the_server_listens_on_ipv6(folder):
    client = served(folder, rate_limit="1/hour").test_client()
    statuses = [
        client.get("/?q=beras", environ_base={"REMOTE_ADDR": f"::ffff:192.0.2.{n}"}).status_code
        for n in (1, 2, 2)
    ]
    assert statuses == [200, 200, 429]


class Failing(MemoryStorage):
    """A store for the counts of all processes that cannot be reached."""

    STORAGE_SCHEME: ClassVar = ["failing"]
    base_exceptions = OSError

    def acquire_sliding_window_entry(self, *_arguments, **_named):
        raise OSError("it is down")


def test_a_process_counts_for_itself_while_the_store_of_all_fails(folder, caplog):
    client = served(folder, rate_limit="2/hour", rate_limit_storage="failing://:rahasia@x").test_client()
    assert [client.get("/?q=beras").status_code for _ in range(3)] == [200, 200, 429]
    said = [one.getMessage() for one in caplog.records if "rate_limit_storage" in one.getMessage()]
    assert len(said) == 1
    assert "it is down" in said[0]
