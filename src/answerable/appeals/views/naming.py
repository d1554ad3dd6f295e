"""People and bodies that a text names, as a page calls them; and the question that is asked about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from answerable.appeals import actions
from answerable.appeals.rules import meaning
from answerable.appeals.rules.meaning import Named
from answerable.base import dates, row_scope
from answerable.base.actor import resident
from answerable.base.clock import now
from answerable.people import queries as people_queries
from answerable.people.rules.known import Mention, MentionMark
from answerable.places.rules import name_in
from answerable.vault import queries as vault_queries
from answerable.vault.models import FollowSession


def called(named: Named) -> str:
    """A body by its name, a person by name and post."""
    is_body, ref = named
    if is_body:
        return people_queries.body_name(ref, dates.language())
    account = people_queries.names_of([ref]).get(ref)
    if account is None:
        return _("an officer")
    post = name_in(account.post, dates.language()) if account.post else ""
    return f"{account.said_name}, {post}" if post else account.said_name


@dataclass(frozen=True, slots=True)
class NamesQuestion:
    """The question on the second screen: the words that were recognised, and what may be answered."""

    words: list[str]
    options: list[tuple[str, str]]
    shown: str = ""
    command: str = ""  # of whom nobody was named: the top of the command that would have it


def question(asked: Sequence[Mention]) -> NamesQuestion | None:
    """Ask whether it is about how they acted; nothing where the text names nobody."""
    if not asked:
        return None
    if asked[0].mark is MentionMark.NOBODY:
        options = [(meaning.UNSURE, _("Yes, or I am not sure")), (meaning.NOBODY, _("No, it is about something else"))]
        return NamesQuestion([], options, command=called((True, asked[0].id)))
    named = [(one.is_body, one.id) for one in asked]
    about = [(meaning.key_of(one), _("Yes, about %(whom)s") % {"whom": called(one)}) for one in named]
    every = [(meaning.ALL, _("Yes, about all of them"))] if len(named) > 1 else []
    rest = [(meaning.NONE, _("No, it only mentions them")), (meaning.UNSURE, _("I am not sure"))]
    words = list(dict.fromkeys(one.words for one in asked if one.words))
    return NamesQuestion(words, [*about, *every, *rest], meaning.keys_of(asked))


def question_later(request: HttpRequest, session: FollowSession, text: str, token: str = "") -> NamesQuestion | None:
    """The question about those whom words on the way to a known appeal name, asked once: an answer is never forced.

    token  of a form with files, whose names are looked through as well
    """
    names = [vault_queries.file_name(file) for file in vault_queries.drafts(token)] if token else []
    sender = resident(session.subject_id)
    with row_scope.of_subject(session.subject):
        found = actions.named_in_words(by=sender, at=now(), ref=sender.id, text=text, names=names)
    return None if meaning.is_asked(found, shown=request.POST.get("asked", "")) else question(found)
