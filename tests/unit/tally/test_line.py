"""A line of projects: the lowest first, and nobody looked at again but where something may have changed."""

from __future__ import annotations

from fractions import Fraction

from pb.tally.line import Line


class _Worth:
    """What each project is worth now, and who was looked at."""

    def __init__(self, **worth: int) -> None:
        self.now = {int(name[1:]): value for name, value in worth.items()}
        self.looked: list[int] = []

    def look(self, at: int) -> tuple[Fraction, str] | None:
        self.looked.append(at)
        return (Fraction(self.now[at]), f"offer {at}") if self.now[at] else None

    def line(self) -> Line[str]:
        return Line((Fraction(min(1, value)), at) for at, value in self.now.items())


def test_all_who_have_the_lowest_value_stand_in_front() -> None:
    worth = _Worth(p0=3, p1=2, p2=5, p3=2, p4=0)
    assert worth.line().lowest(worth.look) == (Fraction(2), {1: "offer 1", 3: "offer 3"})


def test_nobody_is_looked_at_twice_unless_touched() -> None:
    worth = _Worth(p0=3, p1=2, p2=2)
    line = worth.line()
    line.lowest(worth.look)
    assert sorted(worth.looked) == [0, 1, 2]
    line.close(1)
    worth.now[2] = 4
    line.touch([1, 2])
    assert line.lowest(worth.look) == (Fraction(3), {0: "offer 0"})
    assert sorted(worth.looked) == [0, 1, 2, 2]
    line.close(0)
    assert line.lowest(worth.look) == (Fraction(4), {2: "offer 2"})
    assert sorted(worth.looked) == [0, 1, 2, 2]
    line.close(2)
    assert line.lowest(worth.look) is None


def test_one_that_is_never_to_be_had_is_not_asked_again() -> None:
    worth = _Worth(p0=0, p1=1)
    line = worth.line()
    assert line.lowest(worth.look) == (Fraction(1), {1: "offer 1"})
    line.close(1)
    line.touch([0])
    assert line.lowest(worth.look) is None
    assert worth.looked.count(0) == 1


def test_one_that_must_wait_comes_back_to_its_place() -> None:
    worth, waits = _Worth(p0=1, p1=2, p2=2), {0, 1}
    line = worth.line()
    assert line.lowest(worth.look, lambda at: at not in waits) == (Fraction(2), {2: "offer 2"})
    waits.remove(1)
    assert line.lowest(worth.look, lambda at: at not in waits) == (Fraction(2), {1: "offer 1", 2: "offer 2"})
    waits.add(2)
    assert line.lowest(worth.look, lambda at: at not in waits) == (Fraction(2), {1: "offer 1"})
    waits.clear()
    assert line.lowest(worth.look, lambda at: at not in waits) == (Fraction(1), {0: "offer 0"})
    line.close(0)
    assert line.lowest(worth.look, lambda at: at not in waits) == (Fraction(2), {1: "offer 1", 2: "offer 2"})
