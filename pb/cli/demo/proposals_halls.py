"""Proposals on halls, shared things and equipment.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

HALLS = (
    DemoProposal(
        key="hall-heating",
        group="Pwyllgor Neuadd Goffa Cwm Hesg",
        ward="cwm-hesg",
        theme="halls",
        goals=("WFG5", "WFG7"),
        language="cy",
        popularity=8,
        amount_pence=920_000,
        breakdown=(
            line("Dau bwmp gwres", 640_000),
            line("Gosod a thrydan", 190_000),
            line("Rheolyddion a phrofi", 90_000),
        ),
        title=Bilingual(cy="Gwres newydd i'r neuadd goffa", en="New heating for the memorial hall"),
        summary=Bilingual(
            cy="Pympiau gwres yn lle'r hen foeler olew, er mwyn i'r neuadd fod yn gynnes ac yn rhatach i'w "
            "rhedeg.",
            en="Heat pumps in place of the old oil boiler, so that the hall is warm and cheaper to run.",
        ),
        description=Bilingual(
            cy="Mae'r boeler yn 38 oed ac yn llyncu olew, ac mae tri grŵp wedi gadael oherwydd yr oerfel. "
            "Bydd y pympiau newydd yn haneru'r bil ac yn defnyddio'r paneli haul sydd ar y to'n barod. Mae "
            "cronfa'r fferm wynt wedi addo £4,000 arall i ni.",
            en="The boiler is 38 years old and drinks oil, and three groups have left because of the cold. "
            "The new pumps will halve the bill and use the solar panels already on the roof. The wind farm "
            "fund has promised us a further £4,000.",
        ),
    ),
    DemoProposal(
        key="repair-cafe",
        group="Onnenmouth Repair Café",
        ward="aberonnen",
        theme="halls",
        goals=("WFG1", "WFG7"),
        language="en",
        popularity=7,
        amount_pence=115_000,
        breakdown=(
            line("Hand tools and sewing machine", 52_000),
            line("Electrical safety tester", 33_000),
            line("Shelves and lockers", 18_000),
            line("Insurance", 12_000),
        ),
        title=Bilingual(cy="Caffi trwsio bob mis", en="A repair café every month"),
        summary=Bilingual(
            cy="Dewch â'r hyn sydd wedi torri i'w drwsio gyda rhywun sy'n deall y gwaith, a chael paned "
            "wrth aros.",
            en="Bring what is broken, mend it with someone who knows how, and have a cup of tea while you "
            "wait.",
        ),
        description=Bilingual(
            cy="Mae croeso i dostwyr, trowsusau, beiciau a thedis. Mae pedwar ar ddeg o bobl fedrus wedi "
            "cynnig eu dydd Sadwrn; mae angen offer, profwr diogelwch trydan a lle sych i'w cadw. Achubodd "
            "ein diwrnod prawf y llynedd 61 o bethau rhag y domen.",
            en="Toasters, trousers, bicycles and teddies are all welcome. Fourteen menders have offered "
            "their Saturdays; we need tools, an electrical safety tester and somewhere dry to keep them. "
            "Our trial day last year saved 61 things from the tip.",
        ),
    ),
    DemoProposal(
        key="accessible-toilet",
        group="Ymddiriedolaeth Hen Ysgol Chwarel Wen",
        ward="chwarel-wen",
        theme="halls",
        goals=("WFG4", "WFG5"),
        language="cy",
        popularity=6,
        amount_pence=875_000,
        breakdown=(
            line("Gwaith adeiladu a phlymio", 560_000),
            line("Teclyn codi a gwely newid", 220_000),
            line("Drysau a larwm", 95_000),
        ),
        title=Bilingual(cy="Toiled hygyrch i'r hen ysgol", en="An accessible toilet for the old school"),
        summary=Bilingual(
            cy="Toiled a lle newid gyda theclyn codi, er mwyn i bawb allu defnyddio canolfan y pentref.",
            en="A toilet and changing place with a hoist, so that everyone can use the village centre.",
        ),
        description=Bilingual(
            cy="Mae'r unig doiled i fyny pum gris, felly mae rhai'n gorfod mynd adref. Cafodd y drysau, y "
            "golau a'r larwm eu cynllunio gyda phobl sy'n defnyddio cadeiriau olwyn. Bydd y toiled ar agor "
            "bob dydd, ac ar fap cenedlaethol y toiledau hygyrch.",
            en="The only toilet is up five steps, so some people have to go home. The doors, lights and "
            "alarm have been planned with people who use wheelchairs. It will be open every day and on the "
            "national map of accessible toilets.",
        ),
    ),
    DemoProposal(
        key="library-of-things",
        group="St Mary's Library of Things",
        ward="llanfair",
        theme="halls",
        goals=("WFG1", "WFG7"),
        language="en",
        popularity=6,
        amount_pence=375_000,
        breakdown=(
            line("Sixty tools and machines", 245_000),
            line("Shelving and labels", 48_000),
            line("Booking software for a year", 32_000),
            line("Safety testing", 50_000),
        ),
        title=Bilingual(cy="Llyfrgell bethau", en="A library of things"),
        summary=Bilingual(
            cy="Benthyg dril, peiriant glanhau carpedi neu babell fawr am ychydig bunnoedd yn lle prynu un.",
            en="Borrow a drill, a carpet cleaner or a marquee for a few pounds instead of buying one.",
        ),
        description=Bilingual(
            cy="Dim ond am ychydig funudau y mae'r rhan fwyaf o ddriliau'n cael eu defnyddio erioed. Mae "
            "gennym siop ar y sgwâr, cyfrifiadur i archebu a gwirfoddolwyr am dri diwrnod yr wythnos. Bydd "
            "pobl ar incwm isel yn cael benthyg am ddim.",
            en="Most drills are used for a few minutes in their whole life. We have a shop on the square, a "
            "computer for bookings and volunteers for three days a week. People on low incomes will borrow "
            "for nothing.",
        ),
    ),
    DemoProposal(
        key="stage-lights",
        group="Cwmni Drama'r Ddôl",
        ward="ddol-hir",
        theme="halls",
        goals=("WFG6",),
        language="cy",
        popularity=4,
        amount_pence=285_000,
        breakdown=(
            line("Deuddeg golau LED", 162_000),
            line("Desg reoli", 48_000),
            line("Ceblau a bachau", 35_000),
            line("Hyfforddiant", 40_000),
        ),
        title=Bilingual(cy="Goleuadau llwyfan i neuadd y Ddôl", en="Stage lights for Longmeadow hall"),
        summary=Bilingual(
            cy="Goleuadau LED a desg fach i'r cwmni drama, y pantomeim a'r ysgolion eu rhannu.",
            en="LED lights and a small desk for the drama company, the pantomime and the schools to share.",
        ),
        description=Bilingual(
            cy="Mae'r hen lampau'n boeth ac yn llosgi mwy o drydan na gweddill y neuadd. Byddwn yn "
            "hyfforddi chwech o bobl ifanc i ddefnyddio'r rhai newydd, ac mae dau ohonyn nhw am astudio "
            "theatr yn y coleg. Caiff unrhyw grŵp yn y sir eu benthyg am ddim.",
            en="The old lamps are hot and burn more electricity than the rest of the hall. We will train "
            "six young people to use the new ones, and two of them want to study theatre at college. Any "
            "group in the county may borrow them free.",
        ),
    ),
    DemoProposal(
        key="hall-internet",
        group="Upper Onnen Community Hall",
        ward="blaenonnen",
        theme="halls",
        goals=("WFG1", "WFG5"),
        language="en",
        popularity=5,
        amount_pence=215_000,
        breakdown=(
            line("Broadband for two years", 72_000),
            line("Screen and speakers", 68_000),
            line("Six tablets", 51_000),
            line("Partition and desk", 24_000),
        ),
        title=Bilingual(
            cy="Rhyngrwyd cyflym a sgrin i'r neuadd",
            en="Fast internet and a screen for the hall",
        ),
        summary=Bilingual(
            cy="Cysylltiad, sgrin fawr a chwe llechen, ar gyfer nosweithiau ffilm, apwyntiadau ar-lein a "
            "phawb sydd heb y we.",
            en="A connection, a big screen and six tablets, for film nights, online appointments and anyone "
            "without internet.",
        ),
        description=Bilingual(
            cy="Mae'r signal ffôn yn dod i ben ddwy filltir i lawr y cwm, ac mae pobl yn gyrru i gilfan i "
            "anfon ffurflen neu i weld meddyg ar sgrin. Bydd cornel dawel y tu ôl i ddrws yn rhoi "
            "preifatrwydd iddyn nhw. Bydd dau wirfoddolwr yno i helpu bob dydd Mawrth.",
            en="The phone signal stops two miles down the valley, and people drive to a lay-by to send a "
            "form or see a doctor on a screen. A quiet corner behind a door will give them privacy. Two "
            "volunteers will be there to help every Tuesday.",
        ),
    ),
    DemoProposal(
        key="vestry-tables",
        group="Festri Bethania",
        ward="rhyd-yr-efail",
        theme="halls",
        goals=("WFG5",),
        language="cy",
        popularity=3,
        amount_pence=132_000,
        breakdown=(
            line("Cadeiriau", 76_000),
            line("Byrddau", 45_000),
            line("Troli", 11_000),
        ),
        title=Bilingual(cy="Byrddau a chadeiriau i'r festri", en="Tables and chairs for the vestry"),
        summary=Bilingual(
            cy="Deugain o gadeiriau ysgafn a deg bwrdd sy'n plygu, i'r clybiau sy'n cwrdd yn y festri.",
            en="Forty light chairs and ten folding tables for the clubs that meet in the vestry.",
        ),
        description=Bilingual(
            cy="Mae saith clwb yn defnyddio'r festri, o'r clwb gwau i'r cyngor cymuned. Mae'r hen feinciau "
            "derw'n hardd ond yn rhy drwm i'w symud, ac mae pobl yn brifo eu cefnau. Bydd y meinciau "
            "gorau'n aros yn y cyntedd.",
            en="Seven clubs use the vestry, from the knitters to the community council. The old oak benches "
            "are handsome but too heavy to move, and people hurt their backs. The best benches will stay in "
            "the porch.",
        ),
    ),
)
