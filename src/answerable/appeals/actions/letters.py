"""Words that came by a channel: registered as what a form sends is, or added to the appeal that they refer to.

Nothing that a letter says of itself is authority: whoever writes from another address than the appeal has is heard by a
person, and words that ask to withdraw or to close are words.
"""

from typing import Final

from django.conf import settings

from answerable.appeals import queries
from answerable.appeals.actions.acting import tell_stage
from answerable.appeals.actions.desk_outside import desk_outside
from answerable.appeals.actions.following import change_contact, rate, reply
from answerable.appeals.actions.intake import register
from answerable.appeals.actions.sending import Intake
from answerable.appeals.models import Appeal
from answerable.appeals.queries import public as offered
from answerable.appeals.rules import letters, life
from answerable.appeals.terms import APPEAL, Deed, Tier, subject_of
from answerable.base.actor import STRANGER, resident
from answerable.base.incoming import Arrived, IncomingFile, UnfitError, Words
from answerable.base.subject import Subject
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.channels.actions import chats
from answerable.channels.terms import Channel, Way
from answerable.people import queries as people_queries
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.terms import FileRefusedError, MadeBy

LONGEST_NAME: Final = 200
WISHES: Final = frozenset({"rate", "ask", "contact"})  # facts by which a conversation asks for something, without words


def take_words(words: Words, arrived: Arrived) -> Subject:
    """Register words, or add them to the appeal that they refer to. Raises UnfitError where no rule may decide.

    What waits for a person then does not wait at a desk of those whom it may be about.
    """
    try:
        return _taken(words, arrived)
    except UnfitError as unfit:
        raise UnfitError(unfit.reason, perhaps=unfit.perhaps, desk=desk_outside(words, arrived, unfit)) from unfit


def _taken(words: Words, arrived: Arrived) -> Subject:
    if arrived.about is not None and words.facts.keys() & WISHES:
        return _wished(words, arrived, arrived.about)
    if "missed" in words.facts:
        raise UnfitError("missed-call")
    if not (words.text.strip() or words.heading.strip() or words.files):
        raise UnfitError("empty", perhaps=arrived.about)
    if words.proof == "failed":
        raise UnfitError("unproven-sender", perhaps=arrived.about)
    if "comment" in words.facts:
        raise UnfitError("comment")
    if arrived.about is not None and arrived.about.kind == APPEAL and not _begins_anew(words, arrived.about):
        return _added(words, arrived, arrived.about)
    return _registered(words, arrived)


def _wished(words: Words, arrived: Arrived, about: Subject) -> Subject:
    """Do what a conversation was asked to do: rate, tell how it stands, say number and code again, tell of news elsewhere."""
    if rating := words.facts.get("rate"):
        return _rated(words, arrived, about, rating)
    if contact := words.facts.get("contact"):
        return _reached_by(words, arrived, about, contact)
    appeal = _theirs(words, arrived, about)
    if words.facts["ask"] == "stage":
        tell_stage(appeal, at=arrived.at)
    else:
        chats.acknowledge_again(subject=about, peer=words.sender, token=arrived.token, at=arrived.at)
    return about


def _added(words: Words, arrived: Arrived, about: Subject) -> Subject:
    """Add words to an appeal, from whom it is; anybody else's wait for a person, who sees both."""
    appeal = _theirs(words, arrived, about)
    try:
        reply(
            by=resident(appeal.id),
            at=arrived.at,
            ref=appeal.id,
            text=words.text,
            token=arrived.token,
            drafts=kept_files(words.files, arrived),
            channel=Channel(arrived.channel),
        )
    except (NotNowError, InvalidError, MissingError, RefusedError) as no:
        raise UnfitError("closed", perhaps=about) from no
    return about


def _begins_anew(words: Words, about: Subject) -> bool:
    """Say whether words to an appeal that takes none any more are a new matter, as a way says that knows no other."""
    appeal = Appeal.objects.filter(id=about.id).first()
    return words.facts.get("closed") == "anew" and (appeal is None or not life.allows(appeal.state, Deed.REPLIED))


