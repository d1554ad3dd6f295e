"""A campaign that comes by several ways: one group, each with its number; answered once, and each is told by their own way."""

from email.message import EmailMessage
from urllib.parse import urlencode

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.rules.copies import CAMPAIGN
from answerable.appeals.testing import AT, World
from answerable.base.actor import SYSTEM
from answerable.channels import queries as channels_queries
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.email.inbound import external_of
from answerable.channels.models import Notice
from answerable.channels.queries import accounts
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.terms import Channel
from answerable.channels.testing import take_all

TEXT = (
    "We, the residents of Soborna street, demand that the night market be closed because of noise, dirt and fights "
    "every weekend. The police were called many times. My name is {name}."
)
ANSWER = "It closes at ten from Friday."


def by_letter(number: int) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"r{number}@example.org", "appeals@police.example", "The night market"
    made["Message-ID"] = f"<{number}@example.org>"
    made.set_content(TEXT.format(name=f"Resident {number}"))
    return made.as_bytes()


def came(channel: Channel, raw: bytes, external: str) -> None:
    account = accounts.account_named(channel, "main")
    letterbox.keep_delivery(account=account, external=external, raw=raw, at=AT)
    take_all(account.id, at=AT)


def test_copies_by_letter_message_and_form_are_one_group_answered_once_and_told_each_by_their_way(world: World) -> None:
    fake = FakeTwilio()
    mailbox, number = {"address": "appeals@police.example"}, {"account": fake.account, "number": fake.number}
    for channel, said in ((Channel.EMAIL, mailbox), (Channel.SMS, number)):
        account_actions.set_account(by=SYSTEM, at=AT, channel=channel, name="main", body="dep", settings=said)
    for each in range(4):
        letter, said = by_letter(each), fake.message(f"SM{each}", f"+38050123456{each}", TEXT.format(name=f"R {each}"))
        came(Channel.EMAIL, letter, external_of(letter))
        came(Channel.SMS, urlencode(said).encode(), f"SM{each}")
    for each in range(2):
        contact = f"form{each}@example.org"
        world.sent(text=TEXT.format(name=f"Web {each}"), addressed_to=world.bodies["dep"], contact=contact, way="email")
    copies = list(Appeal.objects.order_by("id"))
    for each in copies:
        actions.sketch(at=AT, ref=each.id)
    assert (actions.gather(by=SYSTEM, at=AT), len({each.number for each in copies})) == (CAMPAIGN, CAMPAIGN)
    (incident,) = Appeal.objects.values_list("incident", flat=True).distinct()
    before = set(Notice.objects.values_list("id", flat=True))
    by = world.actor("petrenko")
    assert actions.answer_all(by=by, at=AT, incident=incident, text=ANSWER) == (CAMPAIGN, True)
    told = Notice.objects.exclude(id__in=before)
    said = sorted((one.way, channels_queries.address_of(one), channels_queries.said_in(one)) for one in told)
    channels = dict(Appeal.objects.values_list("channel").distinct().values_list("channel", "incident"))
    assert set(channels) == {"email", "sms", "web"}
    assert [(way, address, ANSWER in words) for way, address, words in said] == [
        *(("email", f"form{each}@example.org", False) for each in range(2)),  # a form's page says: news alone
        *(("email", f"r{each}@example.org", True) for each in range(4)),
        *(("sms", f"main/+38050123456{each}", False) for each in range(4)),
    ]
