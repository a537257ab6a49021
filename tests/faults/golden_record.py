"""A small sound record, written independently of both the platform and the verifier, for tests to damage.

It imports nothing of pb: whatever it knows of the format it knows from the description of the format.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# The sums, by hand. North, 1000: A 600 has 3 votes, 400 is left; B 500 and C 400 have 2 votes each, and the
# cheaper comes first: C, 0 left. South, 500: E 300 and F 300 have 2 votes each and cost the same, so the lot
# decides; 200 is left, which is G's cost exactly.
NORTH = {"A": 600, "B": 500, "C": 400, "D": 300}
SOUTH = {"E": 300, "F": 300, "G": 200}
BALLOTS = {
    "north": ["A:1 B:1", "A:1 C:1", "A:1", "B:1 C:1", "D:1", ""],
    "south": ["E:1 F:1", "E:1 G:1", "F:1"],
}
# Every ballot stands there ten times over: sixty people are enough for nothing to be held back.
TIMES = 10
SECRET = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tree_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 over leaf hashes, level by level; an odd one rises."""
    level = leaves
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + b"".join(level[at : at + 2])).digest()
            for at in range(0, len(level) - 1, 2)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def both(text: str) -> dict[str, str]:
    return {"cy": f"{text} (Cymraeg)", "en": text}


def lot(seed: str, *names: str) -> list[str]:
    return sorted(
        names, key=lambda name: hashlib.sha256(bytes.fromhex(seed) + b"\0" + name.encode()).digest()
    )


