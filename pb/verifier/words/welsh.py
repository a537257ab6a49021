"""What the verifier says, in Welsh: titles of checks, sentences for problems, the frame around them.

It holds words only; names never stand in the middle of a sentence, for they cannot mutate.
"""

TITLES = {
    "V01": "Mae'r archif yn yr unig ffurf a ganiateir, i'r beit olaf.",
    "V02": "Does dim ffeil ar goll, a does dim ffeil yno nad yw'n perthyn i gofnod.",
    "V03": "O'i wneud o'r newydd o'r ffeiliau, mae'r maniffest yr un fath â'r un yn y cofnod.",
    "V04": "Mae gan bob ffeil yr ôl bys SHA-256 sydd yn y maniffest.",
    "V05": "Mae modd darllen pob ffeil heb lacio'r rheolau, ac mae pob un yn y ffurf gywir.",
    "V06": "Mae pob eitem yn y log yn selio'r un o'i blaen.",
    "V07": "Mae eitemau'r log mewn trefn a ganiateir.",
    "V08": "Ni chyffyrddodd dim â'r blwch pleidleisio na'r codau ar ôl i'r pleidleisio gau.",
    "V09": "Yr un yw'r rheol, y cronfeydd, y costau a'r papur â'r rhai a rewyd pan agorodd y pleidleisio.",
    "V10": "Mae'r papurau pleidleisio yn rhestru'r cynigion a dderbyniwyd ar gyfer y bleidlais, a dim arall.",
    "V11": (
        "Mae dail y blwch pleidleisio mewn trefn, pob un unwaith, heb yr un sydd wedi'i chyfrif a'i disodli."
    ),
    "V12": "Mae'r dail yn rhoi'r gwreiddyn a nododd y log pan gaeodd y pleidleisio.",
    "V13": "Mae'r pleidleisiau a gyhoeddwyd mewn trefn, a'u nifer yn cyd-fynd â'r dail.",
    "V14": "Mae pob pleidlais a gyfrifwyd yn cadw at derfynau'r rownd.",
    "V15": "Y pleidleisiau a'r prosiectau hyn yw'r rhai a gyfrifwyd.",
    "V16": "Yr hedyn ar gyfer bwrw coelbren yw'r un a addawyd cyn y pleidleisio.",
    "V17": (
        "Mae ailgyfrif gyda rhifyddeg y rhaglen hon yn rhoi'r un enillwyr, yr un gost a'r un "
        "pleidleisiau cyfartal."
    ),
    "V18": "Mae'r log yn dweud yr un peth am bob cyfrif â'r ffeiliau.",
    "V19": "Does dim cronfa'n talu mwy nag sydd ynddi.",
    "V20": "Canlyniadau'r cyfrif yw'r canlyniadau a gyhoeddwyd.",
    "V21": "Mae ffigurau'r codau, y pleidleiswyr a'r pleidleisiau'n cytuno, ym mhob ffordd o bleidleisio.",
    "V22": "Lle mae'r rownd yn gofyn am hynny, mae dau berson gwahanol yn gyfrifol am y canlyniad.",
    "V23": "Mae'r cofnod yn cytuno â'r ffigurau a nodwyd gennych chi mewn man arall.",
    "V24": "Mae pob swp yn selio'r un o'i flaen, a gyda'i gilydd maent yn cynnwys union ddail y blwch.",
    "V25": "Mae'r agoriadau'n dangos mai'r pleidleisiau a gyhoeddwyd yw'r rhai y seliwyd eu dail.",
    "V26": "Llofnodwyd y maniffest â'r allwedd a gyhoeddwyd pan agorodd y pleidleisio.",
    "V27": "Cedwir yn ôl bopeth sy'n fach, a dim arall, ac ni ellir ei gyfrifo o'r gweddill.",
    "V28": "Mae profion y dderbynneb yn arwain at wreiddiau'r cofnod hwn.",
}

