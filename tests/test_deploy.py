"""The files of ``deploy/``: what they name exists, and they give no more rights than they say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    site, *locations = re.split(r"(?m)^    location ", nginx)
    for name, value in (
        ("User", '""'),
        ("Prefix", '""'),
        ("For", "$remote_addr"),
        ("Host", "$host"),
        ("Proto", "$scheme"),
    ):
        assert f"proxy_set_header X-Forwarded-{name} {value};" in site
    assert len(locations) == 3
    assert not any("proxy_set_header" in one for one in locations)  # it would inherit none of the site's
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert caddy.count("{") == caddy.count("}")
    assert "header_up -X-Forwarded-User" in caddy
    assert "header_up -X-Forwarded-Prefix" in caddy


def test_make_installs_every_dependency_of_the_project():
    """``make run`` reads them with ``sed`` to install them while it compiles Warta, and so do sanitizers."""
    rules = (PROJECT / "Makefile").read_text("utf-8")
    described = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    read = [
        subprocess.run(
            ["sh", "-c", command.replace("$$", "$")], cwd=PROJECT, capture_output=True, text=True, check=True
        ).stdout.split("\n")
        for command in re.findall(r"sed -n '.*' pyproject\.toml", rules)
    ]
    lines = sorted([*filter(None, one)] for one in read)
    assert lines == sorted([described["project"]["dependencies"], described["build-system"]["requires"]])


def test_a_wheel_has_all_data_and_no_source_of_compiled_code():
    tool = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]
    package, patterns = PROJECT / "search", tool["setuptools"]["package-data"]["search"]
    taken = {path for pattern in patterns for path in package.glob(pattern)}
    built = (".py", ".pyc", ".pyx", ".pxd", ".pxi", ".c", ".so", ".pyd", ".json")
    assert taken == {path for path in package.rglob("*") if path.is_file() and path.suffix not in built}


def wanted_by(project, extras):
    """Yield the requirements of the project with extras, those of extras within extras too."""
    optional = project["optional-dependencies"]
    for text in [*project["dependencies"], *(text for extra in extras for text in optional[extra])]:
        requirement = Requirement(text)
        if requirement.name == project["name"]:
            yield from wanted_by({**project, "dependencies": []}, requirement.extras)
        else:
            yield requirement


def test_what_is_locked_is_what_the_project_needs():
    """``make lock`` writes it; it is for every Python and system on which Warta runs."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    text = re.sub(r"#.*", "", (PROJECT / "requirements.lock").read_text("utf-8"))
    locked: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for entry in text.replace("\\\n", " ").splitlines():
        if entry.strip():
            pinned, *hashes = entry.split(" --hash=")
            requirement = Requirement(pinned)
            locked.setdefault(canonicalize_name(requirement.name), []).append((requirement, hashes))
    for name, entries in locked.items():
        for requirement, hashes in entries:
            assert hashes, name
            assert all(re.fullmatch("sha256:[0-9a-f]{64}", one.strip()) for one in hashes), name
            assert [one.operator for one in requirement.specifier] == ["=="], name
    for requirement in wanted_by(project, ["all"]):
        entries = locked.get(canonicalize_name(requirement.name), [])
        assert entries, f"{requirement} is not locked: make lock"
        for pinned, _ in entries:
            (version,) = pinned.specifier
            assert version.version in requirement.specifier, f"{pinned} is not {requirement}: make lock"
    for python in ("3.10", "3.11", "3.14"):
        there = {"python_version": python, "python_full_version": f"{python}.0"}
        for requirement in wanted_by(project, ["all"]):
            if requirement.marker is None or requirement.marker.evaluate(there):
                entries = locked[canonicalize_name(requirement.name)]
                fitting = [one for one, _ in entries if one.marker is None or one.marker.evaluate(there)]
                assert len(fitting) == 1, (python, requirement)
