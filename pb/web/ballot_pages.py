"""The pages of a vote, pressed: drawn once for each edition of a paper, then only filled in for each voter.

The templates say where pages differ from voter to voter (`slot`); whatever else differs has to stand in the
key under which a page is kept.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from starlette.responses import HTMLResponse, Response

from pb.domain.proposals import Proposal
from pb.services.ballots import PaperPart, PaperView
from pb.web import guard
from pb.web.memory import Memory
from pb.web.render import environment, render
from pb.web.visit import Visit

PAGES: dict[str, tuple[str, ...]] = {
    "ballot": ("GET", "POST"),
    "ballot/check": ("GET", "POST"),
    "ballot/receipt": ("GET",),
}
_TEMPLATES = {
    "ballot": "voting/ballot.html",
    "ballot/check": "voting/check.html",
    "ballot/receipt": "voting/cast.html",
}
_SLOT = re.compile("\x02([^\x03]+)\x03")


Pressed = list[tuple[bytes, str]]
"""A page in pieces: bytes, then the name of the slot that follows them (empty at the end)."""

_pages: Memory[Pressed] = Memory(256)
_parts: Memory[bytes] = Memory(20_000)


def press_page(visit: Visit, page: str, paper: PaperView) -> Response | None:
    """The page of a vote for this voter; None where the ordinary way has to answer."""
    is_there = {"ballot": True, "ballot/check": paper.is_kept, "ballot/receipt": paper.receipt is not None}
    if not is_there[page] or paper.gone or paper.faults or not paper.round.edition:
        return None
    pots = tuple(part.pot.id for part in paper.parts)
    is_blank = paper.is_blank and page == "ballot/check"
    state = (paper.receipt is not None, paper.is_kept, is_blank, paper.closes_soon)
    key = (paper.round.edition, visit.language, page, pots, state)
    pressed = _pages.find(key, lambda: _press(visit, page, paper))
    filled: list[bytes] = []
    for text, name in pressed:
        filled.append(text)
        if name:
            filled.append(_fill(visit, paper, name))
    return HTMLResponse(b"".join(filled))


def _press(visit: Visit, page: str, paper: PaperView) -> Pressed:
    drawn = render(replace(visit, pressing=True), _TEMPLATES[page], paper=paper).body
    pieces = _SLOT.split(bytes(drawn).decode())
    texts, names = pieces[::2], [*pieces[1::2], ""]
    return [(text.encode(), name) for text, name in zip(texts, names, strict=True)]


_TEXTS: dict[str, Callable[[Visit, PaperView], str]] = {
    "token": lambda visit, _: guard.form_token(visit.form_key, visit.voter_token or ""),
    "cast": lambda _, paper: paper.cast_token,
    "receipt": lambda _, paper: paper.receipt or "",
    "left": lambda _, paper: str(paper.left_seconds),
}


def _fill(visit: Visit, paper: PaperView, name: str) -> bytes:
    if name in _TEXTS:
        return _TEXTS[name](visit, paper).encode()
    if name in ("pots", "bar"):
        return _tally(visit, paper, name)
    kind, _, pot_id = name.partition(".")
    part = next(part for part in paper.parts if part.pot.id == pot_id)
    if kind == "items":
        return b"".join([_item(visit, paper, part, proposal) for proposal in part.proposals])
    return _draw(visit, "voting/_chosen.html", "choices", visit, paper.round, part)


def _item(visit: Visit, paper: PaperView, part: PaperPart, proposal: Proposal) -> bytes:
    mark = part.marks.get(proposal.project_id)
    key = ("item", paper.round.edition, visit.language, proposal.id, mark)
    return _parts.find(key, lambda: _draw(visit, _ballot(paper), "item", visit, part, proposal))


def _tally(visit: Visit, paper: PaperView, macro: str) -> bytes:
    totals = [part.total for part in paper.parts]
    figures = tuple(
        (each.pot.id, each.chosen_count, each.cost_pence, each.points, each.in_order) for each in totals
    )
    key = (macro, paper.round.edition, visit.language, figures)
    return _parts.find(key, lambda: _draw(visit, "voting/_tally.html", macro, paper))


def _ballot(paper: PaperView) -> str:
    return f"ballots/{paper.round.spec.type}.html"


def _draw(visit: Visit, template: str, macro: str, *given: object) -> bytes:
    made = getattr(environment(visit.language).get_template(template).module, macro)(*given)
    return str(made).encode()
