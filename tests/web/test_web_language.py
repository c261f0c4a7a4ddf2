"""Interface languages and their catalogues."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import web
from search.parameters import SEARCH
from web.language import LANGUAGES

ROOT = Path(web.__file__).parent
CATALOGUES = sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def texts_of(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def catalogue(request):
    with request.param.open("rb") as file:
        return read_po(file, locale=request.param.parts[-3])


@pytest.fixture(scope="module")
def message_ids():
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    found = extract_from_dir(
        ROOT, methods, keywords={"gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_": None}
    )
    return {message for _, _, message, _, _ in found}


def test_there_is_a_catalogue_for_each_language_but_the_source_language():
    assert {path.parts[-3] for path in CATALOGUES} == set(LANGUAGES) - {"id"}


def test_the_languages_are_those_of_the_table():
    assert tuple(LANGUAGES) == SEARCH["lang"].choices


def test_a_catalogue_has_every_text_and_no_other(catalogue, message_ids):
    """After a change of texts: the commands in the first lines of the catalogue."""
    assert len(message_ids) > 50
    assert {message.id for message in catalogue if message.id} == message_ids


def test_a_catalogue_is_complete_and_keeps_the_placeholders(catalogue):
    for message in catalogue:
        if message.id:
            assert all(translations_of(message)), message.id
            assert not message.fuzzy, message.id
            wanted = set(PLACEHOLDER.findall(texts_of(message)[-1]))
            for translation in translations_of(message):
                assert set(PLACEHOLDER.findall(translation)) == wanted, message.id


def test_a_compiled_catalogue_is_up_to_date(catalogue):
    """After a change of the catalogue: the last of those commands."""
    path = ROOT / "translations" / str(catalogue.locale) / "LC_MESSAGES" / "messages.mo"
    with path.open("rb") as file:
        compiled = GNUTranslations(file)
    for message in catalogue:
        if isinstance(message.id, tuple):
            forms = {compiled.ngettext(*message.id, count) for count in (0, 1, 2, 5)}
            assert forms == set(message.string), message.id
        elif message.id:
            assert compiled.gettext(message.id) == message.string


@pytest.mark.parametrize(
    ("address", "header", "language"),
    [
        ("/", None, "id"),
        ("/", "en-GB,en;q=0.9", "id"),
        ("/?lang=en", "id", "en"),
        ("/?lang=id", "en", "id"),
        ("/?lang=xx", "en", "id"),
    ],
)
def test_the_language_is_chosen(page, address, header, language):
    root = page(address, **({"Accept-Language": header} if header else {}))
    assert root.one("html")["lang"] == language


def test_a_chosen_language_stays_in_every_link_and_form(page):
    root = page("/?q=harga+beras&source=Kabar+Pasar&lang=en")
    local = [link["href"] for link in root.all("a") if link["href"].startswith("/")]
    assert len(local) > 20
    for href in local:
        assert "lang=en" in href or "lang=id" in href, href
    assert sum("lang=id" in href for href in local) == 1
    for form in root.all("form", method="get"):
        assert form.one("input", name="lang")["value"] == "en"


def test_a_language_that_was_not_chosen_stays_out_of_links(page):
    root = page("/?q=harga+beras", **{"Accept-Language": "en"})
    assert sum("lang=" in (link["href"] or "") for link in root.all("a")) == 1


def test_english_has_its_plurals_and_numbers(page):
    root = page("/artikel/tanpa-judul?lang=en")
    assert "1 paragraph" in root.one("p", class_="about").text
    assert "1 paragraphs" not in root.text
    assert page("/artikel/panen-2023?lang=en").all("time")[0].text == "February 22, 2023"
