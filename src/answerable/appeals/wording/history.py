"""The history of an appeal in plain words: one sentence for each deed, made from its facts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.appeals.terms import Taken, WhoseWord
from answerable.appeals.wording.terms import ENDINGS, KINDS
from answerable.base import dates, shapes
from answerable.people.templatetags.names import body_name, named

Facts = Mapping[str, Any]


def who(kind: str, account: Any, *, inner: bool) -> str:
    """Who did it: a name at the desk, a post for the resident, a plain word for everybody else."""
    if account is not None:
        return account.said_name if inner else (named(account.post) or _("an officer"))
    words = {"resident": _("the sender"), "house": _("the system"), "stranger": _("the sender")}
    return words.get(kind, _("an officer"))


def _day(facts: Facts, name: str) -> str:
    value = str(facts.get(name) or "")
    return dates.day(date.fromisoformat(value)) if value else "—"


def _body(facts: Facts, name: str) -> str:
    return body_name(facts.get(name))


def _registered(facts: Facts) -> str:
    said = _("Registered with %(body)s.") % {"body": _body(facts, "body")}
    if facts.get("due"):
        said = _("Registered with %(body)s; an answer is due by %(due)s.") % {
            "body": _body(facts, "body"),
            "due": _day(facts, "due"),
        }
    came = {
        "call": _("It came as a call."),
        "visit": _("It came in person."),
        "letter": _("It came as a letter."),
    }
    return " ".join(part for part in (said, came.get(str(facts.get("came")), "")) if part)


def _forwarded(facts: Facts) -> str:
    return _("Forwarded from %(from)s to %(to)s; an answer is now due by %(due)s.") % {
        "from": _body(facts, "from"),
        "to": _body(facts, "to"),
        "due": _day(facts, "due"),
    }


def _handed_on(facts: Facts) -> str:
    if facts.get("why") == "bar":
        return _("It went from %(from)s to %(to)s because of whom it is about or not about; the date stays.") % {
            "from": _body(facts, "from"),
            "to": _body(facts, "to"),
        }
    return _("Handed on from %(from)s to %(to)s, inside the same authority; the date stays.") % {
        "from": _body(facts, "from"),
        "to": _body(facts, "to"),
    }


def _barred(facts: Facts) -> str:
    said = {
        "confirmed": _(
            "Somebody outside of their command looked: it is about people whom it names, and they are barred."
        ),
        "lifted": _("Somebody outside of their command looked: it is not about the people whom it names."),
        "named": _(
            "The sender's later words name people who serve: they are barred until somebody outside of their command has looked."
        ),
        "late": _("It was said whom it is about; they, and whatever they command, are barred from it."),
    }
    return said.get(str(facts.get("why")), _("More people are barred from it, because a merged appeal is about them."))


def _term_set(facts: Facts) -> str:
    return _("Because of what it holds another term of the law holds: %(due)s instead of %(was)s.") % {
        "was": _day(facts, "was_due"),
        "due": _day(facts, "due"),
    }


def _matter_set(facts: Facts) -> str:
    if facts.get("due"):
        return _("Taken for another kind in law; an answer is due by %(due)s.") % {"due": _day(facts, "due")}
    return _("Taken for another kind in law.")


def _corrected(facts: Facts) -> str:
    kinds = {"was": KINDS.get(str(facts.get("was")), "—"), "kind": KINDS.get(str(facts.get("kind")), "—")}
    if facts.get("due"):
        said = _("Its kind was set right: %(kind)s instead of %(was)s; an answer is due by %(due)s.")
        return said % (kinds | {"due": _day(facts, "due")})
    return _("Its kind was set right: %(kind)s instead of %(was)s.") % kinds


def _categorised(facts: Facts) -> str:
    if facts.get("was_category") or facts.get("was_territory"):
        return _("What it is about and where was set right.")
    return _("What it is about and where was set.")


def _step_done(facts: Facts) -> str:
    said = {
        "register": _("Entered in the register that the law wants."),
        "update": _("News to the sender."),
        "notify_outcome": _("The sender was given what the law promises."),
    }
    done = said.get(str(facts.get("step")), _("A step of the law was taken."))
    return f"{done} " + _("It was late.") if facts.get("late") else done


def _extended(facts: Facts) -> str:
    return _("The term was extended from %(was)s to %(due)s.") % {
        "was": _day(facts, "was_due"),
        "due": _day(facts, "due"),
    }


def _answered(facts: Facts) -> str:
    if facts.get("late"):
        return _("Answered by %(body)s, after the date.") % {"body": _body(facts, "body")}
    return _("Answered by %(body)s, in time.") % {"body": _body(facts, "body")}


def _rated(facts: Facts) -> str:
    if facts.get("rating") == "solved":
        return _("The sender says that point %(point)s is solved.") % {"point": facts.get("point")}
    if facts.get("rating") == "answered":
        return _("The sender says that point %(point)s was answered.") % {"point": facts.get("point")}
    return _("The sender says that point %(point)s was not answered.") % {"point": facts.get("point")}


def _disputed(facts: Facts) -> str:
    points = facts.get("points") or []
    if points:
        return ngettext(
            "The sender disputes the answer: point %(points)s was not answered.",
            "The sender disputes the answer: points %(points)s were not answered.",
            len(points),
        ) % {"points": ", ".join(str(point) for point in points)}
    return _("The sender disputes the answer.")


def _reopened(facts: Facts) -> str:
    return _("Instructed to answer again: %(to)s, by %(due)s.") % {"to": _body(facts, "to"), "due": _day(facts, "due")}


def _closed(facts: Facts) -> str:
    why = {
        "sender-says-answered": _("Closed: the sender says that every point was answered."),
        "time-to-dispute-is-over": _("Closed: the time to dispute the answer is over."),
        "chair-accepts": _("Closed: the chair heard the dispute and accepts the answer."),
    }
    said = why.get(str(facts.get("why")), _("Closed."))
    ending = ENDINGS.get(str(facts.get("ending", "")))
    return f"{said} " + _("It is counted as: %(ending)s.") % {"ending": ending} if ending else said


def _taken_up_again(facts: Facts) -> str:
    if facts.get("due"):
        return _("The sender took the withdrawal back; an answer is due by %(due)s.") % {"due": _day(facts, "due")}
    return _("The sender took the withdrawal back.")


def _replied(facts: Facts) -> str:
    files = int(facts.get("files") or 0)
    if not files:
        return _("The sender wrote back.")
    return ngettext(
        "The sender wrote back and added %(count)s file.", "The sender wrote back and added %(count)s files.", files
    ) % {"count": files}


def _merged(facts: Facts) -> str:
    return _("Merged into %(number)s, which goes on; this number and code stay valid.") % {"number": facts.get("into")}


def _points_set(facts: Facts) -> str:
    points = int(facts.get("points") or 0)
    return ngettext("%(count)s point was written out.", "%(count)s points were written out.", points) % {
        "count": points
    }


def _rang(facts: Facts) -> str:
    how = {
        "told": _("The sender was rung up and told that there is news."),
        "no_answer": _("The sender was rung up; nobody answered."),
    }
    return how.get(str(facts.get("how"))) or _("The sender's phone number turned out to be wrong.")


def _told_otherwise(facts: Facts) -> str:
    how = {
        "sent": _("News that could not be delivered was sent to the contact that the sender left since."),
        "told": _("News that could not be delivered was told in another way."),
    }
    return how.get(str(facts.get("how"))) or _("News could not be delivered, and no other way was left: it waits here.")


def _plain(sentence: Callable[[], str]) -> Callable[[Facts], str]:
    return lambda _facts: sentence()


SENTENCES: Final[dict[str, Callable[[Facts], str]]] = {
    "appeal.registered": _registered,
    "appeal.imported": _plain(lambda: _("Taken over from an earlier register.")),
    "appeal.accepted": lambda facts: _("Taken up by %(body)s.") % {"body": _body(facts, "body")},
    "appeal.assigned": _plain(lambda: _("Given to somebody to work on.")),
    "appeal.noted": _plain(lambda: _("Internal note.")),
    "appeal.asked": _plain(lambda: _("The body asks the sender something. The clock goes on.")),
    "appeal.replied": _replied,
    "appeal.points_set": _points_set,
    "appeal.handed_on": _handed_on,
    "appeal.forwarded": _forwarded,
    "appeal.term_set": _term_set,
    "appeal.matter_set": _matter_set,
    "appeal.corrected": _corrected,
    "appeal.step_done": _step_done,
    "appeal.extended": _extended,
    "appeal.offered": _plain(lambda: _("An answer was put up for signature.")),
    "appeal.returned": _plain(lambda: _("The answer was returned with a remark, before it was signed.")),
    "appeal.answered": _answered,
    "appeal.examination_refused": _plain(lambda: _("The body refuses to examine the appeal, on a ground of the law.")),
    "appeal.rated": _rated,
    "appeal.disputed": _disputed,
    "appeal.withdrawn": _plain(lambda: _("Withdrawn by the sender.")),
    "appeal.taken_up_again": _taken_up_again,
    "appeal.word_cancelled": _plain(
        lambda: _("The sender says that what was taken down is not their word; it is cancelled.")
    ),
    "appeal.reopened": _reopened,
    "appeal.closed": _closed,
    "appeal.grouped": _plain(lambda: _("Put to an incident with other appeals.")),
    "appeal.ungrouped": _plain(lambda: _("Taken out of the incident.")),
    "appeal.merged": _merged,
    "appeal.unmerged": _plain(lambda: _("The merge was undone; the appeal lives on its own again.")),
    "appeal.recused": _plain(lambda: _("Somebody stepped back from this appeal and no longer sees it.")),
    "appeal.barred": _barred,
    "appeal.categorised": _categorised,
    "appeal.reasons_asked": _plain(lambda: _("The sender asks why the term was extended.")),
    "appeal.published": _plain(lambda: _("Published: everybody can read the words that were passed.")),
    "appeal.unpublished": _plain(lambda: _("Taken back from the public.")),
    "appeal.looked": _plain(lambda: _("The sender's message was read.")),
    "appeal.rang": _rang,
    "appeal.told_otherwise": _told_otherwise,
    "appeal.opened_to": lambda facts: _("Put before %(body)s.") % {"body": _body(facts, "to")},
    "appeal.erased": _plain(lambda: _("Everything that was written here was erased; that there was an appeal stays.")),
    "appeal.contact_changed": _plain(lambda: _("The sender changed how to be told of news.")),
    "appeal.receipt_declined": _plain(lambda: _("The sender wants no receipt to be made.")),
    "appeal.receipt_sent": _plain(lambda: _("The receipt was sent to the sender.")),
    "record.sealed": lambda facts: (
        _("Sealed. Nobody at the body that handles it holds a key yet, so the server keeps one until somebody does.")
        if facts.get("kept")
        else _("Sealed: only the people who may read it can open it, each with a key of their own.")
    ),
    "record.released": _plain(lambda: _("Now sealed to people alone: the server destroyed the key that it kept.")),
    "record.opened_to": _plain(lambda: _("One more person who may read it can now open it.")),
    "record.closed_to": _plain(lambda: _("Somebody who may no longer read it can no longer open it.")),
    "record.rekeyed": _plain(lambda: _("Sealed anew: what is written from now on is under a fresh key.")),
    "quorum.asked": _plain(lambda: _("A keeper asked to open it, because nobody who may read it can.")),
    "quorum.approved": _plain(lambda: _("A second keeper agreed. It can be opened after 72 hours.")),
    "quorum.opened": _plain(lambda: _("Opened by two keepers together.")),
    "quorum.ended": _plain(lambda: _("The request to the keepers was refused or taken back.")),
    "code.slip_ended": _plain(
        lambda: _("The new code was used from another browser; the first slip opens nothing more.")
    ),
    "code.heard": lambda facts: (
        _("Somebody came in person with the first slip and got a way to a new code.")
        if facts.get("side") == "slip"
        else _("Somebody came in person with the newer code and got a way to another one.")
    ),
    "code.returned": _plain(
        lambda: _("A new code was set by whoever was heard in person; the earlier ones open nothing more.")
    ),
    "code.contested": _plain(lambda: _("Whoever has the first slip says that they did not make the new code.")),
    "notice.delivered": _plain(lambda: _("The channel says that the news reached the sender.")),
    "notice.returned": _plain(lambda: _("News to the sender came back. The next way that they named is tried.")),
    "code.changed": _plain(lambda: _("The sender changed the follow-up code.")),
}


def deed_sentence(deed: str, facts: Facts) -> str:
    """The sentence for a deed; a deed of another room that has none here is said by its plain name."""
    sentence = SENTENCES.get(deed)
    try:
        said = sentence(facts) if sentence else deed.partition(".")[2].replace("_", " ")
        return f"{said} {_apart(facts)}" if facts.get("word") == WhoseWord.TAKEN else said
    except (KeyError, TypeError, ValueError):  # its facts were bent in the database
        return shapes.damaged()


def _apart(facts: Facts) -> str:
    """Why a word of the sender's is counted apart from their own."""
    how = {
        Taken.CALL: _("An operator took it down by telephone; it is counted apart."),
        Taken.VISIT: _("An operator took it down in person; it is counted apart."),
    }
    return how.get(facts.get("how", "")) or _("It was said where a desk works; it is counted apart.")
