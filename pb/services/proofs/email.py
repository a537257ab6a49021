"""A code by e-mail, with a postcode in the area and a declaration.

It keeps neither the address nor the postcode, and never tells whether an address was seen before.
"""

from pb.domain.contacts import email_identity
from pb.domain.proofs import Asked, CodeMessage, Identity, declaration_faults, read_area
from pb.domain.refusals import Fault, Refusal, faults_of
from pb.domain.text import LANGUAGES, read_email
from pb.i18n.marks import N_
from pb.services import letters
from pb.services.deps import Deps

ID = "email"
NEEDS: tuple[str, ...] = ("postcodes",)
SENDS = True
LETTER = letters.Wording(
    subject=N_("Your code for voting"),
    before=(
        N_("Somebody, we hope you, wants to vote here: %(round)s"),
        N_("The code is: %(code)s"),
        N_("Enter it on the page that asked for it. If you have closed that page, ask for a new code here:"),
    ),
    after=(N_("The code works once, for ten minutes. If it was not you, do nothing."),),
)


def read(asked: Asked) -> Identity:
    """Who is asking, in the clear. Raises Refusal INVALID on email, postcode, tie and is_old_enough."""
    typed = asked.typed.get("email", "")
    address, area = read_email(typed), read_area(asked)
    wrong = Fault(field="email", code="not-an-email" if typed.strip() else "missing")
    faults = faults_of([wrong if address is None else None, area])
    faults += declaration_faults(asked.round, asked.typed)
    if address is None or isinstance(area, Fault) or faults:
        raise Refusal.invalid(faults)
    return Identity(keys=(email_identity(address),), area=area, address=address)


def send(deps: Deps, to: str, message: CodeMessage) -> None:
    """Send the code, in both languages: which one the reader prefers is not known.

    Raises Refusal `letter-not-sent` (UNAVAILABLE).
    """
    facts = {
        language: {"code": message.code, "round": message.round_name.in_language(language)[0]}
        for language in LANGUAGES
    }
    letters.send(deps, LETTER, to=to, path=message.path, facts=facts)
