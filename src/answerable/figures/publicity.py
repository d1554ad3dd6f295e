"""What the catalogue of open data says of this installation: whose it is, where, and what is in it, in every language."""

import json
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from answerable.figures import actions, catalogue, queries, wording
from answerable.law.queries import standing_order
from answerable.people.queries import body
from answerable_verify.numbers.periods import Period


def present() -> str:
    """The catalogue as JSON-LD."""
    order = standing_order()
    publisher = actions.publisher(list(order.bodies.values()))
    periods = queries.periods()
    named = [(period, list(queries.published_in(period.code).values()), _names(period)) for period in periods]
    return json.dumps(
        catalogue.described(
            address=settings.ANSWERABLE.address,
            publisher=catalogue.Publisher(name=dict(publisher.name), email=body(publisher.id).email),
            words=_sentences(),
            periods=named,
        ),
        sort_keys=True,
    )


def _names(period: Period) -> dict[str, str]:
    return in_each_language(lambda: wording.period_name(period))


def in_each_language(say: Callable[[], str]) -> dict[str, str]:
    """What is said, in every language of the place."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = say()
    return found


def _sentences() -> catalogue.Sentences:
    return catalogue.Sentences(
        title=in_each_language(lambda: _("Open data")),
        about=in_each_language(
            lambda: _("What this place publishes for anybody to use, to check and to compute again.")
        ),
        table=in_each_language(lambda: _("How appeals are answered")),
        table_about=in_each_language(
            lambda: _(
                "Figures of a period by authority: a row for each number, with its interval and with what it is counted of."
            )
        ),
        provenance=in_each_language(
            lambda: _(
                "Computed from the public log alone; the log carries the SHA-256 of each figure. What is wrong is corrected "
                "by another edition, and the old one stays."
            )
        ),
        keyword=in_each_language(lambda: _("appeals")),
    )
