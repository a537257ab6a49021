"""Proposals on coming together.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

TOGETHER = (
    DemoProposal(
        key="sheepdog-trials",
        group="Pwyllgor Treialon Llanfair",
        ward="llanfair",
        theme="together",
        goals=("WFG5", "WFG6"),
        language="cy",
        popularity=6,
        amount_pence=240_000,
        breakdown=(
            line("Yswiriant a milfeddyg", 62_000),
            line("Toiledau a phabell", 84_000),
            line("Bysiau", 56_000),
            line("Gwobrau a sain", 38_000),
        ),
        title=Bilingual(cy="Diwrnod treialon cŵn defaid", en="A sheepdog trials day"),
        summary=Bilingual(
            cy="Diwrnod i'r teulu ar fferm uwchben y pentref, gyda threialon, cneifio, bwyd a chaneuon.",
            en="A family day on a farm above the village, with trials, shearing, food and songs.",
        ),
        description=Bilingual(
            cy="Does dim treialon wedi bod yma ers 2001. Bydd cystadleuaeth i rai dan 18 oed, a chyfle i "
            "blant y dref weld sut mae fferm yn gweithio. Bydd bws am ddim o bob ward a thoiledau hygyrch "
            "ar y cae.",
            en="There have been no trials here since 2001. There will be a class for under-18s and a chance "
            "for children from the town to see how a farm works. A free bus will run from every ward, and "
            "there will be accessible toilets on the field.",
        ),
    ),
    DemoProposal(
        key="shared-table",
        group="Onnen Welcomes",
        ward=None,
        theme="together",
        goals=("WFG4", "WFG5"),
        language="en",
        popularity=5,
        amount_pence=365_000,
        breakdown=(
            line("Food for six suppers", 150_000),
            line("Halls and crockery", 75_000),
            line("Interpreters", 50_000),
            line("Printing the book", 90_000),
        ),
        title=Bilingual(cy="Bwrdd i bawb: bwyd o bedwar ban byd", en="A shared table: food from everywhere"),
        summary=Bilingual(
            cy="Chwe swper wedi'u coginio gan deuluoedd sy'n newydd i'r sir a theuluoedd sydd wedi bod yma "
            "erioed.",
            en="Six suppers cooked by families new to the county and families who have always been here.",
        ),
        description=Bilingual(
            cy="Mae teuluoedd o bum gwlad wedi dod i fyw i'n plith mewn tair blynedd. Bydd pob swper mewn "
            "neuadd wahanol, gyda ryseitiau yn Gymraeg, yn Saesneg ac yn iaith y cogydd. Bydd y ryseitiau'n "
            "troi'n llyfr bach, a bydd ei werthu'n talu am swperau'r flwyddyn nesaf.",
            en="Families from five countries have come to live among us in three years. Each supper will be "
            "in a different hall, with recipes in Welsh, English and the cook's own language. The recipes "
            "will become a small book, and its sales will pay for next year's suppers.",
        ),
    ),
    DemoProposal(
        key="lantern-parade",
        group="Gorymdaith Aberonnen",
        ward="aberonnen",
        theme="together",
        goals=("WFG5", "WFG6"),
        language="cy",
        popularity=7,
        amount_pence=395_000,
        breakdown=(
            line("Artistiaid y gweithdai", 180_000),
            line("Helyg, papur a goleuadau", 85_000),
            line("Cau ffyrdd a stiwardiaid", 90_000),
            line("Yswiriant", 40_000),
        ),
        title=Bilingual(cy="Gorymdaith lusernau ganol gaeaf", en="A midwinter lantern parade"),
        summary=Bilingual(
            cy="Gweithdai gwneud llusernau i 500 o bobl, a gorymdaith drwy'r dref at y cei gyda'r band a'r "
            "corau.",
            en="Lantern-making workshops for 500 people, and a parade through the town to the quay with the "
            "band and choirs.",
        ),
        description=Bilingual(
            cy="Mae mis Ionawr yn dywyll ac yn hir, ac mae'r dref yn dawel. Bydd gweithdai ym mhob ysgol ac "
            "yng nghartref gofal y bae, a'r cyfan o helyg a phapur y gellir eu compostio. Bydd y siopau'n "
            "aros ar agor yn hwyr, a'r ffyrdd ar gau i geir am ddwy awr.",
            en="January is dark and long, and the town is quiet. There will be workshops in every school "
            "and in the bay care home, all with willow and paper that can be composted. The shops will stay "
            "open late, and the roads will close to cars for two hours.",
        ),
    ),
    DemoProposal(
        key="digital-friend",
        group="Onnen Digital Friends",
        ward=None,
        theme="together",
        goals=("WFG1", "WFG4"),
        language="en",
        popularity=6,
        amount_pence=295_000,
        breakdown=(
            line("Fifteen tablets with data", 195_000),
            line("Volunteer travel", 45_000),
            line("Checks and training", 55_000),
        ),
        title=Bilingual(cy="Ffrind digidol wrth fwrdd y gegin", en="A digital friend at the kitchen table"),
        summary=Bilingual(
            cy="Gwirfoddolwyr yn galw yn y cartref i helpu pobl i ddefnyddio llechen i fancio, archebu a "
            "gweld yr wyrion.",
            en="Volunteers visiting at home to help people use a tablet for banking, bookings and seeing "
            "the grandchildren.",
        ),
        description=Bilingual(
            cy="Dyw dosbarthiadau ddim yn addas i bawb, ac mae swildod yn cadw llawer draw. Bydd yr un "
            "ffrind yn galw chwe gwaith, a gellir benthyg llechen â data arni. Mae hanner ein gwirfoddolwyr "
            "yn siarad Cymraeg.",
            en="Classes do not suit everyone, and shyness keeps many away. The same friend will call six "
            "times, and a tablet with data can be borrowed. Half of our volunteers speak Welsh.",
        ),
    ),
    DemoProposal(
        key="paned-a-sgwrs",
        group="Paned a Sgwrs Pont-y-gamlas",
        ward="pont-y-gamlas",
        theme="together",
        goals=("WFG5", "WFG6"),
        language="cy",
        popularity=6,
        amount_pence=48_000,
        breakdown=(
            line("Te a choffi am flwyddyn", 26_000),
            line("Gemau bwrdd Cymraeg", 12_000),
            line("Posteri a bathodynnau", 10_000),
        ),
        title=Bilingual(cy="Paned a sgwrs i ddysgwyr", en="Tea and a chat for Welsh learners"),
        summary=Bilingual(
            cy="Awr o sgwrsio bob bore Sadwrn mewn caffi, i ddysgwyr o bob lefel a'r rhai sydd am fagu "
            "hyder.",
            en="An hour of conversation every Saturday in a café, for learners of all levels and anyone "
            "wanting confidence.",
        ),
        description=Bilingual(
            cy="Mae llawer yn dysgu yn y dosbarth ond heb neb i siarad â nhw wedyn. Bydd dau siaradwr rhugl "
            "wrth bob bwrdd, a gemau i dorri'r garw. Mae'r caffi'n agor yn gynnar i ni ac yn rhoi te am "
            "hanner pris.",
            en="Many learn in class but have nobody to talk to afterwards. Two fluent speakers will sit at "
            "every table, with games to break the ice. The café opens early for us and gives tea at half "
            "price.",
        ),
    ),
    DemoProposal(
        key="christmas-dinner",
        group="Longmeadow Neighbours",
        ward="ddol-hir",
        theme="together",
        goals=("WFG3", "WFG5"),
        language="en",
        popularity=7,
        amount_pence=95_000,
        breakdown=(
            line("Food for eighty", 64_000),
            line("Table linen and crackers", 14_000),
            line("Gifts", 17_000),
        ),
        title=Bilingual(
            cy="Cinio Nadolig i bawb sydd ar eu pen eu hunain",
            en="Christmas dinner for anyone on their own",
        ),
        summary=Bilingual(
            cy="Cinio, cracers ac ambell garol ddydd Nadolig i 80 o bobl a fyddai fel arall ar eu pen eu "
            "hunain.",
            en="Dinner, crackers and a carol or two on Christmas Day for eighty people who would otherwise "
            "be alone.",
        ),
        description=Bilingual(
            cy="Rydyn ni wedi coginio i ddeugain o bobl yn y ddwy flynedd ddiwethaf, ac wedi gorfod gwrthod "
            "rhai. Mae'r clwb rygbi'n rhoi benthyg ei gegin a'i ystafell fawr i ni. Mae gyrwyr tacsi wedi "
            "cynnig lifft am ddim.",
            en="We have cooked for forty people in each of the last two years and had to turn some away. "
            "The rugby club is lending us its kitchen and its big room. Taxi drivers have offered lifts for "
            "nothing.",
        ),
    ),
    DemoProposal(
        key="time-bank",
        group="Smithford Time Bank",
        ward="rhyd-yr-efail",
        theme="together",
        goals=("WFG1", "WFG5"),
        language="en",
        popularity=4,
        amount_pence=170_000,
        breakdown=(
            line("Organiser", 115_000),
            line("Software and phone", 30_000),
            line("Launch evening and leaflets", 25_000),
        ),
        title=Bilingual(cy="Banc amser: awr am awr", en="A time bank: an hour for an hour"),
        summary=Bilingual(
            cy="Rhowch awr o arddio a chael awr o wersi Cymraeg, torri gwallt neu help gyda ffurflen.",
            en="Give an hour of gardening and get an hour of Welsh lessons, haircutting or help with a form.",
        ),
        description=Bilingual(
            cy="Mae awr pawb yn werth yr un faint, a does neb yn rhoi o hyd na neb yn cael o hyd. Bydd "
            "trefnydd am bedair awr yr wythnos yn dod â phobl at ei gilydd ac yn ffonio'r rhai sy'n swil o "
            "ofyn. Mae 90 o gymdogion wedi ymuno'n barod.",
            en="Everybody's hour is worth the same, and nobody is only a giver or only a receiver. An "
            "organiser for four hours a week will bring people together and ring those who are shy of "
            "asking. Ninety neighbours have signed up already.",
        ),
    ),
)
