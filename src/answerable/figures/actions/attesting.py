"""Writing what bodies attest: a series begun, counts frozen with their hash in the public log, corrected beside the old."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, must
from answerable.figures import policy, rules
from answerable.figures.models import Attested, Series
from answerable.figures.terms import FEWEST, LEAVES, AttestedBasis, Deed, SeriesKind, attested_of, series_of
from answerable.law.queries import sets_volume_target, standing_order
from answerable.ledger import leaves
from answerable.ledger.actions import record
from answerable.ledger.rules import Fact
from answerable.ledger.terms import COMMON, PublicAct
from answerable_verify.numbers.attested import Key, Value, cells_of, read_attested, write_attested
from answerable_verify.numbers.periods import parse_period

Texts = Mapping[str, Mapping[str, str]]
"""What is said, by the name of the text and by language."""


@transaction.atomic
def begin_series(
    *,
    by: Actor,
    at: datetime,
    body: int,
    code: str,
    months: int,
    words: Texts,
    hides: bool,
    kind: SeriesKind = SeriesKind.ENTERED,
) -> Series:
    """Begin a series of a body. Refuses strangers to it, a code that is taken, and words that make a goal of a count."""
    must(policy.can_attest(by, body=body))
    faults = {name: "series.target" for name, texts in words.items() if any(map(sets_volume_target, texts.values()))}
    if Series.objects.filter(code=code).exists():
        faults["code"] = "series.code-taken"
    if faults:
        raise InvalidError(**faults)
    row = Series.objects.create(
        id=new_id(),
        code=code,
        body_id=body,
        kind=kind,
        months=months,
        least=FEWEST if hides else 0,
        words={name: dict(texts) for name, texts in words.items()},
        begun_at=at,
    )
    facts: dict[str, Fact | list[int]] = {"body": body, "code": code, "months": months}
    record(by=by, at=at, deed=Deed.SERIES_BEGUN, thing=str(series_of(row.id)), facts=facts)
    return row


@transaction.atomic
def attest(
    *,
    by: Actor,
    at: datetime,
    series: int,
    period: str,
    cells: Mapping[Key, Value],
    of: tuple[str, ...] = (),
    reason: AttestedBasis | None = None,
    why: Mapping[str, str] | None = None,
) -> Attested:
    """Publish counts of a period, or an erratum of them, which needs its reason.

    Refuses strangers, a period that isn't over or isn't one of the series, what says the same as before, and an
    erratum of nothing. A count that is to be hidden has to come hidden, or alone.
    """
    held = Series.objects.select_for_update(of=("self",)).select_related("body").filter(id=series).first()
    if held is None:
        raise MissingError
    must(policy.can_attest(by, body=held.body_id))
    order = standing_order()
    rules.must_be_over(parse_period(period), months=held.months, today=order.day_at(held.body_id, at))
    last = Attested.objects.filter(series=held, period=period).order_by("-edition").first()
    if (last is None) != (reason is None):
        raise NotNowError("series.attested-before" if last else "series.nothing-to-correct")
    shown = rules.hidden_alone(cells, held.least)
    if last is not None and cells_of(read_attested(bytes(last.document))) == dict(shown):
        raise NotNowError("figure.same")
    row = _edition(held, period=period, of=of, cells=shown, last=last, reason=reason, why=why or {}, at=at)
    _record_attested(row, held, by=by, at=at, size=len(shown))
    return row


def _edition(
    held: Series,
    *,
    period: str,
    of: tuple[str, ...],
    cells: Mapping[Key, Value],
    last: Attested | None,
    reason: AttestedBasis | None,
    why: Mapping[str, str],
    at: datetime,
) -> Attested:
    edition = 0 if last is None else last.edition + 1
    raw = write_attested(
        {
            "basis": reason or "",
            "body": leaves.token(held.body.code),
            "cells": [[list(key), value] for key, value in sorted(cells.items())],
            "edition": edition,
            "least": held.least,
            "of": list(of),
            "period": period,
            "series": held.code,
            "v": 1,
            "words": held.words | ({"why": dict(why)} if why else {}),
        }
    )
    read_attested(raw)  # what a reader would refuse is never published
    ref = new_id()
    return Attested.objects.create(
        id=ref,
        series=held,
        period=period,
        edition=edition,
        first=ref if last is None else last.first,
        document=raw,
        digest=sha256(raw).hexdigest(),
        basis=reason or "",
        frozen_at=at,
    )


def _record_attested(row: Attested, held: Series, *, by: Actor, at: datetime, size: int) -> None:
    deed = Deed.ATTESTED_CORRECTED if row.edition else Deed.ATTESTED
    said: dict[str, str | int] = {"sha256": row.digest, "size": size}
    said |= {"basis": row.basis} if row.edition else {"name": held.code, "period": row.period}
    act = PublicAct(
        kind=LEAVES[deed],
        on=standing_order().day_at(held.body_id, at),
        body=held.body.code,
        fields={"series": held.code, "period": row.period},
        extra=said,
        place=None if row.edition else COMMON,
    )
    facts: dict[str, Fact | list[int]] = {"series": held.id, "period": row.period, "edition": row.edition}
    case = str(attested_of(row.first))
    record(by=by, at=at, deed=deed, thing=str(attested_of(row.id)), facts=facts, case=case, public=act)
