"""What the verifier says of two records side by side, in Welsh.

It holds words only; names stand apart, for they cannot mutate.
"""

TITLES = {
    "D1": "Log y cofnod cynharaf yw dechrau log yr un diweddarach.",
    "D2": "Yr un yw'r hyn a rewyd pan agorodd y pleidleisio.",
    "D3": "Yr un yw dail y blwch pleidleisio.",
    "D4": "Yr un yw'r sypiau a seliwyd.",
    "D5": "Yr un yw'r pleidleisiau a gyhoeddwyd, a'r hyn a gedwir yn ôl.",
    "D6": "Yr un yw cyfrif pob cronfa, neu fe'i gwnaed eto fel y dywed y log.",
    "D7": "Yr un yw nifer y pleidleiswyr a'r pleidleisiau.",
    "D8": "Testunau'r rownd a'i chynigion.",
    "D9": "Y ffeiliau, a'r allwedd a lofnododd.",
}

FRAME = {
    "same": "YR UN FATH",
    "more": "RHAGOR",
    "changed": "WEDI NEWID",
    "broken": "WEDI TORRI",
    "unchecked": "HEB EI GYMHARU",
    "identical": "Yr un yn union yw'r ddau gofnod, i'r beit olaf.",
    "continued": (
        "Mae'r cofnod diweddarach yn parhau'r un cynharach: does dim a seliwyd ar goll nac wedi newid."
    ),
    "not-continued": (
        "NID yw'r cofnod diweddarach yn parhau'r un cynharach. Wedi torri: {broken}. "
        "Heb fod modd eu cymharu: {unchecked}."
    ),
    "other-round": "Cofnodion dwy rownd wahanol yw'r rhain. Y gyntaf: {old}. Yr ail: {new}.",
    "help-diff": "cymharu dau gofnod o'r un rownd, y cynharaf yn gyntaf",
    "help-exit": (
        "Gyda --diff: 0 mae'r cofnod diweddarach yn parhau'r un cynharach, 1 nid yw, 2 ni ellir eu cymharu."
    ),
}

CHANGES = {
    "log-other": "nid yr un yw'r eitem hon yn y log: {line}.",
    "log-shorter": "nifer yr eitemau yn y log cynharaf: {old}; yn yr un diweddarach: {new}.",
    "log-more": "eitemau a ychwanegwyd: {types}.",
    "frozen-other": "rhewyd hyn, ac nid yr un ydyw bellach: {what}.",
    "lines-gone": "llinellau a ddiflannodd: {count}. Ffeil: {file}.",
    "lines-new": "llinellau newydd: {count}. Ffeil: {file}.",
    "batch-other": "nid yr un yw'r swp hwn: {batch}.",
    "batch-number": "nifer y sypiau yn y cofnod cynharaf: {old}; yn yr un diweddarach: {new}.",
    "held-back-other": "cedwir cronfeydd eraill yn ôl. Cynt: {old}. Nawr: {new}.",
    "count-again": "cyfrifwyd y gronfa hon eto: {pot}.",
    "count-other": "nid yr un yw cyfrif y gronfa hon, a does dim cyfrif newydd yn y log: {pot}.",
    "count-winners": "cronfa {pot}: nid yr un yw'r enillwyr. Cynt: {old}. Nawr: {new}.",
    "count-figure": "cronfa {pot}: nid yr un yw'r ffigur hwn: {figure}. Cynt: {old}. Nawr: {new}.",
    "count-part": "cronfa {pot}: nid yr un yw'r rhan hon o'r cyfrif: {figure}.",
    "turnout-other": "nid yr un yw'r ffigur hwn: {figure}. Cynt: {old}. Nawr: {new}.",
    "votes-other": "cronfa {pot}: nid yr un yw'r pleidleisiau dros hwn: {project}. Cynt: {old}. Nawr: {new}.",
    "proposal-gone": "diflannodd y cynnig hwn: {proposal}.",
    "proposal-new": "mae'r cynnig hwn yn newydd: {proposal}.",
    "proposal-text": "cynnig {proposal}: nid yr un yw hwn: {what}.",
    "round-text": "nid yr un yw hwn yn y rownd: {what}.",
    "file-gone": "diflannodd y ffeil hon: {file}.",
    "file-new": "mae'r ffeil hon yn newydd: {file}.",
    "key-other": "allwedd arall a lofnododd y cofnod diweddarach.",
    "unforeseen": "mae'r cynnwys yn rhwystro'r gymhariaeth hon ({kind}).",
}
