"""Six proposals that were declined, each with a kind reason that all may read.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.proposals import Status
from pb.domain.text import Bilingual

DECLINED = (
    DemoProposal(
        key="fireworks",
        group="Onnenmouth Traders",
        ward="aberonnen",
        theme="together",
        goals=("WFG5",),
        language="en",
        popularity=5,
        amount_pence=600_000,
        breakdown=(
            line("Fireworks and crew", 460_000),
            line("Stewards", 90_000),
            line("Sound system", 50_000),
        ),
        title=Bilingual(cy="Tân gwyllt dros yr harbwr", en="Fireworks over the harbour"),
        summary=Bilingual(
            cy="Sioe dân gwyllt am hanner awr ar nos Galan, gyda cherddoriaeth ar y cei.",
            en="A half-hour firework display on New Year's Eve, with music on the quay.",
        ),
        description=Bilingual(
            cy="Byddai'r sioe yn dod â phobl o bob rhan o'r sir i'r dref. Bydd y tafarndai a'r caffis yn "
            "aros ar agor yn hwyr.",
            en="The display would bring people to the town from all over the county. Pubs and cafés will "
            "stay open late.",
        ),
        status=Status.DECLINED,
        reason=Bilingual(
            cy="Diolch am syniad llawn hwyl. Ni all y gronfa dalu am dân gwyllt, am fod adar yn gaeafu yn "
            "yr harbwr a bod y sŵn yn anodd i lawer o bobl ac anifeiliaid. Byddai criw yr orymdaith "
            "lusernau yn falch iawn o gael eich help.",
            en="Thank you for a cheerful idea. The fund cannot pay for fireworks, because birds winter in "
            "the harbour and the noise is hard for many people and animals. The lantern parade group would "
            "be very glad of your help.",
        ),
    ),
    DemoProposal(
        key="speed-bumps",
        group="Trigolion Heol y Felin",
        ward="llanfair",
        theme="nature",
        goals=("WFG3",),
        language="cy",
        popularity=6,
        amount_pence=800_000,
        breakdown=(
            line("Tri thwmpath", 660_000),
            line("Arwyddion", 90_000),
            line("Marciau ar y ffordd", 50_000),
        ),
        title=Bilingual(cy="Arafu'r ceir ar Heol y Felin", en="Slower cars on Mill Road"),
        summary=Bilingual(
            cy="Tri thwmpath cyflymder ac arwyddion newydd ger yr ysgol.",
            en="Three speed bumps and new signs near the school.",
        ),
        description=Bilingual(
            cy="Mae ceir yn mynd yn llawer rhy gyflym heibio i giât yr ysgol. Mae'r plant wedi cynllunio'r "
            "arwyddion yn barod.",
            en="Cars pass the school gate much too fast. The children have already designed the signs.",
        ),
        status=Status.DECLINED,
        reason=Bilingual(
            cy="Diolch am dynnu sylw at hyn. Gwaith y tîm priffyrdd yw arafu traffig, felly ni all y gronfa "
            "hon dalu amdano. Rydyn ni wedi anfon eich cynnig atyn nhw, a byddan nhw'n ysgrifennu atoch o "
            "fewn mis.",
            en="Thank you for raising this. Slowing traffic is the work of the highways team, so this fund "
            "cannot pay for it. We have sent them your proposal, and they will write to you within a month.",
        ),
    ),
    DemoProposal(
        key="carers-manager",
        group="Onnen Carers",
        ward=None,
        theme="health",
        goals=("WFG3",),
        language="en",
        popularity=5,
        amount_pence=940_000,
        breakdown=(
            line("Salary", 820_000),
            line("Pension and insurance", 90_000),
            line("Travel", 30_000),
        ),
        title=Bilingual(cy="Cadw rheolwr y ganolfan ofalwyr", en="Keep the carers' centre manager"),
        summary=Bilingual(
            cy="Talu rhan o gyflog rheolwr y ganolfan am flwyddyn arall.",
            en="Part of the centre manager's salary for another year.",
        ),
        description=Bilingual(
            cy="Mae'r grant sy'n talu am y swydd yn dod i ben ym mis Mawrth. Hebddo byddai'n rhaid cau'r "
            "ganolfan am ddau ddiwrnod yr wythnos.",
            en="The grant that pays for the post ends in March. Without it the centre would have to close "
            "for two days a week.",
        ),
        status=Status.DECLINED,
        reason=Bilingual(
            cy="Rydyn ni'n gwybod cymaint y mae'r ganolfan yn ei wneud. Arian i waith newydd sydd yn y "
            "gronfa hon, ac ni all gadw swydd sydd yno'n barod. Mae ein swyddog grantiau wedi cynnig cwrdd "
            "â chi i chwilio am arian arall.",
            en="We know how much the centre does. This fund is for new work and cannot keep a post that "
            "already exists. Our grants officer has offered to meet you and look for other money.",
        ),
    ),
    DemoProposal(
        key="all-weather-pitch",
        group="Clwb Chwaraeon Rhyd-yr-efail",
        ward="rhyd-yr-efail",
        theme="sport",
        goals=("WFG3",),
        language="cy",
        popularity=7,
        amount_pence=950_000,
        breakdown=(
            line("Draenio", 610_000),
            line("Cynlluniau", 240_000),
            line("Profi'r pridd", 100_000),
        ),
        title=Bilingual(cy="Cae pob tywydd", en="An all-weather pitch"),
        summary=Bilingual(
            cy="Dechrau'r gwaith ar gae pob tywydd gyda goleuadau.",
            en="Starting work on an all-weather pitch with lights.",
        ),
        description=Bilingual(
            cy="Mae'r cae presennol dan ddŵr am ddau fis bob gaeaf. Bydd y cae newydd yn costio £96,000 i "
            "gyd, a hwn fyddai'r cam cyntaf.",
            en="The present pitch is under water for two months each winter. The new one will cost £96,000 "
            "in all, and this would be the first step.",
        ),
        status=Status.DECLINED,
        reason=Bilingual(
            cy="Mae angen cae gwell arnoch, ac rydyn ni'n gweld hynny. Rhaid gallu gorffen pob cynnig "
            "gyda'r arian o'r gronfa, a does dim sicrwydd eto am y £86,500 arall. Dewch yn ôl aton ni pan "
            "fydd gweddill yr arian yn ei le.",
            en="You need a better pitch, and we can see that. Every proposal must be one that can be "
            "finished with the money from the fund, and the other £86,500 is not yet certain. Please come "
            "back to us when the rest of the money is in place.",
        ),
    ),
    DemoProposal(
        key="back-garden-pond",
        group="Longmeadow Pond Friends",
        ward="ddol-hir",
        theme="nature",
        goals=("WFG2",),
        language="en",
        popularity=3,
        amount_pence=250_000,
        breakdown=(
            line("Digger and liner", 150_000),
            line("Hedge plants", 60_000),
            line("Camera", 40_000),
        ),
        title=Bilingual(cy="Pwll i lyffantod", en="A pond for frogs"),
        summary=Bilingual(
            cy="Pwll mawr a gwrych mewn gardd breifat, gyda lluniau ar-lein.",
            en="A large pond and a hedge in a private garden, with pictures online.",
        ),
        description=Bilingual(
            cy="Mae llyffantod y pentref yn prinhau bob blwyddyn. Byddai'r pwll yn rhoi lle diogel iddyn "
            "nhw fagu.",
            en="The village has fewer frogs every year. The pond would give them a safe place to breed.",
        ),
        status=Status.DECLINED,
        reason=Bilingual(
            cy="Diolch am ofalu am y llyffantod. Rhaid i bawb allu mwynhau'r hyn y mae'r gronfa'n talu "
            "amdano, a gardd breifat yw hon. Mae'r ysgol yn chwilio am rywun i helpu gyda'i phwll hi, a "
            "gallwn eich cyflwyno.",
            en="Thank you for caring about the frogs. Everyone must be able to enjoy what the fund pays "
            "for, and this is a private garden. The school is looking for someone to help with its own "
            "pond, and we can introduce you.",
        ),
    ),
    DemoProposal(
        key="second-lunch-club",
        group="Criw Coginio'r Cwm",
        ward="cwm-hesg",
        theme="food",
        goals=("WFG3",),
        language="cy",
        popularity=4,
        amount_pence=250_000,
        breakdown=(
            line("Bwyd am flwyddyn", 190_000),
            line("Llestri", 35_000),
            line("Tanwydd", 25_000),
        ),
        title=Bilingual(cy="Cinio dydd Gwener i bobl hŷn", en="Friday dinner for older people"),
        summary=Bilingual(
            cy="Cinio poeth yn y neuadd i ugain o bobl hŷn bob dydd Gwener.",
            en="A hot dinner in the hall for twenty older people every Friday.",
        ),
        description=Bilingual(
            cy="Mae tri ohonon ni wedi ymddeol o waith arlwyo ac am helpu. Hoffen ni ddechrau cyn y gaeaf.",
            en="Three of us have retired from catering and want to help. We would like to begin before the "
            "winter.",
        ),
        status=Status.DECLINED,
        reason=Bilingual(
            cy="Diolch i chi'ch tri am gynnig eich amser. Mae cynnig arall yn y rownd hon yn gofyn am ginio "
            "yn yr un neuadd i'r un bobl, ac mae'n well i'r ddau griw weithio gyda'i gilydd. Mae Clwb Cinio "
            "Cwm Hesg wedi dweud bod croeso mawr i chi.",
            en="Thank you, all three, for offering your time. Another proposal in this round asks for a "
            "dinner in the same hall for the same people, and it is better that the two groups work "
            "together. The Sedgecombe lunch club has said you would be most welcome.",
        ),
    ),
)
