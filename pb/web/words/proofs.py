"""Words of proofs of eligibility: what each asks for, why one did not work, and what is wrong in a file."""

from pb.i18n.marks import N_, Mark

REFUSALS: dict[str, Mark] = {
    "reference.missing": N_("Enter the voter reference."),
    "reference-mistyped": N_("There is a slip in this reference. Ask for it again, letter by letter."),
    "reference-unknown": N_("Nobody in this round has this reference."),
    "voter-void-already": N_("This entry is void already."),
    "choose-a-reason": N_("Choose a reason."),
    "proof-not-offered": N_(
        "This round does not take that way of voting. Go back to the round to see the others."
    ),
    "proofs.choose-a-proof": N_("Choose at least one way."),
    "proofs.postcodes-first": N_(
        "Bring in the postcodes of your area before you offer a way that asks for one."
    ),
    "proofs.texts-first": N_("This service cannot send texts. Ask whoever runs it."),
    "proofs.provider-first": N_("Signing in with a council account has not been set up on this site."),
    "proofs.register-first": N_("Bring in the register before you offer voting by it."),
    "ties.choose-a-tie": N_("Choose at least one thing that ties people to the area."),
    "fields.choose-two-fields": N_("Choose at least two things that people must give."),
    "fields.fields-fixed": N_(
        "Voting is open, so what people must give can no longer change: "
        "those who have voted would not be known."
    ),
    "source.missing": N_("Say where the list comes from and why you may use it."),
    "second-person-for-register": N_("Voting is open, so a second person has to put this register in use."),
    "no-match": N_(
        "We cannot find you with this. Check every field; if all is right, ask the organisers for help."
    ),
    "ward-without-pot": N_("In this round there is no money for your ward, so there is nothing to vote on."),
    "desk-form-sent": N_(
        "This form has let somebody in already. Go back to the desk and open it anew for the next person."
    ),
    "voted-already": N_("This person has voted already, here or another way."),
    "surname.missing": N_("Enter your surname."),
    "first_name.missing": N_("Enter your first name."),
    "number.missing": N_("Enter your number."),
    "email.missing": N_("Enter your email address."),
    "postcode.missing": N_("Enter a postcode."),
    "not-a-postcode": N_("Enter a whole postcode, such as CF10 1AA."),
    "postcode-outside": N_(
        "This postcode is not in the area of this round. Check it, or ask the organisers."
    ),
    "postcode-without-pot": N_(
        "In this round there is no money for the ward of this postcode, so there is nothing to vote on."
    ),
    "tie.missing": N_("Say what ties you to the area."),
    "is_old_enough.missing": N_(
        "Tick the box if you are %(age)s or over. Younger people cannot vote in this round."
    ),
    "sent_code.missing": N_("Enter the code."),
    "sent-code-mistyped": N_("The code has six figures. Check it against the message."),
    "sent-code-wrong": N_("This is not the code that we sent last. Check it against the message."),
    "sent-code-over": N_(
        "This code no longer works: it is too old, has been used, or was tried too often. Ask for a new one."
    ),
    "phone.missing": N_("Enter your mobile number."),
    "only-one": N_("Give an email address or a mobile number, and leave the other empty."),
    "not-a-phone": N_(
        "Enter a mobile number, such as 07700 900123. "
        "A number from another country begins with + and that country's code."
    ),
    "phone-not-mobile": N_("Texts do not reach this number. Enter a mobile number, which begins with 07."),
    "phone-not-reached": N_("We cannot send texts to this number. Check it, or choose another way."),
    "texts-at-cap": N_(
        "So many texts have been sent within the hour that no more go out just now. Try again later, "
        "or choose another way."
    ),
    "texts-busy": N_("Many texts are going out just now. Try again in a few minutes."),
    "texts-spent": N_("No more texts can be sent today. Choose another way, or ask the organisers."),
    "text-not-sent": N_("The text could not be sent just now. Try again in a few minutes."),
    "sign-on-over": N_(
        "This sign-in is over: it took too long, or has been used already. Your vote is as you left it. "
        "Begin again here."
    ),
    "sign-on-mismatch": N_(
        "That answer belonged to another sign-in, so we did not use it. Begin again here, in one tab only."
    ),
    "sign-on-busy": N_(
        "Many people are signing in just now. Wait a minute, then load this page again; nothing is lost."
    ),
    "sign-on-cancelled": N_(
        "You did not sign in, so nothing has happened. Begin again here, or choose another way."
    ),
    "sign-on-unavailable": N_(
        "The council's sign-in is not answering just now. Try again in a few minutes, or choose another way."
    ),
    "sign-on-failed": N_(
        "Signing in did not work, through no fault of yours. Try again in a few minutes, or choose "
        "another way."
    ),
    "sign-on-not-eligible": N_(
        "Your council account does not say that you may vote in this round. Choose another way, "
        "or ask the organisers."
    ),
    "sign-on-no-ward": N_(
        "Your council account does not name a ward of this area. Choose another way, or ask the organisers."
    ),
    "voter-void": N_("This vote has been made void. Ask the organisers about it."),
}

