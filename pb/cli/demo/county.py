"""The invented county of Bro Onnen: its council, its eight wards and the themes people bring proposals on.

It names no real place: any likeness to a real one is by chance.
"""

from pb.cli.demo.model import DemoCounty, DemoTheme, DemoWard
from pb.domain.text import Bilingual

COUNTY = DemoCounty(
    name=Bilingual(cy="Bro Onnen", en="Vale of Onnen"),
    council=Bilingual(cy="Cyngor Bro Onnen", en="Vale of Onnen Council"),
    contact="cymunedau@broonnen.example",
)

# In Welsh the order is Aberonnen, Blaenonnen, Cwm Hesg, Chwarel Wen, Ddôl Hir ...: ch comes after all of c.
WARDS = (
    DemoWard(key="aberonnen", name=Bilingual(cy="Aberonnen", en="Onnenmouth"), share=24),
    DemoWard(key="blaenonnen", name=Bilingual(cy="Blaenonnen", en="Upper Onnen"), share=7),
    DemoWard(key="chwarel-wen", name=Bilingual(cy="Chwarel Wen", en="White Quarry"), share=10),
    DemoWard(key="cwm-hesg", name=Bilingual(cy="Cwm Hesg", en="Sedgecombe"), share=11),
    DemoWard(key="ddol-hir", name=Bilingual(cy="Ddôl Hir", en="Longmeadow"), share=12),
    DemoWard(key="llanfair", name=Bilingual(cy="Llanfair-ar-Onnen", en="St Mary's-on-Onnen"), share=13),
    DemoWard(key="pont-y-gamlas", name=Bilingual(cy="Pont-y-gamlas", en="Canal Bridge"), share=14),
    DemoWard(key="rhyd-yr-efail", name=Bilingual(cy="Rhyd-yr-efail", en="Smithford"), share=9),
)

# No postcodes begin like this, so nobody lives at any of these.
POSTCODES = "postcode,ward\n" + "".join(
    f"ZB{number} {street}AA,{ward.name.en}\n"
    for number, ward in enumerate(WARDS, start=1)
    for street in range(1, 6)
)

THEMES = (
    DemoTheme(key="food", name=Bilingual(cy="Bwyd a thyfu", en="Food and growing")),
    DemoTheme(key="culture", name=Bilingual(cy="Iaith a diwylliant", en="Language and culture")),
    DemoTheme(key="young", name=Bilingual(cy="Plant a phobl ifanc", en="Children and young people")),
    DemoTheme(key="sport", name=Bilingual(cy="Chwaraeon a symud", en="Sport and movement")),
    DemoTheme(key="nature", name=Bilingual(cy="Natur a chynefin", en="Nature and place")),
    DemoTheme(key="health", name=Bilingual(cy="Iechyd a gofal", en="Health and care")),
    DemoTheme(key="halls", name=Bilingual(cy="Neuaddau ac offer", en="Halls and equipment")),
    DemoTheme(key="together", name=Bilingual(cy="Dod ynghyd", en="Coming together")),
)
