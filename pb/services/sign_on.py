"""Proof by council sign-on: the journey to the council's provider and back, and who may vote after it.

Of the account only keyed hashes are kept, until the close. Tokens and subjects are neither stored nor logged.
"""

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from pb.domain.contacts import email_identity
from pb.domain.id_tokens import Account, ward_of_account
from pb.domain.proofs import (
    ACCOUNT,
    CODE_LIFE,
    Asked,
    Key,
    age_faults,
    declaration_faults,
    pots_for,
    read_area,
    read_postcode,
)
from pb.domain.refusals import Fault, Kind, Refusal, faults_of
from pb.domain.rounds import Phase, Round
from pb.domain.sign_on import SIGN_ON, SignOnSettings, Trip, failed, is_code
from pb.domain.text import Language
from pb.domain.voting import need_open
from pb.services import proving, voters
from pb.services.deps import Deps, SignOnProvider
from pb.services.identities import key_for, keyed
from pb.services.limits import network_name
from pb.services.rounds import load_round_or_refuse
from pb.storage import people, postcodes, register
from pb.storage.register import SentCode

T = TypeVar("T")
log = logging.getLogger("pb.sign-on")
_CANCELLED = ("access_denied", "login_required", "interaction_required", "consent_required")
_BUSY = ("server_error", "temporarily_unavailable")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnView:
    """What the pages need to know; without `settings` the deployment has no provider (any more)."""

    round: Round
    phase: Phase
    settings: SignOnSettings | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the provider's answer says, as it stands in the address people come back to."""

    state: str
    code: str
    error: str
    issuer: str


def view_sign_on(deps: Deps, round_id: str) -> SignOnView:
    """The way in by sign-on. Raises `round-not-found`, also for a draft, or `proof-not-offered`."""
    entry = voters.view_entry(deps, round_id)
    _need_offered(entry.round)
    settings = deps.sign_on.settings if deps.sign_on else None
    return SignOnView(round=entry.round, phase=entry.phase, settings=settings)


def begin(deps: Deps, round_id: str, typed: Mapping[str, str], *, network: str = "") -> str:
    """Begin a journey: the token that only this browser may know.

    Raises invalid-form on what is asked for, `sign-on-unavailable`, `sign-on-failed`, `voting-not-open`,
    `voting-closed`, `proof-not-offered`, `too-many-attempts`.
    """
    now, place, provider = deps.clock.now(), network_name(network), _need_provider(deps)
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_open(round_, now)
        _need_offered(round_)
        area = _read_area(proving.read_asked(deps, tx, round_, typed), provider.settings)
    deps.limits.sign_on_networks.check(place, now)
    deps.limits.sign_on_networks.failed(place, now)
    _telling(lambda: provider.check(now))  # nobody is sent away for nothing
    token = base64.urlsafe_b64encode(deps.randomness.token_bytes(24)).decode()
    row = SentCode(round_id=round_id, proof=SIGN_ON, keys=(), area=area, code_hash="", sent_at=now)
    with deps.db.write() as tx:
        voters.open_round(deps, tx, round_id)
        register.remove_sent_before(tx, now - CODE_LIFE)
        register.put_sent_code(tx, _digest(token), row)
    return token


def view_departure(deps: Deps, round_id: str, token: str | None, language: Language) -> str | None:
    """Where the browser with this token goes to sign in; None where no journey has begun, or it is over.

    Raises `sign-on-unavailable`, `sign-on-failed`, as `view_sign_on`.
    """
    view_sign_on(deps, round_id)
    provider, now = _need_provider(deps), deps.clock.now()
    with deps.db.read() as tx:
        row = _find(tx, round_id, token or "", now)
    if row is None:
        return None
    trip = _trip(deps, round_id, token or "", began_at=row.sent_at)
    return _telling(lambda: provider.address(trip, language, now))


def come_back(deps: Deps, round_id: str, token: str | None, answer: Answer) -> str:
    """The token of a voter's session, for whoever comes back from the provider having signed in.

    Raises `sign-on-over` (too old, used already, or never begun here), `sign-on-mismatch` (the answer of
    another journey: this one goes on), `sign-on-busy` (the same answer is good again later),
    `sign-on-cancelled`, `sign-on-unavailable`, `sign-on-failed`, `sign-on-not-eligible`, `sign-on-no-ward`,
    `ward-without-pot`, `voter-void`, `voting-closed`.
    """
    provider, now = _need_provider(deps), deps.clock.now()
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_open(round_, now)
        _need_offered(round_)
        row, trip = _find_journey(deps, tx, round_id, token or "", answer.state)
    account = _telling(lambda: _account(deps, round_id, token or "", trip, answer))
    if not account.is_eligible:
        raise Refusal("sign-on-not-eligible", Kind.NOT_ALLOWED)
    with deps.db.write() as tx:
        area = _area_of(tx, round_, account) if provider.settings.tells_place else row.area
        if not pots_for(round_, area):
            raise Refusal("ward-without-pot", Kind.NOT_ALLOWED)
        return proving.let_in(deps, tx, round_, proof=SIGN_ON, area=area, keys=_keys(deps, round_id, account))


