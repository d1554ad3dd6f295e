"""How people write somebody's name, call them, tell them by a number: what complaints are searched for (0150)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, must
from answerable.ledger.actions import record
from answerable.people import policy, queries
from answerable.people.actions import locked_rows
from answerable.people.actions.loading import locked_revision, move_revision
from answerable.people.models import Body, Inflection
from answerable.people.morphology import forms_of
from answerable.people.queries import mentions
from answerable.people.terms import Deed, KnownBy


@transaction.atomic
def describe_account(
    *,
    by: Actor,
    at: datetime,
    account: int,
    names: Mapping[str, str],
    post: Mapping[str, str],
    known_by: Mapping[str, Sequence[str]],
) -> None:
    """Say how somebody's name and post are written and what they are known by.

    Refuses oneself, because whoever is complained about could make themselves unfindable, and whom one doesn't command.
    The ledger says who changed it and how many there are of each, never the words.
    """
    row = locked_rows.locked_account(account)
    must(policy.can_describe(by, lines=locked_rows.command_lines(account, at), account=account))
    row.names, row.post, row.known_by = dict(names), dict(post), _lists(known_by)
    row.save(update_fields=["names", "post", "known_by"])
    facts = {word.value: len(row.known_by.get(word, ())) for word in KnownBy}
    record(by=by, at=at, deed=Deed.ACCOUNT_DESCRIBED, thing=f"account/{account}", facts=facts)
    move_revision(locked_revision())


@transaction.atomic
def describe_body(*, by: Actor, at: datetime, body: int, known_by: Mapping[str, Sequence[str]]) -> None:
    """Say what a body is known by besides its name. Refuses whoever grants no seats there."""
    row = Body.objects.select_for_update().filter(id=body).first()
    if row is None:
        raise MissingError
    must(policy.can_describe(by, lines=[queries.command_tree().upwards(body)], account=None))
    row.known_by = _lists(known_by)
    row.save(update_fields=["known_by"])
    facts = {word.value: len(row.known_by.get(word, ())) for word in KnownBy}
    record(by=by, at=at, deed=Deed.BODY_DESCRIBED, thing=f"body/{body}", root=row.root, facts=facts)
    move_revision(locked_revision())


def _lists(known_by: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The known words alone, each list without empty lines and repetitions."""
    kept = {word.value: list(dict.fromkeys(filter(None, map(str.strip, known_by.get(word, ()))))) for word in KnownBy}
    return {word: said for word, said in kept.items() if said}


def learn_words() -> int:
    """Ask the grammar for the forms of words that names are made of; returns of how many.

    Slow, and large while it runs (`people.morphology`): for a job and for the loading of a pack, never for a page.
    """
    wanted = mentions.words_without_forms()
    if not wanted:
        return 0
    found = forms_of(wanted)
    with transaction.atomic():
        rows = [Inflection(word=word, forms=list(known.forms), common=known.common) for word, known in found.items()]
        Inflection.objects.bulk_create(rows, ignore_conflicts=True)
        move_revision(locked_revision())
    return len(wanted)
