"""The files that operators copy say what is true: every command exists, nothing inner is public, nothing is root."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click import Command, Context, Group

from bot.cli import main
from bot.config import Settings
from bot.webhook import LIMIT
from tests.deploy.plain_yaml import parse
from tests.house.source import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = parse((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: each for name, each in SERVICES.items() if each["image"] == "salesbot"}
UNITS = sorted(DEPLOY.glob("*.service"))


def check_command(words: list[str]) -> None:
    """Fail unless our command line has this command with these options."""
    command: Command = main
    rest = list(words)
    while isinstance(command, Group) and rest:
        found = command.get_command(Context(command), rest.pop(0))
        assert found, words
        command = found
    assert not isinstance(command, Group), words
    command.make_parser(Context(command)).parse_args([word.replace("%i", "8080") for word in rest])


def unit(file: Path) -> dict[str, list[str]]:
    """Every key of a unit with its values."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if re.match(r"\w+=", line):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_every_process_of_the_compose_file_is_a_command_of_ours() -> None:
    assert set(OURS) == {"migrate", "web-1", "web-2", "worker"}
    for each in OURS.values():
        check_command(each["command"])


@pytest.mark.parametrize("words", [["serve", "--wbe"], ["sevre"], ["db", "upgrad"], ["db"]])
def test_a_command_that_is_none_is_found_out(words: list[str]) -> None:
    with pytest.raises(BaseException, match=r"(?i)no such option|assert|None|db"):
        check_command(words)


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_process_may_do_little_and_loses_nothing_when_it_is_stopped(name: str) -> None:
    told = OURS[name]
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told["secrets"] == ["salesbot.toml"]
    if name != "migrate":
        assert told["restart"] == "always"
        assert "/readyz" in told["healthcheck"]["test"][-1]
        assert f":{told['command'][-1]}/" in told["healthcheck"]["test"][-1], "it asks where the process listens"
        assert int(told["stop_grace_period"].removesuffix("s")) >= 20, "calls under way have 8 s, requests more"
        assert told["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_what_the_compose_file_names_is_there() -> None:
    for each in SERVICES.values():
        assert set(each.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(each["networks"]) <= set(COMPOSE["networks"])
        assert set(each.get("depends_on", [])) <= set(SERVICES)
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == ["inside"], "the database is nobody's but ours"
    assert (ROOT / SERVICES["migrate"]["build"]["dockerfile"]).exists()


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert {name for name, each in SERVICES.items() if "ports" in each} == {"nginx"}
    assert SERVICES["nginx"]["ports"] == ["443:443"]


def test_settings_given_by_the_environment_are_settings() -> None:
    named = {name for each in OURS.values() for name in each.get("environment", {})}
    assert named == {"SALESBOT_SERVER__HOST"}
    secrets = {"app_id": "cli_1", "app_secret": "a", "encrypt_key": "b", "verification_token": "c"}
    assert Settings.of({"feishu": secrets}, {"SALESBOT_SERVER__HOST": "0.0.0.0"}).server.host == "0.0.0.0"  # noqa: S104
    assert "SALESBOT_CONFIG=/run/secrets/salesbot.toml" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_the_container_holds_every_package_and_runs_as_nobody_in_particular() -> None:
    file = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^packages = \[(.*)\]$", project, re.MULTILINE)
    assert listed
    tops = {name.partition(".")[0] for name in re.findall(r'"([\w.]+)"', listed[1])}
    assert {words.split()[1] for words in re.findall(r"^COPY \w+ \w+$", file, re.MULTILINE)} == tops
    assert "--require-hashes -r requirements.lock" in file
    assert file.index("\nUSER 10001") < file.index("\nENTRYPOINT")
    copied = re.findall(r"^COPY ([^-].*) \./$", file, re.MULTILINE)
    assert all((ROOT / name).exists() for words in copied for name in words.split())


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The head and body of every innermost block of an nginx file."""
    bare = re.sub(r"#.*", "", text)
    yield from re.findall(r"([^{};]+)\{([^{}]*)\}", bare)


def test_the_proxy_lets_feishu_in_and_nobody_else() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    bare = re.sub(r"#.*", "", text)
    assert bare.count("{") == bare.count("}")
    assert re.findall(r"location ([^{]+?)\s*\{", bare) == ["= /feishu/events", "/"]
    assert {head.strip(): body.split() for head, body in blocks(text)}["location /"] == ["return", "404;"]
    assert bare.count("proxy_pass") == 1
    for private in ("/control", "/metrics", "/readyz", "/healthz"):
        assert private not in bare


def test_the_proxy_is_as_patient_as_feishu_and_as_strict_as_we_are() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\s*(\w+) ([^;{]+);", text, re.MULTILINE))
    assert told["client_max_body_size"] == "1m"
    assert LIMIT == 1024 * 1024
    assert told["proxy_request_buffering"] == "on"
    timeouts = {name: value for name, value in told.items() if name.endswith("_timeout") and name != "fail_timeout"}
    assert all(int(value.removesuffix("s")) <= 5 for value in timeouts.values()), timeouts
    assert {"proxy_read_timeout", "client_body_timeout", "client_header_timeout"} <= set(timeouts)
    assert "non_idempotent" in told["proxy_next_upstream"]
    webs = {f"{name}:{each['command'][-1]}" for name, each in OURS.items() if name.startswith("web")}
    assert set(re.findall(r"^\s*server ([\w-]+:\d+)", text, re.MULTILINE)) == webs


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on the path")
def test_nginx_itself_accepts_the_file(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"web-\d:", "127.0.0.1:", text).replace("listen 443 ssl", "listen 127.0.0.1:8443")
    text = re.sub(r"^\s*ssl_.*$", "", text, flags=re.MULTILINE).replace("/run/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    words = ["nginx", "-t", "-q", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_runs_commands_of_ours_and_starts_them_again(file: Path) -> None:
    told = unit(file)
    for line in told["ExecStart"] + told["ExecStartPre"]:
        program, *words = line.split()
        assert program.endswith("/bin/salesbot")
        check_command(words)
    assert told["Restart"] == ["always"]
    assert told["StartLimitIntervalSec"] == ["0"], "however often it failed"
    assert int(told["TimeoutStopSec"][0]) >= 20
    assert told["User"] == ["salesbot"]
    hardened = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "CapabilityBoundingSet": "", "PrivateTmp": "yes"}
    assert {name: told[name][0] for name in hardened} == hardened


def test_there_is_a_unit_for_each_way_to_run() -> None:
    assert [file.name for file in UNITS] == ["salesbot-web@.service", "salesbot-worker@.service", "salesbot.service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on the path")
@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_itself_accepts_the_unit(file: Path, tmp_path: Path) -> None:
    verified = verify(tmp_path / file.name, file.read_text(encoding="utf-8"))
    assert verified == ""
    wrong = file.read_text(encoding="utf-8").replace("ProtectSystem=", "ProtectSytem=")
    assert "ProtectSytem" in verify(tmp_path / f"wrong-{file.name}", wrong), "this check can fail"


def verify(copy: Path, text: str) -> str:
    """What systemd has to say about a unit whose programs are where they belong."""
    copy.write_text(re.sub(r"/opt/\S+/salesbot", "/bin/true", text), encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", str(copy)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    # What this machine's own units have wrong with them is not ours.
    return "\n".join(line for line in done.stderr.splitlines() if copy.stem.partition("@")[0] in line)


def test_the_commands_of_the_paper_exist() -> None:
    paper = (DEPLOY / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"salesbot ((?:serve|db|doctor)(?: (?:upgrade|check))?(?: --\w+)?)", paper)
    assert len(named) >= 6
    for words in named:
        if words != "db":
            check_command([word for word in words.split() if word not in ("--config", "--build")])
    for file in re.findall(r"`([\w@.-]+\.(?:service|yaml|conf))`", paper):
        assert (DEPLOY / file).exists(), file


def test_the_reader_of_compose_files_knows_what_it_does_not_know() -> None:
    assert parse('a:\n  b: ["x y", z]\n  c:\n    - 1\n    - "2"\nd: true\ne: {}\n') == {
        "a": {"b": ["x y", "z"], "c": [1, "2"]},
        "d": True,
        "e": {},
    }
    for odd in ("a: &x y", "a: b: c", "a: |\n  text", "a: x\n   b: y", "a: 1\na: 2", "just words"):
        with pytest.raises(ValueError, match="not understood"):
            parse(odd)
