"""The module has one table of the settings that a file, the environment and options can set.

An option of a command has precedence, then the environment (``WARTA_PORT``), then the settings file (``port =
8000`` in TOML), then the default. The origin of each value is known.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from search.clock import DEFAULT_TIMEZONE
from search.errors import SettingsError
from search.location import Location
from search.parameters import LANGUAGES
from search.setting_values import (
    SCOPES,
    SETS_OF_RULES,
    Reader,
    names_in,
    number_between,
    one_of,
    read_address,
    read_contact,
    read_flag,
    read_header,
    read_location,
    read_names,
    read_origins,
    read_path,
    read_prefix,
    read_rate,
    read_replicas,
    read_rules,
    read_scopes,
    read_text,
    read_timezone,
    with_commas,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PREFIX = "WARTA_"
#: Without WARTA_SETTINGS, the first of these files that exists is the settings file. The current folder is
#: not among them, because it may be a stranger's.
_FILES = (Path("~/.config/warta/settings.toml"), Path("/etc/warta/settings.toml"))
#: Variables that are no settings of this table: the path of the file, and a choice for tests.
_OTHER_VARIABLES = ("WARTA_SETTINGS", "WARTA_KERNEL")

KEYS_FILE = "keys.json"

#: The readers of settings with several values.
_OF_SEVERAL = (read_names, read_scopes, read_origins, read_rules)


def _setting(default: Any, reader: Reader, name: str = "") -> Any:
    return field(default=default, metadata={"reader": reader, "name": name})


@dataclass(frozen=True)
class Settings:
    """What can be set, each with its default and the reason for it.

    index_folder: ``index``; ``./warta-index``, so that indexing and serving agree without being told
    memory_mb:    512, which is enough for the tokens of a million paragraphs in a few runs and leaves a
                  laptop usable
    nice:         10, the niceness of commands that change the index: on a machine that is busy, searches go
                  before them; 0 gives them the same priority
    unpack_gb:    100, which one source file may unfold to
    unpack_ratio: 300, how many times its size a source file may unfold to beyond the first GB: text is packed
                  to a third to a tenth, tables that repeat themselves to a hundredth
    document_mb:  1024, the memory that reading one page or document may take
    document_seconds: 60, the time that it may take; most pages take a fiftieth of a second
    timezone:     Asia/Jakarta, where most Indonesian outlets are; it has the day of an article
    boilerplate:  "usual", the rules for boilerplate that are right nearly always; "none", "all", or the names
                  of rules with commas, which "usual" may be one of
    long_paragraphs: "cut", at the ends of sentences, what has more than 150 words; or "keep"
    names:        true: names and quotations are read while articles are indexed, which takes four times as
                  long as the rest; without them everything else is found all the same
    name_pages:   "all": there is a page for every person and organisation that is mentioned; "organisations"
                  has none for people, "none" none at all
    suppressed_names: names, with commas, that are nobody's: no page, no facet, no suggestion, no speaker;
                  what is written in the articles stays as it is; none
    language:     ``lang``; "id", in which the command line speaks; "en" is the other one
    host, port:   127.0.0.1 and 8000: nobody else reaches a server that was only tried
    unix_socket:  the path of a socket to listen on in place of host and port; none
    workers:      1 process that serves; two cores are used by two
    threads:      4 searches that a worker makes side by side
    waiting:      128 more searches wait for one of these threads; who comes then is told to come again, which
                  is better than to wait for longer than anybody does
    anonymous:    search, export and admin: what may do who shows no key; whoever reaches the server may do
                  all that it offers, nothing of which changes the archive. "search" keeps exports and
                  /metrics for keys, and an empty text everything
    keys:         the file of the keys; ``keys.json`` in the index folder, which holds no secret
    restricted_sources: names of sources, with commas, that only keys with these sources see; none
    user_header:  the header in which a proxy says who has signed in, as ``X-Forwarded-User``; none, because a
                  header that no proxy has set can be anybody's
    user_scopes, user_sources: what who has signed in may do, and which restricted sources they see; search,
                  export and all (``*``), as a proxy signs in those of the house
    rate_limit:   how often a client may ask, as ``60/minute``; none, as an archive of a house needs none
    key_rate_limit: how often a key may ask; as often as a client
    rate_limit_storage: where that is counted; ``memory://``, in each worker for itself. ``redis://HOST`` and
                  others of the library limits count for all together
    query_ms:     200 milliseconds of the processor for one search: more than the heaviest page of a million
                  paragraphs takes, and little enough that nobody stops others; with what is done between two
                  looks at the budget, a search stays below 250. 0 for no bound
    query_postings: 3,000,000 postings that a search may read into new lists, for beginnings of words,
                  phrases and spellings: ten bytes each, and as much again while they are made, so that a
                  search stays below 64 megabytes; 0 for no bound
    query_clauses: 1,024 forms of words that a query may stand for; 0 for no bound
    path_prefix:  the path under which a proxy shows Warta, as ``/arsip``; none
    proxies:      0, the number of proxies in front whose X-Forwarded headers are believed; a header that
                  no proxy has set can be anybody's
    cors_origins: the web origins whose scripts may read the API, with commas, as ``https://a.example``; "*"
                  for all; none, as a newsroom's archive is its own
    secret:       what the cursors of the API are signed with, the same for all servers of one archive; by
                  default nothing secret, for a cursor gives nobody more than a search does
    kept_answers_mb: 64 megabytes in each worker for the answers that were asked for last, compressed some
                  three thousand pages; 0 keeps none
    contact:      an address of mail or of a page, by which the servers of feeds can reach who fetches; none
    public_url:   the address at which people find the archive, as ``https://arsip.example``: alerts link to
                  it; none
    smtp_host:    the server that takes mail for alerts; none
    smtp_port:    587, the port for mail that programs hand in
    smtp_tls:     "starttls", as that port has it; "tls" from the first byte; "none" for a server on this
                  machine
    smtp_user, smtp_password: who hands mail in, if the server asks; none
    mail_from:    the address that alerts come from; warta@ and the host of the server
    log_format:   "off", or a line for each request as "text" or "json"; off, as a person at a terminal
                  wants it
    log_queries:  false; what people search for is private
    opensearch_user, opensearch_password: who asks a cluster that keeps the index, if it wants to know; none
    opensearch_token: a token that says so instead; none
    opensearch_ca: the file of the authority that vouches for the cluster; those that Python trusts
    opensearch_seconds: 10, after which a request to the cluster has failed
    opensearch_shards: 0 parts of a new index in the cluster: as many as its size needs
    opensearch_replicas: "0-1", the least and the most copies of each part besides the first one
    opensearch_slices: "none": a new index in the cluster is one; or "year", one for each year of publication,
                  so that searches for some years ask no others
    """

    index_folder: Location = _setting(Path("warta-index"), read_location, "index")  # noqa: RUF009 - as below
    memory_mb: int = _setting(512, number_between(16, 1_000_000))
    nice: int = _setting(10, number_between(0, 19))
    unpack_gb: int = _setting(100, number_between(1, 1_000_000))
    unpack_ratio: int = _setting(300, number_between(10, 1_000_000))
    document_mb: int = _setting(1024, number_between(64, 1_000_000))
    document_seconds: int = _setting(60, number_between(1, 86_400))
    timezone: str = _setting(DEFAULT_TIMEZONE, read_timezone)
    boilerplate: str = _setting(SETS_OF_RULES[0], read_rules)
    long_paragraphs: str = _setting("cut", one_of("cut", "keep"))
    names: bool = _setting(True, read_flag)
    name_pages: str = _setting("all", one_of("all", "organisations", "none"))
    suppressed_names: str = _setting("", read_names)
    language: str = _setting(LANGUAGES[0], one_of(*LANGUAGES), "lang")
    host: str = _setting("127.0.0.1", read_text)
    port: int = _setting(8000, number_between(1, 65535))
    unix_socket: Path | None = _setting(None, read_path)  # noqa: RUF009
    workers: int = _setting(1, number_between(1, 64))
    threads: int = _setting(4, number_between(1, 256))
    waiting: int = _setting(128, number_between(0, 10_000))
    anonymous: str = _setting(",".join(SCOPES), read_scopes)
    keys: Path | None = _setting(None, read_path)  # noqa: RUF009
    restricted_sources: str = _setting("", read_names)
    user_header: str = _setting("", read_header)
    user_scopes: str = _setting("search,export", read_scopes)
    user_sources: str = _setting("*", read_names)
    rate_limit: str = _setting("", read_rate)
    key_rate_limit: str = _setting("", read_rate)
    rate_limit_storage: str = _setting("memory://", read_text)
    query_ms: int = _setting(200, number_between(0, 86_400_000))
    query_postings: int = _setting(3_000_000, number_between(0, 1_000_000_000_000))
    query_clauses: int = _setting(1024, number_between(0, 1_000_000))
    path_prefix: str = _setting("", read_prefix)
    proxies: int = _setting(0, number_between(0, 16))
    cors_origins: str = _setting("", read_origins)
    secret: str = _setting("", read_text)
    kept_answers_mb: int = _setting(64, number_between(0, 100_000))
    contact: str = _setting("", read_contact)
    public_url: str = _setting("", read_address)
    smtp_host: str = _setting("", read_text)
    smtp_port: int = _setting(587, number_between(1, 65535))
    smtp_tls: str = _setting("starttls", one_of("starttls", "tls", "none"))
    smtp_user: str = _setting("", read_text)
    smtp_password: str = _setting("", read_text)
    mail_from: str = _setting("", read_text)
    log_format: str = _setting("off", one_of("off", "text", "json"))
    log_queries: bool = _setting(False, read_flag)
    opensearch_user: str = _setting("", read_text)
    opensearch_password: str = _setting("", read_text)
    opensearch_token: str = _setting("", read_text)
    opensearch_ca: Path | None = _setting(None, read_path)  # noqa: RUF009
    opensearch_seconds: int = _setting(10, number_between(1, 3_600))
    opensearch_shards: int = _setting(0, number_between(0, 1_024))
    opensearch_replicas: str = _setting("0-1", read_replicas)
    opensearch_slices: str = _setting("none", one_of("none", "year"))

    def keys_file_of(self, folder: Path) -> Path:
        """Return the file of the keys of an index folder."""
        return self.keys or folder / KEYS_FILE

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises SettingsError, which names an unusable value and its origin."""
        return load_with_origins(environment)[0]


