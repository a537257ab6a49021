"""The council's provider of accounts: its discovery document and keys, and the exchange of a code.

It believes no token by itself: signature and claims are checked for every one. Tokens stay in memory.
"""

import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from pb.domain.id_tokens import Account, check_claims, read_account
from pb.domain.refusals import Kind, Refusal
from pb.domain.sign_on import Endpoints, SignOnSettings, Trip, authorization_address, failed, read_endpoints
from pb.domain.text import Language
from pb.services.openid.signatures import may_know_signer, read_token
from pb.services.openid.wire import SECONDS, ask, is_busy, unavailable

KEPT, RENEWED = timedelta(hours=1), timedelta(minutes=1)
DOWN = timedelta(seconds=10)  # in which nobody else is kept waiting for a provider that did not answer
# Of the site's threads so many may ask the provider, and so many more wait for that; the rest are for others.
MOST_AT_ONCE, MOST_WAITING, WAIT_SECONDS = 12, 8, 3.0


@dataclass(frozen=True, slots=True)
class _Known:
    endpoints: Endpoints
    keys: Mapping[str, Any]
    read_at: datetime


class OpenIdProvider:
    """One provider, for many threads. `return_to` is the address that is registered with it."""

    def __init__(self, settings: SignOnSettings, *, return_to: str, seconds: float = SECONDS) -> None:
        self.settings = settings
        self.return_to = return_to
        self._seconds = seconds
        self._known: _Known | None = None
        self._down_until: datetime | None = None
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE + MOST_WAITING)
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)

    def check(self, now: datetime) -> None:
        """Whether it can be used now. Raises `sign-on-unavailable`, `sign-on-failed`."""
        self._find(now)

    def address(self, trip: Trip, language: Language, now: datetime) -> str:
        """Where to send somebody. Raises `sign-on-unavailable`, `sign-on-failed`."""
        known = self._find(now)
        return authorization_address(
            known.endpoints.authorization,
            self.settings,
            trip,
            return_to=self.return_to,
            language=language,
        )

    @contextmanager
    def turn(self, now: datetime) -> Iterator[None]:
        """One of a few turns to ask the provider; whoever has one takes no other.

        Raises `sign-on-busy`, or `sign-on-unavailable` where it has just not answered.
        """
        if self._down_until is not None and now < self._down_until:
            raise unavailable("down")
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turns.acquire(timeout=WAIT_SECONDS):
                raise _busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def is_ours(self, issuer: str, now: datetime) -> bool:
        """In a turn: whether an answer came from this provider, as far as it says so."""
        return issuer == self.settings.issuer or not (issuer or self._known_at(now).endpoints.names_itself)

    def account(self, code: str, trip: Trip, now: datetime) -> Account:
        """In a turn: whose the code is that came back. Raises `sign-on-unavailable`, `sign-on-failed`."""
        known = self._known_at(now)
        token = self._exchange(known.endpoints, code, trip, now)
        if not may_know_signer(token, known.keys) and now - known.read_at >= RENEWED:
            known = self._renew(now)  # it may have a new key
        claims = read_token(token, known.keys)
        check_claims(claims, self.settings, trip, now)
        return read_account(claims, self.settings)

    def _exchange(self, endpoints: Endpoints, code: str, trip: Trip, now: datetime) -> str:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.return_to,
            "code_verifier": trip.verifier,
        }
        client, secret = self.settings.client_id, self.settings.client_secret
        headers = {}
        if secret and endpoints.takes_basic:
            pair = f"{quote_plus(client)}:{quote_plus(secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            fields |= {"client_id": client} | ({"client_secret": secret} if secret else {})
        status, answer = self._ask(endpoints.token, now, fields, headers)
        token = answer.get("id_token")
        if is_busy(status):
            raise unavailable(f"token-status-{status}")
        if status != 200 or not isinstance(token, str):
            raise failed(f"token-status-{status}")
        return token

    def _find(self, now: datetime) -> _Known:
        """What is known, or what is asked for in a turn of its own."""
        if self._known is not None and now - self._known.read_at < KEPT:
            return self._known
        with self.turn(now):
            return self._known_at(now)

    def _known_at(self, now: datetime) -> _Known:
        known = self._known
        return known if known is not None and now - known.read_at < KEPT else self._renew(now)

    def _renew(self, now: datetime) -> _Known:
        issuer = self.settings.issuer
        status, document = self._ask(f"{issuer.rstrip('/')}/.well-known/openid-configuration", now)
        if status != 200:
            raise unavailable(f"discovery-status-{status}")
        endpoints = read_endpoints(document, issuer)
        status, keys = self._ask(endpoints.keys, now)
        if status != 200:
            raise unavailable(f"keys-status-{status}")
        self._known = _Known(endpoints, keys, now)
        return self._known

    def _ask(
        self,
        address: str,
        now: datetime,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        try:
            return ask(address, fields, headers, seconds=self._seconds)
        except Refusal as no:
            if no.code == "sign-on-unavailable":
                if fields is None:
                    self._down_until = now + DOWN
                else:  # what a visitor brought along may be why: is there an answer without it?
                    self._renew(now)
            raise


def _busy() -> Refusal:
    return Refusal("sign-on-busy", Kind.UNAVAILABLE, reason="too-many-at-once", retry_after_seconds=60)
