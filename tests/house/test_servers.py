"""The servers that other tests lean on do what they promise."""

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_socket import SocketConnectBlockedError
from sqlalchemy import NullPool, create_engine, text

from tests.servers import PostgresServer


def run(url: str, *statements: str) -> list[object]:
    """Run statements in one transaction on a connection of their own; give the last one's first column."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        return list(results[-1].scalars()) if results[-1].returns_rows else []


@pytest.fixture
def filled(postgres_server: PostgresServer) -> Iterator[str]:
    def fill(url: str) -> None:
        run(url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('here')")

    with postgres_server.database(postgres_server.template("servers", fill)) as url:
        yield url


@pytest.mark.parametrize("again", range(3))
def test_each_test_has_an_empty_database_of_its_own(postgres_url: str, again: int) -> None:
    assert run(postgres_url, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") == [0]
    run(postgres_url, f"CREATE TABLE mine AS SELECT {again} AS number")
    assert run(postgres_url, "SELECT number FROM mine") == [again]


@pytest.mark.parametrize("again", range(3))
def test_a_template_is_filled_once_and_copied(filled: str, again: int) -> None:
    assert run(filled, "SELECT word FROM kept") == ["here"]
    run(filled, "UPDATE kept SET word = 'changed'")


def test_a_database_is_gone_after_its_test(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        name = url.partition("/test_")[2].partition("?")[0]
    found = postgres_server.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"test_{name}"])
    assert found.fetchone() is None


def test_the_browser_opens_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto("data:text/html;charset=utf-8,<title>拜访</title>")
    assert page.title() == "拜访"
    page.close()


def test_no_test_leaves_this_machine() -> None:
    """The address is one of those that documentation may use: nobody answers there."""
    with pytest.raises(SocketConnectBlockedError), pytest.warns(UserWarning, match="connect"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
