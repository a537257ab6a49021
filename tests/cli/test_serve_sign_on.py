"""Council sign-on as it is deployed: settings from the environment, a real `pb serve`, and its log."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from pb.domain.rounds import Schedule
from tests.provider import CLIENT, SECRET, Provider
from tests.served import ask, free_port, serving
from tests.sign_on import TYPED, open_vote_by_sign_on
from tests.votes import ROUND
from tests.world import World

SIGN_ON = f"/en/rounds/{ROUND}/vote/sign-on"


class Visitor:
    """The plainest browser there is: one request after the other, cookies kept."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, SimpleCookie()

    def go(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads to, and the page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Cookie": "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())}
        body = None
        if fields is not None:
            body, sent["Content-Type"] = urlencode(fields), "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", path, body, sent)
        answer = connection.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        connection.close()
        return answer.status, answer.headers.get("Location", ""), page

    def leave(self) -> str:
        """The address at the provider."""
        status, place, page = self.go(SIGN_ON, TYPED)
        assert (status, place) == (303, f"{SIGN_ON}/go"), page
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', self.go(place)[2])
        assert found is not None
        return unescape(found[1])


def test_settings_from_the_environment_and_a_log_that_names_nobody(tmp_path: Path) -> None:
    now, port, said = datetime.now(UTC), free_port(), list[str]()
    world = World(tmp_path)
    hours = Schedule(voting_open_at=now - timedelta(hours=1), voting_close_at=now + timedelta(days=1))
    open_vote_by_sign_on(world, schedule=hours)
    world.close()
    back = f"http://localhost:{port}/sign-on"
    with Provider(return_to=back).running() as provider:
        settings = {
            "PB_OIDC_ISSUER": provider.issuer,
            "PB_OIDC_CLIENT_ID": CLIENT,
            "PB_OIDC_CLIENT_SECRET": SECRET,
            "PB_OIDC_NAME_EN": "My Vale",
        }
        with serving(tmp_path, port=port, said=said, settings=settings):
            asyncio.run(ask(port, "/en/rounds", {}))  # waits until it listens
            visitor = Visitor(port)
            assert "My Vale" in visitor.go(SIGN_ON)[2]
            location = provider.sign_in(visitor.leave(), "nia-7-cyfrinachol", email="nia@cwm.example")
            assert location.startswith(f"{back}?")
            secrets = dict(pair.split("=") for pair in urlsplit(location).query.split("&"))
            status, place, _ = visitor.go(location.removeprefix(f"http://localhost:{port}"))
            assert (status, place[:12]) == (303, "/en/sign-on?")
            status, place, _ = visitor.go(place)
            assert (status, place) == (303, f"/en/rounds/{ROUND}/ballot")
            kept = {name: each.value for name, each in visitor.cookies.items()}
            assert asyncio.run(ask(port, place, kept))[0] == 200
            provider.algorithm = "HS256"
            stranger = Visitor(port)
            stranger.go(SIGN_ON)
            location = provider.sign_in(stranger.leave(), "mallory-cyfrinachol")
            _, place, _ = stranger.go(location.removeprefix(f"http://localhost:{port}"))
            assert stranger.go(place)[1] == f"{SIGN_ON}?why=sign-on-failed"
    log = "\n".join(said)
    assert "council sign-on: sign-on-failed: algorithm" in log
    for secret in ("cyfrinachol", "nia@", "SA99", SECRET, secrets["state"], secrets["code"], "id_token"):
        assert secret not in log
