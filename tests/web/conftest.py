"""A real index in a folder, and the application over it."""

from datetime import date

import pytest
from archive_articles import ARTICLES
from html_document import parsed

import search.index
from web import WebSettings, create_app

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web") / "index"
    search.index.build(ARTICLES, folder)
    return folder


@pytest.fixture(scope="session")
def app(index_folder):
    return create_app(WebSettings(index_folder=index_folder, clock=lambda: TODAY))


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def page(client):
    """Return a function that gets a page, checks that it is one, and parses it."""

    def get(address, status=200, **headers):
        response = client.get(address, headers=headers)
        assert response.status_code == status, response.text
        assert response.content_type == "text/html; charset=utf-8"
        return parsed(response.text)

    return get


@pytest.fixture
def api(client):
    """Return a function that gets a JSON response of the API."""

    def get(address, status=200, **headers):
        response = client.get(address, headers=headers)
        assert response.status_code == status, response.text
        assert response.content_type == ("application/json" if status == 200 else "application/problem+json")
        return response.get_json(force=True)

    return get
