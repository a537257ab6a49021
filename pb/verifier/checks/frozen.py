"""Checks on what was frozen: the configuration digest, the papers, the committed secret.

It knows the round and its proposals; ballots and counts are elsewhere.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from pb.verifier.merkle import tree_root
from pb.verifier.record import Problem, Record, problem
from pb.verifier.shapes import canonical

ACCEPTED = "accepted"


def configuration(record: Record) -> dict[str, Any]:
    """What opening froze: ballot, openings, proofs, ties, rule, pots, and each proposal on a paper."""
    round_ = record.round
    on_paper = {name for pot in round_["pots"] for name in pot["projects"]}
    proposals = record.proposals
    return {
        "ballot": {"type": round_["ballot"]["type"], "limits": round_["ballot"]["limits"]},
        "four_eyes": round_["four_eyes"],
        "minimum_age": round_["minimum_age"],
        "openings": round_["openings"],
        "pots": [
            {key: pot[key] for key in ("id", "budget", "largest_request")}
            for pot in sorted(round_["pots"], key=lambda pot: str(pot["id"]))
        ],
        "proofs": round_["proofs"],
        "proposals": [
            [proposals[name][key] for key in ("id", "pot_id", "cost", "title", "summary", "groups")]
            for name in sorted(on_paper & set(proposals))
        ],
        "which_counts": round_["which_counts"],
        "rule": {"id": round_["rule"]["id"], "params": round_["rule"]["params"]},
        "ties": round_["ties"],
    }


def configured(record: Record) -> Iterator[Problem]:
    """The digest frozen at opening is the digest of what the record says now."""
    digest = hashlib.sha256(canonical(configuration(record))).hexdigest()
    if record.round["config_digest"] != digest:
        yield problem("config-digest", file="round.json", found=digest)
    for event in record.events_of("voting_opened"):
        if event["payload"]["config_digest"] != digest:
            yield problem("config-digest-log", file="events.jsonl", line=event["seq"], found=digest)


def papers(record: Record) -> Iterator[Problem]:
    """Each pot's paper lists exactly its accepted proposals, each once, each with a cost."""
    proposals = record.proposals
    if len(proposals) != len(record.json("proposals.json")):
        yield problem("proposal-twice", file="proposals.json")
    listed: dict[str, str] = {}
    for pot in record.round["pots"]:
        for name in pot["projects"]:
            if name in listed:
                yield problem("paper-twice", file="round.json", proposal=name)
            listed[name] = pot["id"]
            if name not in proposals:
                yield problem("paper-unknown", file="round.json", proposal=name, pot=pot["id"])
            else:
                yield from _paper_faults(proposals[name], pot["id"])
    for name, proposal in sorted(proposals.items()):
        if proposal["status"] == ACCEPTED and name not in listed:
            yield problem("paper-lacks", file="round.json", proposal=name)


def _paper_faults(proposal: dict[str, Any], pot_id: str) -> Iterator[Problem]:
    name = proposal["id"]
    if proposal["pot_id"] != pot_id:
        yield problem("paper-wrong-pot", file="proposals.json", proposal=name, pot=pot_id)
    if proposal["status"] != ACCEPTED:
        yield problem("paper-not-accepted", file="proposals.json", proposal=name, status=proposal["status"])
    if proposal["cost"] is None:
        yield problem("paper-no-cost", file="proposals.json", proposal=name)


def seed(record: Record) -> Iterator[Problem]:
    """The lot's seed is what the committed secret and the closed box make of it, and nothing else."""
    stated = record.round["seed"]
    if stated["secret"] is not None:
        yield from _revealed(record, stated, bytes.fromhex(stated["secret"]))
    elif stated["seed"] is not None:
        yield problem("seed-without-secret", file="round.json")
    for event in record.events_of("voting_opened"):
        if event["payload"]["seed_commitment"] != stated["commitment"]:
            yield problem("seed-commitment-log", file="events.jsonl", line=event["seq"])
    for pot in record.round["pots"]:
        if record.count(pot["id"])["seed"] not in (None, stated["seed"]):
            yield problem("seed-count", file=f"counts/{pot['id']}.json")


def _revealed(record: Record, stated: dict[str, Any], secret: bytes) -> Iterator[Problem]:
    if stated["commitment"] != hashlib.sha256(secret).hexdigest():
        yield problem("seed-commitment", file="round.json")
    root = tree_root([bytes.fromhex(leaf) for leaf in record.leaves])
    if stated["seed"] != hashlib.sha256(secret + root).hexdigest():
        yield problem("seed-differs", file="round.json")
