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

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pb.domain.contacts import Contact, read_contact
from pb.domain.refusals import Kind, Refusal
from pb.domain.reminders import may_ask_reminder, reminder_at
from pb.domain.rounds import Round
from pb.domain.text import Language
from pb.services.deps import Deps
from pb.services.limits import count_message
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
    contact = read_contact(email=email, phone=phone if deps.texter else "")
    mine = f"reminder\0{voter.round_id}\0{voter.selector}"
    count_message(deps.limits, sender=mine, to=contact.to, network=network, now=deps.clock.now())
    wish = Wish(selector=voter.selector, contact=contact, language=language)
    with deps.db.write() as tx:
        round_ = open_round(deps, tx, voter.round_id)
        if not may_ask_reminder(round_, deps.clock.now()):
            raise Refusal("reminder-too-late", Kind.WRONG_PHASE)
        if need_voter(tx, voter).has_voted:  # locked: a vote that is being cast is waited for
            raise Refusal("reminder-not-needed", Kind.WRONG_PHASE)
        hashed = voter_hash(_key(deps, voter.round_id), voter.selector)
        reminders.put_reminder(tx, voter.round_id, hashed, _seal(deps, voter.round_id, hashed, wish))


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


def unseal(deps: Deps, kept: reminders.SealedReminder) -> Wish | None:
    """Who is to be reminded; None where the key has changed since, as after a move without the keys."""
    content = base64.b64decode(kept.sealed)
    bound = f"{kept.round_id}\0{kept.voter_hash}".encode()
    cipher = AESGCM(_sealing_key(deps, kept.round_id))
    try:
        opened = json.loads(cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], bound))
    except InvalidTag:
        return None
    contact = Contact(is_phone=opened["kind"] == "phone", to=opened["to"])
    return Wish(selector=opened["selector"], contact=contact, language=opened["language"])


def _seal(deps: Deps, round_id: str, hashed: str, wish: Wish) -> str:
    contact = wish.contact
    written = {"selector": wish.selector, "language": wish.language}
    written |= {"to": contact.to, "kind": "phone" if contact.is_phone else "email"}
    nonce, bound = deps.randomness.token_bytes(_NONCE_BYTES), f"{round_id}\0{hashed}".encode()
    sealed = AESGCM(_sealing_key(deps, round_id)).encrypt(nonce, _padded(written), bound)
    return base64.b64encode(nonce + sealed).decode()


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
