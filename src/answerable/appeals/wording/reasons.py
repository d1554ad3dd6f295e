"""Why something can't be done: the sentence for each reason that a policy, a rule or an action gives."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.law.wording import reasons as law_reasons
from answerable.ledger import wording as ledger_wording

REASONS: Final[dict[str, str | Promise]] = {
    "word.of-a-desk": _(
        "Somebody who works here is signed in in this browser, or was within the last day, so what only the sender may "
        "say is not taken from it. Use the code in any other browser or on a telephone: that works at once."
    ),
    "word.of-a-body-concerned": _(
        "Your body has or answered this message, or is commanded by one that does. Somebody outside of it takes the "
        "sender's word down; the sender can also say it themself with the code."
    ),
    "word.own-stands": _("The sender said this themself. Only they can change it, with their code."),
    "word.no-such-code": _(
        "No message has this number and a code that begins so. Ask the sender to read both out again."
    ),
    "word.you-entered-it": _(
        "You entered this message, so you know its whole slip. Somebody else outside of the body hears whoever comes with it."
    ),
    "word.too-many-tries": _("Too many wrong numbers. Try again in an hour; the sender can also use their code."),
    "appeal.not-yours": _("This appeal is not yours."),
    "appeal.only-the-sender": _("Only the person who sent it can do this."),
    "appeal.about-your-own-body": _("This appeal is about you or your own body, so you can't see or handle it."),
    "appeal.of-another-body": _("This appeal is with another body."),
    "appeal.they-are-barred": _("The appeal is about this person or their body, so they can't have it."),
    "appeal.they-are-of-another-body": _("This person doesn't handle appeals in the body that has it."),
    "appeal.needs-power-handle": _("Your seat doesn't let you handle appeals here."),
    "appeal.needs-power-sign": _("Your seat doesn't let you sign answers here. Save it as a draft for signature."),
    "draft.changed-since-read": _("It was changed since you read it. Read it again before you sign."),
    "appeal.needs-power-assign": _("Your seat doesn't let you assign appeals here."),
    "appeal.needs-power-forward": _("Your seat doesn't let you forward appeals from here."),
    "appeal.needs-power-extend": _("Only the head or a deputy may extend the term."),
    "appeal.needs-power-refuse": _("Only the head or a deputy may refuse to examine an appeal."),
    "appeal.needs-power-enter": _("Your seat doesn't let you enter appeals."),
    "appeal.needs-power-chair": _("Only a chair may do this."),
    "appeal.nothing-to-look-at": _("Nobody has to look any more whom it is about."),
    "appeal.choose-whom": _("Choose whom it is about."),
    "appeal.not-in-this-state": _(
        "This can't be done with the appeal as it stands now. Reload the page to see how it stands."
    ),
    "appeal.no-free-code": _("It is not registered: no code could be made. Nothing was lost, please try again."),
    "appeal.was-not-extended": _("The term of this appeal was not extended."),
    "appeal.may-still-be-disputed": _("The sender may still dispute the answer until %(until)s."),
    "appeal.somebody-has-to-look": _("The sender is not content or wrote back: somebody has to look at it first."),
    "appeal.erased-by-the-house-alone": _("Erasing is done by the operator of the server, on a decision."),
    "appeal.disputed-is-not-yours-to-close": _(
        "A disputed appeal is closed by the sender or by the chair, not by the body."
    ),
    "published.not-wished": _("The sender didn't wish it to be published."),
    "published.not-this": _(
        "This appeal can't be published: it is sealed, of a sensitive kind, or about somebody of the force."
    ),
    "published.not-published": _("It is not published."),
    "published.personal": _(
        "There may be something in these words that is somebody's own: see below. Strike it out, or say why it may stand."
    ),
    "published.unknown-mark": _("There is a mark in these words that names no reason. The reasons are listed below."),
    "hand-on.of-another-authority": _("This body belongs to another authority: the appeal has to be forwarded there."),
    "forward.inside-the-authority": _(
        "This body belongs to the same authority: hand the appeal on. The date stays as it is."
    ),
    "forward.is-here-already": _("The appeal is with this body already."),
    "forward.is-barred": _("The appeal is about this body or about one that commands it, so it can't be sent there."),
    "forward.does-not-answer": _("This body doesn't take such appeals. Choose another."),
    "forward.term-has-passed": _("The term for forwarding ended on %(until)s: it has to be answered here."),
    "refuse.name-the-earlier-answer": _("Give the number of the earlier appeal that was answered."),
    "receipt.declined": _("You asked that no receipt be made."),
    "receipt.no-address": _("You have left no e-mail address to send it to."),
    "receipt.not-yet": _("The receipt can be made as soon as the public log holds your message: within a day."),
    "merge.with-itself": _("An appeal can't be merged with itself."),
    "merge.not-with-this": _("Choose an appeal of the same community that isn't merged itself."),
    "incident.sealed": _(
        "A sealed appeal can't be put to an incident: one title and one answer to many would not be sealed to its readers."
    ),
    "forward.nobody-holds-a-key": _(
        "This appeal is sealed, and nobody there holds a key that could open it. Choose another body, or wait until "
        "somebody there has made a key and had it confirmed."
    ),
    "merge.would-break-a-bar": _("Merging would leave the appeal with somebody it is about."),
    "merge.is-not-merged": _("This appeal isn't merged."),
    "incident.choose-appeals": _("Choose at least one appeal."),
    "incident.of-one-body": _("All appeals of an incident lie with one body. Forward the others first."),
    "incident.is-in-another": _("This appeal is part of another incident. Take it out of that one first."),
    "incident.is-in-none": _("This appeal is part of no incident."),
    "incident.answer-on-its-way": _("An answer to all of them is on its way already. Wait until it has arrived."),
    "incident.nothing-open": _("Nothing in this incident waits for an answer."),
    "answer.every-point": _("Say something to every point: answered, refused with a ground, or promised with a date."),
    "answer.choose-outcome": _("Choose: answered, refused with a ground, or promised with a date."),
    "answer.choose-ground": _("Choose a ground that the law names."),
    "matter.not-of-this-kind": _("The law doesn't know this kind under what the sender chose."),
    "correct.changes-nothing": _("That is how it stands already. Choose another kind, or whom it is about."),
    "correct.stays-a-complaint": _("It is about somebody, so it stays a complaint."),
    "step.is-not-owed": _("Choose one of the steps that the law wants now."),
    "step.number-needed": _("Give the number under which it was entered."),
    "refuse.term-to-return-has-passed": _("The term for returning it ended on %(until)s: it has to be examined."),
    "answer.sent-where": _("Say where it was sent: the body, the outgoing number, the day."),
    "appeal.withdrawal-stands": _("The time to take the withdrawal back is over. You can write a new message."),
    "answer.promise-needs-a-day": _("Give the day by which it will be done."),
    "promise.day-has-passed": _("Choose a day that has not passed."),
    "promise.of-another-body": _("Only the body that gave the promise, or those above it, say how it ended."),
    "promise.has-ended": _("This promise has ended already."),
    "point.at-least-one": _("Write at least one point: what does the appeal ask?"),
    "point.too-many": _("That is too many points. Join some of them."),
    "point.was-answered": _("A point that was answered can't be taken away."),
    "dispute.say-what": _("Say what is wrong with the answer, or mark the points that were not answered."),
    "field.no-such-code": _("There is no such code. Leave it out, or take one from the list that the interface gives."),
    "field.needed": _("Please fill this in."),
    "text.too-long": _("This is longer than 100,000 characters. Shorten it, or put the rest into a file."),
    "contact.email-or-phone": _("Give an e-mail address or a phone number, or leave it empty."),
    "call.was-made": _("Somebody has made this call already."),
    "undelivered.was-settled": _("Somebody has seen to this already."),
    "undelivered.no-other-contact": _("The sender has left no other contact. Choose what else was done."),
    "form.start-again": _("Please open the form again: this page is out of date."),
}


def sentence_for(reason: str, **words: object) -> str:
    """The sentence for a reason; an unknown one says plainly that it can't be done."""
    sentence = REASONS.get(reason) or law_reasons.REASONS.get(reason)
    if sentence is None and (of_any_act := ledger_wording.refusal(reason)):
        return of_any_act
    if sentence is None:
        return str(_("This can't be done."))
    return str(sentence) % words if words else str(sentence)
