"""The pages of a vote, pressed: drawn once for each edition of a paper, then only filled in for each voter.

The templates say where pages differ from voter to voter (`slot`); whatever else differs has to stand in the
key under which a page is kept.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from markupsafe import escape

from pb.domain.marking import PotTotal
from pb.domain.proposals import Proposal
from pb.i18n import formats
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
"""A page or a part of one: bytes, then the name of the slot that follows them (empty at the end)."""

_pages: Memory[Pressed] = Memory(256)
_sheets: Memory[dict[str, bytes]] = Memory(512)
_parts: Memory[bytes] = Memory(20_000)
_tables: Memory[Pressed] = Memory(2_000)


def press_page(visit: Visit, page: str, paper: PaperView) -> bytes | None:
    """The page of a vote for this voter; None where the ordinary way has to answer."""
    is_there = {
        "ballot": not paper.stands,
        "ballot/check": paper.is_kept,
        "ballot/receipt": paper.receipt is not None,
    }
    if not is_there[page] or paper.gone or paper.faults or not paper.round.edition:
        return None
    pots = tuple(part.pot.id for part in paper.parts)
    is_blank = paper.is_blank and page == "ballot/check"
    state = (paper.receipt is not None, paper.is_kept, is_blank, paper.closes_soon, paper.can_be_reminded)
    key = (paper.round.edition, visit.language, visit.takes_texts, page, pots, state)
    pressed = _pages.find(key, lambda: _press(_drawn(visit, page, paper)))
    return b"".join(_filled(visit, paper, pressed))


def _drawn(visit: Visit, page: str, paper: PaperView) -> bytes:
    return bytes(render(replace(visit, pressing=True), _TEMPLATES[page], paper=paper).body)


def _press(drawn: bytes) -> Pressed:
    pieces = _SLOT.split(drawn.decode())
    texts, names = pieces[::2], [*pieces[1::2], ""]
    return [(text.encode(), name) for text, name in zip(texts, names, strict=True)]


def _filled(visit: Visit, paper: PaperView, pressed: Pressed) -> list[bytes]:
    filled: list[bytes] = []
    for text, name in pressed:
        filled.append(text)
        if name:
            filled += _fill(visit, paper, name)
    return filled


_TEXTS: dict[str, Callable[[Visit, PaperView], str]] = {
    "token": lambda visit, _: guard.form_token(visit.form_key, visit.voter_token or ""),
    "cast": lambda _, paper: paper.cast_token,
    "receipt": lambda _, paper: paper.receipt or "",
    "left": lambda _, paper: str(paper.left_seconds),
}


def _fill(visit: Visit, paper: PaperView, name: str) -> list[bytes]:
    if name in _TEXTS:
        return [_TEXTS[name](visit, paper).encode()]
    if name in ("pots", "bar"):
        return [_tally(visit, paper, name)]
    kind, _, pot_id = name.partition(".")
    part = next(part for part in paper.parts if part.pot.id == pot_id)
    return _OF_A_POT[kind](visit, paper, part)


def _items(visit: Visit, paper: PaperView, part: PaperPart) -> list[bytes]:
    """The proposals in the voter's order; most of them have no mark."""
    plain = _sheets.find((paper.round.edition, visit.language, part.pot.id), dict)
    marked = {each.id for each in part.chosen}
    return [
        plain.get(each.id) or plain.setdefault(each.id, _item(visit, paper, part, each))
        if each.id not in marked
        else _item(visit, paper, part, each)
        for each in part.proposals
    ]


def _item(visit: Visit, paper: PaperView, part: PaperPart, proposal: Proposal) -> bytes:
    template = f"ballots/{paper.round.spec.type}.html"
    key = ("item", paper.round.edition, visit.language, proposal.id, part.marks.get(proposal.project_id))
    return _parts.find(key, lambda: _draw(visit, template, "item", visit, part, proposal))


def _chosen(visit: Visit, paper: PaperView, part: PaperPart) -> list[bytes]:
    total = part.total
    is_within = total.left_pence is not None and total.left_pence >= 0
    state = (
        *(total.chosen_count > 0, is_within, total.left_points, total.left_count),
        *(total.doubled_count, *_of_groups(total)),
    )
    key = (paper.round.edition, visit.language, part.pot.id, state)
    pressed = _tables.find(key, lambda: _press(_choices(visit, paper, part)))
    return _filled(visit, paper, pressed)


def _choices(visit: Visit, paper: PaperView, part: PaperPart) -> bytes:
    return _draw(visit, "voting/_chosen.html", "choices", replace(visit, pressing=True), paper.round, part)


def _rows(visit: Visit, paper: PaperView, part: PaperPart) -> list[bytes]:
    return [_row(visit, paper, part, each) for each in part.chosen]


def _row(visit: Visit, paper: PaperView, part: PaperPart, proposal: Proposal) -> bytes:
    spec = paper.round.spec
    key = ("row", paper.round.edition, visit.language, proposal.id, part.marks[proposal.project_id])
    return _parts.find(key, lambda: _draw(visit, "voting/_chosen.html", "row", spec, part, proposal))


def _of_groups(total: PotTotal) -> tuple[tuple[int, int], ...]:
    return tuple((each.chosen_count, each.cost_pence) for each in total.groups)


def _groups(visit: Visit, paper: PaperView, part: PaperPart) -> list[bytes]:
    total = part.total
    state = (total.chosen_count > 0, *_of_groups(total))
    key = ("groups", paper.round.edition, visit.language, part.pot.id, state)
    return [_parts.find(key, lambda: _draw(visit, "ballots/_limits.html", "lines", total))]


def _money(pence: int) -> list[bytes]:
    return [str(escape(formats.money(pence))).encode()]


_OF_A_POT: dict[str, Callable[[Visit, PaperView, PaperPart], list[bytes]]] = {
    "groups": _groups,
    "items": _items,
    "chosen": _chosen,
    "rows": _rows,
    "cost": lambda _visit, _paper, part: _money(part.total.cost_pence),
    "rest": lambda _visit, _paper, part: _money(part.total.left_pence or 0),
}


def _tally(visit: Visit, paper: PaperView, macro: str) -> bytes:
    totals = [part.total for part in paper.parts]
    figures = tuple(
        (
            *(each.pot.id, each.chosen_count, each.doubled_count, each.cost_pence, each.points),
            *(each.in_order, *_of_groups(each)),
        )
        for each in totals
    )
    key = (macro, paper.round.edition, visit.language, figures)
    return _parts.find(key, lambda: _draw(visit, "voting/_tally.html", macro, paper))


def _draw(visit: Visit, template: str, macro: str, *given: object) -> bytes:
    made = getattr(environment(visit.language).get_template(template).module, macro)(*given)
    return str(made).encode()
