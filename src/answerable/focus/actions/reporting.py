"""Themes, the quotes of them, and what is published: nothing that somebody said is quoted before a second person looked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.focus import agreeing, policy, queries, rules
from answerable.focus.actions.held import held_group, held_study, record_of
from answerable.focus.models import Code, Group, Participant, Quote, Study, Theme
from answerable.focus.terms import Deed


@transaction.atomic
def keep_theme(*, by: Actor, at: datetime, study: int, title: str, text: str, codes: Sequence[int]) -> Theme:
    """Keep a theme of some codes. Refuses strangers, and codes of another study."""
    held = held_study(by, study)
    if Code.objects.filter(study=held, id__in=codes).count() != len(set(codes)):
        raise InvalidError(codes="focus.no-such-code")
    made = Theme.objects.create(
        id=new_id(),
        study=held,
        body_id=held.body_id,
        title=title,
        text=text,
        codes=sorted(set(codes)),
        place=Theme.objects.filter(study=held).count(),
    )
    record_of(held, by=by, at=at, deed=Deed.THEMED, facts={"theme": made.id})
    return made


@transaction.atomic
def choose_quote(*, by: Actor, at: datetime, theme: int, group: int, start: int, end: int) -> Quote:
    """Choose words for a theme, to be released by somebody else.

    Refuses strangers, a stretch beyond the text or of several speakers, and words of whoever did not agree to be quoted.
    """
    held = held_group(by, group)
    of = Theme.objects.filter(id=theme, study=held.study).first()
    if of is None:
        raise MissingError
    if held.fixed_at is None or not 0 <= start < end <= len(queries.text_of(held)):
        raise InvalidError(start="focus.beyond-the-text")
    speaker = queries.speaker_at(held, start, end)
    _must_agree(held, speaker)
    made = Quote.objects.create(
        id=new_id(), theme=of, group=held, body_id=held.body_id, start=start, end=end, speaker=speaker, chosen_by=by.id
    )
    record_of(held.study, by=by, at=at, deed=Deed.QUOTED, facts={"quote": made.id, "theme": of.id})
    return made


@transaction.atomic
def release_quote(*, by: Actor, at: datetime, quote: int) -> Quote:
    """Let a quote be read by anybody. Refuses whoever chose it, strangers, and words of whoever took consent back."""
    held = _quote(quote)
    study = held.group.study
    must(policy.can_release(by, body=study.body_id, kind=study.body.kind, chosen_by=held.chosen_by))
    _must_agree(held.group, held.speaker)
    if held.released_at is None:
        held.words = queries.text_of(held.group)[held.start : held.end]
        held.released_by, held.released_at = by.id, at
        held.save(update_fields=["words", "released_by", "released_at"])
        record_of(study, by=by, at=at, deed=Deed.RELEASED, facts={"quote": held.id})
    return held


@transaction.atomic
def drop_quote(*, by: Actor, at: datetime, quote: int) -> None:
    """Take a quote away, a released one too. Refuses strangers."""
    held = _quote(quote)
    study = held.group.study
    must(policy.can_run(by, body=study.body_id, kind=study.body.kind))
    ref = held.id
    held.delete()
    record_of(study, by=by, at=at, deed=Deed.QUOTED, facts={"dropped": ref})


@transaction.atomic
def publish_study(*, by: Actor, at: datetime, study: int) -> Study:
    """Publish the themes with their released quotes, who came, and how far the first two coders agree.

    Refuses strangers, and a study that does not say how it was made.

    Needed: the guide, the quota or how people were found, what it cannot say, who moderated each group and when.
    """
    held = held_study(by, study)
    groups = list(Group.objects.filter(study=held))
    whole = all((held.guide, held.recruitment, held.limits)) and Theme.objects.filter(study=held).exists()
    if not whole or not groups or not all(group.held_on and group.moderator for group in groups):
        raise NotNowError("focus.not-whole")
    coders = queries.coders_of(held)
    held.agreement = [line.said() for line in agreeing.agreements(held, *coders[:2])] if len(coders) > 1 else []
    held.composition = [[cell.name, cell.taken] for cell in queries.cells_of(held)]
    for group in groups:
        group.came = queries.participants_of(group).count()
        group.save(update_fields=["came"])
    if held.published_at is None:
        held.published_at = at
    held.save(update_fields=["published_at", "agreement", "composition"])
    record_of(held, by=by, at=at, deed=Deed.PUBLISHED, facts={"groups": len(groups)})
    return held


def _quote(ref: int) -> Quote:
    rows = Quote.objects.select_for_update(of=("self",)).select_related("group__study__body")
    held = rows.filter(id=ref).first()
    if held is None:
        raise MissingError
    return held


def _must_agree(group: Group, speaker: str) -> None:
    who = Participant.objects.filter(group=group, pseudonym=speaker).first()
    if who is None or not rules.may_quote(who.consents, withdrawn=who.withdrawn_on is not None):
        raise InvalidError(start="focus.not-to-be-quoted")
