"""Jobs as plain data: a failure is kept as JSON, and said later in either language."""

import json

from pb.domain.jobs import crashed, failure_record, read_failure
from pb.domain.refusals import Kind, Refusal
from pb.domain.text import Bilingual


def test_a_failure_is_read_as_it_was_kept() -> None:
    why = Refusal("recount-differs", Kind.WRONG_PHASE, pot=Bilingual(cy="Gwyrdd", en="Green"), count=3)
    again = read_failure(json.loads(json.dumps(failure_record(why))))
    assert (again.code, again.kind, again.facts) == (why.code, why.kind, why.facts)
    assert crashed().kind is Kind.UNAVAILABLE
