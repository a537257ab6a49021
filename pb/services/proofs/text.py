"""A code by text message, with a postcode in the area and a declaration.

It keeps neither the number nor the postcode, and never tells whether a number was seen before.
"""

from urllib.parse import urlsplit

from pb.domain.contacts import phone_identity
from pb.domain.phones import read_phone
from pb.domain.proofs import Asked, CodeMessage, Identity, declaration_faults, read_area
from pb.domain.refusals import Fault, Refusal, faults_of
from pb.i18n.marks import N_
from pb.services import text_cap, texts
from pb.services.deps import Deps

ID = "text"
NEEDS: tuple[str, ...] = ("texts", "postcodes")
SENDS = True
# Short, and without letters that would make a text cost twice as much.
WORDS = (
    N_("Your code for voting: %(code)s."),
    N_("It works once, for ten minutes. If you did not ask for it, do nothing."),
)


def read(asked: Asked) -> Identity:
    """Who is asking, in the clear. Raises Refusal INVALID on phone, postcode, tie and is_old_enough."""
    number, area = read_phone(asked.typed.get("phone", "")), read_area(asked)
    faults = faults_of([number, area]) + declaration_faults(asked.round, asked.typed)
    if isinstance(number, Fault) or isinstance(area, Fault) or faults:
        raise Refusal.invalid(faults)
    return Identity(keys=(phone_identity(number),), area=area, address=number)


def send(deps: Deps, to: str, message: CodeMessage) -> None:
    """Send the code, in the language of the page: a text in both would cost twice as much.

    The last line lets telephones offer the code on our page, and on no other.
    Raises a fault of `phone`, or `texts-at-cap`, `texts-busy`, `texts-spent`, `text-not-sent`
    (all UNAVAILABLE).
    """
    text_cap.take_one(deps, message.round_id)
    host = urlsplit(deps.settings.base_url).hostname or ""
    texts.send(
        deps,
        WORDS,
        to=to,
        language=message.language,
        facts={"code": message.code},
        last_line=f"@{host} #{message.code}",
    )
