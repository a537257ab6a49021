"""What the log says of a failure: where it was, and nothing of what was typed."""

import pytest

from pb.services import rounds
from tests.web.page import Page

TYPED = "gwen@cwm.example"


def test_a_failure_is_logged_without_its_message(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr(rounds, "view_rounds", fail)
    response = page.raw("GET", "/rounds")
    assert response.status_code == 500
    said = caplog.text
    assert "ValueError" in said
    assert "failed at /rounds" in said
    assert response.headers["x-request-id"] in said
    assert "test_log.py" in said, "the lines it went through"
    assert TYPED not in said
