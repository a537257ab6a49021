"""Reminding people, once, of a vote that they have not cast: asking for it, taking it back, forgetting it.

Where to send it is kept sealed beside a hash of the voter, both under a key outside the database that is
destroyed at the close; and casting the vote forgets it. So no address ever stands beside a ballot.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from pb.domain.contacts import Contact, read_contact
from pb.domain.refusals import Kind, Refusal
from pb.domain.reminders import may_ask_reminder, reminder_at
from pb.domain.rounds import Round
from pb.domain.text import Language
from pb.services.deps import Deps
from pb.services.message_limits import FOR, TO, count_message
from pb.services.rounds import load_round_or_refuse
from pb.services.voters import Voter, need_voter, open_round
from pb.storage import reminders, roll
from pb.storage.prepared import Tx

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who wants to be reminded, where and in which language: in the clear, in memory only."""

    selector: str
    contact: Contact
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """What a voter sees of the own reminder: never the address. `goes_at` is None where it is too late."""

    round: Round
    has_voted: bool
    is_set: bool
    goes_at: datetime | None


def view_reminder(deps: Deps, voter: Voter) -> ReminderView:
    """Raises `voting-closed` and the like."""
    with deps.db.read() as tx:
        round_ = open_round(deps, tx, voter.round_id)
        code = roll.load_code(tx, voter.round_id, voter.selector)
        hashed = voter_hash(_key(deps, voter.round_id), voter.selector)
        is_set = reminders.has_reminder(tx, voter.round_id, hashed)
    is_possible = may_ask_reminder(round_, deps.clock.now())
    return ReminderView(
        round=round_,
        has_voted=code is not None and code.has_voted,
        is_set=is_set,
        goes_at=reminder_at(round_) if is_possible else None,
    )


def ask_reminder(
    deps: Deps, voter: Voter, *, email: str, phone: str = "", language: Language, network: str = ""
) -> None:
    """Keep where to remind a voter, in place of what was kept before.

    Raises invalid-form with a fault of `email` or `phone`, `too-many-attempts`, `code-first`,
    `voting-closed`; `reminder-too-late` (WRONG_PHASE) within a day of the close, `reminder-not-needed` once
    a vote is cast.
    """
    seen = view_reminder(deps, voter)
    _need_sense(deps, seen.round, has_voted=seen.has_voted)  # where it makes none there is no form to mend
    contact = read_contact(email=email, phone=phone if deps.texter else "")
    mine = (FOR, f"reminder\0{voter.selector}")
    count_message(deps, voter.round_id, mine, (TO, contact.box), network=network)
    wish = Wish(selector=voter.selector, contact=contact, language=language)
    with deps.db.write() as tx:
        round_ = open_round(deps, tx, voter.round_id)
        # Locked: a vote that is being cast is waited for.
        _need_sense(deps, round_, has_voted=need_voter(tx, voter).has_voted)
        _keep(deps, tx, wish, round_)


def _need_sense(deps: Deps, round_: Round, *, has_voted: bool) -> None:
    if not may_ask_reminder(round_, deps.clock.now()):
        raise Refusal("reminder-too-late", Kind.WRONG_PHASE)
    if has_voted:
        raise Refusal("reminder-not-needed", Kind.WRONG_PHASE)


def forget_reminder(deps: Deps, voter: Voter) -> None:
    """Take the own reminder back: its address is erased. Nothing happens where there is none."""
    with deps.db.write() as tx:
        load_round_or_refuse(tx, voter.round_id, for_share=True)
        forget_in(deps, tx, voter.round_id, voter.selector)


def forget_in(deps: Deps, tx: Tx, round_id: str, selector: str) -> None:
    """The same within a transaction, for whoever casts a vote or makes one void."""
    key = deps.keys.link_key(round_id)
    if key is not None:
        reminders.remove_reminder(tx, round_id, voter_hash(key, selector))


def voter_hash(key: bytes, selector: str) -> str:
    """A voter's name among the reminders; without the key it tells nothing, and no ballot bears it."""
    return hmac.digest(key, f"reminder\0{selector}".encode(), hashlib.sha256).hex()


def seal_contact(deps: Deps, round_id: str, contact: Contact, *, token: str) -> str:
    """Where a code has just been sent, for the asker's browser to hold until the code is answered."""
    return _seal(deps, round_id, f"code\0{token}", _written(contact))


def remind_proved(deps: Deps, voter: Voter, sealed: str, *, token: str, language: Language) -> None:
    """Keep the contact that a voter has just proved, as they wished; nothing where that is in vain."""
    opened = _unseal(deps, voter.round_id, f"code\0{token}", sealed)
    if opened is None:
        return
    with deps.db.write() as tx:
        round_ = open_round(deps, tx, voter.round_id)
        if may_ask_reminder(round_, deps.clock.now()) and not need_voter(tx, voter).has_voted:
            wish = Wish(selector=voter.selector, contact=_contact(opened), language=language)
            _keep(deps, tx, wish, round_)


def unseal(deps: Deps, kept: reminders.SealedReminder) -> Wish | None:
    """Who is to be reminded; None where the key has changed since, as after a move without the keys."""
    opened = _unseal(deps, kept.round_id, f"voter\0{kept.voter_hash}", kept.sealed)
    if opened is None:
        return None
    return Wish(selector=opened["selector"], contact=_contact(opened), language=opened["language"])


def _keep(deps: Deps, tx: Session, wish: Wish, round_: Round) -> None:
    hashed = voter_hash(_key(deps, round_.id), wish.selector)
    written = {"selector": wish.selector, "language": wish.language, **_written(wish.contact)}
    reminders.put_reminder(tx, round_.id, hashed, _seal(deps, round_.id, f"voter\0{hashed}", written))


def _written(contact: Contact) -> dict[str, str]:
    return {"to": contact.to, "kind": "phone" if contact.is_phone else "email"}


def _contact(opened: Any) -> Contact:
    return Contact(is_phone=opened["kind"] == "phone", to=opened["to"])


def _seal(deps: Deps, round_id: str, bound: str, written: dict[str, str]) -> str:
    """Sealed text that opens only where the round and `bound` are the same again."""
    nonce, mine = deps.randomness.token_bytes(_NONCE_BYTES), f"{round_id}\0{bound}".encode()
    sealed = AESGCM(_sealing_key(deps, round_id)).encrypt(nonce, _padded(written), mine)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def _unseal(deps: Deps, round_id: str, bound: str, sealed: str) -> dict[str, Any] | None:
    """What was sealed; None where it is no seal of ours, or not of this round and `bound`."""
    mine, cipher = f"{round_id}\0{bound}".encode(), AESGCM(_sealing_key(deps, round_id))
    try:
        content = base64.urlsafe_b64decode(sealed)
        opened = cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], mine)
    except (InvalidTag, ValueError):
        return None
    found: dict[str, Any] = json.loads(opened)
    return found


def _padded(written: dict[str, str]) -> bytes:
    """As JSON, with spaces after it: how long a seal is must not tell how long an address is."""
    text = json.dumps(written).encode()
    return text.ljust(-(-len(text) // 512) * 512)


def _sealing_key(deps: Deps, round_id: str) -> bytes:
    return hmac.digest(_key(deps, round_id), b"seal of reminders", hashlib.sha256)


def _key(deps: Deps, round_id: str) -> bytes:
    key = deps.keys.link_key(round_id)
    if key is None:
        raise Refusal("voting-unavailable", Kind.UNAVAILABLE)
    return key
