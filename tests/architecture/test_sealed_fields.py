"""Every column of bytes is declared sealed or says why not; what was sealed before there were declarations opens by them.

`recorded.json` was made by the code as it stood when it knew of appeals alone: texts under the server key in each declared
place, some in a sealed record, a wrap and the hash of a look.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import models

from answerable.base.room import installed
from answerable.base.sealed import SealedField, SealedOtherwise, Under
from answerable.vault import sealing
from answerable.vault.queries import place_of
from answerable.vault.rules import access_records, fields, wraps

NOT_SEALED: Final = {  # true exceptions: what is public, random, or a digest
    "channels_chat.peer": "keyed hash of somebody's address",
    "channels_delivery.id": "SHA-256 of a channel's own name of the delivery",
    "figures_attested.document": "public: what is hidden isn't in it",
    "figures_figure.document": "public",
    "channels_notice.receiver": "keyed hash of way and address",
    "channels_raw_delivery.key": "the same",
    "ledger_announced.document": "public",
    "ledger_case.code": "the case's public code, random",
    "ledger_cosignature.head": "SHA-256 of what is public",
    "ledger_entry.seal": "a MAC (ledger.seals)",
    "ledger_leaf.seal": "a MAC (ledger.seals)",
    "ledger_public_leaf.body": "public",
    "ledger_public_leaf.case": "the case's public code, random",
    "ledger_public_leaf.leaf_hash": "public",
    "ledger_tile.hashes": "public",
    "ledger_tree.note": "public",
    "ledger_tree.published_note": "public",
    "ledger_tree.root": "public",
    "oversight_sample.counts": "public once the asking is over",
    "oversight_sample.design": "public once the asking is over",
    "oversight_sample.drawn": "codes, public once the asking is over",
    "oversight_sample.frame": "codes, public once the asking is over",
    "surveys_draw.design": "public",
    "surveys_frame.drawn": "codes, of units of a frame",
    "surveys_frame.units": "codes, of units of a frame",
    "surveys_questionnaire.workbook": "public once released; its maker's before",
    "surveys_questionnaire.xform": "the same",
    "surveys_result.document": "published",
    "vault_file.draft": "SHA-256 of a form's token",
    "vault_file.mark": "keyed hash of the content",
    "vault_follow_session.id": "SHA-256 of a cookie's value",
    "vault_follow_up_code.hash": "slow hash of the secret",
    "vault_follow_up_code.salt": "random",
    "vault_former_code.hash": "slow hash of the secret",
    "vault_former_code.heard": "MAC of digits",
    "vault_former_code.maker": "SHA-256 of a cookie's value",
    "vault_former_code.salt": "random",
    "vault_key_pair.public": "a public key",
    "vault_look.before": "hash of the look before",
    "vault_look.hash": "hash of the look",
    "vault_record.inward": "a public key",
    "vault_slot.salt": "random",
}
DECLARED: Final = [sealed for room in installed() for sealed in room.sealed]
BOUND: Final = [sealed for sealed in DECLARED if isinstance(sealed, SealedField)]
OTHERWISE: Final = [sealed for sealed in DECLARED if isinstance(sealed, SealedOtherwise)]
RECORDED: Final = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))
TEXT: Final = "Вулиця Садова, 3"
KEY, RECORD_KEY, SEED = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
RECORD, ROOT, REF, PAIR = 456099184024338432, 5, 77, 9


def _models() -> list[type[models.Model]]:
    return [
        model for room in installed() if room.name != "site" for model in apps.get_app_config(room.name).get_models()
    ]


def _column(sealed: SealedField | SealedOtherwise) -> str:
    return f"{sealed.table}.{sealed.column}"


def _place(sealed: SealedField | SealedOtherwise) -> str:
    return f"{sealed.table}.{sealed.word}"


def test_every_column_of_bytes_is_declared_sealed_or_says_why_not() -> None:
    found = {
        f"{model._meta.db_table}.{field.name}"
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    declared = {_column(sealed) for sealed in DECLARED}
    assert sorted(found - declared) == sorted(NOT_SEALED)
    of_libraries = {"mfa_authenticator.data"}  # a column of JSON, in which allauth keeps seeds
    assert sorted(declared - found) == sorted(of_libraries)
    assert len({_place(sealed) for sealed in DECLARED}) == len(DECLARED)


@pytest.mark.parametrize("sealed", BOUND, ids=_place)
def test_what_binds_a_field_is_there_to_be_read(sealed: SealedField) -> None:
    model: Any = next(model for model in _models() if model._meta.db_table == sealed.table)
    wanted = [sealed.column, sealed.ref, *filter(None, [sealed.root]), *(name for name, _ in sealed.only)]
    assert str(model._base_manager.values_list(*wanted).query)


@pytest.mark.parametrize("sealed", OTHERWISE, ids=_place)
def test_what_is_sealed_by_another_rule_stands_there_and_says_by_which(sealed: SealedOtherwise) -> None:
    model: Any = next(model for model in apps.get_models() if model._meta.db_table == sealed.table)
    assert str(model._base_manager.filter(**dict(sealed.only)).values_list(sealed.column).query)
    assert sealed.says
    assert (sealed.opens is not None) == (sealed.under is Under.SERVER)  # what the server key opens a drill looks at


def test_what_was_sealed_in_each_place_before_is_opened_by_its_declaration() -> None:
    ours = {_place(sealed): sealed for sealed in BOUND if sealed.under is not Under.HOLDER}
    assert sorted(set(RECORDED["server"]) - set(ours)) == []  # a place declared later has nothing from before
    for name, box in RECORDED["server"].items():
        place = place_of(ours[name], REF, root=ROOT)
        assert fields.open_text(KEY, **place, sealed=bytes.fromhex(box)) == TEXT, name
    for name, box in RECORDED["record"].items():
        assert sealing.take_out({1: RECORD_KEY}, RECORD, ours[name], bytes.fromhex(box), ref=REF) == TEXT, name


def test_a_wrap_and_a_look_from_before_hold() -> None:
    wrapped = bytes.fromhex(RECORDED["wrap"])
    assert wraps.unwrap(SEED, wrapped=wrapped, record=RECORD, epoch=1, pair=PAIR) == RECORD_KEY
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    seen = access_records.AccessFacts(1, at, ROOT, RECORD, "desk:case", "officer/11", "Olena", "handle", allowed=True)
    assert access_records.access_hash(access_records.START, seen).hex() == RECORDED["look"]
    assert access_records.access_hash(access_records.START, seen._replace(kind="appeal")) != access_records.access_hash(
        access_records.START, seen
    )
