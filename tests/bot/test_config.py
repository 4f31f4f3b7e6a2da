"""The settings: every key from the file or the environment, mistakes named by their key, secrets never shown."""

import itertools
import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest
from msgspec import Struct, structs

from bot.config import ConfigError, Settings
from bot.feishu.inbound import CLOCKS_APART, EVENTS_FRESH

EXAMPLE = Path(__file__).resolve().parents[2] / "config.example.toml"
SECRET = "this is a very secret word"
FEISHU = f"""
[feishu]
app_id = "cli_0123456789abcdef"
app_secret = "{SECRET}"
encrypt_key = "{SECRET} 2"
verification_token = "{SECRET} 3"
"""

SECTIONS = ("feishu", "server", "storage", "team", "admins", "log")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os  # noqa: PLC0415

    for name in [name for name in os.environ if name.startswith("SALESBOT_")]:
        monkeypatch.delenv(name)


def loaded(folder: Path, more: str = "", base: str = FEISHU) -> Settings:
    file = folder / "config.toml"
    file.write_text(base + more, encoding="utf-8")
    return Settings.load(file)


def refused(folder: Path, more: str = "", base: str = FEISHU) -> str:
    with pytest.raises(ConfigError) as no:
        loaded(folder, more, base)
    assert SECRET not in str(no.value)
    return str(no.value)


def keys(model: type[Struct]) -> set[str]:
    """Every key of the settings: `server.port`."""
    return {f"{section.name}.{key.name}" for section in structs.fields(model) for key in structs.fields(section.type)}


def test_the_example_is_valid_and_shows_the_defaults() -> None:
    example = Settings.load(EXAMPLE)
    bare = Settings.of({"feishu": tomllib.loads(EXAMPLE.read_text("utf-8"))["feishu"]})
    assert [repr(getattr(example, name)) for name in SECTIONS] == [repr(getattr(bare, name)) for name in SECTIONS]
    assert example.storage.url == bare.storage.url


def test_the_example_explains_every_key() -> None:
    written = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert {f"{section}.{key}" for section, values in written.items() for key in values} == keys(Settings)
    lines = EXAMPLE.read_text("utf-8").splitlines()
    unexplained = [line for above, line in itertools.pairwise(lines) if "=" in line and above.startswith("[")]
    assert [line for line in unexplained if not line.startswith("#")] == []