FRAME = {
    "ok": "IAWN",
    "failed": "METHODD",
    "unchecked": "HEB EI WIRIO",
    "needs": "Mae angen ffeil sydd ar goll, neu nad oes modd ei darllen: {file}.",
    "more": "... a rhagor o'r un math: {count}.",
    "place": "{file}: ",
    "place-line": "{file}, llinell {line}: ",
    "root": "Gwreiddyn y blwch pleidleisio: {value}",
    "head": "Eitem olaf y log: {value}",
    "config": "Yr hyn a rewyd wrth agor: {value}",
    "good": "Mae'r cofnod yn gywir: llwyddodd pob gwiriad.",
    "good-unpublished": (
        "Mae'r cofnod yn gywir hyd yma: llwyddodd pob gwiriad, ond nid yw'r canlyniad wedi'i gyhoeddi eto."
    ),
    "bad": (
        "NID yw'r cofnod yn gywir. Gwiriadau a fethodd: {failed}. "
        "Gwiriadau nad oedd modd eu gwneud: {unchecked}."
    ),
    "withheld": (
        "Nid yw pleidleisiau'r cronfeydd hyn wedi'u cyhoeddi, gan mai ychydig ydynt: {pots}. "
        "Mae archwilwyr yn eu cyfrif eto â --annex."
    ),
    "hidden": (
        "Ni chyhoeddir ffigurau'r cronfeydd hyn, gan mai ychydig a bleidleisiodd ynddynt, neu mewn cronfa "
        "y byddent yn ei datgelu: {pots}. Maent gan archwilwyr yn yr atodiad."
    ),
    "usage": "Mae'n gwirio bwndel cofnod (record.zip) ac yn ei ailgyfrif, heb y platfform.",
    "help-file": "y bwndel cofnod i'w wirio",
    "help-language": "iaith yr adroddiad: en neu cy",
    "help-root": (
        "gwreiddyn y blwch pleidleisio a nodwyd gennych pan gaeodd y pleidleisio (64 digid hecsadegol)"
    ),
    "help-head": "eitem olaf y log a nodwyd gennych (64 digid hecsadegol)",
    "help-annex": "yr agoriadau a gaiff archwilwyr (annex.zip)",
    "help-receipt": "prawf derbynneb, wedi'i lawrlwytho o dudalen y dderbynneb (JSON)",
    "unusable": "Does dim modd gwirio'r ffeil hon. {why}",
    "no-file": "Does dim ffeil o'r fath, neu does dim modd ei hagor: {file}.",
    "not-a-zip": "Nid archif zip yw hi, neu mae wedi'i difrodi gormod i'w darllen.",
    "too-large": "Mae hi'n fwy nag y caiff cofnod fod. Terfyn mewn beitiau: {limit}.",
    "too-many-entries": "Mae ynddi fwy o ffeiliau nag y caiff cofnod eu cynnwys. Terfyn: {limit}.",
    "no-record": "Archif zip yw hi, ond nid cofnod: mae round.json a manifest.json ar goll.",
}

