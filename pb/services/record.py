"""The record of a counted round: every file an auditor needs to count again, and the archive of them.

It holds no person's data and no time of a vote, and packs the same bytes for the same content, always.
"""

import hashlib
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pb import VERSION
from pb.domain.counting import PotCount, Turnout, on_the_paper
from pb.domain.disclosure import FEWER, LEAST_SHOWN
from pb.domain.events import SealedEvent, canonical
from pb.domain.groups import GroupNames
from pb.domain.people import Organisation
from pb.domain.proposals import Proposal
from pb.domain.rounds import CATEGORY, Pot, Round
from pb.i18n import templates

SCHEMA = "pb-record/1"
# What would end an id, a mark, a row or a cell in ballots.csv, and the percent sign itself.
TAKINGS = ("record_exported", "annex_exported")
WRITTEN = str.maketrans({char: f"%{ord(char):02X}" for char in ' ,:"%\n\r'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a record is made of, read in one transaction."""

    round: Round
    organisation: Organisation
    four_eyes: bool
    proposals: Sequence[Proposal]
    groups: GroupNames
    counts: Sequence[PotCount]
    contests: Mapping[str, Mapping[str, Any]]  # by pot: the sealed contest
    withheld: Collection[str]  # pots whose ballots are not published one by one
    turnout: Turnout
    leaves: Sequence[str]
    superseded: Sequence[str]
    batches: bytes  # the lines of batches.jsonl
    openings: bytes | None  # the lines of openings.jsonl, where the box is open
    secret: bytes | None
    events: Sequence[SealedEvent]

    @property
    def hidden(self) -> frozenset[str]:
        """Pots of which no figure is published."""
        return frozenset(count.pot_id for count in self.counts if count.is_hidden)

    @property
    def counted(self) -> list[dict[str, Any]]:
        """The counts as everybody gets them."""
        return [_count(count, self.paper(count.pot_id)) for count in self.counts]

    def paper(self, pot_id: str) -> list[str]:
        """The projects on a pot's paper, in its order."""
        return [proposal.project_id for proposal in on_the_paper(self.proposals, pot_id)]


def files_of(material: Material) -> dict[str, bytes]:
    """The record's files by name, the manifest included."""
    files = {
        "README.cy.md": _readme("cy").encode(),
        "README.en.md": _readme("en").encode(),
        "batches.jsonl": material.batches,
        "ballots.csv": _lines(["pot_id,marks", *_ballot_rows(material)]),
        "events.jsonl": b"".join(
            canonical(event.as_record()) + b"\n" for event in to_export(material.events)
        ),
        "leaves.txt": _lines(sorted(material.leaves)),
        "proposals.json": canonical([_proposal(one) for one in material.proposals]),
        "results.json": canonical(_results(material)),
        "round.json": canonical(_round(material)),
        "superseded.txt": _lines(sorted(material.superseded)),
        "turnout.json": canonical(_turnout(material.turnout)),
    }
    for count in material.counted:
        files[f"counts/{count['pot_id']}.json"] = canonical(count)
    if material.openings is not None:
        files["openings.jsonl"] = material.openings
    listed = [
        {"path": name, "bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
        for name in sorted(files)
    ]
    return files | {"manifest.json": canonical({"schema": SCHEMA, "files": listed})}


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of the files: sorted, undated, stored as they are, so that equal files give equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", allowZip64=False) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED
            archive.writestr(info, files[name])
    return target.getvalue()


def to_export(events: Sequence[SealedEvent]) -> Sequence[SealedEvent]:
    """The chain up to the last entry that is not itself the taking of a record or its annex.

    So a record taken twice is the same twice, although each taking is noted in the chain.
    """
    last = max((event.seq for event in events if event.type not in TAKINGS), default=0)
    return [event for event in events if event.seq <= last]


def _round(material: Material) -> dict[str, Any]:
    round_, seed = material.round, next((count.seed for count in material.counts), None)
    return {
        "id": round_.id,
        "organisation": material.organisation.name.as_record(),
        "name": round_.name.as_record(),
        "summary": round_.summary.as_record(),
        "imported": round_.is_imported,
        "imported_from": round_.imported_from,
        "four_eyes": material.four_eyes,
        "minimum_age": round_.minimum_age,
        "dates": _dates(round_),
        "pots": [
            _pot(pot, round_, material.proposals)
            | {"withheld": pot.id in material.withheld, "hidden": pot.id in material.hidden}
            for pot in round_.pots
        ],
        "groups": _groups(material),
        "ballot": {"type": round_.spec.type, "limits": dict(round_.spec.limits)},
        "rule": {"id": round_.rule.id, "params": dict(round_.rule.params)},
        "openings": round_.box_mode.value,
        "which_counts": round_.which_counts.value,
        "proofs": list(round_.proofs),
        "ties": list(round_.ties),
        "config_digest": round_.config_digest,
        "seed": {
            "commitment": round_.seed_commitment,
            "secret": material.secret.hex() if material.secret else None,
            "seed": seed,
        },
        "software": {"name": "pb", "version": VERSION},
    }


def _groups(material: Material) -> list[dict[str, Any]]:
    """The groups that proposals belong to or limits may speak of, with their names."""
    used = {group for proposal in material.proposals for group in proposal.groups}
    used |= {group for group in material.groups if group[0] == CATEGORY}
    return [
        {"dimension": group[0], "id": group[1], "name": name.as_record()}
        for group, name in material.groups.items()
        if group in used
    ]


def _dates(round_: Round) -> dict[str, str | None]:
    plan, done = round_.schedule, round_.milestones
    return {
        "proposals_open_at": _instant(plan.proposals_open_at),
        "proposals_close_at": _instant(plan.proposals_close_at),
        "voting_open_at": _instant(plan.voting_open_at),
        "voting_close_at": _instant(plan.voting_close_at),
        "announced_at": _instant(done.announced_at),
        "voting_opened_at": _instant(done.voting_opened_at),
        "voting_closed_at": _instant(done.voting_closed_at),
        "counted_at": _instant(done.counted_at),
        "published_at": _instant(done.published_at),
    }


def _instant(moment: datetime | None) -> str | None:
    return (
        None
        if moment is None
        else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def _pot(pot: Pot, round_: Round, proposals: Iterable[Proposal]) -> dict[str, Any]:
    return {
        "id": pot.id,
        "name": pot.name.as_record(),
        "budget": pot.amount_pence,
        "currency": round_.currency.code,
        "minor_digits": round_.currency.minor_digits,
        "ward": pot.ward.name.as_record() if pot.ward else None,
        "theme": pot.theme.as_record() if pot.theme else None,
        "largest_request": pot.largest_request_pence,
        "projects": [proposal.project_id for proposal in on_the_paper(proposals, pot.id)],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    content, verdict = proposal.content, proposal.verdict
    return {
        "id": proposal.project_id,
        "pot_id": content.pot_id,
        "number": proposal.number,
        "status": proposal.status.value,
        "cost": proposal.cost_pence,
        "requested": content.amount_pence,
        "groups": [list(group) for group in proposal.groups],
        "title": proposal.title.as_record(),
        "summary": proposal.summary.as_record(),
        "original_language": content.language,
        "reason": verdict.reason.as_record() if verdict else {"cy": "", "en": ""},
    }


def whole_count(count: PotCount) -> dict[str, Any]:
    """A count with every figure, as auditors get it."""
    return {
        "pot_id": count.pot_id,
        "contest_digest": count.public_contest_digest,
        "seed": count.seed,
        "outcome": count.outcome,
    }


def _count(count: PotCount, paper: Sequence[str]) -> dict[str, Any]:
    """The same as everybody gets it: of a hidden pot who gets the money, in the order of the paper."""
    if not count.is_hidden:
        return whole_count(count)
    told = {key: count.outcome[key] for key in ("rule", "version", "params", "budget", "cost")}
    told["selected"] = [name for name in paper if name in count.outcome["selected"]]
    return whole_count(count) | {"outcome": told | {"ballots": None, "distinct": None, "ties": None}}


def _results(material: Material) -> dict[str, Any]:
    turnout = material.turnout
    return {
        "pots": [_pot_result(count) for count in material.counted],
        "turnout": {
            "codes_issued": turnout.codes_issued,
            "codes_used": turnout.codes_used,
            "ballots": turnout.counted,
        },
    }


def _pot_result(count: Mapping[str, Any]) -> dict[str, Any]:
    outcome = count["outcome"]
    return {
        "pot_id": count["pot_id"],
        "selected": outcome["selected"],
        "cost": outcome["cost"],
        "left": outcome["budget"] - outcome["cost"],
        "votes": {name: scores["votes"] for name, scores in outcome.get("scores", {}).items()},
    }


def _turnout(turnout: Turnout) -> dict[str, Any]:
    return {
        "codes_issued": turnout.codes_issued,
        "codes_void": turnout.codes_void,
        "codes_used": turnout.codes_used,
        "counted": turnout.counted,
        "superseded": turnout.superseded,
        "by_proof": [
            {"proof": row.proof, "issued": row.issued, "void": row.void, "used": row.used}
            | ({FEWER: LEAST_SHOWN} if row.has_more else {})
            for row in turnout.by_proof
        ],
    }


def _ballot_rows(material: Material) -> list[str]:
    """A row for each ballot of the pots with enough, in order of content: nothing tells which came first."""
    rows = []
    for pot_id, contest in material.contests.items():
        if pot_id in material.withheld:
            continue
        for marks, weight in contest["ballots"]:
            written = " ".join(f"{name.translate(WRITTEN)}:{mark}" for name, mark in marks)
            rows += [f"{pot_id},{written}"] * weight
    return sorted(rows, key=str.encode)


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


@cache
def _readme(language: str) -> str:
    words = templates.environment("cy" if language == "cy" else "en")
    return words.get_template("audit/readme.txt").render().strip() + "\n"
