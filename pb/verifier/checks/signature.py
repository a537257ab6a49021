"""A check of the signature over the manifest, and that its key is the one published when voting opened.

Whether the manifest is true of the files is for the checks of files.
"""

import hashlib
from collections.abc import Iterator

from pb.verifier.ed25519 import is_signed
from pb.verifier.record import Problem, Record, problem

FILE = "manifest.sig"


def signature(record: Record) -> Iterator[Problem]:
    """The manifest is signed by the key that the log named when voting opened."""
    stated = record.json(FILE)
    public = bytes.fromhex(stated["public"])
    if stated["key"] != hashlib.sha256(public).hexdigest()[:16]:
        yield problem("signature-key-name", file=FILE, found=stated["key"])
    try:
        signed = bytes.fromhex(stated["signature"])
    except ValueError:
        signed = b""
    if "manifest.json" not in record.files or not is_signed(public, record.files["manifest.json"], signed):
        yield problem("signature-wrong", file=FILE)
    for event in record.events_of("voting_opened"):
        if event["payload"]["signing_key"] != stated["public"]:
            yield problem("signature-other-key", file=FILE, line=event["seq"])
