"""What is frozen when voting opens, as the record that auditors digest.

It seals nothing by itself: the digest of `frozen_config` goes into the chain when the vote opens.
"""

from collections.abc import Iterable
from typing import Any

from pb.domain.events import digest
from pb.domain.proposals import Proposal
from pb.domain.rounds import Round


def frozen_config(round_: Round, proposals: Iterable[Proposal], *, four_eyes: bool) -> dict[str, Any]:
    """Everything that decides who wins: pots, papers, ballot, rule, age, ties, proofs and who must publish.

    `proposals` are those on a ballot paper; amounts are in the smallest unit of the round's currency.
    """
    return {
        "ballot": {"type": round_.spec.type, "limits": dict(round_.spec.limits)},
        "four_eyes": four_eyes,
        "minimum_age": round_.minimum_age,
        "openings": round_.box_mode.value,
        "pots": [
            {"id": pot.id, "budget": pot.amount_pence, "largest_request": pot.largest_request_pence}
            for pot in sorted(round_.pots, key=lambda pot: pot.id)
        ],
        "proofs": list(round_.proofs),
        "proposals": [
            [
                proposal.project_id,
                proposal.content.pot_id,
                proposal.cost_pence,
                proposal.title.as_record(),
                proposal.summary.as_record(),
                [list(group) for group in proposal.groups],
            ]
            for proposal in sorted(proposals, key=lambda proposal: proposal.project_id)
        ],
        "which_counts": round_.which_counts.value,
        "rule": {"id": round_.rule.id, "params": dict(round_.rule.params)},
        "ties": list(round_.ties),
    }


def config_digest(round_: Round, proposals: Iterable[Proposal], *, four_eyes: bool) -> str:
    """The digest of `frozen_config`, hexadecimal."""
    return digest(frozen_config(round_, proposals, four_eyes=four_eyes))
