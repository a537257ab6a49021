"""Passwords and voter codes turned into argon2id verifiers, few at a time so that the machine stays free.

It never sees a person: only the secret and the verifier.
"""

import base64
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher as Argon2
from argon2 import Type
from argon2.exceptions import InvalidHashError, VerificationError

from pb.services.turns import Line

# Who waits for a hash holds a thread that could answer pages; together these are fewer than those threads.
MOST_PASSWORDS, MOST_CODES = 5, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash costs: memory in KiB, passes, lanes. Minima: OWASP and ASVS 5.0 appendix C."""

    memory_kib: int
    passes: int
    lanes: int


PASSWORD_COST = Cost(memory_kib=65536, passes=3, lanes=4)
CODE_COST = Cost(memory_kib=19456, passes=2, lanes=1)


class PasswordHasher:
    """Two kinds of secrets behind one gate: one processor is always left for everything else.

    Each kind has its own line, and whoever finds it full is sent away: every method but `hash_code` raises
    Refusal `too-busy` (UNAVAILABLE). A flood of passwords so keeps no voter waiting for long, nor any page.
    In the line for codes those go ahead from whose network few wrong ones have come.
    """

    def __init__(self, *, password_cost: Cost = PASSWORD_COST, code_cost: Cost = CODE_COST) -> None:
        self._password, self._code = _argon2(password_cost), _argon2(code_cost)
        places = max(1, (os.cpu_count() or 2) - 1)
        self._gate = threading.BoundedSemaphore(places)
        self._passwords = Line(places=places, most=MOST_PASSWORDS)
        self._codes = Line(places=places, most=MOST_CODES)
        self._nobody_password = _of_nobody(password_cost)
        self._nobody_code = _of_nobody(code_cost)

    def hash_password(self, password: str) -> str:
        with self._in_turn(self._passwords):
            return self._password.hash(password)

    def password_matches(self, verifier: str | None, password: str) -> bool:
        """Whether the password fits; takes as long where there is no verifier."""
        with self._in_turn(self._passwords):
            return (
                _matches(self._password, verifier or self._nobody_password, password) and verifier is not None
            )

    def needs_rehash(self, verifier: str) -> bool:
        return self._password.check_needs_rehash(verifier)

    def hash_code(self, secret: str) -> str:
        """Not behind the gate: issuing is staff work and spreads over processors by itself."""
        return self._code.hash(secret)

    def code_matches(self, verifier: str | None, secret: str, *, against: int = 0) -> bool:
        """Whether the code's secret fits; takes as long where there is no verifier.

        `against` is how many wrong codes have come from around there of late.
        """
        with self._in_turn(self._codes, against):
            return _matches(self._code, verifier or self._nobody_code, secret) and bool(verifier)

    @contextmanager
    def _in_turn(self, line: Line, against: int = 0) -> Iterator[None]:
        with line.turn(against), self._gate:
            yield


def _argon2(cost: Cost) -> Argon2:
    return Argon2(memory_cost=cost.memory_kib, time_cost=cost.passes, parallelism=cost.lanes, type=Type.ID)


def _of_nobody(cost: Cost) -> str:
    """A verifier that fits no secret and takes as long to try as any other; made up, not hashed."""
    salt, hashed = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${hashed}"


def _matches(argon2: Argon2, verifier: str, secret: str) -> bool:
    try:
        return argon2.verify(verifier, secret)
    except (VerificationError, InvalidHashError):
        return False