_FIELDS = {one.name: one for one in fields(Settings)}


def suppressed_names(settings: Settings) -> tuple[str, ...]:
    """Return the names that are suppressed."""
    return names_in(settings.suppressed_names)


def load_with_origins(environment: Mapping[str, str] | None = None) -> tuple[Settings, dict[str, str]]:
    """Return the settings, and the origin of each value by the name of its setting.

    An origin is the name of a variable, the path of the settings file, or "" for a default. A variable with
    an empty value counts as not set. Raises SettingsError as ``Settings.load`` does.
    """
    environment = os.environ if environment is None else environment
    file, written = _of_file(environment)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for one in fields(Settings):
        name, variable = name_of(one.name), _PREFIX + name_of(one.name).upper()
        reader: Reader = one.metadata["reader"]
        origins[name] = ""
        if environment.get(variable):
            values[one.name], origins[name] = reader(variable, environment[variable]), variable
        elif name in written:
            said = f"{file}: {name}"
            values[one.name], origins[name] = reader(said, _single(said, written[name], reader)), str(file)
    return Settings(**values), origins


def _single(said: str, value: Any, reader: Reader) -> Any:
    """Return a value of the settings file as readers take it: one number, flag or text.

    A list becomes a text where several values can be. Raises SettingsError for other values: a list that is
    taken for a text would name no source, and hide none.
    """
    if isinstance(value, list) and reader in _OF_SEVERAL and all(isinstance(one, str) for one in value):
        return with_commas(value)
    is_text = reader in _OF_SEVERAL or reader in (read_text, read_path, read_location)
    if not isinstance(value, (str, int, float)) or (is_text and isinstance(value, bool)):
        code = "no_texts" if reader in _OF_SEVERAL else "no_single_value"
        raise SettingsError(code, setting=said, value=repr(value)[:80])
    return value