NOTICES: dict[str, Mark] = {
    "voter-voided": N_("The entry is now void."),
    "voter-replaced": N_("The entry is now void. The person can come again the same way and vote anew."),
    "handed-back": N_("The device is back at the desk. The last voter's pages are cleared away."),
    "postcodes-loaded": N_("These postcodes are now in use."),
    "register-loaded": N_("This register is now in use."),
    "sign-on-lost": N_(
        "We no longer know which vote you were signing in for. Choose the round and begin again. "
        "Your browser must allow cookies."
    ),
}

LABELS: dict[str, Mark] = {
    "void-reason.not-eligible": N_("The person may not vote in this round"),
    "void-reason.came-twice": N_("The person came twice, in different ways"),
    "void-reason.asked": N_("The person asked for it"),
    "void-reason.other": N_("Another reason"),
    "event.voter_replaced": N_("Somebody whose entry was void may vote anew"),
    "tie.live": N_("I live here"),
    "tie.work": N_("I work here"),
    "tie.study": N_("I study here"),
    "tie.volunteer": N_("I volunteer here"),
    "tie-who.live": N_("living here"),
    "tie-who.work": N_("working here"),
    "tie-who.study": N_("studying here"),
    "tie-who.volunteer": N_("volunteering here"),
    "proof.code": N_("Voter code"),
    "proof.email": N_("Code by email"),
    "proof.register": N_("Register"),
    "proof-note.register": N_(
        "You bring in a list of those who can vote. People give what it holds of them, such as surname, "
        "postcode and a number."
    ),
    "proof-needs.register": N_("to be on the organisers' register"),
    "proof-way.register": N_("Vote by the register"),
    "register-field.surname": N_("Surname"),
    "register-field.first_name": N_("First name"),
    "register-field.postcode": N_("Postcode"),
    "register-field.number": N_("Your number"),
    "event.people_let_in": N_("How many people a teller let in"),
    "event.register_loaded": N_("A register of voters was brought in"),
    "line-fault.column-missing-surname": N_("no column is headed surname"),
    "line-fault.column-missing-first_name": N_("no column is headed first name"),
    "line-fault.column-missing-postcode": N_("no column is headed postcode"),
    "line-fault.column-missing-number": N_("no column is headed number"),
    "line-fault.field-empty": N_("something that people must give is empty"),
    "line-fault.person-twice": N_("somebody further up is alike in everything that people must give"),
    "line-fault.too-many-people": N_("the file has too many people"),
    "line-fault.no-people": N_("nobody is in the file"),
    "matched.nothing": N_("Nothing"),
    "matched.row": N_("The same line of the register"),
    "matched.email": N_("The same email address"),
    "proof.sign-on": N_("Council account"),
    "proof-note.sign-on": N_(
        "People sign in with their council account. The same account is always the same voter."
    ),
    "proof-needs.sign-on": N_("a council account that you can sign in with"),
    "proof-way.sign-on": N_("Vote with your council account"),
    "proof.person": N_("In person"),
    "proof-note.person": N_(
        "You check people at a desk, mark them on the register if there is one, and open the ballot paper "
        "for each on the spot."
    ),
    "proof-needs.person": N_("to come in person to where the organisers are"),
    "proof-note.code": N_("You issue codes and hand them out or post them. Each is good for one vote."),
    "proof-note.email": N_(
        "People give an email address, a postcode in the area, and declare what ties them to it. "
        "Easy to use, but one person may have several addresses."
    ),
    "proof-needs.code": N_("a voter code that was sent or given to you"),
    "proof-needs.email": N_("an email address, and a postcode in the area"),
    "proof-way.email": N_("Vote with a code by email"),
    "proof-sent.email": N_(
        "If you asked for a code, it is on its way to your email address. It may take a minute; look in the "
        "junk folder too."
    ),
    "proof.text": N_("Code by text"),
    "proof-note.text": N_(
        "People give a mobile number, a postcode in the area, and declare what ties them to it. "
        "Each text costs money; one person may have several numbers, but fewer than email addresses."
    ),
    "proof-needs.text": N_("a mobile phone, and a postcode in the area"),
    "proof-way.text": N_("Vote with a code by text"),
    "proof-sent.text": N_(
        "If you asked for a code, it is on its way to your phone. It may take a minute or two."
    ),
    "event.postcodes_loaded": N_("Postcodes were brought in"),
    "line-fault.postcode-column-missing": N_("no column is headed postcode or pcds"),
    "line-fault.ward-column-missing": N_("no column has the wards"),
    "line-fault.not-a-postcode": N_("this is no whole postcode"),
    "line-fault.ward-unknown": N_("this ward is not one of yours"),
    "line-fault.postcode-twice": N_("the same postcode stands in another ward further up"),
    "line-fault.too-many-postcodes": N_("the file has too many postcodes"),
    "line-fault.no-postcodes": N_("no line of the file is in your area"),
}
