"""The demo's rounds: one in each phase, and a second published one counted by equal shares over several pots.

They say how a round should stand; bringing it there is the work of whoever seeds a database.
"""

from pb.cli.demo.county import THEMES
from pb.cli.demo.model import DemoDays, DemoPot, DemoRound
from pb.cli.demo.proposals import keys_in, keys_of
from pb.domain.rounds import Phase, RuleChoice
from pb.domain.text import Bilingual
from pb.tally.model import BallotSpec

MOST_VOTES = RuleChoice(id="most-votes", params={"measure": "votes", "fit": "skip", "ties": "votes,cost,lot"})
EQUAL_SHARES = RuleChoice(
    id="equal-shares", params={"utility": "cost", "completion": "add-one-greedy", "ties": "votes,cost,lot"}
)
BASKET = BallotSpec(type="basket")


def _pick(most: int) -> BallotSpec:
    return BallotSpec(type="approval", limits={"max_count": most, "min_count": 0})


DRAFT = DemoRound(
    key="winter",
    phase=Phase.DRAFT,
    name=Bilingual(cy="Cronfa'r Gaeaf", en="Winter Fund"),
    summary=Bilingual(
        cy="Arian bach i gadw pobl yn gynnes ac yn gwmni i'w gilydd dros y gaeaf. Rydyn ni'n dal i "
        "baratoi'r gronfa.",
        en="Small sums to keep people warm and in good company over the winter. We are still preparing the "
        "fund.",
    ),
    pots=(
        DemoPot(
            key="winter",
            name=Bilingual(cy="Arian y gaeaf", en="Winter pot"),
            amount_pence=1_500_000,
            largest_request_pence=200_000,
        ),
    ),
    spec=_pick(3),
    rule=MOST_VOTES,
    days=DemoDays(),
)

ANNOUNCED = DemoRound(
    key="youth",
    phase=Phase.ANNOUNCED,
    name=Bilingual(cy="Cronfa'r Ifanc", en="Young People's Fund"),
    summary=Bilingual(
        cy="Syniadau gan bobl ifanc, a phobl ifanc yn pleidleisio. Cewch anfon eich syniad pan fydd y "
        "gronfa'n agor.",
        en="Ideas from young people, with young people voting. You can send your idea when the fund opens.",
    ),
    pots=(
        DemoPot(
            key="youth",
            name=Bilingual(cy="Arian yr ifanc", en="Young people's pot"),
            amount_pence=1_800_000,
            largest_request_pence=300_000,
            theme="young",
        ),
    ),
    spec=_pick(3),
    rule=MOST_VOTES,
    minimum_age=11,
    days=DemoDays(announced=-3, proposals_open=11, proposals_close=39, voting_open=60, voting_close=81),
)

PROPOSING = DemoRound(
    key="good-food",
    phase=Phase.PROPOSING,
    name=Bilingual(cy="Bwyd Da Bro Onnen", en="Good Food in the Vale"),
    summary=Bilingual(
        cy="Oes gennych chi syniad am dyfu, coginio neu rannu bwyd? Rhowch wybod i ni beth fyddai'n ei "
        "gostio.",
        en="Do you have an idea for growing, cooking or sharing food? Tell us what it would cost.",
    ),
    pots=(
        DemoPot(
            key="good-food",
            name=Bilingual(cy="Arian bwyd da", en="Good food pot"),
            amount_pence=1_600_000,
            largest_request_pence=800_000,
            theme="food",
            proposals=(*keys_of("food"), "rain-barrels", "village-bread-oven", "community-radio"),
        ),
    ),
    spec=_pick(3),
    rule=MOST_VOTES,
    days=DemoDays(announced=-16, proposals_open=-12, proposals_close=16, voting_open=30, voting_close=51),
    waiting=keys_of("food"),
)

REVIEWING = DemoRound(
    key="nature",
    phase=Phase.REVIEWING,
    name=Bilingual(cy="Natur ar Garreg y Drws", en="Nature on the Doorstep"),
    summary=Bilingual(
        cy="Mae'r cynigion i gyd wedi dod i law. Rydyn ni'n eu darllen nhw nawr cyn i chi bleidleisio.",
        en="All the proposals are in. We are reading them now, before you vote.",
    ),
    pots=(
        DemoPot(
            key="nature",
            name=Bilingual(cy="Arian natur", en="Nature pot"),
            amount_pence=1_400_000,
            largest_request_pence=800_000,
            theme="nature",
            proposals=(*keys_of("nature"), "speed-bumps", "back-garden-pond", "riverside-benches"),
        ),
    ),
    spec=BASKET,
    rule=MOST_VOTES,
    days=DemoDays(announced=-40, proposals_open=-35, proposals_close=-4, voting_open=10, voting_close=31),
    waiting=("tree-nursery", "station-garden", "wild-cemetery", "flood-wardens"),
)