PROBLEMS = {
    "archive-local": "nid yw pennyn yr archif o flaen y ffeil hon fel y dylai fod (maes: {field}).",
    "archive-data": "nid y cynnwys hwn y mae swm gwirio'r archif yn ei gynrychioli.",
    "archive-central": (
        "nid yw'r eitem am y ffeil hon yng nghyfeiriadur yr archif fel y dylai fod (maes: {field})."
    ),
    "archive-end": "nid yw diwedd cyfeiriadur yr archif fel y dylai fod (maes: {field}).",
    "archive-trailing": "mae beitiau ar ôl diwedd yr archif.",
    "archive-duplicate": "mae'r enw hwn yn yr archif fwy nag unwaith.",
    "archive-order": "nid yw'r ffeiliau yn nhrefn eu henwau.",
    "file-missing": "mae'r ffeil ar goll.",
    "file-unexpected": "nid yw'r ffeil yn perthyn i gofnod.",
    "schema-unknown": "nid yw'r rhaglen hon yn adnabod y sgema. Sgema: {schema}.",
    "manifest-lacks": "nid yw'r maniffest yn rhestru'r ffeil.",
    "manifest-too-many": "mae'r maniffest yn rhestru'r ffeil, ond nid yw hi yno.",
    "manifest-differs": "o'i wneud o'r newydd, mae'r maniffest yn wahanol i'r un yn y cofnod.",
    "file-size": (
        "nid yw maint y ffeil yn cytuno. Beitiau yn ôl y maniffest: {stated}. Beitiau yn y ffeil: {found}."
    ),
    "file-digest": "nid y cynnwys hwn sydd â'r ôl bys SHA-256 yn y maniffest.",
    "not-utf8": "nid UTF-8 yw'r testun.",
    "json-invalid": "nid JSON y gellir ei ddarllen yw hwn.",
    "json-too-deep": "mae gormod o haenau yn y JSON.",
    "json-number-too-large": "mae rhif yn rhy fawr.",
    "json-number-not-whole": "mae rhif nad yw'n gyfan.",
    "json-not-canonical": "nid yw'r JSON yn ei ffurf ganonaidd.",
    "misfit": "nid yw'r gwerth o'r math cywir. Lle: {place}. Angen: {wanted}.",
    "no-last-newline": "nid yw'r llinell olaf yn gorffen â llinell newydd.",
    "line-not-digest": "nid ôl bys SHA-256 hecsadegol yw hwn.",
    "line-not-ballot": "nid pleidlais yn y ffurf pot,id:mark id:mark yw hon.",
    "no-header": "nid yw'r llinell gyntaf yn gywir. Dylai fod: {header}.",
    "pot-id": (
        "dim ond llythrennau, digidau, dot, cysylltnod a thanlinell a gaiff fod yn id cronfa. Id: {pot}."
    ),
    "pot-twice": "mae gan ddwy gronfa yr un id. Id: {pot}.",
    "log-empty": "mae'r log yn wag.",
    "event-number": "nid yw'r eitem wedi'i rhifo mewn trefn. Rhif: {found}.",
    "event-stream": "mae'r eitem yn perthyn i log arall. Log: {found}.",
    "event-prev": "nid yw'r eitem yn selio'r un o'i blaen: newidiwyd, ychwanegwyd neu dynnwyd eitem.",
    "event-hash": "nid ôl bys ei chynnwys yw ôl bys yr eitem ei hun.",
    "event-first": "rhaid i'r log ddechrau gyda chreu'r rownd. Math yr eitem gyntaf: {found}.",
    "event-times": (
        "nid yw nifer yr eitemau o'r math hwn yn gywir. Math: {type}. Nifer: {found}. Dylai fod: {wanted}."
    ),
    "event-order": "ni chaiff eitem o'r math hwn ddod yma. Math: {type}.",
    "event-after-close": "ni chaiff eitem o'r math hwn ddod ar ôl i'r pleidleisio gau. Math: {type}.",
    "pot-not-counted": "does dim cyfrif o'r gronfa hon yn y log. Cronfa: {pot}.",
    "one-person": "mae angen dau berson gwahanol. Nifer y mae'r log yn eu henwi: {found}.",
    "config-digest": "nid ôl bys y rownd a'r cynigion yn y cofnod hwn a rewyd wrth agor. Ôl bys: {found}.",
    "config-digest-log": "nid ôl bys y rownd a'r cynigion hyn sydd yn y log wrth agor. Ôl bys: {found}.",
    "proposal-twice": "mae gan ddau gynnig yr un id.",
    "paper-twice": "mae cynnig wedi'i restru fwy nag unwaith. Cynnig: {proposal}.",
    "paper-unknown": "mae cronfa'n rhestru cynnig nad yw'n bod. Cronfa: {pot}. Cynnig: {proposal}.",
    "paper-wrong-pot": "mae cynnig ar bapur cronfa arall. Cynnig: {proposal}. Cronfa: {pot}.",
    "paper-not-accepted": "mae cynnig ar bapur heb gael ei dderbyn. Cynnig: {proposal}. Statws: {status}.",
    "paper-no-cost": "mae cynnig ar bapur heb gost. Cynnig: {proposal}.",
    "paper-lacks": "nid yw cynnig a dderbyniwyd ar gyfer y bleidlais ar unrhyw bapur. Cynnig: {proposal}.",
    "line-twice": "mae'r llinell yno ddwywaith.",
    "line-unsorted": "nid yw'r llinell mewn trefn.",
    "leaves-replaced": (
        "y bleidlais gyntaf gyda chod sy'n cyfrif, ond nifer y dail nad ydynt yn cyfrif: {found}; "
        "nifer y codau di-rym: {limit}."
    ),
    "leaf-both": "mae'r ddeilen wedi'i rhestru fel un a gyfrifwyd ac fel un a ddisodlwyd.",
    "leaves-imported": "does dim blwch pleidleisio gan rownd a fewnforiwyd, felly ni all fod dail.",
    "box-root": "nid yw'r gwreiddyn yn cytuno. Yn ôl y log: {stated}. O'r dail: {found}.",
    "box-counted": "nid yw nifer y pleidleisiau a gyfrifwyd yn cytuno. Yn ôl y log: {stated}. Dail: {found}.",
    "box-superseded": (
        "nid yw nifer y pleidleisiau a ddisodlwyd yn cytuno. Yn ôl y log: {stated}. Dail: {found}."
    ),
    "ballot-pot": "does dim cronfa o'r fath. Cronfa: {pot}.",
    "ballots-too-many": (
        "mae mwy o bleidleisiau nag o ddail. Cronfa: {pot}. Pleidleisiau: {found}. Dail: {leaves}."
    ),
    "ballots-too-few": "mae llai o bleidleisiau nag o ddail. Pleidleisiau: {found}. Dail: {leaves}.",
    "ballot-type": "nid yw'r rhaglen hon yn adnabod y math hwn o bapur pleidleisio. Math: {type}.",
    "ballot-unknown-project": "mae'r bleidlais yn enwi prosiect nad yw ar y papur.",
    "ballot-bad-mark": "mae marc ar y bleidlais nad yw'r math hwn o bapur yn ei ganiatáu.",
    "ballot-too-many": "mae'r bleidlais yn enwi gormod o brosiectau.",
    "ballot-too-few": "mae'r bleidlais yn enwi rhy ychydig o brosiectau.",
    "ballot-too-many-doubled": (
        "mae'r bleidlais yn dyblu gormod o brosiectau, neu rai na chaniateir eu dyblu."
    ),
    "ballot-over-pot": "mae'r prosiectau ar y bleidlais yn costio mwy nag y caiff ei wario.",
    "ballot-under-spent": "mae'r prosiectau ar y bleidlais yn costio llai nag y mae'n rhaid ei wario.",
    "ballot-too-many-points": "mae'r bleidlais yn rhoi mwy o bwyntiau nag sydd ganddi.",
    "ballot-too-few-points": "mae'r bleidlais yn rhoi llai o bwyntiau nag sydd raid.",
    "ballot-gap-in-order": "mae bwlch yn nhrefn y bleidlais, neu'r un lle ddwywaith.",
    "contest-digest": "nid ôl bys y pleidleisiau a'r prosiectau hyn a gyfrifwyd. Ôl bys: {found}.",
    "seed-without-secret": "mae hedyn yno, ond nid y gyfrinach y gwnaed ef ohoni.",
    "seed-commitment": "nid yr un gyfrinach yw hon â'r un yr ymrwymwyd iddi.",
    "seed-commitment-log": "nid yr un ymrwymiad yw hwn â'r un yn y log wrth agor.",
    "seed-differs": "nid yr hedyn hwn y mae'r gyfrinach a gwreiddyn y blwch pleidleisio yn ei roi.",
    "seed-count": "defnyddiodd y cyfrif hedyn gwahanol i hedyn y rownd.",
    "rule-unknown": "ni all y rhaglen hon gyfrif yn ôl y rheol hon. Rheol: {rule}.",
    "rule-version": "fersiwn arall o rifyddeg y rheol y mae'r rhaglen hon yn ei hadnabod. Fersiwn: {found}.",
    "rule-setting": "ni all y rhaglen hon gyfrif gyda'r gosodiad hwn. Gosodiad: {setting}.",
    "recount-rule": "defnyddiwyd rheol wahanol i reol y rownd. Yn y cyfrif: {found}. Yn y rownd: {wanted}.",
    "recount-setting": "defnyddiwyd gosodiad gwahanol i osodiad y rownd. Gosodiad: {setting}.",
    "recount-winners": (
        "nid yr un enillwyr, yn eu trefn, a geir o ailgyfrif. Ailgyfrif: {found}. Y cofnod: {stated}."
    ),
    "recount-figure": (
        "nid yr un ffigur a geir o ailgyfrif. Ffigur: {figure}. Ailgyfrif: {found}. Y cofnod: {stated}."
    ),
    "recount-ties": "nid yr un pleidleisiau cyfartal a geir o ailgyfrif. Daeth yn gyntaf: {found}.",
    "count-pot": "mae'r ffeil ar gyfer cronfa arall. Cronfa: {found}.",
    "count-log": "mae'r log yn dweud yn wahanol am y cyfrif hwn. Maes: {field}.",
    "published-other": "nid y canlyniad yn y cofnod hwn a gyhoeddwyd. Cronfa: {pot}.",
    "over-budget": "mae'r enillwyr yn costio mwy na'r gronfa. Cost: {cost}. Cronfa: {budget}.",
    "cost-sum": "nid swm costau'r enillwyr yw'r gost a nodwyd. A nodwyd: {stated}. Swm: {found}.",
    "results-pots": "nid ar gyfer cronfeydd y rownd, yn eu trefn, y mae'r canlyniadau.",
    "results-differ": "nid dyma y mae'r cyfrif yn ei roi. Cronfa: {pot}. Ffigur: {figure}.",
    "turnout-differs": "nid yw ffigur yn cytuno. Ffigur: {figure}. Yma: {found}. Yn turnout.json: {stated}.",
    "turnout-sum": (
        "nid yw ffigur yn cytuno. Ffigur: {figure}. A nodwyd: {stated}. O'r log a'r dail: {found}."
    ),
    "turnout-proofs": "nid yw pob ffordd o bleidleisio yno unwaith ac yn ei threfn.",
    "turnout-proof": (
        "nid yw ffigur yn cytuno â'r log. Ffordd: {proof}. Ffigur: {figure}. "
        "Yma: {stated}. Yn y log: {found}."
    ),
    "turnout-untold": "nid yw'r log yn cytuno a oedd ychydig yn rhagor, heb eu nodi. Ffordd: {proof}.",
    "turnout-used": ("defnyddiwyd mwy o godau nag a roddwyd. Defnyddiwyd: {found}. Codau dilys: {limit}."),
    "turnout-ballots": (
        "mae mwy o bleidleisiau nag o godau. Cronfa: {pot}. Pleidleisiau: {found}. Codau: {limit}."
    ),
    "noted-root": "nid hwn yw'r gwreiddyn a nodwyd gennych. Gwreiddyn y blwch pleidleisio: {found}.",
    "noted-head": "nid hon yw'r eitem olaf a nodwyd gennych. Eitem olaf: {found}.",
    "box-superseded_root": (
        "nid yw gwreiddyn y rhai a ddisodlwyd yn cytuno. Yn ôl y log: {stated}. O'r dail: {found}."
    ),
    "batch-number": "nid yw'r swp wedi'i rifo mewn trefn. Rhif: {found}.",
    "batch-prev": "nid yw'r swp yn selio'r un o'i flaen: cafodd un ei newid, ei ychwanegu neu ei dynnu.",
    "batch-size": "nifer y dail yn ôl y swp: {stated}; y nifer ynddo: {found}.",
    "batch-root": "{stated} yw'r gwreiddyn yn ôl y swp; mae ei ddail yn rhoi {found}.",
    "batch-small": "nifer y dail yn y swp: {found}; dim ond yr olaf gaiff gynnwys llai na {least}.",
    "batch-hour": "nid oes awr gyfan ar y swp, neu awr y swp o'i flaen sydd arno.",
    "batch-leaf-twice": "mae deilen mewn dau swp: {leaf}.",
    "batch-leaf-lost": (
        "seliwyd deilen nad yw bellach wedi'i chyfrif nac wedi'i rhestru ymhlith y rhai a ddisodlwyd: {leaf}."
    ),
    "batch-leaf-unsealed": "mae deilen o'r blwch heb fod mewn unrhyw swp: {leaf}.",
    "batch-log": "mae'r log yn dweud yn wahanol am y swp hwn (maes: {field}).",
    "batch-log-count": "nifer y sypiau yn y log: {stated}; y nifer yma: {found}.",
    "opening-leaf": "nid yw'r agoriad yn rhoi unrhyw ddeilen sy'n cyfrif.",
    "opening-round": "mae'r agoriad yn perthyn i rownd arall, neu i reolau eraill.",
    "opening-revision": "y bleidlais gyntaf gyda chod sy'n cyfrif, ond un ddiweddarach yw hon.",
    "opening-lacks": "dail heb agoriad: {count}. Y gyntaf yw {leaf}.",
    "opening-ballots": (
        "pleidleisiau a agorwyd heb eu cyhoeddi, neu i'r gwrthwyneb. Cronfa: {pot}. Nifer: {count}."
    ),
    "signature-key-name": "nid enw'r allwedd a nodir yw hwn ({found}).",
    "signature-wrong": "nid llofnod yr allwedd hon ar y maniffest hwn ydyw.",
    "signature-other-key": "nid hon yw'r allwedd a enwodd y log pan agorodd y pleidleisio.",
    "withheld-large": (
        "cedwir pleidleisiau cronfa yn ôl, er nad ychydig ydynt. Cronfa: {pot}. Nifer: {found}."
    ),
    "withheld-shown": (
        "cedwir pleidleisiau cronfa yn ôl, meddir, ond mae rhai yma. Cronfa: {pot}. Nifer: {found}."
    ),
    "small-shown": (
        "cyhoeddir ffigurau cronfa, er mai ychydig o bleidleisiau sydd ynddi. Cronfa: {pot}. Nifer: {found}."
    ),
    "small-raw": (
        "ni chedwir pleidleisiau cronfa yn ôl, er mai ychydig ydynt. Cronfa: {pot}. Nifer: {found}."
    ),
    "opened-few": (
        "ychydig o bleidleisiau yn unig a agorwyd o'r swp hwn gyda'r cronfeydd hyn: {pots}. "
        "Swp: {batch}. Nifer: {found}."
    ),
    "small-way": (
        "pleidleisiodd rhy ychydig o bobl yn y ffordd hon iddynt gael rhes eu hunain. "
        "Ffordd: {proof}. Nifer: {found}."
    ),
    "small-let-in": "derbyniwyd rhy ychydig o bobl i'w nodi. Ffordd: {proof}. Nifer: {found}.",
    "figure-missing": "mae ffigur ar goll y mae'n rhaid i bob cronfa nas cuddiwyd ei gael: {figure}.",
    "hidden-not-withheld": (
        "mae'r gronfa wedi'i chuddio, meddir, felly rhaid cadw ei phleidleisiau yn ôl hefyd. Cronfa: {pot}."
    ),
    "hidden-figure": "mae'r gronfa wedi'i chuddio, meddir, ond mae'r ffigur hwn ohoni yma: {figure}.",
    "hidden-order": "rhaid i enillwyr cronfa a guddiwyd fod yn nhrefn y papur.",
    "hidden-differs": "nid yr hyn y mae'r atodiad yn ei ddweud a gyhoeddwyd o'r cyfrif hwn a guddiwyd.",
    "hidden-told": (
        "mae'r niferoedd a gyhoeddwyd yn datgelu faint a bleidleisiodd yn y cronfeydd hyn a guddiwyd: {pots}."
    ),
    "hidden-in-vain": (
        "cuddiwyd cronfa, er bod ganddi ddigon o bleidleisiau ac nad oes angen hynny ar yr un arall. "
        "Cronfa: {pot}. Nifer: {found}."
    ),
    "withheld-exposed": (
        "agorwyd pob pleidlais ond ychydig, felly gellir cyfrifo'r rheini. Cronfa: {pot}. Nifer: {found}."
    ),
    "receipt-unreadable": "nid prawf o dderbynneb yw hwn.",
    "receipt-round": "mae'r dderbynneb yn perthyn i rownd arall: {found}.",
    "receipt-code": "nid dechrau'r ddeilen yw'r dderbynneb.",
    "receipt-path": "nid yw'r llwybr o'r ddeilen yn arwain at y gwreiddyn a nodir.",
    "receipt-root": "nid gwreiddyn y goeden hon yn y cofnod yw hwn ({tree}).",
    "receipt-state": "{state} yw statws y dderbynneb, ond nid felly y mae'r cofnod yn rhestru ei deilen.",
    "receipt-no-proof": "nid oes prawf yn y ffeil.",
    "unforeseen": "mae'r cynnwys yn rhwystro'r gwiriad hwn rhag cael ei gwblhau ({kind}).",
}

WANTED = {
    "list": "rhestr",
    "object": "gwrthrych",
    "present": "gwerth",
    "text": "testun",
    "whole-number": "rhif cyfan",
    "count": "rhif cyfan, heb fod yn llai na sero",
    "true-or-false": "true neu false",
    "digest": "ôl bys SHA-256 hecsadegol",
}
