"""Proposals on food and growing.

Plain data: it decides nothing and reads nothing.
"""

from pb.cli.demo.model import DemoProposal, line
from pb.domain.text import Bilingual

FOOD = (
    DemoProposal(
        key="community-fridge",
        group="Oergell Aberonnen",
        ward="aberonnen",
        theme="food",
        goals=("WFG3", "WFG7"),
        language="cy",
        popularity=9,
        amount_pence=345_000,
        breakdown=(
            line("Oergell a rhewgell fasnachol", 195_000),
            line("Lloches bren a gwaith trydan", 98_000),
            line("Trydan am flwyddyn", 32_000),
            line("Hyfforddiant hylendid bwyd", 20_000),
        ),
        title=Bilingual(
            cy="Oergell gymunedol wrth ddrws y llyfrgell",
            en="A community fridge by the library door",
        ),
        summary=Bilingual(
            cy="Oergell a rhewgell lle caiff pawb adael bwyd sydd dros ben a chymryd yr hyn sydd ei angen, "
            "heb i neb ofyn pam.",
            en="A fridge and freezer where anyone can leave spare food and take what they need, and nobody "
            "asks why.",
        ),
        description=Bilingual(
            cy="Mae tair siop a dau gaffi yn y dref yn barod i roi bwyd da a fyddai fel arall yn cael ei "
            "daflu. Bydd ugain o wirfoddolwyr yn glanhau'r oergell ac yn gwirio'r dyddiadau bob bore. Rydyn "
            "ni'n gofyn am arian i brynu'r oergell, i roi to drosti ac i dalu am drydan am flwyddyn.",
            en="Three shops and two cafés in the town are ready to give good food that would otherwise be "
            "thrown away. Twenty volunteers will clean the fridge and check the dates every morning. We are "
            "asking for money to buy the fridge, put a roof over it and pay for a year's electricity.",
        ),
    ),
    DemoProposal(
        key="school-allotment",
        group="Cyfeillion Ysgol y Ddôl",
        ward="ddol-hir",
        theme="food",
        goals=("WFG3", "WFG5"),
        language="cy",
        popularity=7,
        amount_pence=360_000,
        breakdown=(
            line("Coed i'r gwelyau uchel", 115_000),
            line("Twnnel polythen", 148_000),
            line("Pridd a chompost", 62_000),
            line("Offer garddio a chasgen ddŵr", 35_000),
        ),
        title=Bilingual(
            cy="Rhandir i blant yr ysgol a'u neiniau a'u teidiau",
            en="An allotment for pupils and their grandparents",
        ),
        summary=Bilingual(
            cy="Deg gwely uchel a thwnnel polythen y tu ôl i'r ysgol, lle bydd plant a phobl hŷn yn tyfu "
            "llysiau gyda'i gilydd.",
            en="Ten raised beds and a polytunnel behind the school, where children and older people will "
            "grow vegetables together.",
        ),
        description=Bilingual(
            cy="Mae'r tir y tu ôl i'r ysgol wedi bod yn segur ers blynyddoedd, ac mae'r llywodraethwyr yn "
            "fodlon i'r pentref ei ddefnyddio. Bydd y gwelyau'n ddigon uchel i bobl mewn cadeiriau olwyn. "
            "Bydd y cynnyrch yn mynd i gegin yr ysgol ac i ginio misol yn y neuadd.",
            en="The land behind the school has stood idle for years, and the governors are happy for the "
            "village to use it. The beds will be high enough for people in wheelchairs. The produce will go "
            "to the school kitchen and to a monthly lunch in the hall.",
        ),
    ),
    DemoProposal(
        key="old-apple-orchard",
        group="Onnen Valley Growers",
        ward="blaenonnen",
        theme="food",
        goals=("WFG2", "WFG7"),
        language="en",
        popularity=6,
        amount_pence=300_000,
        breakdown=(
            line("Forty trees and rootstock", 112_000),
            line("Stakes, guards and mulch", 64_000),
            line("Tools and an apple press", 86_000),
            line("Training days with a grafter", 38_000),
        ),
        title=Bilingual(
            cy="Perllan gymunedol o hen afalau'r dyffryn",
            en="A community orchard of the valley's old apples",
        ),
        summary=Bilingual(
            cy="Deugain o goed o hen fathau lleol ar ymyl y cae chwarae, a'r ffrwythau am ddim i bawb eu "
            "casglu.",
            en="Forty trees of old local varieties at the edge of the playing field, with fruit free for "
            "anyone to pick.",
        ),
        description=Bilingual(
            cy="Dim ond mewn ambell ardd fferm y mae hen afalau'r dyffryn i'w cael erbyn hyn. Byddwn yn "
            "impio ac yn plannu deugain o goed, ac yn cynnal diwrnodau tocio a gwasgu sudd bob blwyddyn er "
            "mwyn cadw'r grefft yma. Bydd y cyngor cymuned yn gofalu am y tir.",
            en="Many of the valley's old apples survive only in a few farm gardens. We will graft and plant "
            "forty trees, and hold pruning and juicing days each year so that the skills stay here. The "
            "community council will look after the ground.",
        ),
    ),
    DemoProposal(
        key="cooking-small-budget",
        group="Cegin Pawb",
        ward="rhyd-yr-efail",
        theme="food",
        goals=("WFG3", "WFG4"),
        language="cy",
        popularity=7,
        amount_pence=290_000,
        breakdown=(
            line("Cogydd am ddeuddeg noson", 120_000),
            line("Cynhwysion", 72_000),
            line("Ugain o boptai araf", 50_000),
            line("Gofal plant", 48_000),
        ),
        title=Bilingual(cy="Coginio ar gyllideb fach", en="Cooking on a small budget"),
        summary=Bilingual(
            cy="Deuddeg noson o goginio i deuluoedd, gyda phryd i fynd adref bob tro a phopty araf i'w gadw.",
            en="Twelve family cookery evenings, with a meal to take home each time and a slow cooker to "
            "keep.",
        ),
        description=Bilingual(
            cy="Rydyn ni wedi cynnal tair noson yn barod, ac roedd rhestr aros bob tro. Bydd cogydd lleol "
            "yn dangos sut i wneud pum pryd iach am lai na dwy bunt y pen. Mae'r eglwys yn rhoi'r gegin i "
            "ni am ddim, a bydd gofal plant ar gael.",
            en="We have held three evenings already, and there was a waiting list each time. A local cook "
            "will show how to make five healthy meals for less than two pounds a head. The church lends us "
            "its kitchen for nothing, and there will be childcare.",
        ),
    ),
    DemoProposal(
        key="seed-library",
        group="Friends of Onnenmouth Library",
        ward="aberonnen",
        theme="food",
        goals=("WFG2", "WFG7"),
        language="en",
        popularity=4,
        amount_pence=42_000,
        breakdown=(
            line("Cabinet with drawers", 21_000),
            line("First stock of seed", 14_000),
            line("Bilingual labels and leaflets", 7_000),
        ),
        title=Bilingual(cy="Llyfrgell hadau i'r dref", en="A seed library for the town"),
        summary=Bilingual(
            cy="Benthyg hadau yn y gwanwyn, eu tyfu, a dod â rhai yn ôl yn yr hydref i'r person nesaf.",
            en="Borrow seeds in spring, grow them, and bring some back in autumn for the next person.",
        ),
        description=Bilingual(
            cy="Bydd cwpwrdd droriau yn y llyfrgell yn cadw hadau llysiau, perlysiau a blodau gwyllt. Bydd "
            "dau arddwr yno ar ddydd Sadwrn cyntaf pob mis i helpu dechreuwyr. Ar ôl y flwyddyn gyntaf bydd "
            "y llyfrgell hadau yn ei chynnal ei hun.",
            en="A cabinet of drawers in the library will hold vegetable, herb and wildflower seeds. Two "
            "gardeners will be there on the first Saturday of each month to help beginners. After the first "
            "year the seed library will keep itself going.",
        ),
    ),
    DemoProposal(
        key="thursday-dinner",
        group="Clwb Cinio Cwm Hesg",
        ward="cwm-hesg",
        theme="food",
        goals=("WFG3", "WFG5"),
        language="cy",
        popularity=8,
        amount_pence=400_000,
        breakdown=(
            line("Popty nwy i'r neuadd", 185_000),
            line("Bwyd am chwe mis", 156_000),
            line("Blychau cadw'n gynnes", 24_000),
            line("Tanwydd i'r gyrwyr gwirfoddol", 35_000),
        ),
        title=Bilingual(cy="Cinio cynnes bob dydd Iau", en="A hot dinner every Thursday"),
        summary=Bilingual(
            cy="Cinio dau gwrs yn y neuadd i bobl sy'n byw ar eu pen eu hunain, a phryd i'r drws i'r rhai "
            "sy'n methu dod.",
            en="A two-course dinner in the hall for people who live alone, and a meal to the door for those "
            "who cannot come.",
        ),
        description=Bilingual(
            cy="Daeth clwb cinio'r cwm i ben pan gaeodd y ganolfan ddydd. Mae gan chwech ohonon ni "
            "dystysgrif hylendid bwyd, ac rydyn ni'n barod i goginio i ddeg ar hugain o bobl. Bydd yr arian "
            "yn prynu popty newydd i'r neuadd ac yn talu am fwyd a thanwydd am y chwe mis cyntaf.",
            en="The valley lunch club ended when the day centre closed. Six of us have food hygiene "
            "certificates, and we are ready to cook for thirty people. The money will buy a new oven for "
            "the hall and pay for food and fuel for the first six months.",
        ),
    ),
    DemoProposal(
        key="teaching-apiary",
        group="Onnen Beekeepers",
        ward=None,
        theme="food",
        goals=("WFG2", "WFG7"),
        language="en",
        popularity=5,
        amount_pence=390_000,
        breakdown=(
            line("Six hives and colonies", 198_000),
            line("Twelve suits and gloves", 72_000),
            line("Shed and level path", 90_000),
            line("Tutor expenses", 30_000),
        ),
        title=Bilingual(cy="Gwenynfa i ddysgu gwenynwyr newydd", en="A teaching apiary for new beekeepers"),
        summary=Bilingual(
            cy="Chwe chwch gwenyn, siwtiau sbâr a blwyddyn o wersi, er mwyn i unrhyw un yn y sir ddysgu "
            "cadw gwenyn.",
            en="Six hives, spare suits and a year of lessons, so that anyone in the county can learn to "
            "keep bees.",
        ),
        description=Bilingual(
            cy="Rhaid i ddechreuwyr aros dwy flynedd am le, am mai dim ond dau gwch sydd gennym i ddysgu "
            "arnyn nhw. Bydd y wenynfa newydd ar dir fferm yn Llanfair, a llwybr gwastad yn arwain ati. "
            "Bydd gwerthu mêl yn ei chynnal ar ôl y flwyddyn gyntaf.",
            en="Beginners have to wait two years for a place, because we have only two hives to teach on. "
            "The new apiary will stand on farmland at St Mary's, with a level path to it. Honey sales will "
            "keep it going after the first year.",
        ),
    ),
    DemoProposal(
        key="travelling-pantry",
        group="Pantri Teithiol Bro Onnen",
        ward=None,
        theme="food",
        goals=("WFG3", "WFG4"),
        language="cy",
        popularity=8,
        amount_pence=780_000,
        breakdown=(
            line("Silffoedd ac oergell i'r fan", 320_000),
            line("Yswiriant a threth", 145_000),
            line("Tanwydd am flwyddyn", 165_000),
            line("Stoc i ddechrau", 150_000),
        ),
        title=Bilingual(cy="Pantri teithiol i'r pentrefi", en="A travelling pantry for the villages"),
        summary=Bilingual(
            cy="Fan fach sy'n galw mewn wyth pentref bob pythefnos â bwyd da am bris teg, i bawb sy'n "
            "dymuno.",
            en="A small van calling at eight villages every fortnight with good food at a fair price, for "
            "anyone who wishes.",
        ),
        description=Bilingual(
            cy="Mae rhai o'n pentrefi fwy na chwe milltir o'r siop agosaf, a does dim bws ar ôl pump. "
            "Rhoddodd cwmni lleol fan i ni; nawr mae angen ei chyfarparu a'i rhedeg am y flwyddyn gyntaf. "
            "Bydd pob aelod yn talu £4 am lond bag o fwyd gwerth tua £15.",
            en="Some of our villages are more than six miles from the nearest shop, and no bus runs after "
            "five. A local firm gave us a van; now we need to fit it out and run it for the first year. "
            "Each member will pay £4 for a bag of food worth about £15.",
        ),
    ),
)
