"""Proposals for children and young people.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

YOUNG = (
    DemoProposal(
        key="youth-minibus",
        group="Clwb Ieuenctid y Ddôl",
        ward="ddol-hir",
        theme="young",
        goals=("WFG4", "WFG5"),
        language="cy",
        popularity=8,
        amount_pence=690_000,
        breakdown=(
            line("Llogi'r bws mini am flwyddyn", 460_000),
            line("Yswiriant", 125_000),
            line("Tanwydd", 85_000),
            line("Hyfforddi gyrwyr", 20_000),
        ),
        title=Bilingual(cy="Bws mini i'r clwb ieuenctid", en="A minibus for the youth club"),
        summary=Bilingual(
            cy="Llogi bws mini am flwyddyn i gario pobl ifanc o bum pentref i'r clwb ac adref yn ddiogel.",
            en="A minibus for a year to bring young people from five villages to the club and take them "
            "safely home.",
        ),
        description=Bilingual(
            cy="Does dim bws gyda'r nos, felly dim ond plant y pentref mawr sy'n gallu dod i'r clwb. Mae "
            "pedwar gyrrwr gwirfoddol wedi pasio'r prawf bws mini. Ar benwythnosau caiff clwb y pensiynwyr "
            "a thîm pêl-droed y merched ddefnyddio'r bws am gost y tanwydd yn unig.",
            en="There is no evening bus, so only children from the main village can come to the club. Four "
            "volunteer drivers have passed the minibus test. At weekends the pensioners' club and the "
            "women's football team may have the bus for the cost of its fuel alone.",
        ),
    ),
    DemoProposal(
        key="skate-ramps",
        group="Onnenmouth Skaters",
        ward="aberonnen",
        theme="young",
        goals=("WFG3", "WFG5"),
        language="en",
        popularity=7,
        amount_pence=950_000,
        breakdown=(
            line("Two ramps and surface", 790_000),
            line("Removing the old ramps", 90_000),
            line("Safety inspection", 40_000),
            line("Signs in both languages", 30_000),
        ),
        title=Bilingual(cy="Rampiau newydd i'r parc sglefrfyrddio", en="New ramps for the skate park"),
        summary=Bilingual(
            cy="Dau ramp newydd, wedi'u cynllunio gan y sglefrfyrddwyr eu hunain, yn lle'r rhai a gaewyd am "
            "eu bod yn beryglus.",
            en="Two new ramps, designed by the skaters themselves, to replace the ones closed as unsafe.",
        ),
        description=Bilingual(
            cy="Llofnododd 80 o bobl ifanc ein llythyr pan gaewyd y rampiau y gaeaf diwethaf. Rydyn ni wedi "
            "llunio'r cynllun newydd gydag adeiladwr, a chornel hawdd i ddechreuwyr ac i gadeiriau olwyn. Y "
            "cyngor tref fydd yn archwilio ac yn yswirio'r parc.",
            en="Eighty young people signed our letter when the ramps were closed last winter. We have drawn "
            "the new layout with a builder, with an easy corner for beginners and for wheelchairs. The town "
            "council will inspect and insure the park.",
        ),
    ),
    DemoProposal(
        key="coding-club",
        group="Clwb Codio Chwarel Wen",
        ward="chwarel-wen",
        theme="young",
        goals=("WFG1", "WFG6"),
        language="cy",
        popularity=6,
        amount_pence=275_000,
        breakdown=(
            line("Deg gliniadur wedi'u hadnewyddu", 165_000),
            line("Pecynnau roboteg", 72_000),
            line("Band eang a llogi ystafell", 38_000),
        ),
        title=Bilingual(cy="Clwb codio Cymraeg", en="A Welsh-language coding club"),
        summary=Bilingual(
            cy="Deg gliniadur a phecynnau roboteg, er mwyn i blant 8 i 13 oed gael creu gemau a robotiaid "
            "drwy'r Gymraeg.",
            en="Ten laptops and robot kits, so that children aged 8 to 13 can make games and robots in "
            "Welsh.",
        ),
        description=Bilingual(
            cy="Bydd dau riant sy'n gweithio ym maes meddalwedd yn arwain y clwb bob nos Fercher yn yr hen "
            "ysgol. Bydd lle i ugain o blant, a chroeso i rai sy'n newydd i'r Gymraeg. Caiff plant fenthyg "
            "gliniadur dros y gwyliau os nad oes un gartref.",
            en="Two parents who work in software will lead the club every Wednesday evening in the old "
            "school. There will be room for twenty children, and a welcome for those new to Welsh. Children "
            "may borrow a laptop over the holidays if there is none at home.",
        ),
    ),
    DemoProposal(
        key="toy-library",
        group="Toys on Tour",
        ward=None,
        theme="young",
        goals=("WFG4", "WFG7"),
        language="en",
        popularity=6,
        amount_pence=330_000,
        breakdown=(
            line("Toys for additional needs", 115_000),
            line("Trailer with shelves", 140_000),
            line("Cleaning and repair materials", 25_000),
            line("Insurance and website", 50_000),
        ),
        title=Bilingual(cy="Llyfrgell deganau ar olwynion", en="A toy library on wheels"),
        summary=Bilingual(
            cy="Benthyg tegan am dair wythnos ac yna ei gyfnewid: 300 o deganau'n ymweld â chylchoedd "
            "chwarae ledled y sir.",
            en="Borrow a toy for three weeks, then swap it: three hundred toys visiting playgroups across "
            "the county.",
        ),
        description=Bilingual(
            cy="Mae teganau'n ddrud, mae plant yn tyfu'n rhy fawr iddyn nhw'n fuan, ac mae llawer yn mynd "
            "i'r domen. Byddwn yn eu glanhau, yn eu trwsio ac yn eu rhoi ar fenthyg, gan gynnwys teganau i "
            "blant ag anghenion ychwanegol. Mae dau gylch chwarae eisoes wedi rhoi 80 o deganau da i ni.",
            en="Toys are dear and soon outgrown, and many end in the tip. We will clean, mend and lend "
            "them, including toys for children with additional needs. Two playgroups have already given us "
            "eighty good toys.",
        ),
    ),
    DemoProposal(
        key="young-farmers-safety",
        group="Clwb Ffermwyr Ifanc Blaenonnen",
        ward="blaenonnen",
        theme="young",
        goals=("WFG1", "WFG3"),
        language="cy",
        popularity=6,
        amount_pence=160_000,
        breakdown=(
            line("Cyrsiau beic cwad", 75_000),
            line("Cyrsiau tractor", 55_000),
            line("Cymorth cyntaf ar y fferm", 30_000),
        ),
        title=Bilingual(cy="Hyfforddiant diogelwch i ffermwyr ifanc", en="Safety training for young farmers"),
        summary=Bilingual(
            cy="Cyrsiau beic cwad, tractor a chymorth cyntaf i ddeg ar hugain o bobl ifanc cefn gwlad.",
            en="Quad bike, tractor and first aid courses for thirty young people in the countryside.",
        ),
        description=Bilingual(
            cy="Mae ffermio'n dal yn un o'r swyddi mwyaf peryglus, ac rydyn ni wedi colli ffrind. Bydd y "
            "cyrsiau yn Gymraeg ar ffermydd lleol, ac yn arwain at dystysgrif sy'n helpu rhywun i gael "
            "gwaith. Bydd croeso hefyd i rai nad ydyn nhw'n dod o deulu ffermio.",
            en="Farming is still one of the most dangerous jobs, and we have lost a friend. The courses "
            "will be in Welsh on local farms and lead to a certificate that helps in finding work. People "
            "who do not come from a farming family will be welcome too.",
        ),
    ),
    DemoProposal(
        key="uniform-swap",
        group="Siop Gyfnewid Llanfair",
        ward="llanfair",
        theme="young",
        goals=("WFG4", "WFG7"),
        language="cy",
        popularity=7,
        amount_pence=65_000,
        breakdown=(
            line("Peiriant golchi", 38_000),
            line("Rheiliau a silffoedd", 19_000),
            line("Labeli ac arwyddion", 8_000),
        ),
        title=Bilingual(cy="Siop gyfnewid gwisg ysgol", en="A school uniform swap shop"),
        summary=Bilingual(
            cy="Rheiliau, silffoedd a pheiriant golchi, er mwyn i deuluoedd gyfnewid gwisg ysgol ac "
            "esgidiau am ddim.",
            en="Rails, shelves and a washing machine, so that families can swap school uniform and shoes "
            "for nothing.",
        ),
        description=Bilingual(
            cy="Gall gwisg newydd gostio dros ganpunt y plentyn ym mis Medi. Mae'r capel wedi rhoi ystafell "
            "i ni, a bydd y siop ar agor ddwy noson yr wythnos a thrwy wyliau'r haf. Fydd neb yn gofyn pam "
            "mae ei hangen arnoch chi.",
            en="New uniform can cost over a hundred pounds a child in September. The chapel has given us a "
            "room, and the shop will open two evenings a week and through the summer holidays. Nobody will "
            "ask why you need it.",
        ),
    ),
    DemoProposal(
        key="young-film-makers",
        group="Canal Bridge Young Film Makers",
        ward="pont-y-gamlas",
        theme="young",
        goals=("WFG1", "WFG6"),
        language="en",
        popularity=5,
        amount_pence=385_000,
        breakdown=(
            line("Film maker for ten Saturdays", 200_000),
            line("Camera, lights and microphones", 135_000),
            line("Travel and food", 35_000),
            line("The first showing", 15_000),
        ),
        title=Bilingual(
            cy="Pobl ifanc yn gwneud ffilm am eu cynefin",
            en="Young people make a film about home",
        ),
        summary=Bilingual(
            cy="Bydd deuddeg o bobl ifanc yn ysgrifennu, yn ffilmio ac yn dangos ffilm fer am fywyd wrth y "
            "gamlas, yn y ddwy iaith.",
            en="Twelve young people will write, shoot and show a short film about life by the canal, in "
            "both languages.",
        ),
        description=Bilingual(
            cy="Mae hanner y lleoedd i bobl ifanc sy'n gofalu am rywun gartref. Bydd gwneuthurwr ffilmiau'n "
            "gweithio gyda nhw am ddeg dydd Sadwrn, a bydd yr offer yn aros yn y ganolfan ieuenctid i "
            "eraill ei ddefnyddio. Caiff y ffilm ei dangos gyntaf ar gynfas ar draws y gamlas.",
            en="Half the places are for young people who care for someone at home. A film maker will work "
            "with them for ten Saturdays, and the kit will stay at the youth centre for others to use. The "
            "first showing will be on a sheet strung across the canal.",
        ),
    ),
    DemoProposal(
        key="summer-play-days",
        group="Onnen Families Together",
        ward=None,
        theme="young",
        goals=("WFG3", "WFG4"),
        language="en",
        popularity=7,
        amount_pence=720_000,
        breakdown=(
            line("Play workers", 480_000),
            line("Venue and accessible boat", 130_000),
            line("Music and art leaders", 70_000),
            line("Food and first aid", 40_000),
        ),
        title=Bilingual(
            cy="Diwrnodau chwarae i blant anabl dros yr haf",
            en="Summer play days for disabled children",
        ),
        summary=Bilingual(
            cy="Deg diwrnod o chwarae, cerddoriaeth a chychod i blant anabl a'u brodyr a'u chwiorydd.",
            en="Ten days of play, music and boats for disabled children and their brothers and sisters.",
        ),
        description=Bilingual(
            cy="Mae gwyliau'r haf yn hir pan nad oes ond ychydig o glybiau sy'n gallu croesawu eich "
            "plentyn. Bydd gweithwyr chwarae hyfforddedig yn rhoi cymorth un i un, a chaiff brodyr a "
            "chwiorydd ddod hefyd. Caiff rhieni ychydig oriau i orffwys a chwmni ei gilydd.",
            en="The summer holidays are long when few clubs can welcome your child. Trained play workers "
            "will give one-to-one support, and brothers and sisters can come too. Parents will have a few "
            "hours to rest, and one another's company.",
        ),
    ),
)
