"""The home page, the front door and the shell around every page."""

import pytest

from tests.web.page import Page


@pytest.mark.parametrize("language", ["cy", "en"])
def test_home_page_stands_in_both_languages(page: Page, language: str) -> None:
    page.language = language
    assert page.get("/").heading
