"""What each file of a record holds, as shapes; schema `pb-record/1`.

It states form only: whether the contents agree with each other is for the checks.
"""

from pb.verifier.shapes import Count, Digest, Each, Maybe

SCHEMA = "pb-record/1"
BOTH = {"cy": str, "en": str}

MANIFEST = {"schema": str, "files": [{"path": str, "bytes": Count, "sha256": Digest}]}
POT = {
    "id": str,
    "name": BOTH,
    "budget": Count,
    "currency": str,
    "minor_digits": Count,
    "ward": Maybe(BOTH),
    "theme": Maybe(BOTH),
    "largest_request": Maybe(Count),
    "projects": [str],
    "withheld": bool,
    "hidden": bool,
}
ROUND = {
    "id": str,
    "organisation": BOTH,
    "name": BOTH,
    "summary": BOTH,
    "imported": bool,
    "four_eyes": bool,
    "minimum_age": Maybe(Count),
    "dates": Each(Maybe(str)),
    "pots": [POT],
    "groups": [{"dimension": str, "id": str, "name": BOTH}],
    "ballot": {"type": str, "limits": Each(int)},
    "rule": {"id": str, "params": Each(str)},
    "openings": str,
    "which_counts": str,
    "proofs": [str],
    "ties": [str],
    "config_digest": Digest,
    "seed": {"commitment": Maybe(Digest), "secret": Maybe(Digest), "seed": Maybe(Digest)},
    "software": {"name": str, "version": str},
}
PROPOSALS = [
    {
        "id": str,
        "pot_id": Maybe(str),
        "number": object,
        "status": str,
        "cost": Maybe(Count),
        "title": BOTH,
        "summary": BOTH,
        "groups": [[str]],
    }
]
OUTCOME = {
    "rule": str,
    "version": object,
    "params": Each(object),
    "budget": Count,
    "cost": Count,
    "selected": [str],
    "ties": Maybe([object]),
    "ballots": Maybe(Count),
    "distinct": Maybe(Count),
}
COUNTS = {"pot_id": str, "contest_digest": Digest, "seed": Maybe(Digest), "outcome": OUTCOME}
RESULTS = {
    "pots": [{"pot_id": str, "selected": [str], "cost": Count, "left": int, "votes": Each(Count)}],
    "turnout": {"codes_issued": Maybe(Count), "codes_used": Maybe(Count), "ballots": Count},
}
TURNOUT = {
    "codes_issued": Maybe(Count),
    "codes_void": Maybe(Count),
    "codes_used": Maybe(Count),
    "counted": Count,
    "superseded": Count,
    "by_proof": [{"proof": str, "issued": Count, "void": Count, "used": Count}],
}
EVENT = {
    "seq": Count,
    "stream": str,
    "type": str,
    "at": str,
    "actor": Maybe(str),
    "role": Maybe(str),
    "payload": Each(object),
    "prev": Digest,
    "hash": Digest,
}
PAYLOADS = {
    "voting_opened": {"config_digest": Digest, "seed_commitment": Maybe(Digest), "signing_key": Digest},
    "codes_issued": {"count": Maybe(Count)},
    "batch_sealed": {"batch": Count, "size": Count, "root": Digest, "seal": Digest},
    "voting_closed": {
        "root": Digest,
        "counted": Count,
        "superseded": Count,
        "superseded_root": Digest,
        "batches": Count,
    },
    "outcome_counted": {
        "pot_id": str,
        "contest_digest": Digest,
        "outcome_digest": Digest,
        "rule": str,
        "version": object,
        "seed_digest": Maybe(Digest),
    },
}
BATCH = {
    "batch": Count,
    "sealed_hour": str,
    "size": Count,
    "root": Digest,
    "prev": Digest,
    "leaves": [Digest],
}
OPENING = {
    "nonce": Digest,
    "body": {
        "round_id": str,
        "ruleset_hash": str,
        "ballot_id": str,
        "revision": Count,
        "payload": Each(Each(int)),
        "channel": str,
    },
}
SIGNATURE = {"key": str, "public": Digest, "signature": str}
RECEIPT = {
    "schema": str,
    "round": str,
    "receipt": str,
    "state": str,
    "leaf": Maybe(Digest),
    "proofs": [
        {"tree": str, "leaf": Digest, "index": Count, "size": Count, "path": [Digest], "root": Digest}
    ],
}
JSON_FILES = {
    "manifest.json": MANIFEST,
    "round.json": ROUND,
    "proposals.json": PROPOSALS,
    "results.json": RESULTS,
    "turnout.json": TURNOUT,
    "manifest.sig": SIGNATURE,
}
TEXT_FILES = (
    "README.cy.md",
    "README.en.md",
    "ballots.csv",
    "batches.jsonl",
    "events.jsonl",
    "leaves.txt",
    "superseded.txt",
)
