"""Where people and secrets may be sent, and what a request to sign somebody in says."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from pb.domain.sign_on import SignOnSettings, Trip, authorization_address, is_safe_address

ISSUER = "https://login.cyngor.example"
HERE = "http://127.0.0.1:81"
TRIP = Trip(state="s" * 64, nonce="n" * 64, verifier="v" * 64, began_at=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("address", "issuer"),
    [
        ("https://elsewhere.example:8443/token?p=1", ISSUER),
        ("http://127.0.0.1:81/token", HERE),
        ("http://localhost/token", HERE),
        ("http://[::1]:81/token", "http://localhost"),
        ("https://login.example/token", HERE),
    ],
)
def test_safe_addresses(address: str, issuer: str) -> None:
    assert is_safe_address(address, issuer)


@pytest.mark.parametrize(
    ("address", "issuer"),
    [
        ("http://login.cyngor.example/token", ISSUER),
        ("http://127.0.0.1/token", ISSUER),  # nobody leads from the network to this machine
        ("http://127.0.0.1.evil.example/", HERE),
        ("http://10.0.0.1/", HERE),
        ("http://127.0.0.1/", "http://10.0.0.1"),
        ("http://127.0.0.1/", "http://[1"),
        ("ftp://127.0.0.1/", HERE),
        ("javascript:alert(1)", ISSUER),
        ("//evil.example", ISSUER),
        ("https:///token", ISSUER),
        ("https://a@b.example/", ISSUER),
        ("https://b.example/#x", ISSUER),
        ("https://b.example:port/", ISSUER),
        ("https://b.example/\n", ISSUER),
        ('https://b.example/"><script>', ISSUER),
        ("https://b.example\\@evil.example/", ISSUER),
        ("https://bâ.example/", ISSUER),
        ("https://[1/", ISSUER),
        ("", ISSUER),
    ],
)
def test_everything_else_is_not(address: str, issuer: str) -> None:
    assert not is_safe_address(address, issuer)


@pytest.mark.parametrize("endpoint", [f"{ISSUER}/authorize", f"{ISSUER}/authorize?policy=voters"])
def test_a_request_says_all_that_it_has_to(endpoint: str) -> None:
    settings = SignOnSettings(issuer=ISSUER, client_id="cronfa & co", client_secret="hush")
    address = authorization_address(
        endpoint, settings, TRIP, return_to="https://vote.example/sign-on", language="cy"
    )
    assert address.startswith(endpoint)
    asked = {name: values for name, values in parse_qs(urlsplit(address).query).items() if name != "policy"}
    challenge = urlsafe_b64encode(hashlib.sha256(b"v" * 64).digest()).decode().rstrip("=")
    assert asked == {
        "response_type": ["code"],
        "client_id": ["cronfa & co"],
        "redirect_uri": ["https://vote.example/sign-on"],
        "scope": ["openid email"],
        "state": ["s" * 64],
        "nonce": ["n" * 64],
        "code_challenge": [challenge],
        "code_challenge_method": ["S256"],
        "prompt": ["login"],
        "ui_locales": ["cy en"],
    }


def test_secrets_are_not_shown_where_things_are_printed() -> None:
    settings = SignOnSettings(issuer=ISSUER, client_id="cronfa", client_secret="hush")
    assert "hush" not in repr(settings)
    assert "v" * 64 not in repr(TRIP)
    assert "n" * 64 not in repr(TRIP)
