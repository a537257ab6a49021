"""Being on a register that the organisers brought: what it holds of a person, given by that person.

It never says which part did not fit, nor anything about anybody else.
"""

from pb.domain.electors import read_given
from pb.domain.proofs import NO_MATCH, Asked, CodeMessage, Identity, pots_for
from pb.domain.refusals import Refusal
from pb.services.deps import Deps

ID = "register"
NEEDS: tuple[str, ...] = ("register",)
SENDS = False


def read(asked: Asked) -> Identity:
    """Who is asking. Raises Refusal INVALID: `missing` on each empty field, or `no-match` on the first."""
    given = "\0".join(read_given(asked.fields, asked.typed))
    area = asked.area_of_person(given)
    if area is None:
        raise Refusal.field(asked.fields[0], NO_MATCH)
    if not pots_for(asked.round, area):
        raise Refusal.field(asked.fields[0], "ward-without-pot")
    return Identity(keys=(("row", given),), area=area, address="")


def send(deps: Deps, to: str, message: CodeMessage) -> None:
    """Nothing is sent: whoever is on the register comes straight in."""