def _theirs(words: Words, arrived: Arrived, about: Subject) -> Appeal:
    """The appeal, where the words are from whom it is. Raises UnfitError."""
    appeal = Appeal.objects.filter(id=about.id).first()
    if appeal is None:
        raise UnfitError("gone")
    if words.refers == ("chat",) and words.proof == "proven":
        return (
            appeal  # the conversation is with whoever sent it: the network proves them, and nobody else has its state
        )
    way, address = queries.contact_of(appeal)
    if way != arrived.way or not letters.is_same_address(address, words.sender):
        raise UnfitError("other-sender", perhaps=about)
    return appeal


def _reached_by(words: Words, arrived: Arrived, about: Subject, contact: str) -> Subject:
    """Tell the sender of news by another way from now on, as they asked by a way that soon is shut."""
    appeal = _theirs(words, arrived, about)
    way = Way.EMAIL if "@" in contact else Way.PHONE
    try:
        change_contact(by=resident(appeal.id), at=arrived.at, ref=appeal.id, contact=contact, way=way)
    except (NotNowError, InvalidError, MissingError, RefusedError) as no:
        raise UnfitError("closed", perhaps=about) from no
    return about


def _rated(words: Words, arrived: Arrived, about: Subject, rating: str) -> Subject:
    """Take a rating for every point that was answered. Of a sealed appeal it is said with the code, on the page."""
    appeal = _theirs(words, arrived, about)
    if words.proof != "proven" or appeal.tier == Tier.SEALED:
        raise UnfitError("unproven-sender", perhaps=about)
    try:
        for point in appeal.points.exclude(outcome="").order_by("place").values_list("id", flat=True):
            rate(by=resident(appeal.id), at=arrived.at, ref=appeal.id, point=point, rating=rating)
    except (NotNowError, InvalidError, MissingError, RefusedError) as no:
        raise UnfitError("closed", perhaps=about) from no
    return about


def _registered(words: Words, arrived: Arrived) -> Subject:
    """Register words as what a form sends is registered, by one statement."""
    try:
        made = register(by=STRANGER, at=arrived.at, intake=intake_of(words, arrived))
    except NotNowError as no:
        raise UnfitError("nobody-may-handle") from no
    except InvalidError as no:
        raise UnfitError("too-long" if "text" in no.faults else "invalid") from no
    return subject_of(made.appeal)


def intake_of(words: Words, arrived: Arrived) -> Intake:
    """What the system is asked to take."""
    text = letters.whole_text(words.heading, words.text)
    languages = [code for code, _name in settings.LANGUAGES]
    return Intake(
        kind=letters.kind_of(words.heading, words.text, chosen=words.facts.get("kind", "")).value,
        text=text,
        language=letters.language_of(text, told=words.language, languages=languages, default=settings.LANGUAGE_CODE),
        token=arrived.token,
        channel=arrived.channel,
        addressed_to=_addressed_to(arrived),
        territory=offered.place_meant(words.facts.get("place", "")),
        where=words.facts.get("place", "")[:LONGEST_NAME],
        name=words.name[:LONGEST_NAME],
        contact=words.sender if arrived.way else "",
        way=arrived.way,
        drafts=kept_files(words.files, arrived),
        made_by=MadeBy.CHANNEL.value,
        delivery=arrived.delivery,
        part=arrived.part,
    )


def _addressed_to(arrived: Arrived) -> int | None:
    """The body whose mailbox it is; a mailbox of the top is everybody's, and the matter says who handles it.

    Unless it is the top's own line: what is written there is for its chair to read.
    """
    everybodys = people_queries.command_tree().root(arrived.body) == arrived.body
    return None if everybodys and not arrived.personal else arrived.body


def kept_files(files: tuple[IncomingFile, ...], arrived: Arrived) -> tuple[int, ...]:
    """Keep the files that came with words as drafts; their ids. The same file twice is one.

    What the vault refuses (a program, too many) is left out: the delivery itself keeps it word for word.
    """
    for file in files:
        if file.content is None:
            continue
        upload = vault_actions.GivenFile(file.name, file.content)
        try:
            vault_actions.keep_draft(token=arrived.token, upload=upload, at=arrived.at)
        except FileRefusedError:
            continue
    return vault_queries.draft_ids(arrived.token) if files else ()
