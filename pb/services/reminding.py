"""Sending the reminders that are due, one at a time: each once, over any number of processes and restarts.

A reminder is claimed, sent, and then removed. Where a process ends in between, another one claims it later
and sends it under the same name, by which a sender knows what it has had. It logs no address.
"""

import hashlib
import hmac
import logging
from datetime import timedelta

from pb.domain.batches import CodeStatus
from pb.domain.refusals import Refusal
from pb.domain.reminders import is_reminder_due
from pb.domain.rounds import Round
from pb.i18n.formats import date_and_time
from pb.i18n.marks import N_
from pb.services import letters, text_cap, texts
from pb.services.deps import Deps
from pb.services.reminders import Wish, unseal
from pb.services.texts import TextNotSent
from pb.storage import reminders, roll, rounds
from pb.storage.reminders import SealedReminder

log = logging.getLogger("pb.reminders")
CLAIM = timedelta(minutes=5)  # longer than any sender takes to answer; twice as long each further time
MOST_ATTEMPTS = 8  # over ten hours, within which a mail server should be back
LETTER = letters.Wording(
    subject=N_("Your vote is not cast yet"),
    before=(
        N_("Round: %(round)s"),
        N_("Voting closes: %(closes)s."),
        N_("You asked us to remind you. Your vote is not cast yet. Come back here to cast it:"),
    ),
    after=(
        N_("This is the only reminder. Your address is not kept any longer."),
        N_("If you did not ask for it, do nothing."),
    ),
)
TEXT = (N_("Your vote is not cast yet. Voting closes: %(closes)s. To vote:"),)


def send_next(deps: Deps) -> bool:
    """Send one reminder that is due, or find that it is not needed any more; False where none is due."""
    claimed = _claim(deps)
    if claimed is None:
        return False
    round_, kept = claimed
    wish = _still_wanted(deps, round_, kept)
    if wish is not None and not _send(deps, round_, wish, kept):
        return True  # somebody tries again when the claim has ended
    with deps.db.write() as tx:
        reminders.remove_reminder(tx, round_.id, kept.voter_hash)
    return True


def _claim(deps: Deps) -> tuple[Round, SealedReminder] | None:
    now = deps.clock.now()
    with deps.db.read() as tx:
        found = [rounds.load_round(tx, round_id) for round_id in reminders.list_rounds(tx)]
    for round_ in found:
        if round_ is None or not is_reminder_due(round_, now):
            continue
        with deps.db.write() as tx:
            kept = reminders.claim_reminder(tx, round_.id, now, CLAIM)
        if kept is not None:
            return round_, kept
    return None


def _still_wanted(deps: Deps, round_: Round, kept: SealedReminder) -> Wish | None:
    if kept.attempts > MOST_ATTEMPTS or deps.keys.link_key(round_.id) is None:
        log.error("round %s: a reminder was given up", round_.id)
        return None
    wish = unseal(deps, kept)
    if wish is None:
        return None
    with deps.db.read() as tx:
        code = roll.load_code(tx, round_.id, wish.selector)
    is_wanted = code is not None and code.status is CodeStatus.ISSUED and not code.has_voted
    return wish if is_wanted else None


def _send(deps: Deps, round_: Round, wish: Wish, kept: SealedReminder) -> bool:
    """Whether the reminder is dealt with: taken by a sender, or never to be taken."""
    closes_at = round_.schedule.voting_close_at
    facts = {
        "round": round_.name.in_language(wish.language)[0],
        "closes": "" if closes_at is None else date_and_time(closes_at, wish.language),
    }
    name, path = _name(deps, kept), f"/rounds/{round_.id}/vote"
    try:
        if wish.contact.is_phone:
            if kept.attempts == 1 or deps.texter is None or not deps.texter.has_sent(name):
                text_cap.note_one(deps, round_.id)
                link, to = f"{deps.settings.base_url}/{wish.language}{path}", wish.contact.to
                texts.send(deps, TEXT, to=to, language=wish.language, facts=facts, last_line=link, name=name)
        else:
            said, spoken = {wish.language: facts}, (wish.language,)
            letters.send(deps, LETTER, to=wish.contact.to, path=path, languages=spoken, facts=said, name=name)
    except (Refusal, TextNotSent) as no:
        log.warning("round %s: a reminder was not taken: %s", round_.id, no)
        return isinstance(no, Refusal) and bool(no.faults)  # a number that no text reaches
    return True


def _name(deps: Deps, kept: SealedReminder) -> str:
    told = f"reminder\0{kept.round_id}\0{kept.voter_hash}".encode()
    return "reminder-" + hmac.digest(deps.keys.secret(), told, hashlib.sha256).hex()[:32]
