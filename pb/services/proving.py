"""Proving who may vote other than by a voter code: asking, the code that is sent, and letting somebody in.

What people type is kept nowhere: only hashes under the round's own key, which is destroyed at the close.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from pb.domain.batches import Batch, CodeStatus
from pb.domain.codes import SELECTOR_BITS, SELECTOR_LENGTH
from pb.domain.contacts import Contact
from pb.domain.ids import crockford
from pb.domain.proofs import (
    CODE_DIGITS,
    CODE_LIFE,
    MOST_TRIES,
    NO_MATCH,
    Asked,
    CodeMessage,
    Key,
    find_same,
    pots_for,
    read_sent_code,
)
from pb.domain.refusals import Kind, Refusal
from pb.domain.reminders import may_ask_reminder
from pb.domain.rounds import Phase, Round
from pb.domain.text import Language
from pb.domain.voting import need_open
from pb.services import reminders, voters, wrong_codes
from pb.services.deps import Deps
from pb.services.identities import key_for, keyed
from pb.services.limits import network_name
from pb.services.message_limits import CODES_TO, count_message
from pb.services.proofs import PROOFS, Proof
from pb.services.rounds import load_round_or_refuse
from pb.storage import electors, postcodes, register, roll
from pb.storage.register import SentCode

_CODE_BITS = 64  # drawn and cut to six figures: no figure is likelier than another by more than 2^-44


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A token: of a voter's session where `is_in`, else the one by which the code is answered, which also
    holds, sealed, where the code was sent."""

    token: str
    is_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """What the pages of a proof need to know; `fields` are those that the round's register asks for."""

    round: Round
    phase: Phase
    fields: tuple[str, ...]
    can_be_reminded: bool


def view_proof(deps: Deps, round_id: str, proof_id: str) -> ProofView:
    """The way in by a proof. Raises `round-not-found`, also for a draft, or `proof-not-offered`."""
    entry = voters.view_entry(deps, round_id)
    _need_offered(entry.round, proof_id)
    with deps.db.read() as tx:
        table = electors.load_table(tx, round_id, is_used=True)
    return ProofView(
        round=entry.round,
        phase=entry.phase,
        fields=table.fields if table else (),
        can_be_reminded=may_ask_reminder(entry.round, deps.clock.now()),
    )


def view_answer(deps: Deps, round_id: str, proof_id: str) -> ProofView:
    """The page for a code that was sent. Raises as `view_proof`, also for a proof that sends none."""
    view = view_proof(deps, round_id, proof_id)
    if not PROOFS[proof_id].SENDS:
        raise Refusal("proof-not-offered", Kind.NOT_FOUND)
    return view


def ask(
    deps: Deps,
    round_id: str,
    proof_id: str,
    typed: Mapping[str, str],
    *,
    language: Language = "cy",
    network: str = "",
) -> Entered:
    """Send a code to whoever asks, or let in at once whoever has proved it all.

    It does the same whether or not the person came before. Raises invalid-form with the proof's own faults,
    `voting-not-open`, `voting-closed`, `proof-not-offered`, `too-many-attempts`, or what the proof's `send`
    raises.
    """
    now, place = deps.clock.now(), network_name(network)
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_open(round_, now)
        proof = _need_offered(round_, proof_id)
        deps.limits.voter_networks.check(place, now)
        try:
            identity = proof.read(read_asked(deps, tx, round_, typed))
        except Refusal as no:
            if any(fault.code == NO_MATCH for fault in no.faults):
                deps.limits.voter_networks.failed(place, now)
                wrong_codes.note_wrong(deps, round_id)
            raise
    keys = tuple(key_for(deps, round_id, kind, value) for kind, value in identity.keys)
    if not proof.SENDS:
        with deps.db.write() as tx:
            token = let_in(deps, tx, round_, proof=proof_id, area=identity.area, keys=keys)
        return Entered(token=token, is_in=True)
    count_message(deps, round_id, *((CODES_TO, key.hash) for key in keys), network=network)
    token, code = _keep_code(deps, round_, proof, identity.area, keys)
    path = f"/rounds/{round_id}/vote/{proof_id}"
    message = CodeMessage(code=code, round_id=round_id, round_name=round_.name, path=path, language=language)
    contact = Contact(is_phone=identity.address.startswith("+"), to=identity.address)
    sealed = reminders.seal_contact(deps, round_id, contact, token=token)
    proof.send(deps, identity.address, message)
    return Entered(token=f"{token}.{sealed}", is_in=False)


def _keep_code(deps: Deps, round_: Round, proof: Proof, area: str, keys: tuple[Key, ...]) -> tuple[str, str]:
    """The token by which alone a new code can be answered, and the code, of which a hash is kept."""
    token = base64.urlsafe_b64encode(deps.randomness.token_bytes(24)).decode()
    code = f"{deps.randomness.bits(_CODE_BITS) % 10**CODE_DIGITS:0{CODE_DIGITS}}"
    now = deps.clock.now()
    sent = SentCode(
        round_id=round_.id,
        proof=proof.ID,
        keys=keys,
        area=area,
        code_hash=keyed(deps, round_.id, "sent", f"{token}\0{code}"),
        sent_at=now,
    )
    with deps.db.write() as tx:
        voters.open_round(deps, tx, round_.id)
        register.remove_sent_before(tx, now - CODE_LIFE)
        register.put_sent_code(tx, _digest(token), sent)
    return token, code


