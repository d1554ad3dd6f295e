"""Why the law doesn't allow something: the sentence for each reason that its rules give."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, str | Promise]] = {
    "law.nobody-may-handle": _("Nobody who isn't involved is left to handle this complaint. You can go to court."),
    "law.term-has-passed": _("The date has passed: the term can't be set anew."),
    "law.term-was-extended": _("This term was extended already: it can't be set anew."),
    "law.term-would-be-over": _("By that term the answer would have been due on %(last)s."),
    "law.content-does-not-decide": _("The law knows only one term for this kind of matter."),
    "law.extension-unknown": _("The law knows no extension of this term."),
    "law.extension-after-due": _("The date has passed: a term can only be extended before it ends."),
    "law.extension-used-up": _("This term was extended already, as often as the law allows."),
    "law.extension-past-cap": _("Choose a day from %(earliest)s to %(latest)s: the law allows no later one."),
}
