"""The table of ways: fixed segments before named ones, names by place, no two ways alike."""

import pytest

from pb.web.app import ways
from pb.web.ways import Way, WayTable

TABLE = WayTable(
    [Way("/"), Way("/rounds"), Way("/rounds/new"), Way("/rounds/{round_id}"),
     Way("/rounds/{round_id}/ballot"), Way("/rounds/new/draft/{draft_id}"), Way("/sent/{token}")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "way", "params"),
    [
        ("/", "/", {}),
        ("", "/", {}),
        ("/rounds/", "/rounds", {}),
        ("/rounds/new", "/rounds/new", {}),
        ("/rounds/x", "/rounds/{round_id}", {"round_id": "x"}),
        ("/rounds/new/ballot", "/rounds/{round_id}/ballot", {"round_id": "new"}),
        ("/rounds/new/draft/7", "/rounds/new/draft/{draft_id}", {"draft_id": "7"}),
        ("/sent/ŵ &?", "/sent/{token}", {"token": "ŵ &?"}),
    ],
)
def test_paths_find_their_way(path: str, way: str, params: dict[str, str]) -> None:
    found = TABLE.find(path)
    assert found is not None
    assert (found[0].path, found[1]) == (way, params)


@pytest.mark.parametrize("path", ["/nothing", "/rounds/x/nothing", "/rounds//ballot", "/sent/a/b", "/sent"])
def test_other_paths_find_none(path: str) -> None:
    assert TABLE.find(path) is None


def test_two_ways_at_one_place_are_an_error() -> None:
    with pytest.raises(ValueError, match="two ways"):
        WayTable([Way("/a/{x}"), Way("/a/{x}")])
    with pytest.raises(ValueError, match="called 'x'"):
        WayTable([Way("/a/{x}"), Way("/a/{y}/b")])


def test_every_way_of_the_site_leads_somewhere() -> None:
    table = WayTable(ways())
    assert [way.path for way in table.ways if way.show is None and way.post is None] == []
    assert len(table.ways) == len({way.path for way in table.ways})
