"""One file of votes, counted: what the words, the numbers and the steps of `pb count` are told from.

Must not tell anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pb.tally.model import Outcome
from pb.tally.pabulib import PabulibFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One file counted: what was read, the outcome, the parameters in the file's own money, and the time."""

    path: Path
    file: PabulibFile
    outcome: Outcome
    params: dict[str, str]
    read_seconds: float
    count_seconds: float
