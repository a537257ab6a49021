"""A check of one voter's receipt: the file from the receipt page against this record.

It is made only where such a file is given.
"""

from collections.abc import Iterator
from typing import Any

from pb.verifier.checks.box import box_root
from pb.verifier.formats import RECEIPT
from pb.verifier.merkle import path_root, tree_root
from pb.verifier.record import Problem, Record, problem
from pb.verifier.shapes import UnreadableError, misfits, read_json

SCHEMA = "pb-receipt/1"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(leaf: str) -> str:
    """The receipt of a leaf: its first 80 bits, five at a time."""
    number = int(leaf[:20], 16)
    text = "".join(CROCKFORD[number >> 5 * place & 31] for place in range(15, -1, -1))
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def receipt(record: Record) -> Iterator[Problem]:
    """The receipt begins its leaf, which is listed as it says; each path leads to a root of this record."""
    try:
        given = read_json(record.receipt or b"")
    except UnreadableError:
        yield problem("receipt-unreadable")
        return
    if any(misfits(given, RECEIPT)) or given["schema"] != SCHEMA:
        yield problem("receipt-unreadable")
        return
    if given["round"] != record.round["id"]:
        yield problem("receipt-round", found=given["round"])
    leaf = given["leaf"]
    if leaf is None or not given["proofs"]:
        yield problem("receipt-no-proof")
        return
    if given["receipt"] != code_of(leaf):
        yield problem("receipt-code")
    yield from _state(record, given["state"], leaf)
    for proof in given["proofs"]:
        yield from _proof(record, proof, leaf)


def _state(record: Record, state: str, leaf: str) -> Iterator[Problem]:
    counted, superseded = leaf in record.leaves, leaf in record.superseded
    lists = {"counted": counted, "replaced": superseded, "void": superseded, "in-box": counted or superseded}
    if not lists.get(state):
        yield problem("receipt-state", state=state)


def _proof(record: Record, proof: dict[str, Any], leaf: str) -> Iterator[Problem]:
    root, size = _tree(record, proof)
    path = [bytes.fromhex(step) for step in proof["path"]]
    found = path_root(bytes.fromhex(leaf), proof["index"], proof["size"], path)
    if proof["leaf"] != leaf or found is None or found.hex() != proof["root"]:
        yield problem("receipt-path")
    if proof["root"] != root or proof["size"] != size:
        yield problem("receipt-root", tree=proof["tree"])


def _tree(record: Record, proof: dict[str, Any]) -> tuple[str, int]:
    """Root and size of the tree a proof names, as this record has it; a size of none where it has none."""
    if proof["tree"] == "counted":
        return box_root(record), len(record.leaves)
    if proof["tree"] == "superseded":
        return tree_root([bytes.fromhex(each) for each in record.superseded]).hex(), len(record.superseded)
    batches = record.batches if proof["tree"] == "batch" else []
    found = [(batch["root"], batch["size"]) for batch in batches if batch["batch"] == proof.get("batch")]
    return found[0] if found else ("", 0)
