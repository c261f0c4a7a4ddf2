"""The files of ``deploy/``: what they name exists, and they give no more rights than they say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from search.location import location_of
from search.settings import tomllib, unknown_variables

PROJECT = Path(__file__).parents[1]
DEPLOY = PROJECT / "deploy"

pytestmark = pytest.mark.skipif(not DEPLOY.is_dir(), reason="a wheel has no files to deploy")


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml", "compose-opensearch.yaml", "warta.service"])
def test_every_variable_is_a_setting(file):
    text = (DEPLOY / file).read_text("utf-8")
    variables = dict.fromkeys(re.findall(r"\bWARTA_[A-Z_]+", text), "1")
    assert variables
    assert unknown_variables(variables) == []


def test_the_image_runs_without_root_and_copies_no_secret():
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    stages = text.split("\nFROM ")
    assert len(stages) == 3, "one stage builds, the other runs"
    run = stages[-1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", run, re.MULTILINE)
    assert "-slim" in run.splitlines()[0]
    assert ":latest" not in text
    assert "HEALTHCHECK" in run
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {".git", ".venv", "warta-index", "**/*.so"} <= set(ignored)


def test_services_are_read_only_and_drop_their_rights():
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert (
        text.count("read_only: true")
        == text.count("cap_drop: [ALL]")
        == text.count("no-new-privileges:true")
        == 2
    )
    assert "127.0.0.1:8000:8000" in text


def test_the_cluster_of_the_compose_file_is_for_its_services_only():
    text = (DEPLOY / "compose-opensearch.yaml").read_text("utf-8")
    assert re.findall(r"ports: (.*)", text) == ['["127.0.0.1:8000:8000"]']
    nodes = {f"n{number}" for number in (1, 2, 3)}
    assert set(re.findall(r"node.name: (\w+)", text)) == nodes
    address = re.search(r"WARTA_INDEX: (\S+)", text)
    assert address
    assert set(location_of(address[1]).hosts) == {(node, 9200) for node in nodes}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_unit_is_sound_and_exposes_little(tmp_path):
    unit = tmp_path / "warta.service"
    text = (DEPLOY / "warta.service").read_text("utf-8").replace("/opt/warta/bin/warta serve", "/bin/true")
    unit.write_text(text)
    checked = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60, check=False
    )
    assert "warta.service" not in checked.stderr, checked.stderr
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if found := re.search(r"exposure level for warta.service: ([\d.]+)", judged.stdout):
        assert float(found[1]) < 2.0


def test_proxies_drop_what_browsers_say_of_themselves():
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert nginx.count("{") == nginx.count("}")
    assert nginx.count('X-Forwarded-User ""') == nginx.count("proxy_pass http://warta;")
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert caddy.count("{") == caddy.count("}")
    assert "header_up -X-Forwarded-User" in caddy


def test_make_installs_every_dependency_of_the_project():
    """``make run`` reads them with ``sed`` to install them while it compiles Warta."""
    rules = (PROJECT / "Makefile").read_text("utf-8")
    command = re.search(r"sed -n '.*' pyproject\.toml", rules)
    assert command
    read = subprocess.run(
        ["sh", "-c", command[0].replace("$$", "$")], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert read.stdout.splitlines() == project["dependencies"]


def test_a_wheel_has_all_data_and_no_source_of_compiled_code():
    tool = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]
    package, patterns = PROJECT / "search", tool["setuptools"]["package-data"]["search"]
    taken = {path for pattern in patterns for path in package.glob(pattern)}
    built = (".py", ".pyc", ".pyx", ".pxd", ".c", ".so", ".pyd", ".json")
    assert taken == {path for path in package.rglob("*") if path.is_file() and path.suffix not in built}
