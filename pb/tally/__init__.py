"""The tally: ballots in, outcome out. These are the names the rest of the program uses."""

from pb.tally.ballots import BALLOT_TYPES
from pb.tally.check import CheckError, check_outcome
from pb.tally.explain import explain
from pb.tally.faults import BallotInvalid, ContestInvalid, FileInvalid, ParamInvalid, TallyInvalid
from pb.tally.model import (
    BallotSpec,
    Contest,
    Marks,
    Outcome,
    Profile,
    Project,
    Reason,
    Step,
    Tie,
)
from pb.tally.record import canonical, contest_record, digest, outcome_record, read_contest
from pb.tally.rules import RULES
from pb.tally.run import read_ballot, read_params, run
from pb.tally.watch import Stage, Stopped, Watch

__all__ = [
    "BALLOT_TYPES",
    "RULES",
    "BallotInvalid",
    "BallotSpec",
    "CheckError",
    "Contest",
    "ContestInvalid",
    "FileInvalid",
    "Marks",
    "Outcome",
    "ParamInvalid",
    "Profile",
    "Project",
    "Reason",
    "Stage",
    "Step",
    "Stopped",
    "TallyInvalid",
    "Tie",
    "Watch",
    "canonical",
    "check_outcome",
    "explain",
    "contest_record",
    "digest",
    "outcome_record",
    "read_ballot",
    "read_contest",
    "read_params",
    "run",
]
