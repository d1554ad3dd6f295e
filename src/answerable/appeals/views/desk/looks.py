"""The auditor's page: who looked at what, when and for what; whether the chain of looks is whole."""

from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from answerable.appeals.desk_forms.keepers import LooksForm
from answerable.appeals.queries import keepers
from answerable.base import searching
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.row_scope import as_system
from answerable.base.verdict import MissingError
from answerable.vault import policy as vault_policy
from answerable.vault import queries as vault_queries
from answerable.vault import wording as vault_wording
from answerable.vault.models import AccessRecord
from answerable.vault.terms import AUTOMATIC

SHOWN: Final = 100  # on one page, newest first


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: DoorRequest) -> HttpResponse:
    """Looks at sealed appeals, narrowed by appeal, reader, purpose. For auditors; it shows numbers, never words."""
    if not vault_policy.can_audit(request.actor):
        raise MissingError
    if request.method == "POST":
        typed = {name: request.POST[name] for name in LooksForm.base_fields if name in request.POST}
        return redirect(f"{request.path}?{urlencode({searching.PARAMETER: searching.remember_search(request, typed)})}")
    form = LooksForm(searching.searched_for(request) or request.GET)
    found = _narrowed(request, vault_queries.latest_accesses(request.actor), form)
    automatic = 0 if _asks_for_automatic(form) else found.filter(purpose__in=AUTOMATIC).count()
    found = found if _asks_for_automatic(form) else found.exclude(purpose__in=AUTOMATIC)
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(number__lt=int(before[:18]))
    with as_system():  # the auditor sits outside the trees whose looks these are
        rows = list(found[: SHOWN + 1])
    further = _further(request, rows[SHOWN - 1].number) if len(rows) > SHOWN else ""
    rows = rows[:SHOWN]
    numbers = keepers.numbers_for_audit(request.actor, {row.record for row in rows})
    shown = {
        "rows": [
            (row, numbers.get(row.record, ""), vault_wording.PURPOSES.get(row.purpose, row.purpose)) for row in rows
        ],
        "form": form,
        "broken": vault_queries.broken_access(),
        "shown": SHOWN,
        "further": further,
        "automatic": automatic,
    }
    return render(request, "appeals/desk/looks.html", shown)


def _asks_for_automatic(form: LooksForm) -> bool:
    """Whether the auditor wants to see what the system opened by itself, or looks for that very purpose."""
    asked = form.cleaned_data if form.is_valid() else {}
    return bool(asked.get("automatic")) or asked.get("purpose") in AUTOMATIC


def _narrowed(request: DoorRequest, found: QuerySet[AccessRecord], form: LooksForm) -> QuerySet[AccessRecord]:
    """The looks that fit what was typed; a number that is no appeal's fits none."""
    if not form.is_valid():
        return found.none()
    asked: dict[str, Any] = form.cleaned_data
    if asked["number"]:
        found = found.filter(record=keepers.record_for_audit(request.actor, asked["number"]) or 0)
    if asked["reader"]:
        found = found.filter(name__icontains=asked["reader"])
    if asked["purpose"]:
        found = found.filter(purpose=asked["purpose"])
    return found.filter(allowed=False) if asked["refused"] else found


def _further(request: DoorRequest, last: int) -> str:
    """The address of the page after this one."""
    kept = {name: value for name, value in request.GET.items() if name != "before"}
    return f"{reverse('desk:appeals:looks')}?{urlencode({**kept, 'before': last})}"
