"""Proposals on language, music and the arts.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

CULTURE = (
    DemoProposal(
        key="cylch-meithrin",
        group="Cylch Meithrin Rhyd-yr-efail",
        ward="rhyd-yr-efail",
        theme="culture",
        goals=("WFG1", "WFG6"),
        language="cy",
        popularity=9,
        amount_pence=465_000,
        breakdown=(
            line("Llawr meddal", 220_000),
            line("Canopi a'i osod", 150_000),
            line("Tŷ bach twt a theganau tywod", 65_000),
            line("Ffens isel", 30_000),
        ),
        title=Bilingual(
            cy="Lle chwarae y tu allan i'r Cylch Meithrin",
            en="An outdoor play space for the Cylch Meithrin",
        ),
        summary=Bilingual(
            cy="Llawr meddal, tŷ bach twt a chanopi, er mwyn i'r plant bach chwarae y tu allan ym mhob "
            "tywydd.",
            en="A soft floor, a playhouse and a canopy, so that the little ones can play outside in all "
            "weathers.",
        ),
        description=Bilingual(
            cy="Mae 24 o blant yn dod i'r Cylch bob bore, a'u hanner o gartrefi lle nad oes Cymraeg. "
            "Concrit noeth yw'r iard ar hyn o bryd, ac mae'n llithrig pan fydd hi'n bwrw glaw. Mae'r rhieni "
            "wedi codi £900 eisoes ac am wneud y gwaith paratoi eu hunain.",
            en="Twenty-four children come to the Cylch each morning, half of them from homes with no Welsh. "
            "At present the yard is bare concrete, and slippery when it rains. Parents have raised £900 "
            "already and will do the groundwork themselves.",
        ),
    ),
    DemoProposal(
        key="baby-stories",
        group="Friends of St Mary's Library",
        ward="llanfair",
        theme="culture",
        goals=("WFG1", "WFG6"),
        language="en",
        popularity=6,
        amount_pence=218_000,
        breakdown=(
            line("Storyteller for forty sessions", 160_000),
            line("Books for families", 42_000),
            line("Tea, mats and cushions", 16_000),
        ),
        title=Bilingual(cy="Boreau stori dwyieithog i fabis", en="Bilingual story mornings for babies"),
        summary=Bilingual(
            cy="Caneuon a straeon yn Gymraeg ac yn Saesneg bob dydd Mawrth, er mwyn i rieni ddysgu gyda'u "
            "babis.",
            en="Songs and stories in Welsh and English every Tuesday, so that parents can learn along with "
            "their babies.",
        ),
        description=Bilingual(
            cy="Mae llawer o rieni'n dweud wrthon ni yr hoffen nhw ddefnyddio'r Gymraeg gartref ond na "
            "wyddan nhw ble i ddechrau. Storïwr fydd yn arwain y deugain sesiwn, gyda phaned wedyn i bwy "
            "bynnag sydd am aros. Bydd pob teulu'n mynd â llyfr dwyieithog adref.",
            en="Many parents tell us they would like to use Welsh at home but do not know where to begin. "
            "Forty sessions will be led by a storyteller, with a cup of tea after for whoever wants to "
            "stay. Every family will take home a book in both languages.",
        ),
    ),
    DemoProposal(
        key="valley-eisteddfod",
        group="Pwyllgor Eisteddfod Blaenonnen",
        ward="blaenonnen",
        theme="culture",
        goals=("WFG5", "WFG6"),
        language="cy",
        popularity=8,
        amount_pence=320_000,
        breakdown=(
            line("Beirniaid a chyfeilyddion", 125_000),
            line("Llogi'r neuadd a'r sain", 70_000),
            line("Gwneud y gadair", 65_000),
            line("Gwobrau a rhaglenni", 60_000),
        ),
        title=Bilingual(cy="Eisteddfod y cwm yn gant oed", en="The valley eisteddfod turns a hundred"),
        summary=Bilingual(
            cy="Costau beirniaid, cadair a neuadd, er mwyn cynnal yr eisteddfod leol am y canfed tro.",
            en="Adjudicators, a chair and a hall, so that the local eisteddfod can be held for the "
            "hundredth time.",
        ),
        description=Bilingual(
            cy="Dyma lwyfan cyntaf cenedlaethau o blant y cwm. Eleni rydyn ni am ychwanegu cystadlaethau i "
            "ddysgwyr ac i bobl ifanc sy'n gwneud cerddoriaeth electronig. Saer o'r pentref fydd yn gwneud "
            "y gadair, o onnen a gwympodd ar lan yr afon.",
            en="This has been the first stage for generations of the valley's children. This year we want "
            "to add competitions for Welsh learners and for young people who make electronic music. A "
            "village joiner will make the chair from an ash tree that fell by the river.",
        ),
    ),
    DemoProposal(
        key="junior-brass-band",
        group="Onnenmouth Town Band",
        ward="aberonnen",
        theme="culture",
        goals=("WFG5", "WFG6"),
        language="en",
        popularity=7,
        amount_pence=640_000,
        breakdown=(
            line("Eight cornets", 264_000),
            line("Five tenor horns", 210_000),
            line("A three-quarter tuba", 126_000),
            line("Mouthpieces, stands and covers", 40_000),
        ),
        title=Bilingual(cy="Offerynnau i'r band pres ieuenctid", en="Instruments for the junior brass band"),
        summary=Bilingual(
            cy="Cornedau, cyrn a thiwba bach i bedwar ar ddeg o blant, fel na fydd neb yn colli cyfle o "
            "ddiffyg offeryn.",
            en="Cornets, horns and a small tuba for fourteen children, so that no one misses out for want "
            "of an instrument.",
        ),
        description=Bilingual(
            cy="Mae band y dref yn chwarae ers 130 o flynyddoedd, ond mae'r offerynnau'n hŷn na'r rhan "
            "fwyaf o'r chwaraewyr. Mae un ar ddeg o blant yn aros i gael dechrau. Mae ein haelodau'n "
            "dysgu'r plant am ddim, a bydd yr offerynnau'n aros gyda'r band i'r plant a ddaw ar eu hôl.",
            en="The town band has played for 130 years, but its instruments are older than most of its "
            "players. Eleven children are waiting to start. Our members teach for nothing, and the "
            "instruments will stay with the band for the children who come after.",
        ),
    ),
    DemoProposal(
        key="papur-bro",
        group="Llais yr Onnen",
        ward=None,
        theme="culture",
        goals=("WFG5", "WFG6"),
        language="cy",
        popularity=6,
        amount_pence=190_000,
        breakdown=(
            line("Cyfrifiadur a meddalwedd", 95_000),
            line("Camera a recordydd sain", 45_000),
            line("Wyth gweithdy", 50_000),
        ),
        title=Bilingual(cy="Y papur bro ar ei newydd wedd", en="A fresh start for the papur bro"),
        summary=Bilingual(
            cy="Meddalwedd, camera a gweithdai, er mwyn i bobl ifanc helpu i lunio'r papur bro bob mis.",
            en="Software, a camera and workshops, so that young people can help make our Welsh community "
            "paper each month.",
        ),
        description=Bilingual(
            cy="Mae Llais yr Onnen yn cyrraedd 1,400 o gartrefi, ond mae'r criw sy'n ei roi at ei gilydd yn "
            "heneiddio. Bydd newyddiadurwr yn cynnal wyth gweithdy gyda disgyblion, a nhw wedyn fydd yn "
            "gofalu am dudalennau'r ifanc ac am fersiwn ar-lein. Bydd crynodeb Saesneg i'r rhai sy'n dysgu.",
            en="Llais yr Onnen reaches 1,400 homes, but the people who put it together are growing older. A "
            "journalist will hold eight workshops with pupils, who will then look after the young people's "
            "pages and an online edition. There will be an English summary for learners.",
        ),
    ),
    DemoProposal(
        key="canal-choir",
        group="Canal Choir",
        ward="pont-y-gamlas",
        theme="culture",
        goals=("WFG3", "WFG6"),
        language="en",
        popularity=5,
        amount_pence=135_000,
        breakdown=(
            line("Choir leader for thirty evenings", 105_000),
            line("Room and heating", 21_000),
            line("Song sheets", 9_000),
        ),
        title=Bilingual(
            cy="Côr i bobl sy'n meddwl na allan nhw ganu",
            en="A choir for people who think they can't sing",
        ),
        summary=Bilingual(
            cy="Deg ar hugain o nosweithiau o ganu yn y ddwy iaith wrth y gamlas, heb wrandawiad a heb "
            "orfod darllen cerddoriaeth.",
            en="Thirty evenings of singing in both languages by the canal, with no auditions and no need to "
            "read music.",
        ),
        description=Bilingual(
            cy="Mae canu gyda'n gilydd yn codi calon, ac mae gan y capel wrth y bont ystafell braf sy'n wag "
            "ar nos Lun. Bydd arweinydd yn dysgu popeth i ni drwy wrando ac ailadrodd. Byddwn yn canu yn y "
            "cartref gofal adeg y Nadolig ac wrth y loc ym mis Mehefin.",
            en="Singing together lifts people, and the chapel by the bridge has a fine room that stands "
            "empty on Mondays. A choir leader will teach us everything by ear. We will sing at the care "
            "home at Christmas and by the lock in June.",
        ),
    ),
    DemoProposal(
        key="quarry-voices",
        group="Cof Chwarel Wen",
        ward="chwarel-wen",
        theme="culture",
        goals=("WFG5", "WFG6"),
        language="cy",
        popularity=5,
        amount_pence=525_000,
        breakdown=(
            line("Offer recordio", 90_000),
            line("Deg postyn gwybodaeth", 260_000),
            line("Golygu a chyfieithu", 125_000),
            line("Teithio a lluniaeth i'r siaradwyr", 50_000),
        ),
        title=Bilingual(cy="Lleisiau'r chwarel", en="Voices of the quarry"),
        summary=Bilingual(
            cy="Recordio atgofion y chwarelwyr olaf a'u teuluoedd, a'u rhoi ar lwybr sain o amgylch yr hen "
            "domenni.",
            en="Recording the memories of the last quarry workers and their families, for an audio trail "
            "round the old tips.",
        ),
        description=Bilingual(
            cy="Caeodd y chwarel ym 1969, ac mae'r rhai sy'n cofio'r gwaith yn eu hwythdegau a'u nawdegau. "
            "Bydd disgyblion yr ysgol uwchradd yn holi ac yn recordio, gyda chymorth archifydd y sir. Bydd "
            "deg o byst ar hyd y llwybr, a phob stori i'w chlywed yn Gymraeg a'i darllen yn Saesneg.",
            en="The quarry closed in 1969, and those who remember the work are in their eighties and "
            "nineties. Secondary school pupils will ask the questions and record, helped by the county "
            "archivist. Ten posts will stand along the path, each with a story to hear in Welsh and read in "
            "English.",
        ),
    ),
    DemoProposal(
        key="underpass-mural",
        group="Sedgecombe Arts",
        ward="cwm-hesg",
        theme="culture",
        goals=("WFG5", "WFG6"),
        language="en",
        popularity=4,
        amount_pence=245_000,
        breakdown=(
            line("Two artists for eight days", 140_000),
            line("Masonry paint and sealant", 62_000),
            line("Brushes, aprons and barriers", 23_000),
            line("School workshops", 20_000),
        ),
        title=Bilingual(cy="Murlun i'r danffordd", en="A mural for the underpass"),
        summary=Bilingual(
            cy="Bydd artistiaid lleol a thrigain o blant ysgol yn paentio planhigion ac adar y cwm ar "
            "waliau'r danffordd dywyll.",
            en="Local artists and sixty schoolchildren will paint the dark underpass with the plants and "
            "birds of the valley.",
        ),
        description=Bilingual(
            cy="Mae pobl yn dweud eu bod yn brysio drwy'r danffordd neu'n cerdded y ffordd hir heibio i'r "
            "briffordd. Plant yr ysgol gynradd fydd yn dewis y cynllun drwy bleidlais, a bydd enw Cymraeg, "
            "Saesneg a Lladin wrth bob planhigyn. Mae'r cyngor wedi cytuno i drwsio'r goleuadau'n gyntaf.",
            en="People tell us they hurry through the underpass or walk the long way round by the main "
            "road. The primary school will choose the design by a vote, and every plant will carry its "
            "Welsh, English and Latin name. The council has agreed to mend the lights first.",
        ),
    ),
)
