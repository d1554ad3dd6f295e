"""The form that checks a receipt: the file or its text, the words that were sent, and whom to believe."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.ledger.checking import LONGEST
from answerable_verify.policy import POLICY_LIMIT, Policy, parse_policy
from answerable_verify.strict import RejectedError

ACCEPT: Final = ".tlog-proof,text/plain,application/octet-stream"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", "spellcheck": "false", "autocomplete": "off"})


class _ExactField(forms.CharField):
    """Text as it was typed; line ends alone are made equal, because browsers send CRLF whatever was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        """Make line ends equal."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class ReceiptCheckForm(forms.Form):
    """A receipt to be checked. A file wins over pasted text."""

    receipt = forms.FileField(
        label=_("The receipt, a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    pasted = _ExactField(label=_("or the receipt as text"), widget=_area(4))
    text = _ExactField(
        label=_("Your message, as you sent it"),
        help_text=_("Type or paste it. It is compared with what was logged; without it nobody can say it is yours."),
        widget=_area(6),
    )
    policy = _ExactField(
        label=_("Whom to believe"),
        help_text=_(
            "The keys of this log and of its witnesses as this site names them. Put in those that a newspaper or a "
            "witness published, and you need not believe this site."
        ),
        widget=_area(6),
    )

    def clean(self) -> dict[str, Any]:
        """The bytes of the receipt as `raw`, and the policy read."""
        said: dict[str, Any] = super().clean() or {}
        file, pasted = said.get("receipt"), said.get("pasted", "")
        raw = file.read(LONGEST + 1) if file else pasted.encode("utf-8", "replace")
        if not file and raw and not raw.endswith(b"\n"):
            raw += b"\n"
        if not raw:
            self.add_error("receipt", _("Choose the file of the receipt, or paste its text below."))
        if len(raw) > LONGEST:
            self.add_error("receipt", _("This is too long for a receipt."))
        said["raw"] = raw
        return said

    def clean_policy(self) -> Policy:
        """The policy, which must be one."""
        raw = str(self.cleaned_data["policy"]).encode("utf-8", "replace")[: POLICY_LIMIT + 1]
        try:
            policy = parse_policy(raw)
        except RejectedError as fault:
            place = fault.where.rpartition(" ")[2]
            words = _("These are not the keys of a log and its witnesses (line %(line)s).") % {"line": place}
            raise forms.ValidationError(str(words)) from None
        if not policy.logs:
            raise forms.ValidationError(str(_("No log is named here.")))
        return policy
