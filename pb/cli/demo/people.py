"""The people of the demo, each with a passphrase that anyone may know.

They exist in the demo only, which nobody should vote on in earnest; no real address ends in .example.
"""

from pb.cli.demo.model import DemoPerson

PEOPLE = (
    DemoPerson(
        key="owner",
        name="Mared Wynne",
        email="mared@cronfa.example",
        passphrase="llwybr-arian-dros-fynydd",  # noqa: S106 - known to all, for the demo alone
        role="owner",
        language="cy",
    ),
    DemoPerson(
        key="organiser",
        name="Gethin Parry",
        email="gethin@cronfa.example",
        passphrase="tegell-glas-ar-silff",  # noqa: S106 - known to all, for the demo alone
        role="organiser",
        language="cy",
    ),
    DemoPerson(
        key="second-organiser",
        name="Priya Howells",
        email="priya@cronfa.example",
        passphrase="seven-herons-by-canal",  # noqa: S106 - known to all, for the demo alone
        role="organiser",
        language="en",
    ),
    DemoPerson(
        key="reviewer",
        name="Nia Rosser",
        email="nia@cronfa.example",
        passphrase="cloch-fach-yn-canu",  # noqa: S106 - known to all, for the demo alone
        role="reviewer",
        language="cy",
    ),
    DemoPerson(
        key="auditor",
        name="Owen Adeyemi",
        email="owen@cronfa.example",
        passphrase="count-every-last-acorn",  # noqa: S106 - known to all, for the demo alone
        role="auditor",
        language="en",
    ),
    DemoPerson(
        key="teller",
        name="Sioned Mathias",
        email="sioned@cronfa.example",
        passphrase="drws-agored-bob-amser",  # noqa: S106 - known to all, for the demo alone
        role="teller",
        language="cy",
    ),
    DemoPerson(
        key="resident",
        name="Gwenllian Prosser",
        email="gwenllian@cronfa.example",
        passphrase="bara-brith-a-menyn",  # noqa: S106 - known to all, for the demo alone
        role=None,
        language="cy",
    ),
    DemoPerson(
        key="second-resident",
        name="Tom Beynon",
        email="tom@cronfa.example",
        passphrase="muddy-boots-on-sunday",  # noqa: S106 - known to all, for the demo alone
        role=None,
        language="en",
    ),
)
