"""What somebody says to the hotline in a chat or by a short message: three digits."""

from typing import Final

from answerable.appeals.models import Appeal
from answerable.appeals.terms import APPEAL, Tier
from answerable.base.actor import SYSTEM
from answerable.base.incoming import Arrived, Words
from answerable.base.subject import Subject
from answerable.oversight import actions, hotline, queries
from answerable.oversight.terms import SaidBy

FACT: Final = "how"
"""The fact of words by which a conversation brings the three digits."""


def take_short(words: Words, arrived: Arrived) -> Subject | None:
    """Keep three digits of whoever was drawn; None where they were not asked, so that digits are words like others.

    What is sealed is said with the code, on the page: a chat proves who writes, and others may read it.
    """
    about, said = arrived.about, hotline.read_short(words.facts[FACT])
    if about is None or about.kind != APPEAL:
        return None
    asked = queries.asked_now(about, arrived.at)
    sealed = Appeal.objects.filter(id=about.id, tier=Tier.SEALED).exists()
    if asked is None or said is None or sealed or words.proof == "failed":
        return None if words.text.strip() else about
    actions.say_how(by=SYSTEM, at=arrived.at, callback=asked.id, said=said, door=SaidBy.CHAT)
    return about
