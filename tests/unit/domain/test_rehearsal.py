"""The form of a rehearsal, judged where it is typed."""

import pytest

from pb.domain.refusals import Refusal
from pb.domain.rehearsal import TypedRehearsal, decide_invented


def typed(**given: str) -> TypedRehearsal:
    usual = {"source": "invented", "pot_id": "", "taste": "alike", "voters": "300", "draw": "1", "past": ""}
    return TypedRehearsal(**(usual | given))


def test_what_is_sound_is_taken() -> None:
    assert decide_invented(typed(voters="5,000", draw="")) == {"taste": "alike", "voters": 5000, "draw": 1}
    assert decide_invented(typed(voters=" 10 ", draw="9999"))["draw"] == 9999


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"taste": "sweet"}, ["taste"]),
        ({"voters": "9"}, ["voters"]),
        ({"voters": "5001"}, ["voters"]),
        ({"voters": "many", "draw": "0"}, ["voters", "draw"]),
        ({"voters": "٣٠٠"}, ["voters"]),
        ({"draw": "10000"}, ["draw"]),
        ({"voters": ""}, ["voters"]),
    ],
)
def test_what_is_not_is_told_field_by_field(given: dict[str, str], fields: list[str]) -> None:
    with pytest.raises(Refusal) as caught:
        decide_invented(typed(**given))
    assert [fault.field for fault in caught.value.faults] == fields
