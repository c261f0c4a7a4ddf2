"""Settings from a file, the environment and options: which one counts, and what is said of wrong ones."""

import re
from pathlib import Path

import pytest

from search.errors import SettingsError
from search.setting_values import names_in
from search.settings import Settings, load_with_origins, unknown_variables
from search.texts.boilerplate import names_of_rules, rules_of


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a function that writes the settings file and gives the environment that names it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def write(text, **variables):
        file = tmp_path / "settings.toml"
        file.write_text(text, "utf-8")
        return {"WARTA_SETTINGS": str(file), **variables}

    return write


def test_the_environment_counts_before_the_file_and_the_file_before_the_default(written):
    environment = written('port = 9000\nworkers = 3\nindex = "/srv/warta"\n', WARTA_PORT="9001")
    settings, origins = load_with_origins(environment)
    assert (settings.port, settings.workers, settings.threads) == (9001, 3, 4)
    assert settings.index_folder == Path("/srv/warta")
    file = environment["WARTA_SETTINGS"]
    named = ("port", "workers", "threads", "index")
    assert [origins[name] for name in named] == ["WARTA_PORT", file, "", file]


def test_an_empty_variable_is_not_set(written):
    assert Settings.load(written("port = 9000", WARTA_PORT="")).port == 9000


def test_the_file_of_the_user_is_found_without_naming_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".config" / "warta").mkdir(parents=True)
    (tmp_path / ".config" / "warta" / "settings.toml").write_text('lang = "en"', "utf-8")
    assert Settings.load({}).language == "en"


def test_a_file_in_the_working_folder_is_nobodys(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.toml").write_text("port = 9000", "utf-8")
    (tmp_path / "warta.toml").write_text("port = 9000", "utf-8")
    assert Settings.load({}).port == 8000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = 70000", "settings.toml: port: 70000 is not a whole number from 1 to 65535"),
        ("port = true", "port: True is not a whole number"),
        ("workers = -1", "workers: -1 is not a whole number from 1 to 64"),
        ('lang = "fr"', "lang: 'fr' is not one of id, en"),
        ('path_prefix = "arsip/"', "path_prefix: 'arsip/' must begin with a slash"),
        ("restricted_sources = true", "restricted_sources: True is no text and no list of texts"),
        ("restricted_sources = [1]", "restricted_sources: [1] is no text and no list of texts"),
        ('host = ["a", "b"]', "host: ['a', 'b'] cannot be the value of this setting"),
        ("keys = {a = 1}", "keys: {'a': 1} cannot be the value of this setting"),
        ("contact = 2020-01-01", "cannot be the value of this setting"),
        ("poort = 1", "settings.toml: there is no setting poort; there are index, memory_mb"),
        ("port 1", "settings.toml: is not TOML ("),
    ],
)
def test_a_wrong_file_is_said(written, text, said):
    with pytest.raises(SettingsError) as caught:
        Settings.load(written(text))
    assert said in caught.value.said("en")
    assert caught.value.said("id") != caught.value.said("en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Satu, Dua"', ("Satu", "Dua")),
        ('["Satu", "Dua"]', ("Satu", "Dua")),
        ("""'Satu, "Kabar, Dua"'""", ("Satu", "Kabar, Dua")),
        (
            """['Kabar, Dua', 'Koran "Tiga"', 'Koran "4, 5"']""",
            ("Kabar, Dua", 'Koran "Tiga"', 'Koran "4, 5"'),
        ),
        ("""'Koran "Tiga", Empat'""", ('Koran "Tiga"', "Empat")),
        ("[]", ()),
    ],
)
def test_names_are_a_text_or_a_list(written, text, found):
    """A list that was taken for a text would name no source, and hide none."""
    settings = Settings.load(written(f"restricted_sources = {text}"))
    assert names_in(settings.restricted_sources) == found


def test_several_values_may_be_a_list(written):
    settings = Settings.load(written('anonymous = ["search", "export"]\nboilerplate = ["usual", "byline"]'))
    assert (settings.anonymous, settings.boilerplate) == ("search,export", "usual,byline")


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.load({"WARTA_SETTINGS": str(tmp_path / "tiada.toml")})


def test_misspelt_variables_are_found():
    assert unknown_variables({"WARTA_PROT": "1", "WARTA_PORT": "1", "PATH": "/", "WARTA_KERNEL": ""}) == [
        "WARTA_PROT"
    ]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("WARTA_TIMEZONE", "Asia/Bekasi", "WARTA_TIMEZONE: 'Asia/Bekasi' is no time zone"),
        ("WARTA_TIMEZONE", "../../etc/passwd", "is no time zone"),
        ("WARTA_BOILERPLATE", "usual,iklan", "WARTA_BOILERPLATE: 'iklan' is not one of usual, none, all"),
        ("WARTA_LONG_PARAGRAPHS", "potong", "'potong' is not one of cut, keep"),
    ],
)
def test_how_texts_are_read_can_be_set(variable, value, said):
    with pytest.raises(SettingsError, match=re.escape(said)):
        Settings.load({variable: value})


def test_rules_for_boilerplate_are_chosen_by_name():
    chosen = {
        name: set(rules_of(name.split(","))) for name in ("usual", "none", "all", "usual,copyright", "byline")
    }
    assert chosen["none"] == set()
    assert chosen["byline"] == {"byline"}
    assert chosen["usual,copyright"] == chosen["usual"] | {"copyright"} != chosen["usual"]
    assert chosen["all"] == set(names_of_rules())
