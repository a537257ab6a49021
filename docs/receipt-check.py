"""Check the proof of a receipt with nothing but Python: `python receipt-check.py receipt-....json`."""

import hashlib
import json
import sys


def walk(leaf, index, size, path):
    """The root that the path leads to: RFC 9162, section 2.1.3.2."""
    found, last, left = leaf, size - 1, list(path)
    while last:
        if index % 2:
            found = hashlib.sha256(b"\x01" + left.pop(0) + found).digest()
        elif index < last:
            found = hashlib.sha256(b"\x01" + found + left.pop(0)).digest()
        index, last = index // 2, last // 2
    return found if not left else None


with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
for proof in given["proofs"]:
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = walk(bytes.fromhex(given["leaf"]), proof["index"], proof["size"], path)
    name = f"{proof['tree']} {proof.get('batch', '')}".strip()
    print(name, proof["root"], "OK" if root == bytes.fromhex(proof["root"]) else "WRONG")
