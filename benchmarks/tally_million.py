"""A contest of a million ballots and five hundred projects, invented the same way every time.

Must not be easy: tastes are Zipf-like, so nearly every ballot is different, and costs go from small to large.
"""

from __future__ import annotations

import random
from bisect import bisect
from itertools import accumulate
from pathlib import Path

BALLOTS, PROJECTS, APPROVALS = 1_000_000, 500, 10
BUDGET = 10_000_000
SEED = 7


def write_million(path: Path, ballots: int = BALLOTS, projects: int = PROJECTS) -> None:
    """Write the contest as a Pabulib file. The n-th project is named n times less often than the first."""
    chance = random.Random(SEED)
    heights = list(accumulate(1 / (number + 1) for number in range(projects)))
    with path.open("w", encoding="ascii") as file:
        file.write(
            f"META\nkey;value\ndescription;Invented\ncountry;Wales\nunit;Nowhere\ninstance;2026\n"
            f"num_projects;{projects}\nnum_votes;{ballots}\nbudget;{BUDGET}\nvote_type;approval\nrule;greedy\n"
            f"max_length;{APPROVALS}\nPROJECTS\nproject_id;cost\n"
        )
        file.writelines(f"{at + 1};{chance.randrange(5, 400) * 1000}\n" for at in range(projects))
        file.write("VOTES\nvoter_id;vote\n")
        for voter in range(1, ballots + 1):
            named: set[int] = set()
            while len(named) < APPROVALS:
                named.add(bisect(heights, chance.random() * heights[-1]) + 1)
            file.write(f"{voter};{','.join(map(str, sorted(named)))}\n")
