"""Voters: proving a code, and the short session that follows.

It never touches the box. Whatever was wrong with a code that did not verify, the answer is the same.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from pb.domain.batches import CodeStatus
from pb.domain.codes import VoterCode, read_voter_code
from pb.domain.ids import PotId, RoundId
from pb.domain.proofs import CODE, PERSON
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Round, phase_at
from pb.domain.voting import need_open
from pb.services import wrong_codes
from pb.services.deps import Deps
from pb.services.hashing import CodeCheck, Tried
from pb.services.limits import network_name
from pb.services.rounds import load_round_for_reader, load_round_or_refuse
from pb.storage import roll, voter_sessions
from pb.storage.prepared import Tx

IDLE, WHOLE = timedelta(minutes=15), timedelta(hours=2)
SEEN_STEP = timedelta(minutes=1)  # how stale the note of the last visit may be
_SESSIONS = "voters' sessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """Somebody who has proved a code of the round a little while ago."""

    round_id: RoundId
    selector: str
    pot_ids: tuple[PotId, ...]


@dataclass(frozen=True, slots=True)
class FoundVoter:
    """Whose a session is, when it was last noted as used, and the edition of its round at this moment."""

    voter: Voter
    seen_at: datetime
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """What the page that asks for a code needs to know."""

    round: Round
    phase: Phase


def view_entry(deps: Deps, round_id: str) -> EntryView:
    """The way in to a round's vote, open or not. Raises `round-not-found`, also for a draft."""
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, None)
    return EntryView(round=round_, phase=phase_at(round_, deps.clock.now()))


def enter_code(
    deps: Deps, round_id: str, typed: str, *, network: str = "", tried: Tried | None = None
) -> str:
    """A new session token for whoever knows the code. `network` is the caller's address; it is not kept.

    With `tried` nothing is hashed here: where the code has not been tried yet it raises `HashFirst`, and is
    to be called again with what came of that.

    Raises `voting-not-open`, `voting-closed`, `too-many-attempts`, `too-busy`, or invalid-form with the fault
    `code-mistyped` (before anything is looked up), `code-wrong` or, once the code has verified, `code-void`.
    """
    now = deps.clock.now()
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
    need_open(round_, now)
    if not {CODE, PERSON} & set(round_.proofs):
        raise Refusal("proof-not-offered", Kind.NOT_FOUND)
    place = network_name(network)
    deps.limits.voter_networks.check(place, now)
    code = read_voter_code(typed)
    if code is None:
        raise Refusal.field("code", "code-mistyped" if typed.strip() else "missing")
    with deps.db.read() as tx:
        wrong_codes.need_unlocked_code(deps, tx, round_id, code.selector)
    against = deps.limits.wrong_codes.against(network, now)
    if not is_proved(deps, round_id, code, against=against, tried=tried):
        deps.limits.voter_networks.failed(place, now)
        deps.limits.wrong_codes.note(network, now)
        wrong_codes.note_wrong_code(deps, round_id, code.selector)
        raise Refusal.field("code", "code-wrong")
    return _begin(deps, round_id, code)


def begin_session(deps: Deps, tx: Session, round_id: str, selector: str, *, token: str | None = None) -> str:
    """The token of a new session, for whoever has just proved to be this voter; `token`, if that is drawn."""
    now = deps.clock.now()
    token = token or base64.urlsafe_b64encode(deps.randomness.token_bytes(24)).decode()
    if now >= deps.quiet.get(_SESSIONS, now):  # to look through all of them for each who comes would be slow
        voter_sessions.remove_ended(tx, seen_before=now - IDLE, started_before=now - WHOLE)
        deps.quiet[_SESSIONS] = now + SEEN_STEP
    voter_sessions.put_session(tx, _digest(token), round_id=round_id, selector=selector, at=now)
    return token


def is_proved(
    deps: Deps, round_id: str, code: VoterCode, *, against: int = 0, tried: Tried | None = None
) -> bool:
    """Whether the secret fits a code of this round, void or not; takes as long where there is none.

    The more `against` whoever asks, the later they come in line. `tried` as in `enter_code`.
    """
    with deps.db.read() as tx:
        found = roll.load_code(tx, round_id, code.selector)
    check = CodeCheck(verifier=found.verifier if found else None, secret=code.secret, against=against)
    return deps.hasher.code_matches(check) if tried is None else tried.told(check)


def load_voter(deps: Deps, round_id: str, token: str | None) -> Voter | None:
    """Who a session belongs to; None where it has ended, or is for another round."""
    if not token:
        return None
    now = deps.clock.now()
    with deps.db.read() as tx:
        found = find_voter(tx, round_id, token, now)
    if found is not None and is_use_unnoted(found.seen_at, now):
        with deps.db.write() as tx:
            note_use(tx, token, now)
    return found.voter if found is not None else None


def is_use_unnoted(seen_at: datetime, now: datetime) -> bool:
    """Whether the note of a session's last use is too old."""
    return now - seen_at >= SEEN_STEP


def note_use(tx: Tx, token: str, now: datetime) -> None:
    """Note that a session is used at `now`."""
    voter_sessions.put_seen(tx, _digest(token), at=now)


def find_voter(tx: Tx, round_id: str, token: str, now: datetime) -> FoundVoter | None:
    """Who a session belongs to at `now`; None where it has ended, or is for another round."""
    session = voter_sessions.load_session(tx, _digest(token))
    if session is None or session.round_id != round_id:
        return None
    if now - session.seen_at >= IDLE or now - session.started_at >= WHOLE:
        return None
    if session.status is not CodeStatus.ISSUED:
        return None
    voter = Voter(round_id=RoundId(round_id), selector=session.selector, pot_ids=session.pot_ids)
    return FoundVoter(voter, session.seen_at, session.edition)


def need_voter(tx: Tx, voter: Voter) -> roll.Credential:
    """The voter's code, locked, if it is still good. Raises `code-first` (NOT_ALLOWED) where it is not."""
    found = roll.load_code(tx, voter.round_id, voter.selector, for_update=True)
    if found is None or found.status is not CodeStatus.ISSUED:
        raise Refusal("code-first", Kind.NOT_ALLOWED)
    return found


def finish(deps: Deps, token: str | None) -> None:
    """End a voter's session, for whoever comes to the same computer next. What is kept of the vote stays."""
    if token:
        with deps.db.write() as tx:
            voter_sessions.remove_session(tx, _digest(token))


def open_round(deps: Deps, tx: Tx, round_id: str, *, held: bool = True, edition: str | None = None) -> Round:
    """The round, held open until the transaction ends: the close waits for it. Not so for who only looks.

    `edition` is that of the round where it has been read already, for who only looks.
    Raises `round-not-found`, `voting-not-open`, `voting-closed`.
    """
    round_ = load_round_or_refuse(tx, round_id, for_share=held, edition=edition)
    need_open(round_, deps.clock.now())  # the clock is read once the lock is had
    return round_


def _begin(deps: Deps, round_id: str, code: VoterCode) -> str:
    with deps.db.write() as tx:
        open_round(deps, tx, round_id)
        if wrong_codes.need_unlocked_code(deps, tx, round_id, code.selector):  # guessed at meanwhile?
            wrong_codes.forget_code(deps, tx, round_id, code.selector)
        found = roll.load_code(tx, round_id, code.selector)
        if found is None or found.status is not CodeStatus.ISSUED:
            raise Refusal.field("code", "code-void")
        return begin_session(deps, tx, round_id, code.selector)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
