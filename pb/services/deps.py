"""What services need from outside, in one thing that is passed along.

Nothing here is a global: `pb.__main__` builds one Deps and hands it down, and tests build their own.
"""

import secrets
from collections import OrderedDict
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from pb.domain.id_tokens import Account
from pb.domain.ids import crockford
from pb.domain.sign_on import SignOnSettings, Trip
from pb.domain.text import Language
from pb.services.hashing import PasswordHasher
from pb.services.keys import Keys
from pb.services.limits import Limits
from pb.services.mail import Mailer
from pb.services.texts import Texter
from pb.storage.db import Database

MOST_QUIET = 256


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, in UTC."""


class Randomness(Protocol):
    def token_bytes(self, count: int) -> bytes:
        """Bytes that nobody can foretell."""

    def bits(self, count: int) -> int:
        """A number of `count` bits that nobody can foretell."""

    def id(self) -> str:
        """A new public identifier: 50 bits, ten lower-case characters."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemRandomness:
    def token_bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def bits(self, count: int) -> int:
        return secrets.randbits(count)

    def id(self) -> str:
        return crockford(secrets.randbits(50), 10).lower()


class SignOnProvider(Protocol):
    """The council's provider of accounts. Calls may go over the network, and refuse in a few seconds."""

    settings: SignOnSettings

    def check(self, now: datetime) -> None:
        """Whether it can be used now. Raises `sign-on-unavailable`, `sign-on-failed`, with a `reason`."""

    def turn(self, now: datetime) -> AbstractContextManager[None]:
        """One of a few turns to ask it what follows. Raises `sign-on-busy`, `sign-on-unavailable`."""

    def address(self, trip: Trip, language: Language, now: datetime) -> str:
        """Where to send somebody. Raises `sign-on-unavailable`, `sign-on-failed`."""

    def is_ours(self, issuer: str, now: datetime) -> bool:
        """In a turn: whether an answer came from this provider, as far as it says so."""

    def account(self, code: str, trip: Trip, now: datetime) -> Account:
        """In a turn: whose the code is that came back. Raises `sign-on-unavailable`, `sign-on-failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What services and pages must know of the deployment; read from the environment elsewhere."""

    base_url: str  # as people reach it, without a slash at the end; https in earnest
    texts_per_hour: int = 300  # the most for one round: each costs money

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")


class Quiet(OrderedDict[str, datetime]):
    """Until when the clock has nothing to do: in a round by edition, or in what is named; the oldest go."""

    def __setitem__(self, edition: str, until: datetime) -> None:
        super().__setitem__(edition, until)
        while len(self) > MOST_QUIET:
            self.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    db: Database
    clock: Clock
    randomness: Randomness
    mailer: Mailer
    keys: Keys
    hasher: PasswordHasher
    settings: Settings
    texter: Texter | None = None  # None: there are no text messages
    limits: Limits = field(default_factory=Limits)
    quiet: Quiet = field(default_factory=Quiet)
    sign_on: SignOnProvider | None = None  # where the deployment has one
