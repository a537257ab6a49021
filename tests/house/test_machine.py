"""The machine gives the tests what they ask for: a real PostgreSQL and a real browser.

It tests nothing of the product.
"""

import socket

import pytest
import sqlalchemy
from playwright.sync_api import Browser


@pytest.mark.postgres
@pytest.mark.parametrize("again", [1, 2])
def test_postgres_gives_each_test_an_empty_database(postgres_url: str, again: int) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        tables = sqlalchemy.inspect(connection).get_table_names()
        connection.execute(sqlalchemy.text("CREATE TABLE seen (again integer)"))
    engine.dispose()
    assert tables == []


def test_chromium_draws_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1 lang=cy>Croeso</h1>")
    assert page.get_by_role("heading").inner_text() == "Croeso"
    page.close()


def test_no_test_can_reach_out() -> None:
    with pytest.raises(UserWarning, match="tried to use socket"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
