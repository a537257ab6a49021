"""Reading the sums of a results page back out of its HTML, to work every one of them out again.

Must not know the program: figures are read as a person reads them.
"""

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

NUMBER = re.compile(r"(\u2212?)[£€]?(\d[\d,]*(?:\.\d+)?)")


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def numbers(text: str) -> list[Fraction]:
    """Every number of a text, such as 1,204.50 or one with a minus sign."""
    return [Fraction(one.replace(",", "")) * (-1 if minus else 1) for minus, one in NUMBER.findall(text)]


class SumRead:
    """One sum as it stands on the page: its kind, and (kind of row, words, figure) for each row."""

    def __init__(self, element: Element) -> None:
        self.kind = (element.get("class") or "").split()[-1].removeprefix("sum-of-")
        self.rows: list[tuple[str, str, Fraction]] = []
        for row in element:
            words, figure = (text_of(part) for part in row)
            self.rows.append(((row.get("class") or "").removeprefix("sum-"), words, numbers(figure)[0]))

    def figure(self, kind: str) -> Fraction:
        """The figure of the only row of that kind."""
        (found,) = (figure for row, _, figure in self.rows if row == kind)
        return found

    def parts(self) -> list[tuple[str, str, Fraction]]:
        """The rows above the total."""
        return [row for row in self.rows if row[0] not in ("total", "cost", "short")]


def faults_of(one: SumRead, half: Fraction) -> list[str]:
    """What does not add up; a factor is rounded by `half` of the last figure at most."""
    faults = []
    if one.kind in ("bought", "spent", "transfer", "raises"):
        total = sum((figure for _, _, figure in one.parts()), Fraction(0))
        if total != one.figure("total"):
            faults.append(f"{one.kind}: {total} is not {one.figure('total')}")
    for kind, words, figure in one.parts():
        if kind in ("in-full", "shares", "raises"):
            many, each = _factors(words)
            if abs(many * each - figure) > many * half + 2 * half * len(one.rows):
                faults.append(f"{words}: {many} x {each} is not {figure}")
    if one.kind == "spent" and one.figure("cost") - one.figure("total") != one.figure("short"):
        faults.append(f"{one.rows}: not what is missing")
    if one.kind == "share" and abs(one.figure("pot") / one.figure("people") - one.figure("total")) > half:
        faults.append(f"{one.rows}: not the share")
    return faults


def _factors(words: str) -> tuple[Fraction, Fraction]:
    many, each = numbers(words)
    return many, each