def test_whatever_is_not_given_has_its_default(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert (settings.server.port, settings.team.daily_visit_norm, settings.team.manager_card_at) == (
        8080,
        3,
        time(8, 45),
    )
    assert settings.feishu.app_secret.reveal() == SECRET


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESBOT_FEISHU__APP_SECRET", "another")
    monkeypatch.setenv("SALESBOT_SERVER__PORT", "9000")
    monkeypatch.setenv("SALESBOT_TEAM__MANAGER_CARD_AT", "09:15:00")
    monkeypatch.setenv("SALESBOT_ADMINS__OPEN_IDS", '["ou_1"]')
    settings = loaded(tmp_path, "[server]\nport = 1\nhost = '0.0.0.0'\n")
    assert settings.feishu.app_secret.reveal() == "another"
    assert (settings.server.port, settings.server.host) == (9000, "0.0.0.0")  # noqa: S104 - only read
    assert (settings.team.manager_card_at, settings.admins.open_ids) == (time(9, 15), frozenset({"ou_1"}))


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP_SECRET", "ENCRYPT_KEY", "VERIFICATION_TOKEN"):
        monkeypatch.setenv(f"SALESBOT_FEISHU__{name}", SECRET)
    monkeypatch.setenv("SALESBOT_FEISHU__APP_ID", "cli_1")
    assert Settings.load(None).feishu.app_id == "cli_1"


WRONG = [
    ("[server]\nprot = 1", "server.prot: is not a known key"),
    ("[sever]\nport = 1", "sever: is not a known key"),
    ("[server]\nport = 'soon'", "server.port: "),
    ("[server]\nport = 65536", "server.port: "),
    ("[server]\nport = true", "server.port: "),
    ("[server]\nport = 80.5", "server.port: "),
    ("[server]\nhost = 7", "server.host: "),
    ("[server]\nthreads = 1", "server.threads: "),
    ("[storage]\nurl = 'mysql://x'", "storage.url: "),
    ("[team]\ntimezone = 'Asia/Nowhere'", "team.timezone: "),
    ("[team]\ntimezone = '../etc/passwd'", "team.timezone: "),
    ("[team]\ndaily_visit_norm = -1", "team.daily_visit_norm: "),
    ("[team]\nmanager_card_at = 'morning'", "team.manager_card_at: "),
    ("[admins]\nopen_ids = 'ou_1'", "admins.open_ids: "),
    ("[admins]\nopen_ids = [7]", "admins.open_ids"),
    ("[log]\nlevel = 'LOUD'", "log.level: "),
    ("server = 7", "server: "),
]


@pytest.mark.parametrize("more, named", WRONG)
def test_a_mistake_is_named_by_its_key(tmp_path: Path, more: str, named: str) -> None:
    base = "" if more.startswith("server") else FEISHU
    assert named in refused(tmp_path, more + ("\n" + FEISHU if not base else ""), base)


@pytest.mark.parametrize("key", ["app_id", "app_secret", "encrypt_key", "verification_token"])
def test_what_feishu_needs_must_be_there_and_not_empty(tmp_path: Path, key: str) -> None:
    lines = FEISHU.strip().splitlines()
    without = [line for line in lines if not line.startswith(f"{key} ")]
    assert f"feishu.{key}: is missing" in refused(tmp_path, base="\n".join(without))
    assert f"feishu.{key}: " in refused(tmp_path, base="\n".join([*without, f'{key} = " "']))
    assert f"feishu.{key}: " in refused(tmp_path, base="\n".join([*without, f"{key} = 7"]))


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    said = refused(tmp_path, "[server]\nport = 'x'\n[team]\ndaily_visit_norm = 'y'")
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize("domain", ["feishu.cn", "https://open.feishu.cn/", "ftp://x", ""])
def test_the_domain_is_an_address_without_a_path(tmp_path: Path, domain: str) -> None:
    assert "feishu.domain: " in refused(tmp_path, f'domain = "{domain}"')


@pytest.mark.parametrize("name", ["SALESBOT_SEVER__PORT", "SALESBOT_FEISHU__APP_SECRETT", "SALESBOT_PORT"])
def test_a_mistyped_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, SECRET)
    assert name.lower().removeprefix("salesbot_").replace("__", ".") in refused(tmp_path).lower().replace(
        "salesbot_", ""
    ).replace("__", ".")


def test_a_file_that_is_not_there_or_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.example\.toml"):
        Settings.load(tmp_path / "none.toml")
    assert "config.toml" in refused(tmp_path, f'x = "{SECRET}')


def test_a_broken_section_in_the_environment_shows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESBOT_FEISHU", f'{{"app_secret": "{SECRET}"')
    assert "SALESBOT_FEISHU: is not a known setting" in refused(tmp_path)


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    settings = loaded(tmp_path, '[storage]\nurl = "postgresql://somebody:hunter2@host/salesbot"')
    for shown in (repr(settings), str(settings), repr(settings.feishu), repr(settings.storage)):
        assert SECRET not in shown
        assert "hunter2" not in shown


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    with pytest.raises(AttributeError, match="immutable"):
        settings.server.port = 1  # type: ignore[misc]


def test_whatever_is_still_taken_for_genuine_is_remembered(tmp_path: Path) -> None:
    """An event that is opened again must find its answer, or it would be done twice."""
    assert "retention.inbox_days" in refused(tmp_path, "[retention]\ninbox_days = 1\n")
    shortest = loaded(tmp_path, "[retention]\ninbox_days = 2\n").retention.inbox_days
    assert timedelta(days=shortest) > EVENTS_FRESH + CLOCKS_APART