def read_asked(deps: Deps, tx: Session, round_: Round, typed: Mapping[str, str]) -> Asked:
    table = electors.load_table(tx, round_.id, is_used=True)
    return Asked(
        round=round_,
        typed=typed,
        area_of=lambda postcode: postcodes.find_area(tx, round_.organisation_id, postcode),
        fields=table.fields if table else (),
        area_of_person=lambda given: electors.find_area(tx, round_.id, keyed(deps, round_.id, "row", given)),
    )


def answer(
    deps: Deps, round_id: str, proof_id: str, typed: str, *, token: str | None, network: str = ""
) -> str:
    """The token of a voter's session, for whoever gives the code that was sent to this browser's owner.

    Raises invalid-form with the fault `sent-code-mistyped`, `sent-code-wrong`, `sent-code-over` (too old,
    tried too often, or never asked for); `voter-void`, `voting-closed` and the like; `too-many-attempts`.
    """
    now, place = deps.clock.now(), network_name(network)
    with deps.db.read() as tx:
        round_ = load_round_or_refuse(tx, round_id)
        need_open(round_, now)
        _need_offered(round_, proof_id)
    deps.limits.voter_networks.check(place, now)
    code = read_sent_code(typed)
    if code is None:
        raise Refusal.field("sent_code", "sent-code-mistyped" if typed.strip() else "missing")
    asked = _asked_with(token)
    name = _digest(asked)
    with deps.db.write() as tx:
        sent = register.load_sent_code(tx, name, for_update=True)
        if sent is None or (sent.round_id, sent.proof) != (round_id, proof_id) or not _is_good(sent, now):
            raise Refusal.field("sent_code", "sent-code-over")
        is_right = hmac.compare_digest(sent.code_hash, keyed(deps, round_id, "sent", f"{asked}\0{code}"))
        if is_right:
            register.remove_sent_code(tx, name)
            return let_in(deps, tx, round_, proof=sent.proof, area=sent.area, keys=sent.keys)
        register.put_try(tx, name)
    deps.limits.voter_networks.failed(place, now)
    wrong_codes.note_wrong(deps, round_id)
    raise Refusal.field("sent_code", "sent-code-wrong")


def remind(deps: Deps, round_id: str, session: str, token: str | None, language: Language) -> None:
    """Keep where the code was sent, to remind the voter who has just come in by it and wishes it."""
    voter, sealed = voters.load_voter(deps, round_id, session), (token or "").partition(".")[2]
    if voter is not None:
        reminders.remind_proved(deps, voter, sealed, token=_asked_with(token), language=language)


def _asked_with(token: str | None) -> str:
    """The part of a token by which a code is answered."""
    return (token or "").partition(".")[0]


def let_in(
    deps: Deps,
    tx: Session,
    round_: Round,
    *,
    proof: str,
    area: str,
    keys: tuple[Key, ...],
) -> str:
    """A session's token of the voter whom any of the keys stands for, or else of a new one.

    Raises `voter-void`, `voting-closed`.
    """
    locked = load_round_or_refuse(tx, round_.id, for_update=True)  # two with the same key wait for each other
    need_open(locked, deps.clock.now())
    every = (*keys, *electors.find_more_keys(tx, round_.id, keys))
    known = register.find_voters(tx, round_.id, every)
    selector = find_same(every, known, register.list_keys(tx, round_.id, set(known.values())))
    if selector is None:
        selector = new_selector(deps, tx, round_.id)
        add_voter(deps, tx, locked, proof=proof, area=area, selector=selector)
    else:
        found = roll.load_code(tx, round_.id, selector)
        if found is None or found.status is not CodeStatus.ISSUED:
            raise Refusal("voter-void", Kind.NOT_ALLOWED)
    # Where an address turns out to be somebody else's too, nothing more is taken from it.
    own = keys if any(other != selector for other in known.values()) else every
    register.put_keys(tx, round_.id, [key for key in own if key not in known], selector)
    return voters.begin_session(deps, tx, round_.id, selector)


def add_voter(
    deps: Deps, tx: Session, round_: Round, *, proof: str, area: str, selector: str, verifier: str = ""
) -> None:
    """A new voter, in the batch of the proof and the area; without a verifier no code opens the paper.

    The caller holds the round locked, and has seen that nobody has the selector.
    """
    batch_id = roll.find_batch_id(tx, round_.id, proof=proof, area=area)
    if batch_id is None:
        batch_id = deps.randomness.id()
        # The time at which the first from an area came is nobody's business: all bear the opening's.
        opened_at = round_.milestones.voting_opened_at or deps.clock.now()
        batch = Batch(id=batch_id, label="", pot_ids=pots_for(round_, area), issued_at=opened_at)
        roll.put_batch(tx, round_.id, batch, count=1, proof=proof, area=area)
    roll.put_codes(tx, round_.id, batch_id, [(selector, verifier)])


def new_selector(deps: Deps, tx: Session, round_id: str) -> str:
    """A selector that nobody in the round has."""
    while True:
        selector = crockford(deps.randomness.bits(SELECTOR_BITS), SELECTOR_LENGTH)
        if roll.load_code(tx, round_id, selector) is None:
            return selector


def _is_good(sent: SentCode, now: datetime) -> bool:
    return now - sent.sent_at < CODE_LIFE and sent.tries < MOST_TRIES


def _need_offered(round_: Round, proof_id: str) -> Proof:
    if proof_id not in round_.proofs or proof_id not in PROOFS:
        raise Refusal("proof-not-offered", Kind.NOT_FOUND)
    return PROOFS[proof_id]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
