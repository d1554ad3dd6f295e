"""What is sent, what is planned for it, and what the sender gets: the shapes that registering passes about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from answerable.appeals.queries.holders import Holders
from answerable.appeals.terms import Tier
from answerable.channels.terms import Channel
from answerable.law.rules import deadlines, routing
from answerable.ledger.terms import COMMON, PublicPlace
from answerable.people.rules.known import Mention


@dataclass(frozen=True, slots=True)
class Intake:
    """What somebody sends, as the form gave it."""

    kind: str
    text: str
    language: str
    token: str
    channel: str = Channel.WEB
    about_body: int | None = None
    about_person: int | None = None
    about_words: str = ""
    addressed_to: int | None = None
    category: int | None = None
    territory: int | None = None
    where: str = ""
    name: str = ""
    address: str = ""
    contact: str = ""
    way: str = ""
    care: tuple[str, ...] = ()
    seal: bool = False
    drafts: tuple[int, ...] = ()
    received_at: datetime | None = None
    made_by: str = "sender"
    chosen: tuple[tuple[str, str], ...] = ()  # the category's questions with what was chosen, in the sender's language
    matter: str = ""  # the kind of the law, where it knows more than `kind`
    came: str = ""  # how it came to an operator: call, visit, letter
    public: bool = False  # the sender wishes that everybody may read it, once its words are passed
    point: tuple[float, float] | None = None  # latitude and longitude (WGS84) of what it is about
    delivery: int = 0  # what was kept in the letterbox, where it came by a channel
    part: int = 0  # its place in that
    acted: str = ""  # what the sender says of those whom it names (rules.meaning); empty: nothing


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """Where an appeal will lie, who is barred and why, by when an answer is due and why."""

    body: int
    root: int
    bars: routing.Bars  # those of a suspicion with them
    why: list[dict[str, object]]
    tier: Tier
    due: deadlines.Due | None
    profile: deadlines.Profile | None
    prefix: str = ""  # of the register's numbers
    year: int = 0
    specialist: int | None = None
    readers: tuple[int, ...] = ()  # bodies that read it besides, from the beginning
    sealed_for: str = ""  # why it is sealed: staff | mention | sender | nameless
    holders: Holders | None = None  # in the sealed tier: whose keys open it
    code: str = ""  # of the body
    on: date | None = None  # the day at the body
    category: str = ""  # its code
    place: str = ""  # code of the territory
    matter: str = ""  # the kind of the law that it is taken for
    shown: PublicPlace = COMMON  # where the public log shows it
    nameless: bool = False  # nobody said who wrote
    asked: tuple[Mention, ...] = ()  # people whom it names and about whom the sender is asked
    suspects: Mapping[str, list[int]] = field(default_factory=dict)  # who of them somebody outside has to look at first

    @property
    def waits(self) -> bool:
        """Whether its leaves wait for others', whatever the size of the body: that one letter came tells nobody when."""
        return self.nameless or self.tier != Tier.WORKING

    @property
    def due_facts(self) -> dict[str, object]:
        """Why that date, in codes."""
        return {} if self.due is None else deadlines.explain(self.due, self.profile)


@dataclass(frozen=True, slots=True)
class Registered:
    """What the sender gets at once."""

    appeal: int
    number: str
    code: str
    body: int
    due_at: datetime | None
    due_facts: Mapping[str, object] = field(default_factory=dict)
    repeated: bool = False
    leaf: bytes = b""  # hash of its leaf in the public log; empty for a repeated one
