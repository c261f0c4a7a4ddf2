"""The location of an index: a folder on this machine, or the address of an index in an OpenSearch cluster.

::

    opensearch://host:9200/name                     over HTTP
    opensearch+https://host1:9200,host2:9200/name   over HTTPS; further hosts answer if the first one does not
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from search.errors import SettingsError
from search.later import Pattern

_DEFAULT_PORT = 9200
_SCHEMES = ("opensearch", "opensearch+https")
# What OpenSearch takes as a name, and room for the number of a generation behind it.
_NAME = Pattern(r"[a-z0-9][a-z0-9._-]{0,199}")
_HOST = Pattern(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>\d{1,5}))?")
_ADDRESS = Pattern(rf"(?P<scheme>{'|'.join(map(re.escape, _SCHEMES))}):/{{1,2}}(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True)
class ClusterAddress:
    """The address of an index in an OpenSearch cluster.

    hosts:  names or numbers of hosts, each with its port
    name:   the name of the index, which is an alias in the cluster
    secure: whether the connection is encrypted (TLS)
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    secure: bool = False

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"{_SCHEMES[self.secure]}://{hosts}/{self.name}"

    @property
    def local_folder(self) -> Path:
        """The folder on this machine with what is kept beside the index: keys of the API, and a build."""
        return Path("~/.local/state/warta").expanduser() / self.name


Location = Path | ClusterAddress


def local_folder(location: Location) -> Path:
    """Return the folder on this machine with what is kept beside an index, as keys of the API."""
    return location if isinstance(location, Path) else location.local_folder


def location_of(text: str | Path | ClusterAddress, setting: str = "index") -> Location:
    """Return the location that a text names: everything but the address of a cluster is a folder.

    setting: what an error calls the text

    Raises SettingsError for an address that cannot be used. The text of the error has no password.

    >>> location_of("opensearch://127.0.0.1/arsip")
    ClusterAddress(hosts=(('127.0.0.1', 9200),), name='arsip', secure=False)
    >>> location_of("arsip/indeks")
    PosixPath('arsip/indeks')
    """
    if isinstance(text, ClusterAddress):
        return text
    # A Path has only one of the two slashes left.
    found = _ADDRESS.fullmatch(str(text))
    if found is None:
        return Path(text).expanduser()
    named, _, name = found["rest"].rstrip("/").partition("/")
    if "@" in found["rest"]:
        raise SettingsError("secret_in_address", setting=setting)
    hosts = [_HOST.fullmatch(one) for one in named.split(",")]
    usable = [one for one in hosts if one and int(one["port"] or _DEFAULT_PORT) in range(1, 65536)]
    if len(usable) < len(hosts) or not _NAME.fullmatch(name):
        raise SettingsError("no_cluster_address", setting=setting, value=repr(str(text)[:200]))
    pairs = tuple((one["host"], int(one["port"] or _DEFAULT_PORT)) for one in usable)
    return ClusterAddress(pairs, name, found["scheme"] == _SCHEMES[1])
