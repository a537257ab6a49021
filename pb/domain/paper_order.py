"""The order of a ballot paper: another one for each voter, so that no proposal gains by standing first.

It knows nobody: a handle is all it sees of a voter.
"""

import hashlib
import struct
from collections.abc import Sequence
from operator import attrgetter

from pb.domain.proposals import Proposal

_project_id = attrgetter("project_id")


def in_voters_order(handle: str, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals shuffled for one voter: always the same for that voter, and fair over all voters.

    One stream of SHAKE-128 gives a place of 64 bits to each, in the order of their ids.
    """
    named = sorted(proposals, key=_project_id)
    stream = hashlib.shake_128(f"order\0{handle}".encode()).digest(8 * len(named))
    places = struct.unpack(f">{len(named)}Q", stream)
    return tuple([named[at] for at in sorted(range(len(named)), key=places.__getitem__)])
