"""The OpenAPI document is true: its own examples, its schemas, a fuzzer and a generated client say so."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import jsonschema_rs
import pytest

from search.parameters import PARAMETERS, parameters_of
from web.openapi.document import openapi_document
from web.openapi.resources import RESOURCES

ROOT = Path(__file__).parents[2]


def test_it_is_made_of_the_tables(api):
    document = api("/api/openapi.json")
    assert document["openapi"] == "3.1.0"
    described = {
        operation["operationId"]: [one["name"] for one in operation["parameters"] if one["in"] == "query"]
        for path in document["paths"].values()
        for operation in path.values()
    }
    assert described == {one.name: list(parameters_of(one.name)) for one in RESOURCES}
    others = {"page", "reading"}
    assert {name for one in PARAMETERS for name in one.of} <= set(described) | others


def test_it_describes_itself_in_both_languages(api):
    english, indonesian = api("/api/openapi.json"), api("/api/openapi.json?lang=id")
    assert english["info"]["summary"] == "Search in an archive of Indonesian news."
    assert indonesian["info"]["summary"] == "Pencarian di arsip berita Indonesia."
    assert api("/api/openapi.json", **{"Accept-Language": "id"}) == indonesian
    assert api("/api/openapi.json", **{"Accept-Language": "en"}) == english


def validator(schema):
    document = openapi_document("en")
    resolved = {"components": document["components"], **schema}
    return jsonschema_rs.validator_for(resolved)


ASKED = {
    "index": [""],
    "search": [
        "q=harga+beras&explain=true&timeline=year&facets=source,tag,month", "q=(gabah+-beras&fields=id", "",
        "q=zzz", "q=beras&cursor=*&page_size=3", "q=beras&hit_fields=&group=none", "q=gabha&missing=date",
    ],
    "paragraphs": ["q=gabah", "q=gabah&count=1&page=2&fields=id&hit_fields=score", "q=zzz"],
    "articles": ["id=panen-2023&id=x", "id=panen-2023&text=true&fields=title"],
    "article": ["", "q=gabah&fields=title"],
    "similar": ["", "count=1"],
    "values": ["", "q=beras&page_size=1", "facet_text=zzz"],
    "suggest": ["q=gab", "q=gahab&count=1", "q=sumber:har&links=absolute", "q=%2B"],
    "stats": [""],
}  # fmt: skip


@pytest.mark.parametrize(
    "resource", [one for one in RESOURCES if one.name in ASKED], ids=lambda one: one.name
)
def test_answers_are_as_their_schemas_say(api, resource):
    path = resource.path.format(id="panen-2023", field="source")
    (schema,) = resource.answers.values()
    checked = validator({"$ref": f"#/components/schemas/{schema}"})
    for query in ASKED[resource.name]:
        checked.validate(api(f"{path}?{query}"))


def test_every_field_of_an_answer_is_described(api):
    """Properties may be added; the description has to follow."""
    schemas = openapi_document("en")["components"]["schemas"]

    def undescribed(value, schema, where):
        while "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema and value is not None:
            schema = schemas[schema["anyOf"][0]["$ref"].rpartition("/")[2]]
        if isinstance(value, dict) and "properties" in schema:
            for name, inner in value.items():
                if name not in schema["properties"]:
                    yield f"{where}.{name}"
                else:
                    yield from undescribed(inner, schema["properties"][name], f"{where}.{name}")
        elif isinstance(value, list):
            for inner in value:
                yield from undescribed(inner, schema["items"], where)

    for resource in RESOURCES:
        if resource.name in ASKED:
            path = resource.path.format(id="panen-2023", field="source")
            (schema,) = resource.answers.values()
            for query in ASKED[resource.name]:
                answer = api(f"{path}?{query}")
                assert list(undescribed(answer, schemas[schema], resource.name)) == []


def test_problems_are_as_their_schema_says(client):
    checked = validator({"$ref": "#/components/schemas/Problem"})
    for address in ("/api/v1/search?page=0&x=1", "/api/v1/articles/x", "/api/v1/x", "/api/v1/values/x"):
        checked.validate(client.get(address).get_json(force=True))


def test_the_page_names_every_resource_and_parameter(page):
    for language in ("id", "en"):
        root = page(f"/api?lang={language}")
        assert root.one("h1").text == "API"
        for one in RESOURCES:
            section = root.one("section", aria_labelledby=one.name)
            assert section.one("h2").text == f"{one.method.upper()} {one.path}"
            assert [name.text for name in section.all("dt")] == list(parameters_of(one.name))
            for link in section.all("a"):
                page_of = link["href"]
                assert page_of.startswith(("/api/v1", "/feed."))


def test_examples_work(api):
    for one in api("/api/v1")["resources"]:
        if one["example"] and one["name"] in ASKED:
            api(one["example"])


# --- against a running server -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(index_folder, tmp_path_factory):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-c", "from search.cli import main; main()", "serve", "--port", str(port)]
    environment = {**os.environ, "WARTA_INDEX": str(index_folder), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, cwd=tmp_path_factory.mktemp("server"))
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
                break
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.slow
def test_a_fuzzer_finds_nothing(server, tmp_path):
    """Schemathesis with all of its checks: what is described is accepted, all else is refused."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{server}/api/openapi.json"]
    options = ["--max-examples", "12", "--seed", "14", "--phases", "examples,coverage,fuzzing"]
    done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6_000:]


@pytest.mark.slow
def test_a_generated_client_works(server, tmp_path):
    """openapi-python-client makes a package, which is used as its users would."""
    generate = [
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        "--url",
        f"{server}/api/openapi.json",
    ]
    done = subprocess.run(
        [*generate, "--meta", "none", "--output-path", "warta_client"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    program = f"""
from warta_client import Client
from warta_client.api.default import article, articles_post, search, values
from warta_client.models import Ids, Problem, ValuesField

client = Client(base_url={server!r})
found = search.sync(client=client, q="harga gabah", source=["Harian Contoh"], page_size=5)
hit = found.results[0]
assert hit.article.id == "panen-2023", hit
assert hit.hits[0].text[slice(*hit.hits[0].snippet)]
assert found.total.articles == 1
assert article.sync("<b>~2Fpanjang id?&#1", client=client).article.id == "<b>/panjang id?&#1"
assert articles_post.sync(client=client, body=Ids(ids=["panen-2023", "x"])).missing == ["x"]
assert values.sync(ValuesField.SOURCE, client=client).total.articles > 20
walk, seen = search.sync(client=client, q="beras", cursor="*", page_size=4), []
while True:
    seen += [one.article.id for one in walk.results]
    if not walk.cursor:
        break
    walk = search.sync(client=client, q="beras", cursor=walk.cursor, page_size=4)
assert len(seen) == len(set(seen)) == walk.total.rows > 8
assert isinstance(article.sync("tidak-ada", client=client), Problem)
print("done")
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "done\n", ran.stderr


def test_ids_go_into_paths_as_the_document_says(api):
    assert api(f"/api/v1/articles/{quote('<b>~2Fpanjang id?&#1', safe='~')}")["article"]["id"]