VOTING = DemoRound(
    key="community-fund",
    phase=Phase.VOTING,
    name=Bilingual(cy="Cronfa Gymunedol Bro Onnen", en="Vale of Onnen Community Fund"),
    summary=Bilingual(
        cy="Deg ar hugain o syniadau o bob cwr o'r fro, a £48,000 i'w rannu. Dewiswch hyd at bump.",
        en="Thirty ideas from every corner of the vale, and £48,000 to share. Choose up to five.",
    ),
    pots=(
        DemoPot(
            key="community-fund",
            name=Bilingual(cy="Arian y fro gyfan", en="Pot for the whole vale"),
            amount_pence=4_800_000,
            largest_request_pence=950_000,
            proposals=(
                *keys_of("food", "young", "sport", "together"),
                "second-lunch-club",
                "all-weather-pitch",
                "fireworks",
            ),
        ),
    ),
    spec=_pick(5),
    rule=EQUAL_SHARES,
    days=DemoDays(announced=-64, proposals_open=-60, proposals_close=-25, voting_open=-9, voting_close=12),
    proofs=("code", "email", "text", "person"),
    themes=("food", "young", "sport", "together"),
    voter_count=860,
    seed=2024,
)

COUNTING = DemoRound(
    key="halls-and-health",
    phase=Phase.COUNTING,
    name=Bilingual(cy="Neuaddau ac Iechyd", en="Halls and Health"),
    summary=Bilingual(
        cy="Mae'r pleidleisio ar ben. Cyn hir bydd y cyfrif yn dangos pa gynigion fydd yn cael eu hariannu.",
        en="Voting is over. Soon the count will show which proposals are to be funded.",
    ),
    pots=(
        DemoPot(
            key="halls-and-health",
            name=Bilingual(cy="Arian neuaddau ac iechyd", en="Halls and health pot"),
            amount_pence=2_500_000,
            largest_request_pence=950_000,
            proposals=(*keys_of("health", "halls"), "carers-manager"),
        ),
    ),
    spec=BASKET,
    rule=MOST_VOTES,
    days=DemoDays(announced=-75, proposals_open=-70, proposals_close=-40, voting_open=-22, voting_close=-1),
    voter_count=640,
    seed=1969,
)

PUBLISHED_MOST_VOTES = DemoRound(
    key="language-and-play",
    phase=Phase.PUBLISHED,
    name=Bilingual(cy="Iaith, Cân a Chwarae", en="Language, Song and Play"),
    summary=Bilingual(
        cy="Pleidleisiodd pobl y fro dros dri chynnig yr un. Dyma'r canlyniad, a'r rheswm dros bob "
        "penderfyniad.",
        en="People of the vale voted for three proposals each. Here is the result, and the reason for each "
        "decision.",
    ),
    pots=(
        DemoPot(
            key="language-and-play",
            name=Bilingual(cy="Arian iaith, cân a chwarae", en="Language, song and play pot"),
            amount_pence=2_500_000,
            largest_request_pence=850_000,
            proposals=keys_of("culture", "sport"),
        ),
    ),
    spec=_pick(3),
    rule=MOST_VOTES,
    days=DemoDays(
        announced=-150,
        proposals_open=-145,
        proposals_close=-110,
        voting_open=-90,
        voting_close=-69,
        counted=-68,
        published=-66,
    ),
    voter_count=1_120,
    seed=130,
)


def _ward_pot(ward: str, cy: str, en: str, amount_pence: int) -> DemoPot:
    return DemoPot(
        key=ward,
        name=Bilingual(cy=f"Cronfa ward {cy}", en=f"Ward pot: {en}"),
        amount_pence=amount_pence,
        largest_request_pence=950_000,
        ward=ward,
        proposals=keys_in(ward),
    )


PUBLISHED_EQUAL_SHARES = DemoRound(
    key="great-vale-fund",
    phase=Phase.PUBLISHED,
    name=Bilingual(cy="Cronfa Fawr y Fro", en="The Great Vale Fund"),
    summary=Bilingual(
        cy="Un gronfa i'r fro gyfan, a chronfeydd gan bedwar cyngor cymuned i'w wardiau eu hunain: trigain "
        "o gynigion i gyd.",
        en="One pot for the whole vale, and pots from four community councils for their own wards: sixty "
        "proposals.",
    ),
    pots=(
        DemoPot(
            key="whole-vale",
            name=Bilingual(cy="Cronfa'r fro gyfan", en="Pot for the whole vale"),
            amount_pence=6_000_000,
            largest_request_pence=950_000,
            proposals=keys_in(None, "chwarel-wen", "cwm-hesg", "ddol-hir", "pont-y-gamlas"),
        ),
        _ward_pot("aberonnen", "Aberonnen", "Onnenmouth", 1_800_000),
        _ward_pot("blaenonnen", "Blaenonnen", "Upper Onnen", 1_200_000),
        _ward_pot("llanfair", "Llanfair-ar-Onnen", "St Mary's-on-Onnen", 1_200_000),
        _ward_pot("rhyd-yr-efail", "Rhyd-yr-efail", "Smithford", 1_200_000),
    ),
    spec=_pick(4),
    rule=EQUAL_SHARES,
    days=DemoDays(
        announced=-80,
        proposals_open=-76,
        proposals_close=-45,
        voting_open=-32,
        voting_close=-11,
        counted=-9,
        published=-6,
    ),
    themes=tuple(theme.key for theme in THEMES),
    voter_count=2_400,
    seed=60,
)

ROUNDS = (
    DRAFT,
    ANNOUNCED,
    PROPOSING,
    REVIEWING,
    VOTING,
    COUNTING,
    PUBLISHED_MOST_VOTES,
    PUBLISHED_EQUAL_SHARES,
)
