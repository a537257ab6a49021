"""How many letters and texts may go to one place, from one network, or for one person, in an hour.

Counted in the database, so that it holds over several processes and restarts. No address and no number is
kept: each goes by a digest, whose key lies outside the database and for a round is destroyed at its close.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from pb.domain.guessing import after_wrong, need_unlocked
from pb.services.deps import Deps
from pb.services.identities import keyed
from pb.services.limits import network_name
from pb.storage import message_counts
from pb.storage.message_counts import ACCOUNTS

SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Share:
    """What may be sent for one name of a kind within `SPAN`."""

    kind: str
    most: int


TO = Share("to", 5)  # a mailbox or a telephone
CODES_TO = Share("codes to", 5)
FOR = Share("for", 5)  # whoever asks, of the same thing
FROM = Share("from", 60)  # a network


def count_message(deps: Deps, round_id: str, *shares: tuple[Share, str], network: str) -> None:
    """Count a message that somebody has sent to an address or a number of their choice.

    `round_id` is `ACCOUNTS` for letters about accounts. Raises Refusal `too-many-attempts` where anything
    named, or the network, has had its share; then nothing is counted.
    """
    now, place = deps.clock.now(), network_name(network)
    named = [*shares, *([(FROM, place)] if place else [])]
    digests = {_digest(deps, round_id, share, name): share for share, name in named}
    with deps.db.write() as tx:
        message_counts.remove_old(tx, now=now)
        for digest, share in sorted(digests.items()):  # in one order, or two could wait for each other
            earlier = message_counts.load_locked(tx, round_id, digest, at=now)
            need_unlocked(earlier, now)
            counted = after_wrong(earlier, now, most=share.most, span=SPAN)
            forgotten_at = max(counted.since, counted.locked_until or counted.since) + SPAN
            message_counts.put(tx, round_id, digest, counted, forgotten_at=forgotten_at)


def _digest(deps: Deps, round_id: str, share: Share, name: str) -> str:
    kind = f"message {share.kind}"
    if round_id != ACCOUNTS:
        return keyed(deps, round_id, kind, name)
    return hmac.new(deps.keys.secret(), f"{kind}\0{name}".encode(errors="replace"), sha256).hexdigest()
