"""What each act is called, what it does, and what is said when it is done."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = str | Promise


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words of an act's page."""

    title: Said
    lead: Said
    button: Said
    done: Said
    grave: bool = False  # cannot be taken back: the button says so by its look


WORDS: Final[dict[str, ActWords]] = {
    "accept": ActWords(
        _("Accept"),
        _("You say that the appeal is rightly here and that work begins. The sender is told."),
        _("Accept it"),
        _("Accepted. The sender is told that work has begun."),
    ),
    "assign": ActWords(
        _("Assign"),
        _("Give the appeal to one person, or to nobody in particular."),
        _("Assign"),
        _("Assigned."),
    ),
    "meant": ActWords(
        _("Whom is it about?"),
        _(
            "The appeal may be about how people acted whom it names, or whom its sender does not know. Until somebody "
            "outside of their command has looked, it stays here and they are barred. If you found out that it is about "
            "somebody else, say that first. The date stays as it is."
        ),
        _("Say so"),
        _("Noted. The appeal lies where it belongs."),
    ),
    "about": ActWords(
        _("It is about somebody"),
        _(
            "Whoever it is about, and whatever they command, is barred at once, sees no reason, and loses the keys of a "
            "sealed one. The date stays as it is, and the sender is told that there is news."
        ),
        _("Bar them"),
        _("They are barred from it."),
        grave=True,
    ),
    "note": ActWords(
        _("Note"), _("For colleagues. The sender never sees it."), _("Keep the note"), _("The note is kept.")
    ),
    "ask": ActWords(
        _("Ask the sender"),
        _("The sender finds your question beside the appeal and can answer it, anonymous or not."),
        _("Send the question"),
        _("The question is with the sender. The due date stays as it is."),
    ),
    "hand_on": ActWords(
        _("Hand on"),
        _("To another unit of this authority, at any time. The date stays as it is, and nothing begins anew."),
        _("Hand it on"),
        _("Handed on. The date stays as it is."),
    ),
    "term": ActWords(
        _("Another term"),
        _("Where the law sets two terms by what the appeal holds, say which one holds and why. The sender is told."),
        _("Set this term"),
        _("The term is set. The sender is told the date and the reason."),
    ),
    "forward": ActWords(
        _("Forward"),
        _("Send the appeal to the authority that is competent. The sender is told, and its own clock begins."),
        _("Forward it"),
        _("Forwarded. The sender is told where it went and why."),
        grave=True,
    ),
    "extend": ActWords(
        _("Extend the term"),
        _(
            "Only before the due date, with a ground that the law knows. The sender is told the new date and the reason."
        ),
        _("Extend"),
        _("Extended. The sender is told the new date and the reason."),
    ),
    "refuse": ActWords(
        _("Refuse to examine"),
        _("Only on a ground that the law names. The sender is told and may dispute it."),
        _("Refuse to examine it"),
        _("Examination refused. The sender is told the ground and how to dispute it."),
        grave=True,
    ),
    "recuse": ActWords(
        _("Step back"),
        _(
            "You will no longer see this appeal, also where you stand in for somebody. Others of the body go on with it."
        ),
        _("Step back from it"),
        _("You have stepped back. The appeal is no longer in your lists."),
        grave=True,
    ),
    "points": ActWords(
        _("What is asked"),
        _("Each point is answered on its own and rated on its own. The sender sees them."),
        _("Keep these points"),
        _("The points are kept."),
    ),
    "categorise": ActWords(
        _("What and where"),
        _("What the appeal is about, and the place. It helps others to find it and is counted."),
        _("Keep"),
        _("Kept."),
    ),
    "matter": ActWords(
        _("Kind in law"),
        _("Say which kind of matter the law takes it for. Its dates hold from the day on which it came."),
        _("Set the kind"),
        _("The kind is set. The sender is told the date and the reason."),
    ),
    "correct": ActWords(
        _("Set right what it is"),
        _(
            "Which kind it is and whom it is about. The terms of the right kind hold from the day on which it came. Whoever it "
            "is about is barred at once, and it is sealed if they serve."
        ),
        _("Set it right"),
        _("Set right. The sender is told."),
    ),
    "step": ActWords(
        _("A step of the law"),
        _("Report what was done besides an answer: an entry in a register, news, an extract. The sender is told."),
        _("Report it"),
        _("Reported. The sender is told."),
    ),
    "merge": ActWords(
        _("Merge with another"),
        _("For the same matter sent twice. It can be undone; whoever either appeal is about stays barred from both."),
        _("Merge"),
        _("Merged. The sender is told which appeal goes on."),
    ),
    "unmerge": ActWords(
        _("Undo the merge"),
        _("The appeal goes on by itself again, with its own due date."),
        _("Undo the merge"),
        _("The merge is undone. The appeal is on its own again."),
    ),
    "join": ActWords(
        _("Put to an incident"),
        _("Many wrote about one event: they can be answered together, and each sender is told."),
        _("Put it there"),
        _("It is part of the incident."),
    ),
    "ungroup": ActWords(
        _("Take out of the incident"),
        _("The appeal goes on by itself; nothing else about it changes."),
        _("Take it out"),
        _("It is no longer part of the incident."),
    ),
    "looked": ActWords(
        _("Read"),
        _("You have read what the sender wrote. The flag goes; the message stays."),
        _("I have read it"),
        _("Noted as read."),
    ),
    "close": ActWords(
        _("Close"),
        _("For answers that the sender has had time to dispute and did not."),
        _("Close it"),
        _("Closed."),
    ),
    "publish": ActWords(
        _("Publish"),
        _(
            "The sender wished that everybody can read it. Take out names, addresses and whatever tells who wrote; then "
            "anybody can read these words, and how the appeal stands."
        ),
        _("Publish these words"),
        _("Published. Everybody can read these words now."),
    ),
    "unpublish": ActWords(
        _("Take back from the public"),
        _("Nobody can read it any more by this service; who has copied it keeps the copy."),
        _("Take it back"),
        _("Taken back. It is public no more."),
        grave=True,
    ),
    "drop": ActWords(
        _("Throw the draft away"),
        _("Only your own draft; nobody else's."),
        _("Throw it away"),
        _("Your draft is gone."),
        grave=True,
    ),
    "promise": ActWords(
        _("How the promise ended"),
        _("Say what was done, so that anybody can check it, or that it will not be kept, and why."),
        _("Keep"),
        _("It is on record how the promise ended."),
    ),
}


# Faults that only pages know: an action is given ids, people type numbers.
FAULTS: Final[dict[str, Said]] = {
    "form.no-such-number": _("There is no such number among the appeals that you may see. Check it."),
}
MESSAGES: Final[dict[str, Said]] = {
    "appeal": _("The appeal"),
    "reply": _("The sender wrote back"),
    "dispute": _("The sender disputes the answer"),
    "question": _("Asked"),
    "answer": _("Answered"),
    "told": _("Told to the sender"),
    "withdrawal": _("Taken back"),
}
