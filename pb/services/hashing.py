"""Passwords and voter codes turned into argon2id verifiers, few at a time so that the machine stays free.

It never sees a person: only the secret and the verifier.
"""

import base64
import contextlib
import os
import secrets
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from argon2 import PasswordHasher as Argon2
from argon2 import Type
from argon2.exceptions import InvalidHashError, VerificationError

from pb.domain.refusals import Refusal
from pb.services.turns import Line

# Who waits with a password holds a thread that could answer pages. Codes wait without: as many as can be
# hashed within the time that anybody waits, so that a class of children may press a button together.
MOST_PASSWORDS, MOST_CODES = 5, 200
LOW_PRIORITY = 5  # further down from the process's own; 19 is the lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash costs: memory in KiB, passes, lanes. Minima: OWASP and ASVS 5.0 appendix C."""

    memory_kib: int
    passes: int
    lanes: int


PASSWORD_COST = Cost(memory_kib=65536, passes=3, lanes=4)
CODE_COST = Cost(memory_kib=19456, passes=2, lanes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCheck:
    """A code's secret, and what it has to fit: nothing where nobody has the code.

    `against` is how many wrong codes have come of late from around where it was typed.
    """

    verifier: str | None = field(repr=False)
    secret: str = field(repr=False)
    against: int = 0


class HashFirst(Exception):
    """What has to be tried before a request can go on."""

    def __init__(self, check: CodeCheck) -> None:
        super().__init__()
        self.check = check


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What has been tried for a request already, and what came of it."""

    check: CodeCheck | None = None
    fits: bool | Refusal = False

    def told(self, check: CodeCheck) -> bool:
        """Whether the secret fits. Raises `HashFirst` where it has not been tried, or Refusal `too-busy`."""
        if self.check is None or (self.check.verifier, self.check.secret) != (check.verifier, check.secret):
            raise HashFirst(check)
        if isinstance(self.fits, Refusal):
            raise self.fits
        return self.fits


class PasswordHasher:
    """Two kinds of secrets before the same few threads: one processor is always left for everything else.

    Each kind has its own line, and whoever finds it full is sent away: every method but `hash_code` raises
    Refusal `too-busy` (UNAVAILABLE). A flood of passwords so keeps no voter waiting for long, nor any page.
    In the line for codes those go ahead from whose network few wrong ones have come.
    """

    def __init__(self, *, password_cost: Cost = PASSWORD_COST, code_cost: Cost = CODE_COST) -> None:
        self._password, self._code = _argon2(password_cost), _argon2(code_cost)
        places = max(1, (os.cpu_count() or 2) - 1)
        self._threads = ThreadPoolExecutor(places, thread_name_prefix="hash", initializer=_let_others_first)
        self._passwords = Line(self._threads, places=places, most=MOST_PASSWORDS)
        self._codes = Line(self._threads, places=places, most=MOST_CODES)
        self._nobody_password = _of_nobody(password_cost)
        self._nobody_code = _of_nobody(code_cost)

    def hash_password(self, password: str) -> str:
        return self._passwords.take(partial(self._password.hash, password))

    def password_matches(self, verifier: str | None, password: str) -> bool:
        """Whether the password fits; takes as long where there is no verifier."""
        tried = verifier or self._nobody_password
        fits = self._passwords.take(partial(_matches, self._password, tried, password))
        return fits and verifier is not None

    def needs_rehash(self, verifier: str) -> bool:
        return self._password.check_needs_rehash(verifier)

    def hash_code(self, secret: str) -> str:
        """Not in line: issuing is staff work and spreads over processors by itself."""
        return self._code.hash(secret)

    def code_matches(self, check: CodeCheck) -> bool:
        """Whether the code's secret fits; takes as long where there is no verifier."""
        return self._codes.take(partial(self._fits, check), check.against)

    async def try_code(self, check: CodeCheck) -> Tried:
        """The same without a thread that waits; being sent away is an answer, too."""
        try:
            return Tried(
                check=check, fits=await self._codes.take_later(partial(self._fits, check), check.against)
            )
        except Refusal as too_busy:
            return Tried(check=check, fits=too_busy)

    def _fits(self, check: CodeCheck) -> bool:
        return _matches(self._code, check.verifier or self._nobody_code, check.secret) and bool(
            check.verifier
        )


def _let_others_first() -> None:
    """A thread that hashes never keeps one waiting that answers people. Only Linux knows that of threads."""
    if sys.platform == "linux":
        mine = threading.get_native_id()
        with contextlib.suppress(OSError):  # where it may not, it hashes all the same
            lower = min(os.getpriority(os.PRIO_PROCESS, mine) + LOW_PRIORITY, 19)
            os.setpriority(os.PRIO_PROCESS, mine, lower)


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