def read_setting(field_name: str, said: str, value: Any) -> Any:
    """Return the value of a setting that an option gives; ``said`` is its name in errors.

    Raises SettingsError.
    """
    reader: Reader = _FIELDS[field_name].metadata["reader"]
    return reader(said, value)


def name_of(field_name: str) -> str:
    """Return the name of a setting in the settings file.

    Its variable is ``WARTA_`` and the name in capitals.
    """
    return str(_FIELDS[field_name].metadata["name"] or field_name)


def unknown_variables(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the variables that look like a setting and are none; they may be misspelt."""
    environment = os.environ if environment is None else environment
    known = {_PREFIX + name_of(one.name).upper() for one in fields(Settings)} | set(_OTHER_VARIABLES)
    return sorted(name for name in environment if name.startswith(_PREFIX) and name not in known)


def _of_file(environment: Mapping[str, str]) -> tuple[Path | None, dict[str, Any]]:
    """Return the settings file that is used, and its contents; None if there is no file."""
    named = environment.get("WARTA_SETTINGS")
    candidates = [Path(named)] if named else [path.expanduser() for path in _FILES]
    file = next((path for path in candidates if named or path.is_file()), None)
    if file is None:
        return None, {}
    try:
        written = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError("cannot_be_read", file=file, reason=error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("no_toml", file=file, reason=str(error)) from error
    known = [name_of(one.name) for one in fields(Settings)]
    for name in written:
        if name not in known:
            raise SettingsError("unknown_setting", file=file, setting=name, choices=known)
    return file, written
