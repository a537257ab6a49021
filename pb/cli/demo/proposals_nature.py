"""Proposals on nature and the places people love.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

NATURE = (
    DemoProposal(
        key="canal-clean-up",
        group="Cyfeillion y Gamlas",
        ward="pont-y-gamlas",
        theme="nature",
        goals=("WFG2", "WFG7"),
        language="cy",
        popularity=7,
        amount_pence=235_000,
        breakdown=(
            line("Dau gwch gwaith", 98_000),
            line("Sgip bedair gwaith y flwyddyn", 80_000),
            line("Siacedi achub", 32_000),
            line("Offer a menig", 25_000),
        ),
        title=Bilingual(cy="Glanhau'r gamlas gyda'n gilydd", en="Cleaning up the canal together"),
        summary=Bilingual(
            cy="Dau gwch gwaith bach, offer a menig, er mwyn codi sbwriel o'r gamlas bob mis.",
            en="Two small workboats, tools and gloves, to lift rubbish from the canal every month.",
        ),
        description=Bilingual(
            cy="Y llynedd codon ni bedair tunnell o sbwriel o'r lan, ond allwn ni ddim cyrraedd canol y "
            "dŵr. Bydd y cychod hefyd yn ein helpu i dynnu planhigion ymledol cyn iddyn nhw gyrraedd yr "
            "afon. Mae deg ar hugain o wirfoddolwyr ar ein rhestr, a chawl i bawb ar ddiwedd pob diwrnod.",
            en="Last year we lifted four tons of rubbish from the bank, but we cannot reach the middle of "
            "the water. The boats will also help us pull out invasive plants before they reach the river. "
            "Thirty volunteers are on our list, and there is soup for all at the end of each day.",
        ),
    ),
    DemoProposal(
        key="path-to-the-mill",
        group="St Mary's Footpath Group",
        ward="llanfair",
        theme="nature",
        goals=("WFG2", "WFG3"),
        language="en",
        popularity=7,
        amount_pence=620_000,
        breakdown=(
            line("Stone and edging", 310_000),
            line("Two gates, fitted", 130_000),
            line("Three benches", 60_000),
            line("Digger hire for four days", 120_000),
        ),
        title=Bilingual(cy="Llwybr i bawb at yr hen felin", en="A path for all to the old mill"),
        summary=Bilingual(
            cy="Rhoi wyneb newydd ar 600 metr o lwybr yr afon, er mwyn i bramiau a chadeiriau olwyn "
            "gyrraedd y felin.",
            en="Resurfacing 600 metres of river path, so that prams and wheelchairs can reach the mill.",
        ),
        description=Bilingual(
            cy="Mae'r llwybr yn gorlifo ac yn troi'n fwd, ac mae dwy gamfa'n rhwystro pawb na all ddringo. "
            "Byddwn yn rhoi gatiau yn lle'r camfeydd, yn gosod cerrig ac yn codi tair mainc a wnaed gan "
            "Sied y Dynion. Mae'r tirfeddianwyr wedi cytuno'n ysgrifenedig.",
            en="The path floods and turns to mud, and two stiles stop anyone who cannot climb. We will "
            "replace the stiles with gates, lay stone and put in three benches made by the Men's Shed. The "
            "landowners have agreed in writing.",
        ),
    ),
    DemoProposal(
        key="river-watch",
        group="Ffrindiau Afon Onnen",
        ward=None,
        theme="nature",
        goals=("WFG2", "WFG7"),
        language="cy",
        popularity=6,
        amount_pence=310_000,
        breakdown=(
            line("Deuddeg pecyn profi", 168_000),
            line("Cemegion am flwyddyn", 72_000),
            line("Gwefan ddwyieithog", 50_000),
            line("Hyfforddiant", 20_000),
        ),
        title=Bilingual(cy="Cadw llygad ar ddŵr yr afon", en="Keeping an eye on the river"),
        summary=Bilingual(
            cy="Pecynnau profi i ddeuddeg grŵp, i fesur ansawdd y dŵr bob wythnos a chyhoeddi'r canlyniadau.",
            en="Test kits for twelve groups, to measure the water every week and publish what they find.",
        ),
        description=Bilingual(
            cy="Mae ar nofwyr, pysgotwyr a ffermwyr i gyd eisiau afon lân, ac mae angen ffeithiau arnyn "
            "nhw. Bydd y brifysgol yn hyfforddi gwirfoddolwyr ac yn gwirio un prawf o bob ugain. Bydd y "
            "ffigurau i gyd ar wefan ddwyieithog, heb feio neb.",
            en="Swimmers, anglers and farmers all want a clean river, and they need facts. The university "
            "will train volunteers and check one test in every twenty. All the figures will be on a "
            "bilingual website, blaming no one.",
        ),
    ),
    DemoProposal(
        key="swift-boxes",
        group="Cyngor Eco Ysgol Chwarel Wen",
        ward="chwarel-wen",
        theme="nature",
        goals=("WFG2",),
        language="cy",
        popularity=5,
        amount_pence=56_000,
        breakdown=(
            line("Pren a sgriwiau", 26_000),
            line("Camera nyth", 18_000),
            line("Gosod gan döwr", 12_000),
        ),
        title=Bilingual(cy="Cartref i'r gwenoliaid duon", en="A home for the swifts"),
        summary=Bilingual(
            cy="Deugain o flychau nythu ar yr ysgol a'r stryd, a chamera i wylio'r cywion o'r dosbarth.",
            en="Forty nest boxes on the school and the street, and a camera to watch the chicks from the "
            "classroom.",
        ),
        description=Bilingual(
            cy="Mae gwenoliaid duon yn dod yn ôl i'r un twll bob haf, ond mae toeau newydd wedi cau'r "
            "tyllau. Ni'r plant fydd yn gwneud y blychau gyda'r athro crefft. Byddwn yn cyfrif yr adar bob "
            "mis Mehefin ac yn anfon y rhifau at y papur bro.",
            en="Swifts come back to the same hole every summer, but new roofs have closed the holes. We, "
            "the children, will make the boxes with the craft teacher. We will count the birds each June "
            "and send the numbers to the community paper.",
        ),
    ),
    DemoProposal(
        key="tree-nursery",
        group="Upper Onnen Woodland Group",
        ward="blaenonnen",
        theme="nature",
        goals=("WFG2", "WFG7"),
        language="en",
        popularity=5,
        amount_pence=480_000,
        breakdown=(
            line("Polytunnel and benches", 260_000),
            line("Trays, pots and compost", 85_000),
            line("Deer and rabbit fencing", 95_000),
            line("Tools", 40_000),
        ),
        title=Bilingual(cy="Meithrinfa goed o hadau lleol", en="A tree nursery from local seed"),
        summary=Bilingual(
            cy="Magu dwy fil o goed brodorol y flwyddyn o hadau a gasglwyd yn y cwm, ar gyfer ffermydd a "
            "gerddi.",
            en="Raising two thousand native trees a year from seed gathered in the valley, for farms and "
            "gardens.",
        ),
        description=Bilingual(
            cy="Mae clefyd coed ynn wedi lladd hanner y coed a roddodd eu henw i'r afon. Bydd plant ysgol "
            "yn casglu mes, criafol a chnau cyll bob hydref, a gwirfoddolwyr yn eu tyfu. Caiff ffermwyr "
            "goed am ddim os gadawan nhw i ni helpu i'w plannu.",
            en="Ash dieback has killed half the trees that gave our river its name. Schoolchildren will "
            "gather acorns, rowan and hazel each autumn, and volunteers will grow them on. Farmers may have "
            "trees free if they let us help to plant them.",
        ),
    ),
    DemoProposal(
        key="station-garden",
        group="Friends of Smithford Station",
        ward="rhyd-yr-efail",
        theme="nature",
        goals=("WFG2", "WFG5"),
        language="en",
        popularity=5,
        amount_pence=125_000,
        breakdown=(
            line("Two benches", 56_000),
            line("Planters and compost", 38_000),
            line("Plants", 16_000),
            line("History board", 15_000),
        ),
        title=Bilingual(cy="Blodau a meinciau yn yr orsaf", en="Flowers and benches at the station"),
        summary=Bilingual(
            cy="Potiau blodau, dwy fainc a bwrdd hanes dwyieithog, er mwyn i'r orsaf fod yn lle braf i aros.",
            en="Planters, two benches and a bilingual history board, to make the station a pleasant place "
            "to wait.",
        ),
        description=Bilingual(
            cy="Mae pedwar cant o bobl yn defnyddio'r orsaf bob dydd, a does unman i eistedd allan o'r "
            "gwynt. Byddwn yn plannu i'r gwenyn, gyda pherlysiau y caiff teithwyr eu casglu. Mae'r "
            "rheilffordd wedi cytuno y cawn ni fabwysiadu'r ddau blatfform.",
            en="Four hundred people use the station each day, and there is nowhere to sit out of the wind. "
            "We will plant for bees, with herbs that passengers may pick. The railway has agreed that we "
            "may adopt both platforms.",
        ),
    ),
    DemoProposal(
        key="wild-cemetery",
        group="Cyfeillion Mynwent Cwm Hesg",
        ward="cwm-hesg",
        theme="nature",
        goals=("WFG2", "WFG6"),
        language="cy",
        popularity=4,
        amount_pence=88_000,
        breakdown=(
            line("Chwe phladur a cherrig hogi", 42_000),
            line("Hyfforddwr am ddeuddydd", 30_000),
            line("Hadau blodau gwyllt", 16_000),
        ),
        title=Bilingual(cy="Blodau gwyllt yn yr hen fynwent", en="Wild flowers in the old cemetery"),
        summary=Bilingual(
            cy="Pladuriau, hadau a llwybrau wedi'u torri, er mwyn i bobl gyrraedd y beddau ac i'r blodau "
            "ffynnu.",
            en="Scythes, seed and mown paths, so that people can reach the graves and the flowers can "
            "thrive.",
        ),
        description=Bilingual(
            cy="Mae'r hen fynwent yn llawn hanes ond yn anodd ei chyrraedd dan y mieri. Bydd arbenigwr yn "
            "dysgu deuddeg ohonon ni i ddefnyddio pladur, a byddwn yn torri'r gwair ar ôl i'r blodau hadu. "
            "Byddwn yn tynnu llun o bob carreg fedd ac yn rhoi'r enwau ar-lein.",
            en="The old cemetery is full of history but hard to reach under the brambles. An expert will "
            "teach twelve of us to use a scythe, and we will cut the grass once the flowers have seeded. We "
            "will photograph every headstone and put the names online.",
        ),
    ),
    DemoProposal(
        key="flood-wardens",
        group="Sedgecombe Flood Wardens",
        ward="cwm-hesg",
        theme="nature",
        goals=("WFG2", "WFG5"),
        language="en",
        popularity=7,
        amount_pence=590_000,
        breakdown=(
            line("Two pumps", 190_000),
            line("Flood barriers for forty doors", 260_000),
            line("Radios and torches", 85_000),
            line("Store shed", 55_000),
        ),
        title=Bilingual(cy="Yn barod am y llif nesaf", en="Ready for the next flood"),
        summary=Bilingual(
            cy="Storfa o bympiau, rhwystrau a setiau radio, a hyfforddiant i warden ym mhob stryd ger yr "
            "afon.",
            en="A store of pumps, barriers and radios, and training for a warden in every street by the "
            "river.",
        ),
        description=Bilingual(
            cy="Daeth yr afon i mewn i 41 o dai ddau aeaf yn ôl, a'r cymdogion oedd yno gyntaf. Rydyn ni am "
            "wybod pwy sy'n byw ar eu pen eu hunain a phwy sydd ag angen help i godi dodrefn, a gallu symud "
            "o flaen y dŵr. Y gwasanaeth tân fydd yn ein hyfforddi.",
            en="The river was in forty-one houses two winters ago, and neighbours were first there. We want "
            "to know who lives alone and who needs help lifting furniture, and to be able to move before "
            "the water does. The fire service will train us.",
        ),
    ),
)
