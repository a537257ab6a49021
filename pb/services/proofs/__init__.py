"""The proofs of eligibility besides the voter code: one file each, and one line here."""

from typing import Protocol

from pb.domain.proofs import Asked, CodeMessage, Identity
from pb.services.deps import Deps
from pb.services.proofs import email, register, text


class Proof(Protocol):
    """What a proof's module holds."""

    ID: str
    NEEDS: tuple[str, ...]  # what has to be there first: "postcodes", "register", "texts"
    SENDS: bool  # whether a code is sent before anybody comes in

    def read(self, asked: Asked) -> Identity:
        """Who is asking, in the clear. Raises Refusal INVALID with a fault for each field."""

    def send(self, deps: Deps, to: str, message: CodeMessage) -> None:
        """Send a code to the identity's address. Raises Refusal UNAVAILABLE where it cannot be sent."""


PROOFS: dict[str, Proof] = {email.ID: email, text.ID: text, register.ID: register}
