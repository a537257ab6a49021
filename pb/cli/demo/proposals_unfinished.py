"""Two proposals still being written, and two that were withdrawn.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.proposals import Status
from pb.domain.text import Bilingual

UNFINISHED = (
    DemoProposal(
        key="rain-barrels",
        group="Rhandiroedd Pont-y-gamlas",
        ward="pont-y-gamlas",
        theme="food",
        goals=("WFG2",),
        language="cy",
        popularity=4,
        amount_pence=76_000,
        breakdown=(
            line("Deg casgen", 52_000),
            line("Cafnau a phibellau", 24_000),
        ),
        title=Bilingual(cy="Casgenni dŵr i'r rhandiroedd", en="Rain barrels for the allotments"),
        summary=Bilingual(
            cy="Deg casgen fawr i gasglu dŵr glaw o do'r sied.",
            en="Ten large barrels to collect rainwater from the shed roof.",
        ),
        description=Bilingual(
            cy="Rydyn ni'n cario dŵr o'r gamlas mewn bwcedi bob haf. Rydyn ni'n dal i aros am bris y cafnau.",
            en="We carry water from the canal in buckets every summer. We are still waiting for a price for "
            "the gutters.",
        ),
        status=Status.DRAFT,
    ),
    DemoProposal(
        key="village-bread-oven",
        group="White Quarry Bakers",
        ward="chwarel-wen",
        theme="food",
        goals=("WFG5",),
        language="en",
        popularity=5,
        amount_pence=230_000,
        breakdown=(
            line("Clay, brick and roof", 160_000),
            line("A mason's help", 70_000),
        ),
        title=Bilingual(cy="Popty bara ar y sgwâr", en="A bread oven on the square"),
        summary=Bilingual(
            cy="Popty clai lle gall y pentref bobi gyda'i gilydd unwaith y mis.",
            en="A clay oven where the village can bake together once a month.",
        ),
        description=Bilingual(
            cy="Roedd popty cyffredin yma ganrif yn ôl. Mae angen i ni ofyn i'r cyngor am y tir o hyd.",
            en="There was a shared oven here a century ago. We still need to ask the council about the "
            "ground.",
        ),
        status=Status.DRAFT,
    ),
    DemoProposal(
        key="riverside-benches",
        group="Ffrindiau Glan yr Afon",
        ward="rhyd-yr-efail",
        theme="nature",
        goals=("WFG3",),
        language="cy",
        popularity=4,
        amount_pence=180_000,
        breakdown=(
            line("Pedair mainc", 140_000),
            line("Gosod", 40_000),
        ),
        title=Bilingual(cy="Meinciau ar lan yr afon", en="Benches by the river"),
        summary=Bilingual(
            cy="Pedair mainc dderw ar y llwybr rhwng y bont a'r cae.",
            en="Four oak benches on the path between the bridge and the field.",
        ),
        description=Bilingual(
            cy="Mae llawer o bobl hŷn yn cerdded yma bob dydd heb le i orffwys. Cawson ni'r meinciau'n "
            "rhodd wedi i ni ysgrifennu'r cynnig.",
            en="Many older people walk here every day with nowhere to rest. We were given the benches after "
            "we wrote the proposal.",
        ),
        status=Status.WITHDRAWN,
    ),
    DemoProposal(
        key="community-radio",
        group="Onnen Radio Group",
        ward=None,
        theme="food",
        goals=("WFG6",),
        language="en",
        popularity=4,
        amount_pence=185_000,
        breakdown=(
            line("Microphones and recorder", 90_000),
            line("Editing", 80_000),
            line("Travel", 15_000),
        ),
        title=Bilingual(
            cy="Blas y fro: cyfres radio am fwyd",
            en="Taste of the vale: a radio series on food",
        ),
        summary=Bilingual(
            cy="Chwe rhaglen am bobl sy'n tyfu ac yn coginio bwyd yn y fro.",
            en="Six programmes about people who grow and cook food in the vale.",
        ),
        description=Bilingual(
            cy="Byddai pobl ifanc yn cyflwyno'r rhaglenni yn y ddwy iaith. Rydyn ni'n tynnu'n ôl am eleni "
            "am fod ein stiwdio'n symud.",
            en="Young people would present the programmes in both languages. We are withdrawing for this "
            "year because our studio is moving.",
        ),
        status=Status.WITHDRAWN,
    ),
)