@dataclass
class Golden:
    """The parts of a record; change any, call `seal_log` and `archive`, and see whether it is found out."""

    round: dict[str, Any] = field(default_factory=dict)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    batches: list[dict[str, Any]] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    turnout: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    whole: dict[str, dict[str, Any]] = field(default_factory=dict)  # hidden counts, for auditors

    def files(self) -> dict[str, bytes]:
        """Every file but the manifest, as the parts now stand."""
        opened = {"openings.jsonl": self.opening_lines()} if self.round["openings"] == "open" else {}
        return opened | {
            "README.cy.md": "# Y cofnod\n\nGwiriwch ef â pb verify.\n".encode(),
            "README.en.md": b"# The record\n\nCheck it with pb verify.\n",
            "ballots.csv": b"".join(line.encode() + b"\n" for line in ["pot_id,marks", *self.rows]),
            "batches.jsonl": b"".join(canonical(batch) + b"\n" for batch in self.batches),
            "events.jsonl": b"".join(canonical(event) + b"\n" for event in self.events),
            "leaves.txt": "".join(line + "\n" for line in self.leaves).encode(),
            "superseded.txt": "".join(line + "\n" for line in self.superseded).encode(),
            "proposals.json": canonical(self.proposals),
            "results.json": canonical(self.results),
            "round.json": canonical(self.round),
            "turnout.json": canonical(self.turnout),
            "manifest.sig": b"",
            **{f"counts/{pot}.json": canonical(count) for pot, count in self.counts.items()},
        }

    def archive(self) -> bytes:
        """The zip archive, its manifest made from the files as they now stand."""
        return pack(with_manifest(self.files()))

    def opening_lines(self) -> bytes:
        return b"".join(canonical(opening) + b"\n" for opening in self.openings)

    def annex(self) -> bytes:
        """What auditors alone get."""
        whole = {f"hidden/{name}.json": canonical(count) for name, count in self.whole.items()}
        return pack({"openings.jsonl": self.opening_lines(), **whole})

    def seal_log(self) -> None:
        """Number and chain the log's entries anew: what someone would do who rewrites history."""
        prev = sha256(canonical({"stream": self.round["id"]}))
        for number, event in enumerate(self.events, 1):
            event.pop("hash", None)
            event |= {"seq": number, "prev": prev}
            prev = event["hash"] = sha256(b"\x02" + bytes.fromhex(prev) + canonical(event))

    def seal_batches(self) -> None:
        """Let batches and log agree with the leaves as they now stand."""
        prev = sha256(canonical({"box": self.round["id"]}))
        entries = [event["payload"] for event in self.events if event["type"] == "batch_sealed"]
        for batch, entry in zip(self.batches, entries, strict=False):
            root = tree_root([bytes.fromhex(leaf) for leaf in batch["leaves"]]).hex()
            batch |= {"size": len(batch["leaves"]), "root": root, "prev": prev}
            body = {key: batch[key] for key in ("batch", "sealed_hour", "size", "root")}
            prev = sha256(b"\x03" + bytes.fromhex(prev) + canonical(body))
            entry |= {"batch": batch["batch"], "size": batch["size"], "root": root, "seal": prev}
        closed = self.event("voting_closed")
        closed["superseded_root"] = tree_root([bytes.fromhex(leaf) for leaf in self.superseded]).hex()
        closed["batches"] = len(self.batches)

    def event(self, kind: str) -> dict[str, Any]:
        """The payload of the first entry of that type."""
        found: dict[str, Any] = next(event for event in self.events if event["type"] == kind)["payload"]
        return found

    def contest(self, pot_id: str) -> dict[str, Any]:
        pot = next(pot for pot in self.round["pots"] if pot["id"] == pot_id)
        known = {one["id"]: one for one in self.proposals}
        texts = [row.split(",")[1] for row in self.rows if row.startswith(f"{pot_id},")]
        marks = [[[part.split(":")[0], int(part.split(":")[1])] for part in text.split()] for text in texts]
        return {
            "budget": pot["budget"],
            "ballot": self.round["ballot"],
            "projects": [
                {"id": name, "cost": known[name]["cost"], "groups": known[name]["groups"]}
                for name in pot["projects"]
            ],
            "ballots": [
                [one, marks.count(one)]
                for index, one in enumerate(sorted(marks))
                if one not in sorted(marks)[:index]
            ],
        }

    def hold_back(self) -> None:
        """Do with small pots what must be done: below 30 no ballots, below 10 no figure; digests blinded."""
        for pot in self.round["pots"]:
            name = pot["id"]
            size, count = self.counts[name]["outcome"]["ballots"], self.counts[name]
            if size >= 30:
                continue
            nonces = sorted(one["nonce"] for one in self.openings if name in one["body"]["payload"])
            blind = hashlib.sha256(b"\x04" + name.encode() + b"\0" + bytes.fromhex("".join(nonces))).digest()
            pot["withheld"], pot["hidden"] = True, size < 10
            self.rows = [row for row in self.rows if not row.startswith(f"{name},")]
            entry = next(
                event["payload"]
                for event in self.events
                if event["type"] == "outcome_counted" and event["payload"]["pot_id"] == name
            )
            for key in ("contest_digest", "outcome_digest") if size < 10 else ("contest_digest",):
                entry[key] = sha256(blind + bytes.fromhex(entry[key]))
            count["contest_digest"] = entry["contest_digest"]
            if size < 10:
                self.whole[name] = {**count}
                kept = ("rule", "version", "params", "budget", "cost")
                short = {key: count["outcome"][key] for key in kept}
                short["selected"] = [one for one in pot["projects"] if one in count["outcome"]["selected"]]
                count["outcome"] = short | {"ballots": None, "distinct": None, "ties": None}
                told = next(one for one in self.results["pots"] if one["pot_id"] == name)
                told |= {"selected": list(short["selected"]), "votes": {}}
        letters, messages = self.turnout["by_proof"]
        if messages["used"] < 10:
            both_ways = {key: letters[key] + messages[key] for key in ("issued", "void", "used")}
            self.turnout["by_proof"] = [{"proof": "code+email", **both_ways}]
        self.seal_log()

    def log_counts(self) -> None:
        """Let counts and log state the digests of what now stands in the record."""
        for pot_id, count in self.counts.items():
            count["contest_digest"] = sha256(canonical(self.contest(pot_id)))
            for event in self.events:
                if event["type"] == "outcome_counted" and event["payload"]["pot_id"] == pot_id:
                    event["payload"]["contest_digest"] = count["contest_digest"]
                    event["payload"]["outcome_digest"] = sha256(canonical(count["outcome"]))

    def config_digest(self) -> str:
        """The digest of the configuration as it now stands."""
        listed = {name for pot in self.round["pots"] for name in pot["projects"]}
        keys = ("id", "pot_id", "cost", "title", "summary", "groups")
        frozen = ("ballot", "four_eyes", "minimum_age", "openings", "proofs", "rule", "ties", "which_counts")
        config = {key: self.round[key] for key in frozen}
        config["pots"] = [
            {key: pot[key] for key in ("id", "budget", "largest_request")} for pot in self.round["pots"]
        ]
        config["proposals"] = [[one[key] for key in keys] for one in self.proposals if one["id"] in listed]
        return sha256(canonical(config))

    def freeze(self) -> None:
        """Let round and log state the digest of the configuration as it now stands."""
        self.round["config_digest"] = self.config_digest()
        self.event("voting_opened")["config_digest"] = self.round["config_digest"]