def _find_journey(
    deps: Deps, tx: Session, round_id: str, token: str, state: str, *, for_update: bool = False
) -> tuple[SentCode, Trip]:
    """The journey of this browser, if the answer is its own."""
    row = _find(tx, round_id, token, deps.clock.now(), for_update=for_update)
    if row is None:
        raise Refusal("sign-on-over", Kind.NOT_ALLOWED)
    trip = _trip(deps, round_id, token, began_at=row.sent_at)
    if not hmac.compare_digest(trip.state.encode(), state.encode(errors="replace")):
        raise Refusal("sign-on-mismatch", Kind.NOT_ALLOWED)
    return row, trip


def _account(deps: Deps, round_id: str, token: str, trip: Trip, answer: Answer) -> Account:
    """A journey ends with its first answer, whatever that says: before the provider is asked, but in turn."""
    provider, now = _need_provider(deps), deps.clock.now()
    provider.check(now)
    with provider.turn(now):
        with deps.db.write() as tx:
            _find_journey(deps, tx, round_id, token, answer.state, for_update=True)
            register.remove_sent_code(tx, _digest(token))
        if not provider.is_ours(answer.issuer, now):
            raise failed("answer-of-another-issuer")
        if answer.error in _CANCELLED:
            raise Refusal("sign-on-cancelled", Kind.NOT_ALLOWED)
        if answer.error in _BUSY:
            raise Refusal("sign-on-unavailable", Kind.UNAVAILABLE, reason=answer.error)
        if answer.error or not is_code(answer.code):
            raise failed("error-answered")
        return provider.account(answer.code, trip, now)


def _telling(step: Callable[[], T]) -> T:
    """Do a step with the provider; where it fails the log tells why, and nobody's name."""
    try:
        return step()
    except Refusal as no:
        if "reason" in no.facts:
            log.warning("council sign-on: %s: %s", no.code, no.facts["reason"])
        raise


def _read_area(asked: Asked, settings: SignOnSettings) -> str:
    """The area that was given, or empty where the account will say it."""
    if settings.tells_place:
        faults, area = age_faults(asked.round, asked.typed), ""
    else:
        given = read_area(asked)
        faults = [*faults_of([given]), *declaration_faults(asked.round, asked.typed)]
        area = "" if isinstance(given, Fault) else given
    if faults:
        raise Refusal.invalid(faults)
    return area


def _area_of(tx: Session, round_: Round, account: Account) -> str:
    """The area that an account tells, by its ward or else its postcode."""
    wards = people.list_wards(tx, round_.organisation_id)
    area = ward_of_account(account, wards)
    postcode = read_postcode(account.postcode)
    if area is None and postcode is not None:
        area = postcodes.find_area(tx, round_.organisation_id, postcode)
    if area is None:
        raise Refusal("sign-on-no-ward", Kind.NOT_ALLOWED)
    return area


def _keys(deps: Deps, round_id: str, account: Account) -> tuple[Key, ...]:
    keys = [key_for(deps, round_id, ACCOUNT, account.subject)]
    if account.email:
        keys.append(key_for(deps, round_id, *email_identity(account.email)))
    return tuple(keys)


def _trip(deps: Deps, round_id: str, token: str, *, began_at: datetime) -> Trip:
    """What a journey's secrets are is drawn from its token, so that none of them is stored anywhere."""
    state, nonce, verifier = (
        keyed(deps, round_id, f"sign-on-{name}", token) for name in ("state", "nonce", "verifier")
    )
    return Trip(state=state, nonce=nonce, verifier=verifier, began_at=began_at)


def _find(
    tx: Session, round_id: str, token: str, now: datetime, *, for_update: bool = False
) -> SentCode | None:
    row = register.load_sent_code(tx, _digest(token), for_update=for_update)
    if row is None or (row.round_id, row.proof) != (round_id, SIGN_ON) or now - row.sent_at >= CODE_LIFE:
        return None
    return row


def _need_offered(round_: Round) -> None:
    if SIGN_ON not in round_.proofs:
        raise Refusal("proof-not-offered", Kind.NOT_FOUND)


def _need_provider(deps: Deps) -> SignOnProvider:
    if deps.sign_on is None:
        raise Refusal("sign-on-unavailable", Kind.UNAVAILABLE)
    return deps.sign_on


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
