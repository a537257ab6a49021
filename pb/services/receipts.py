"""What a receipt stands for, with its proofs, and a receipt sent by e-mail or by text.

It never reads what a ballot says, and keeps neither address nor number.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from pb.domain.codes import read_receipt_code
from pb.domain.contacts import read_contact
from pb.domain.refusals import Kind, Refusal
from pb.domain.rounds import Phase, Round, phase_at
from pb.domain.seals import Proof, SealedBatch, prove
from pb.domain.text import Language
from pb.domain.voting import BallotState
from pb.i18n.marks import N_
from pb.services import letters, text_cap, texts
from pb.services.ballots import view_paper
from pb.services.deps import Deps
from pb.services.message_limits import FOR, TO, count_message
from pb.services.rounds import load_round_for_reader
from pb.services.voters import Voter
from pb.storage import box, box_batches
from pb.storage.box import Receipted

SCHEMA = "pb-receipt/1"
LETTER = letters.Wording(
    subject=N_("The receipt of your vote"),
    before=(
        N_("Round: %(round)s"),
        N_("Receipt: %(receipt)s"),
        N_("It does not show what you chose. On this page you can check what became of your vote:"),
    ),
    after=(
        N_("Keep the receipt to yourself, as you keep your vote to yourself."),
        N_("If it was not you who asked for this email, do nothing. Your address has not been kept."),
    ),
)
TEXT = (N_("Receipt: %(receipt)s. It does not show what you chose. To check it:"),)
_ANSWERS = {
    BallotState.CURRENT: "counted",
    BallotState.SUPERSEDED: "replaced",
    BallotState.VOID: "void",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAnswer:
    """What a receipt stands for: `in-box`, `counted`, `replaced`, `void` or `not-found`.

    `leaf` (hexadecimal) is there once it has been sealed, with the batch and the proof that it lies in it.
    `final` is the proof that it is in the closed box, among those that count or those that do not.
    """

    round: Round
    state: str
    receipt: str
    leaf: str | None = None
    batch: SealedBatch | None = None
    in_batch: Proof | None = None
    final: Proof | None = None

    def as_record(self) -> dict[str, Any]:
        """The answer as a file to keep, which anybody can check."""
        proofs: list[dict[str, Any]] = []
        if self.final is not None:
            tree = "counted" if self.state == "counted" else "superseded"
            proofs.append({"tree": tree, **self.final.as_record()})
        if self.in_batch is not None and self.batch is not None:
            proofs.append({"tree": "batch", "batch": self.batch.number, **self.in_batch.as_record()})
        return {
            "schema": SCHEMA,
            "round": self.round.id,
            "receipt": self.receipt,
            "state": self.state,
            "leaf": self.leaf,
            "proofs": proofs,
        }


def look_up_receipt(deps: Deps, round_id: str, typed: str) -> ReceiptAnswer:
    """What became of the ballot with a receipt. While the vote is open nobody learns whether it was replaced.

    Raises `round-not-found`, or invalid-form with the fault `receipt-mistyped`.
    """
    receipt = read_receipt_code(typed)
    with deps.db.read() as tx:
        round_ = load_round_for_reader(tx, round_id, None)
        if receipt is None:
            raise Refusal.field("receipt", "receipt-mistyped" if typed.strip() else "missing")
        found = box.find_receipt(tx, round_id, receipt)
        if found is None:
            return ReceiptAnswer(round=round_, state="not-found", receipt=receipt)
        is_closed = phase_at(round_, deps.clock.now()) in (Phase.COUNTING, Phase.PUBLISHED)
        batch = box_batches.load_sealed_batch(tx, round_id, found.batch) if found.batch else None
        in_batch = (
            prove(box_batches.list_leaves_in_batch(tx, round_id, batch.number), found.leaf) if batch else None
        )
        return ReceiptAnswer(
            round=round_,
            state=_ANSWERS[found.state] if is_closed else "in-box",
            receipt=receipt,
            leaf=found.leaf if batch else None,
            batch=batch,
            in_batch=in_batch,
            final=_final(tx, round_id, found) if is_closed else None,
        )


def send_receipt(
    deps: Deps, voter: Voter, *, email: str, phone: str = "", language: Language, network: str = ""
) -> None:
    """Send the receipt of the vote that stands to an address or a number, which is not kept.

    Raises invalid-form with a fault of `email` or `phone`, `too-many-attempts`, `nothing-cast`, or what
    `letters.send`, `text_cap.take_one` and `texts.send` raise.
    """
    contact = read_contact(email=email, phone=phone if deps.texter else "")
    paper = view_paper(deps, voter)
    if paper.receipt is None:
        raise Refusal("nothing-cast", Kind.WRONG_PHASE)
    mine = (FOR, f"receipt\0{voter.selector}")
    count_message(deps, voter.round_id, mine, (TO, contact.box), network=network)
    path = f"/rounds/{voter.round_id}/receipt"
    if contact.is_phone:
        text_cap.take_one(deps, voter.round_id)
        link, told = f"{deps.settings.base_url}/{language}{path}", {"receipt": paper.receipt}
        texts.send(deps, TEXT, to=contact.to, language=language, facts=told, last_line=link)
        return
    round_name = paper.round.name.in_language(language)[0]
    facts = {language: {"round": round_name, "receipt": paper.receipt}}
    letters.send(deps, LETTER, to=contact.to, path=path, languages=(language,), facts=facts)


def _final(tx: Session, round_id: str, found: Receipted) -> Proof:
    counted, superseded = box.list_leaves(tx, round_id)
    return prove(counted if found.state is BallotState.CURRENT else superseded, found.leaf)