def with_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    listed = [
        {"path": name, "bytes": len(files[name]), "sha256": sha256(files[name])}
        for name in sorted(files)
        if name != "manifest.sig"
    ]
    made = {**files, "manifest.json": canonical({"schema": "pb-record/1", "files": listed})}
    return made | ({"manifest.sig": signed(made["manifest.json"])} if "manifest.sig" in files else {})


def signed(manifest: bytes, key: Ed25519PrivateKey | None = None) -> bytes:
    """The signature of a manifest: whoever has the key can make a changed record whole again in this too."""
    key = key or KEY
    public = key.public_key().public_bytes_raw()
    signature = key.sign(manifest).hex()
    return canonical({"key": sha256(public)[:16], "public": public.hex(), "signature": signature})


def pack(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", allowZip64=False) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED
            archive.writestr(info, files[name])
    return target.getvalue()


def golden(times: int = TIMES) -> Golden:
    """A round of two pots, seven projects, sixty voters, counted, confirmed and published: all sound."""
    made, voters = Golden(), 6 * times
    sealed_first = min(49, voters - 1)  # leaves in the first batch, which holds fifty with those replaced
    made.proposals = [_proposal(name, "north", cost) for name, cost in NORTH.items()]
    made.proposals += [_proposal(name, "south", cost) for name, cost in SOUTH.items()]
    made.proposals.append(
        {**_proposal("X", "south", 100), "status": "declined", "reason": both("Not ours to do")}
    )
    made.round = _round()
    made.openings = sorted((_opening(number, made.config_digest()) for number in range(voters)), key=leaf_of)
    made.leaves = [leaf_of(opening) for opening in made.openings]
    made.superseded = sorted(sha256(b"\x00replaced %d" % number) for number in range(51 - sealed_first))
    root = tree_root([bytes.fromhex(leaf) for leaf in made.leaves])
    seed = sha256(SECRET + root)
    made.rows = sorted(f"{pot},{text}" for pot, texts in BALLOTS.items() for text in texts * times)
    made.round["seed"]["seed"] = seed
    first = lot(seed, "E", "F")
    cheaper = {"tied": ["C", "B"], "chosen": "C", "key": "cost"}
    drawn = {"tied": first, "chosen": first[0], "key": "lot"}
    made.counts = {
        "north": _count("north", 1000, ["A", "C"], NORTH, tie=cheaper, seed=seed, times=times),
        "south": _count("south", 500, [first[0], "G"], SOUTH, tie=drawn, seed=seed, times=times),
    }
    votes = {"north": {"A": 3, "B": 2, "C": 2, "D": 1}, "south": {"E": 2, "F": 2, "G": 1}}
    made.results = {
        "pots": [
            {
                "pot_id": pot,
                "selected": list(count["outcome"]["selected"]),
                "cost": count["outcome"]["cost"],
                "left": 0,
                "votes": {name: times * number for name, number in votes[pot].items()},
            }
            for pot, count in made.counts.items()
        ],
        "turnout": {"codes_issued": 100, "codes_used": voters, "ballots": voters},
    }
    made.turnout = {"codes_issued": 100, "codes_void": 1, "codes_used": voters}
    made.turnout |= {"counted": voters, "superseded": len(made.superseded)}
    made.turnout["by_proof"] = [
        {"proof": "code", "issued": 70, "void": 1, "used": 4 * times},
        {"proof": "email", "issued": 30, "void": 0, "used": 2 * times},
    ]
    made.events = _events(root.hex(), seed)
    made.event("voting_closed").update(counted=voters, superseded=len(made.superseded))
    made.batches = [
        {
            "batch": 1,
            "sealed_hour": "2026-03-04T09:00:00Z",
            "leaves": sorted([*made.superseded[1:], *made.leaves[:sealed_first]]),
        },
        {
            "batch": 2,
            "sealed_hour": "2026-03-05T09:00:00Z",
            "leaves": sorted([*made.leaves[sealed_first:], made.superseded[0]]),
        },
    ]
    made.seal_batches()
    made.log_counts()
    made.freeze()
    made.seal_log()
    return made


def leaf_of(opening: dict[str, Any]) -> str:
    committed = hashlib.sha256(bytes.fromhex(opening["nonce"]) + canonical(opening["body"])).digest()
    return sha256(b"\x00" + committed)


def _opening(number: int, config_digest: str) -> dict[str, Any]:
    """Voter `number`: one ballot in the north, and for three of each six one in the south."""
    payload = {
        pot: {part[0]: int(part[2]) for part in texts[number % 6].split()}
        for pot, texts in BALLOTS.items()
        if number % 6 < len(texts)
    }
    body: dict[str, Any] = {
        "round_id": "round-1",
        "ruleset_hash": config_digest,
        "ballot_id": f"{number:032x}",
    }
    body |= {"revision": 1, "payload": payload, "channel": "web"}
    return {"nonce": sha256(b"nonce %d" % number), "body": body}


def _proposal(name: str, pot_id: str, cost: int) -> dict[str, Any]:
    return {
        "id": name,
        "pot_id": pot_id,
        "number": ord(name) - 64,
        "status": "accepted",
        "cost": cost,
        "requested": cost,
        "title": both(f"Project {name}"),
        "summary": both("A bench"),
        "groups": [["category", "green" if name in "AEG" else "other"], ["ward", "w1"]],
        "original_language": "en",
        "reason": None,
    }


def _round() -> dict[str, Any]:
    pots = [("north", 1000, NORTH), ("south", 500, SOUTH)]
    return {
        "id": "round-1",
        "organisation": both("Council"),
        "name": both("Small grants"),
        "summary": both("For the village"),
        "imported": False,
        "four_eyes": True,
        "minimum_age": 11,
        "dates": {"voting_opens_at": "2026-03-01T09:00:00Z", "voting_closes_at": "2026-03-14T18:00:00Z"},
        "pots": [
            {
                "id": pot_id,
                "name": both(pot_id),
                "budget": budget,
                "currency": "GBP",
                "minor_digits": 2,
                "ward": None,
                "theme": None,
                "largest_request": None,
                "projects": list(projects),
                "withheld": False,
                "hidden": False,
            }
            for pot_id, budget, projects in pots
        ],
        "groups": [
            {"dimension": "category", "id": "green", "name": both("Green")},
            {"dimension": "category", "id": "other", "name": both("Other")},
            {"dimension": "ward", "id": "w1", "name": both("First")},
        ],
        "ballot": {"type": "approval", "limits": {"max_count": 2}},
        "rule": {"id": "most-votes", "params": {"ties": "votes,cost,lot"}},
        "openings": "sealed",
        "which_counts": "last",
        "proofs": ["code", "email"],
        "ties": ["live", "work"],
        "config_digest": "",
        "seed": {"commitment": sha256(SECRET), "secret": SECRET.hex(), "seed": ""},
        "software": {"name": "pb", "version": "1"},
    }


def _count(
    pot_id: str,
    budget: int,
    selected: list[str],
    costs: dict[str, int],
    *,
    tie: dict[str, Any],
    seed: str,
    times: int,
) -> dict[str, Any]:
    texts = BALLOTS[pot_id]
    outcome = {
        "rule": "most-votes",
        "version": "1",
        "params": {"fit": "skip", "measure": "votes", "ties": "votes,cost,lot"},
        "budget": budget,
        "cost": sum(costs[name] for name in selected),
        "selected": selected,
        "ties": [{**tie, "step": 1, "matters": True}],
        "ballots": len(texts) * times,
        "distinct": len(set(texts)),
    }
    return {"pot_id": pot_id, "contest_digest": "", "seed": seed, "outcome": outcome}


def _events(root: str, seed: str) -> list[dict[str, Any]]:
    digest = sha256(bytes.fromhex(seed))
    counted = {
        "contest_digest": "",
        "outcome_digest": "",
        "rule": "most-votes",
        "version": "1",
        "seed_digest": digest,
    }
    story: list[tuple[str, str | None, dict[str, Any]]] = [
        ("round_created", "p1", {}),
        ("codes_issued", "p1", {"count": 70}),
        (
            "voting_opened",
            None,
            {
                "config_digest": "",
                "seed_commitment": sha256(SECRET),
                "signing_key": KEY.public_key().public_bytes_raw().hex(),
            },
        ),
        ("code_voided", "p1", {}),
        ("batch_sealed", None, {}),
        ("batch_sealed", None, {}),
        ("codes_issued", None, {"count": 30, "proof": "email"}),
        ("voting_closed", None, {"root": root, "counted": 0, "superseded": 0}),
        ("outcome_counted", "p1", {"pot_id": "north", **counted}),
        ("outcome_counted", "p1", {"pot_id": "south", **counted}),
        ("outcome_confirmed", "p1", {}),
        ("outcome_published", "p2", {}),
    ]
    return [
        {
            "stream": "round-1",
            "type": kind,
            "at": f"2026-03-{day:02}T09:00:00Z",
            "actor": actor,
            "role": "organiser",
            "payload": payload,
        }
        for day, (kind, actor, payload) in enumerate(story, 1)
    ]
