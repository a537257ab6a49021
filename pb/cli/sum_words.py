"""The sums behind an outcome as `pb count --explain` tells them: those of the result page, row by row.

Must not work anything out: rows come rounded from the domain, so that they add up.
"""

from __future__ import annotations

from pb.cli.counted import Counted
from pb.domain.sums import Rounding, Sum, sum_of
from pb.tally.pabulib_amounts import decimal

ROWS = {
    "en": {
        "in-full": "{people} paid {each} each: {amount}",
        "all-left": "{people} gave all they had left: {amount}",
        "overspent": "added from the pot, beyond their shares: {amount}",
        "shares": "{people} chose it, with a share of {each} each: {amount}",
        "paid-for": "{project}: {people} of them had paid for it: {amount}",
        "paid-for-others": "other projects they had paid for ({people}): {amount}",
        "support": "brought by its points: {amount}",
        "moved-on": "not needed, and moved on to other projects: {amount}",
        "together": "together, which is its cost: {total}",
        "left": "left of it, together: {total}",
        "missing": "its cost: {cost}, so missing: {short_by}",
        "without": "others chose it too, but had nothing left: {without}",
    },
    "cy": {
        "in-full": "{people} wedi talu {each} yr un: {amount}",
        "all-left": "{people} wedi rhoi popeth oedd ganddynt ar ôl: {amount}",
        "overspent": "ychwanegwyd o'r gronfa, y tu hwnt i'w cyfrannau: {amount}",
        "shares": "{people} wedi ei ddewis, â chyfran o {each} yr un: {amount}",
        "paid-for": "{project}: {people} ohonynt wedi talu amdano: {amount}",
        "paid-for-others": "prosiectau eraill y talwyd amdanynt ganddynt ({people}): {amount}",
        "support": "yr arian a ddaeth gyda'r pwyntiau: {amount}",
        "moved-on": "nid oedd ei angen, a symudodd i brosiectau eraill: {amount}",
        "together": "gyda'i gilydd, sef y gost: {total}",
        "left": "yn weddill ohono, gyda'i gilydd: {total}",
        "missing": "y gost: {cost}, felly'n brin: {short_by}",
        "without": "eraill wedi ei ddewis hefyd, ond heb ddim ar ôl: {without}",
    },
}


def rows(counted: Counted, name: str, language: str) -> list[str]:
    """The sum behind one project, a line a row; none where there is no sum."""
    rounding = Rounding(minor_digits=len(str(counted.file.unit)) - 1)
    cost = next(one.cost for one in counted.file.contest.projects if one.id == name)
    reason = counted.outcome.reasons[name]
    found = sum_of(reason.code, reason.facts, cost, rounding)
    return [] if found is None else _told(found, 10**rounding.digits, language)


def _told(found: Sum, unit: int, language: str) -> list[str]:
    words = ROWS[language]

    def shown(amount: int | None) -> str:
        return decimal(amount or 0, unit)

    told = [
        words[row.code].format(
            people=row.people, each=shown(row.each), amount=shown(row.amount), project=row.project_id
        )
        for row in found.rows
    ]
    told.append(words["left" if found.code == "spent" else "together"].format(total=shown(found.total)))
    if found.cost is not None:
        told.append(words["missing"].format(cost=shown(found.cost), short_by=shown(found.short_by)))
    if found.without:
        told.append(words["without"].format(without=found.without))
    return told
