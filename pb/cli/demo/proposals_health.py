"""Proposals on health and care.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

HEALTH = (
    DemoProposal(
        key="defibrillator",
        group="Pwyllgor Neuadd Blaenonnen",
        ward="blaenonnen",
        theme="health",
        goals=("WFG3",),
        language="cy",
        popularity=9,
        amount_pence=195_000,
        breakdown=(
            line("Diffibriliwr", 115_000),
            line("Cwpwrdd cynnes", 48_000),
            line("Gosod a thrydan", 17_000),
            line("Hyfforddiant", 15_000),
        ),
        title=Bilingual(cy="Diffibriliwr i ben ucha'r cwm", en="A defibrillator for the top of the valley"),
        summary=Bilingual(
            cy="Diffibriliwr mewn cwpwrdd cynnes ar wal y neuadd, a hyfforddiant i gant o bobl.",
            en="A defibrillator in a heated cabinet on the hall wall, and training for a hundred people.",
        ),
        description=Bilingual(
            cy="Mae'r ambiwlans agosaf 25 munud i ffwrdd ar ddiwrnod da. Bydd y cwpwrdd heb glo ac ar y "
            "rhwydwaith cenedlaethol, fel y gall y gwasanaeth 999 anfon rhywun ato. Byddwn yn cynnal pedair "
            "noson hyfforddi, dwy yn Gymraeg a dwy yn Saesneg.",
            en="The nearest ambulance is 25 minutes away on a good day. The cabinet will be unlocked and on "
            "the national network, so that the 999 service can send someone to it. We will hold four "
            "training evenings, two in Welsh and two in English.",
        ),
    ),
    DemoProposal(
        key="memory-cafe",
        group="Caffi Cofio Llanfair",
        ward="llanfair",
        theme="health",
        goals=("WFG3", "WFG5"),
        language="cy",
        popularity=8,
        amount_pence=230_000,
        breakdown=(
            line("Cerddor", 96_000),
            line("Tacsis", 72_000),
            line("Llogi ystafell a lluniaeth", 47_000),
            line("Gemau ac offerynnau", 15_000),
        ),
        title=Bilingual(cy="Caffi cofio", en="A memory café"),
        summary=Bilingual(
            cy="Prynhawn bob wythnos o gerddoriaeth, atgofion a phaned i bobl sy'n byw gyda dementia a'u "
            "gofalwyr.",
            en="A weekly afternoon of music, memories and tea for people living with dementia and their "
            "carers.",
        ),
        description=Bilingual(
            cy="Pan fydd rhywun yn colli ei ail iaith, mae clywed Cymraeg yn gysur mawr. Bydd cerddor yn "
            "dod ddwywaith y mis, a nyrs unwaith y mis i ateb cwestiynau gofalwyr. Bydd tacsi ar gael i'r "
            "rhai sy'n methu cyrraedd ar eu pen eu hunain.",
            en="When someone loses their second language, hearing Welsh is a great comfort. A musician will "
            "come twice a month, and a nurse once a month to answer carers' questions. There will be a taxi "
            "for those who cannot get there alone.",
        ),
    ),
    DemoProposal(
        key="mens-shed",
        group="Canal Bridge Men's Shed",
        ward="pont-y-gamlas",
        theme="health",
        goals=("WFG3", "WFG5"),
        language="en",
        popularity=6,
        amount_pence=445_000,
        breakdown=(
            line("Table saw", 185_000),
            line("Dust extractor", 120_000),
            line("Lathe", 95_000),
            line("Safety training", 45_000),
        ),
        title=Bilingual(cy="Peiriannau newydd i Sied y Dynion", en="New machines for the Men's Shed"),
        summary=Bilingual(
            cy="Llif ddiogel, turn a pheiriant codi llwch, er mwyn i fwy o bobl ddod i greu gyda'i gilydd.",
            en="A safe saw, a lathe and a dust extractor, so that more people can come and make things "
            "together.",
        ),
        description=Bilingual(
            cy="Mae deg ar hugain o ddynion a naw o fenywod yn dod bob wythnos, a rhai ohonyn nhw heb adael "
            "y tŷ am fisoedd cyn hynny. Cawson ni'r hen lif yn yr wythdegau, a does dim gard arni. Rydyn "
            "ni'n gwneud blychau nythu, meinciau a theganau i bwy bynnag sy'n gofyn.",
            en="Thirty men and nine women come each week, some of whom had not left the house for months. "
            "We were given the old saw in the eighties, and it has no guard. We make nest boxes, benches "
            "and toys for anyone who asks.",
        ),
    ),
    DemoProposal(
        key="place-to-breathe",
        group="Lle i Anadlu",
        ward=None,
        theme="health",
        goals=("WFG3", "WFG4"),
        language="cy",
        popularity=8,
        amount_pence=680_000,
        breakdown=(
            line("Cwnselydd", 320_000),
            line("Gweithwyr ieuenctid", 240_000),
            line("Llogi'r ystafell", 70_000),
            line("Dodrefn a phaent", 50_000),
        ),
        title=Bilingual(
            cy="Lle i anadlu: sgwrs heb apwyntiad",
            en="A place to breathe: a chat without an appointment",
        ),
        summary=Bilingual(
            cy="Noson galw heibio bob wythnos, er mwyn i bobl ifanc 14 i 25 oed gael siarad yn Gymraeg neu "
            "yn Saesneg.",
            en="A weekly drop-in evening where people aged 14 to 25 can talk, in Welsh or in English.",
        ),
        description=Bilingual(
            cy="Mae'r rhestrau aros yn hir, ac mae siarad yn gynnar yn help. Bydd dau weithiwr ieuenctid a "
            "chwnselydd yno bob nos Iau, mewn ystafell sydd â soffas yn lle desgiau. Pobl ifanc biau'r "
            "syniad, a nhw fydd yn rhedeg y lle.",
            en="Waiting lists are long, and talking early helps. Two youth workers and a counsellor will be "
            "there every Thursday evening, in a room with sofas instead of desks. The idea is young "
            "people's own, and they will run the place.",
        ),
    ),
    DemoProposal(
        key="sunday-walks",
        group="Onnen Sunday Walkers",
        ward=None,
        theme="health",
        goals=("WFG3", "WFG5"),
        language="en",
        popularity=5,
        amount_pence=140_000,
        breakdown=(
            line("First aid training for sixteen", 64_000),
            line("Minibus hire", 56_000),
            line("Leaflets and high-visibility vests", 20_000),
        ),
        title=Bilingual(cy="Cerdded a sgwrsio fore Sul", en="Walk and talk on Sunday mornings"),
        summary=Bilingual(
            cy="Teithiau cerdded hamddenol o bentref gwahanol bob wythnos, a lifft i'r rhai sydd heb gar.",
            en="Gentle led walks from a different village each week, with a lift for those without a car.",
        ),
        description=Bilingual(
            cy="Gall dydd Sul fod yn hir i bobl ar eu pen eu hunain. Bydd un ar bymtheg o arweinwyr yn cael "
            "hyfforddiant cymorth cyntaf, a bydd dewis o daith fer a thaith hir bob tro. Bydd rhestr "
            "ddwyieithog o'r teithiau ym mhob meddygfa.",
            en="Sundays can be long for people on their own. Sixteen walk leaders will be trained in first "
            "aid, and there will always be a choice of a short walk and a long one. A bilingual list of the "
            "walks will be in every surgery.",
        ),
    ),
    DemoProposal(
        key="hospital-lifts",
        group="Smithford Good Neighbours",
        ward="rhyd-yr-efail",
        theme="health",
        goals=("WFG3", "WFG4"),
        language="en",
        popularity=7,
        amount_pence=260_000,
        breakdown=(
            line("Fuel", 115_000),
            line("Coordinator", 100_000),
            line("Insurance", 25_000),
            line("Phone line and leaflets", 20_000),
        ),
        title=Bilingual(cy="Lifft i'r ysbyty", en="A lift to the hospital"),
        summary=Bilingual(
            cy="Gyrwyr gwirfoddol i fynd â phobl i'r ysbyty a'r feddygfa, a llinell ffôn sy'n cael ei hateb "
            "yn y ddwy iaith.",
            en="Volunteer drivers for hospital and surgery visits, with a phone line answered in both "
            "languages.",
        ),
        description=Bilingual(
            cy="Mae'r ysbyty 19 milltir i ffwrdd, ac mae angen dau fws i gyrraedd a dau i ddod adref. Mae "
            "deuddeg gyrrwr wedi cynnig eu hamser; mae angen talu am danwydd ac yswiriant, a chadw "
            "cydlynydd am bum awr yr wythnos. Bydd teithwyr yn rhoi'r hyn a allan nhw.",
            en="The hospital is 19 miles away, two buses there and two buses home. Twelve drivers have "
            "offered their time; we need to pay for fuel and insurance, and keep a coordinator for five "
            "hours a week. Passengers give what they can.",
        ),
    ),
    DemoProposal(
        key="sign-language",
        group="Onnenmouth Deaf Club",
        ward="aberonnen",
        theme="health",
        goals=("WFG4", "WFG5"),
        language="en",
        popularity=5,
        amount_pence=180_000,
        breakdown=(
            line("Two tutors for twenty weeks", 140_000),
            line("Room", 20_000),
            line("Books and window signs", 20_000),
        ),
        title=Bilingual(cy="Dysgu arwyddo gyda ni", en="Learn to sign with us"),
        summary=Bilingual(
            cy="Dosbarthiadau nos am ddim mewn Iaith Arwyddion Prydain i weithwyr siop, rhieni a chymdogion.",
            en="Free evening classes in British Sign Language for shop workers, parents and neighbours.",
        ),
        description=Bilingual(
            cy="Dylai pobl Fyddar allu prynu bara a gweld meddyg heb orfod ysgrifennu ar bapur. Bydd dau "
            "diwtor Byddar yn dysgu trigain o bobl dros ugain wythnos. Bydd siopau sy'n gorffen y cwrs yn "
            "cael arwydd i'w roi yn y ffenest.",
            en="Deaf people should be able to buy bread and see a doctor without writing on paper. Two Deaf "
            "tutors will teach sixty people over twenty weeks. Shops that finish the course will have a "
            "sign for the window.",
        ),
    ),
)
