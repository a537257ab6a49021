"""Proposals on sport and keeping moving.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

SPORT = (
    DemoProposal(
        key="walking-football",
        group="Longmeadow Walking Football",
        ward="ddol-hir",
        theme="sport",
        goals=("WFG3", "WFG5"),
        language="en",
        popularity=6,
        amount_pence=72_000,
        breakdown=(
            line("Pitch hire for six months", 42_000),
            line("Nets, balls and bibs", 22_000),
            line("First aid kit and tea urn", 8_000),
        ),
        title=Bilingual(
            cy="Pêl-droed cerdded i bobl dros hanner cant",
            en="Walking football for the over-fifties",
        ),
        summary=Bilingual(
            cy="Gêm bob wythnos ar gyflymder cerdded, gyda rhwydi, peli a bibiau, a phaned wedi'r chwiban "
            "olaf.",
            en="A weekly game at walking pace, with nets, balls and bibs, and a cup of tea after the "
            "whistle.",
        ),
        description=Bilingual(
            cy="Dywedodd y meddyg wrth sawl un ohonon ni am ddal i symud, a gwelson ni ein bod yn colli bod "
            "mewn tîm. Mae croeso i ddynion a menywod, a does neb yn cael ei ddewis yn olaf. Bydd yr arian "
            "yn talu am y cae nes bod digon o aelodau i ni dalu ein ffordd.",
            en="Several of us were told by the doctor to keep moving, and found that we missed having a "
            "team. Men and women are welcome, and nobody is picked last. The money pays for the pitch until "
            "we have enough members to pay our own way.",
        ),
    ),
    DemoProposal(
        key="swimming-lessons",
        group="Nofio Bro Onnen",
        ward=None,
        theme="sport",
        goals=("WFG3", "WFG4"),
        language="cy",
        popularity=9,
        amount_pence=560_000,
        breakdown=(
            line("Athrawon nofio", 310_000),
            line("Llogi'r pwll", 120_000),
            line("Bysiau o'r ysgolion", 130_000),
        ),
        title=Bilingual(
            cy="Gwersi nofio i blant yr afon a'r môr",
            en="Swimming lessons for children of the river and the sea",
        ),
        summary=Bilingual(
            cy="Deg gwers nofio, yn Gymraeg neu yn Saesneg, i blant na fydden nhw fel arall yn dysgu nofio.",
            en="Ten swimming lessons, in Welsh or in English, for children who would not otherwise learn.",
        ),
        description=Bilingual(
            cy="Rydyn ni'n byw rhwng afon a môr, ond dyw un o bob tri phlentyn yma ddim yn gallu nofio wrth "
            "adael yr ysgol gynradd. Bydd yr arian yn talu am wersi a bysiau i 140 o blant, a bydd yr "
            "ysgolion yn eu dewis gyda'r teuluoedd. Bydd pob plentyn hefyd yn dysgu sut i arnofio a galw am "
            "help mewn dŵr oer.",
            en="We live between a river and the sea, yet one child in three here cannot swim on leaving "
            "primary school. The money will pay for lessons and buses for 140 children, chosen by the "
            "schools together with the families. Every child will also learn how to float and call for help "
            "in cold water.",
        ),
    ),
    DemoProposal(
        key="mend-and-borrow-bikes",
        group="Canal Bridge Bikes",
        ward="pont-y-gamlas",
        theme="sport",
        goals=("WFG3", "WFG7"),
        language="en",
        popularity=6,
        amount_pence=420_000,
        breakdown=(
            line("Three adapted trikes", 240_000),
            line("Tools and stands", 85_000),
            line("Helmets, locks and lights", 52_000),
            line("Parts and paint", 43_000),
        ),
        title=Bilingual(cy="Trwsio a benthyg: beiciau i bawb", en="Mend and borrow: bicycles for all"),
        summary=Bilingual(
            cy="Gweithdy lle cewch ddysgu trwsio eich beic, a dwsin o feiciau a threiciau i'w benthyg.",
            en="A workshop where you learn to mend your bicycle, and a dozen bikes and trikes to borrow.",
        ),
        description=Bilingual(
            cy="Ym mhob garej ar ein stryd mae beic nad oes neb yn ei reidio. Byddwn yn eu casglu a'u "
            "trwsio gyda phobl ifanc sydd heb waith, ac yn eu rhoi ar fenthyg fesul wythnos ar hyd llwybr y "
            "gamlas. Bydd tri threic arbennig ar gyfer pobl na allan nhw reidio ar ddwy olwyn.",
            en="Every garage on our street has a bicycle that nobody rides. We will collect and mend them "
            "with young people who are out of work, and lend them by the week along the towpath. Three "
            "adapted trikes will be kept for people who cannot ride on two wheels.",
        ),
    ),
    DemoProposal(
        key="girls-football-kit",
        group="Clwb Pêl-droed Rhyd-yr-efail",
        ward="rhyd-yr-efail",
        theme="sport",
        goals=("WFG3", "WFG4"),
        language="cy",
        popularity=7,
        amount_pence=148_000,
        breakdown=(
            line("Crysau a siorts", 68_000),
            line("Goliau a pheli", 42_000),
            line("Cwrs hyfforddi", 24_000),
            line("Yswiriant a chofrestru", 14_000),
        ),
        title=Bilingual(cy="Cit i dimau'r merched", en="Kit for the girls' teams"),
        summary=Bilingual(
            cy="Crysau, goliau bach a chwrs hyfforddi, er mwyn cychwyn dau dîm pêl-droed i ferched dan 11 a "
            "dan 14 oed.",
            en="Shirts, small goals and a coaching course, to start two football teams for girls under 11 "
            "and under 14.",
        ),
        description=Bilingual(
            cy="Mae 34 o ferched wedi dod i'n sesiynau blasu, ac ar hyn o bryd maen nhw'n chwarae mewn hen "
            "grysau bechgyn. Bydd dwy fam leol yn gwneud y cwrs hyfforddi. Fydd dim tâl aelodaeth am y "
            "flwyddyn gyntaf.",
            en="Thirty-four girls have come to our taster sessions, and for now they play in the boys' old "
            "shirts. Two local mothers will take the coaching course. There will be no membership fee for "
            "the first year.",
        ),
    ),
    DemoProposal(
        key="longboat",
        group="Rhwyfwyr Aberonnen",
        ward="aberonnen",
        theme="sport",
        goals=("WFG3", "WFG6"),
        language="cy",
        popularity=5,
        amount_pence=840_000,
        breakdown=(
            line("Gwaith y saer a choed", 520_000),
            line("Rhwyfau newydd", 115_000),
            line("Siacedi achub", 125_000),
            line("Trelar", 80_000),
        ),
        title=Bilingual(cy="Adfer y cwch hir", en="Restoring the longboat"),
        summary=Bilingual(
            cy="Trwsio'r cwch rhwyfo a phrynu siacedi achub, er mwyn i griwiau newydd fynd allan i'r bae.",
            en="Mending the rowing boat and buying lifejackets, so that new crews can go out into the bay.",
        ),
        description=Bilingual(
            cy="Mae'r cwch wedi bod ar y lan ers y storm fawr ddwy flynedd yn ôl. Bydd saer cychod yn "
            "gweithio gyda chwe phrentis o'r coleg, a bydd pob ysgol uwchradd yn cael mynd allan am ddim. "
            "Rydyn ni wedi codi hanner y gost ein hunain.",
            en="The boat has been ashore since the great storm two years ago. A boatbuilder will work with "
            "six apprentices from the college, and every secondary school will go out for nothing. We have "
            "raised half the cost ourselves.",
        ),
    ),
    DemoProposal(
        key="chair-exercise",
        group="Symud yn Dda Blaenonnen",
        ward="blaenonnen",
        theme="sport",
        goals=("WFG3",),
        language="cy",
        popularity=5,
        amount_pence=110_000,
        breakdown=(
            line("Hyfforddwr", 80_000),
            line("Llogi'r neuadd", 20_000),
            line("Bandiau ymarfer a fideo", 10_000),
        ),
        title=Bilingual(cy="Cadw'n heini o'r gadair", en="Exercise from a chair"),
        summary=Bilingual(
            cy="Dosbarth bob wythnos yn y neuadd i gryfhau'r coesau a'r cydbwysedd, heb godi o'ch cadair.",
            en="A weekly class in the hall to strengthen legs and balance, without leaving your chair.",
        ),
        description=Bilingual(
            cy="Cwympo yw'r rheswm mwyaf cyffredin dros fynd â phobl hŷn y cwm i'r ysbyty. Bydd hyfforddwr "
            "cymwys yn arwain deugain o ddosbarthiadau, a bydd fideo Cymraeg ar gael i'r rhai sy'n gaeth "
            "i'r tŷ. Bydd rhywun yn ffonio pawb sy'n colli dwy wythnos yn olynol.",
            en="Falls are the commonest reason for older people of the valley being taken to hospital. A "
            "qualified instructor will lead forty classes, and there will be a video in Welsh for those who "
            "cannot leave home. Someone will telephone anyone who misses two weeks running.",
        ),
    ),
    DemoProposal(
        key="outdoor-table-tennis",
        group="White Quarry Residents",
        ward="chwarel-wen",
        theme="sport",
        goals=("WFG3", "WFG5"),
        language="en",
        popularity=4,
        amount_pence=340_000,
        breakdown=(
            line("Two concrete tables", 245_000),
            line("Ground work and delivery", 75_000),
            line("Bats, balls and a sign", 20_000),
        ),
        title=Bilingual(cy="Tennis bwrdd awyr agored yn y parc", en="Outdoor table tennis in the park"),
        summary=Bilingual(
            cy="Dau fwrdd cadarn yn y parc, a batiau a pheli i'w benthyg o siop y gornel.",
            en="Two strong tables in the park, with bats and balls to borrow from the corner shop.",
        ),
        description=Bilingual(
            cy="Does fawr ddim i'w wneud yn y parc ar ôl i chi dyfu'n rhy hen i'r siglenni. Fydd dim angen "
            "archebu na thalu, ac mae neiniau a theidiau yr un mor frwd â'r bobl ifanc. Bydd lle o gwmpas "
            "un bwrdd i chwaraewyr mewn cadeiriau olwyn.",
            en="There is little to do in the park once you are too old for the swings. The tables need no "
            "booking and no money, and grandparents are as keen as teenagers. One table will have room "
            "round it for players in wheelchairs.",
        ),
    ),
)
