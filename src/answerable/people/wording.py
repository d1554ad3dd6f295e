"""What this room says: powers, factors, and the reason for each no."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.ledger import wording as ledger_wording
from answerable.people.terms import Factor, Power

REASONS: dict[str, Promise] = {
    "people.not-yours": _("This belongs to somebody else: only the person, or whoever grants seats there, may do it."),
    "people.not-to-yourself": _("Nobody does this for themselves or for a person they stand in for."),
    "people.second-person-needed": _("This needs a second person: somebody else than who granted it."),
    "people.substitute-elsewhere": _("A substitute must serve under the same head office."),
    "people.not-your-own-substitute": _("Choose somebody else: nobody stands in for themselves."),
    "people.account-closed": _("This account is closed."),
    "people.key-taken-back": _("This key was taken back before."),
    "people.key-settled": _("This key needs no second person, or is over."),
    "people.login-misspelt": _(
        "Use Latin letters, digits, dots, hyphens and underscores; begin with a letter or a digit."
    ),
    "people.login-taken": _("This sign-in name is taken. Choose another one."),
    "people.linked-already": _("This person of the organisation is linked with an account already."),
    "people.ends-before-it-begins": _("The last day is before the first one."),
    "people.no-such-role": _("There is no such role."),
    "people.seat-settled": _("This seat was confirmed or ended already."),
    "people.away-already": _("There is an absence in these days already. End it first."),
    "people.back-already": _("This absence has ended already."),
}

POWERS: dict[Power, Promise] = {
    Power.READ: _("read the unit's messages"),
    Power.ENTER: _("enter calls, visits and letters"),
    Power.HANDLE: _("work on messages"),
    Power.SIGN: _("sign answers"),
    Power.ASSIGN: _("give work to colleagues"),
    Power.FORWARD: _("forward"),
    Power.EXTEND: _("extend a term"),
    Power.REFUSE: _("refuse on a lawful ground"),
    Power.OVERSEE: _("read the work of the units below"),
    Power.CHAIR: _("the chair's daily reading and instructions"),
    Power.MONITOR: _("review answers"),
    Power.PEOPLE: _("grant and end seats"),
    Power.AUDIT: _("see who looked at what"),
    Power.KEYS: _("hold a key to sealed messages"),
}

FACTORS: dict[Factor, Promise] = {
    Factor.TOTP: _("Authenticator app"),
    Factor.PASSKEY: _("Passkey"),
    Factor.RECOVERY: _("Recovery codes"),
}


def sentence_for(reason: str, **words: object) -> str:
    """The sentence for a reason that an act here may meet; the reason itself when it is another room's."""
    sentence = REASONS.get(reason)
    return str(sentence) % words if sentence else ledger_wording.refusal(reason) or reason
