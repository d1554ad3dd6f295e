"""The log for people: what it proves, how it stands, one entry, and a check of a receipt."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.verdict import MissingError
from answerable.ledger import checking, published, queries, statements, wording
from answerable.ledger.checking import Checked
from answerable.ledger.forms import ReceiptCheckForm
from answerable.ledger.terms import NO_TERM
from answerable_verify import kinds
from answerable_verify.leaf import parse_leaf
from answerable_verify.receipt import Receipt
from answerable_verify.strict import RejectedError

LOOKS: Final = {checking.REGISTERED: "note good", checking.GENUINE: "note good", checking.FALSE: "note grave"}


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A verdict on a page."""

    look: str
    heading: str
    sentences: list[str]
    fields: list[tuple[str, str]]
    how: str


@door("public")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What the log proves and what not, how it stands, who watches it, what our own checks found."""
    wanted = request.GET.get("entry", "")
    head = published.head()
    there = head is not None and wanted.isdecimal() and len(wanted) < 16 and int(wanted) < head.checkpoint.size
    if there:
        return redirect("public:ledger:entry", int(wanted))
    audits = [queries.last_audit(whole=True), queries.last_audit(whole=False)]
    words = {
        "head": head,
        "witnesses": queries.witnesses(published.published_policy()),
        "waiting": queries.unplaced(),
        "audit": audits[0],
        "look": audits[1],
        "found": [one[2] for row in audits if row and not row.good for one in row.findings if one[0] == row.grade][:10],
        "counts": statements.stated(),
        "missing": bool(wanted),
        "frozen": bool(queries.frozen()),
        "verifier": published.verifier_digest(),
        "address": f"{settings.ANSWERABLE.address}/log",
        "server": settings.ANSWERABLE.address,
    }
    answer = render(request, "ledger/public/log.html", words)
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@door("public")
@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry, for whoever followed a link from a message or wants to see for themselves."""
    head = published.head()
    if head is None or index >= head.checkpoint.size:
        raise MissingError
    raw = published.entry(index, head.checkpoint)
    words: dict[str, object] = {"index": index, "size": head.checkpoint.size, "gone": raw is None}
    if raw is not None:
        words |= _shown_entry(raw, index)
    answer = render(request, "ledger/public/entry.html", words)
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _shown_entry(raw: bytes, index: int) -> dict[str, object]:
    """A leaf in words; one that was emptied, openly, says so itself."""
    if not raw:
        return {"sentence": str(wording.KINDS["redaction"]), "leaf": None, "text": ""}
    try:
        leaf = parse_leaf(raw, f"leaf {index}")
    except RejectedError:  # not ours to explain: the audit names it, the page shows it
        return {"sentence": "", "leaf": None, "text": raw.decode("utf-8", "replace")}
    kind = str(wording.KINDS.get(leaf.kind, leaf.kind))
    sentence = kind
    if leaf.on is not None:
        sentence = str(wording.DATED) % {"kind": kind, "day": dates.day(leaf.on)}
    shown = {"sentence": sentence, "leaf": leaf, "text": raw.decode(), "rated": leaf.extra.get("rating", "")}
    return shown | {"due": None if leaf.due == NO_TERM else leaf.due}


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check a receipt: in the browser where it can, otherwise here; nothing of it is kept."""
    believed = published.policy_text().decode()
    form = ReceiptCheckForm(request.POST or None, request.FILES or None, initial={"policy": believed})
    shown = None
    if form.is_valid():
        said = form.cleaned_data
        at = now()
        found = checking.check_receipt(said["raw"], typed=said["text"], policy=said["policy"], now=int(at.timestamp()))
        shown = shown_check(found)
    words = {"form": form, "checked": shown, "sentences": wording.sentences(), "kinds": kinds.as_json()}
    words["verifier"] = published.verifier_digest()
    answer = render(request, "ledger/public/check.html", words)
    answer["Cache-Control"] = "no-store"
    return answer


def shown_check(found: Checked) -> ShownCheck:
    """A verdict in sentences: the same ones as the browser's check."""
    if found.receipt is None:
        sentences = [str(wording.REASONS[found.reason])]
    elif found.verdict == checking.TYPE_TEXT:
        sentences = []
    else:
        sentences = _proven(found, found.receipt)
    fields = [] if not sentences else sorted(found.shown.items())
    return ShownCheck(
        look=LOOKS.get(found.verdict, "note warn"),
        heading=str(wording.VERDICTS[found.verdict]),
        sentences=sentences,
        fields=[(str(wording.FIELDS.get(name, name)), value) for name, value in fields],
        how=str(wording.HOW["checked-there"]),
    )


def _proven(found: Checked, receipt: Receipt) -> list[str]:
    """What a genuine receipt proves."""
    leaf, head = receipt.leaf, receipt.checkpoint
    told: dict[str, object] = {
        "log": head.origin,
        "kind": wording.KINDS.get(leaf.kind, leaf.kind),
        "day": dates.plain(leaf.on),
        "place": receipt.index,
        "size": head.size,
    }
    sentences = [str(wording.FACTS["act"]) % told]
    if leaf.due and leaf.due != NO_TERM:
        sentences.append(str(wording.FACTS["due"]) % {"day": dates.day(leaf.due)})
    if found.enough and head.times:
        first = datetime.fromtimestamp(head.times[0], UTC)
        seen = {"count": len(head.times), "time": f"{dates.day(first.date())}, {first:%H:%M} UTC"}
        sentences.append(str(wording.FACTS["seen"]) % seen)
    else:
        sentences.append(str(wording.FACTS["unwitnessed"]) % {"count": len(head.times)})
    if receipt.withheld:
        names = ", ".join(str(wording.FIELDS.get(name, name)) for name in receipt.withheld)
        sentences.append(str(wording.FACTS["hidden"]) % {"names": names})
    return sentences
