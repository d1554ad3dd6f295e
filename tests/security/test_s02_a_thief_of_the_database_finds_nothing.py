"""S02: the dump, the data folder, the media and all backups, without the key files: no name, no text, no living session."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pyrage
import pytest

from answerable_host.cluster import roles, server
from tests.security import leaks
from tests.security.leaks import GuardHit
from tests.security.living import Living, living

pytestmark = [pytest.mark.machine_clock, pytest.mark.slow]

FILL = """
import json
from django.test import Client
from answerable.base.actor import resident
from answerable.people import actions as people, queries as persons
from answerable.people.models import Account
from answerable.vault import actions as vault
seen = {}
named = write(name='N @NAME@', address='A @ADDRESS@', contact='@PHONE@', way='phone', text='About a street. @GIST@')
sealed = write(seal=True, text='@TEXT@ was done to me', name='N @SEALEDNAME@', inside='@INSIDE@', file='@FILE@.txt')
for each in (named, sealed):
    actions.reply(by=resident(each.appeal), at=now(), ref=each.appeal, text='@REPLY@', token=secrets.token_urlsafe(32))
officer = Account.objects.order_by('id')[0]
from allauth.mfa.totp.internal.auth import generate_totp_secret
seen['totp'] = generate_totp_secret()
people.add_totp(by=persons.person(officer.id, now()), at=now(), seed=seen['totp'], keep='')
staff = Client(SERVER_NAME='localhost')
staff.force_login(officer)
seen['session'] = next(morsel.value for name, morsel in staff.cookies.items() if 'session' in name)
sender = Client(SERVER_NAME='localhost')
sender.post('/en/follow/', {'code': named.code})
seen['codes'] = [named.code, sealed.code]
seen['follow'] = next((morsel.value for name, morsel in sender.cookies.items() if 'follow' in name), '')
vault.hash_one_code(), vault.hash_one_code()
print(json.dumps(seen).replace(' ', ''))
"""


@dataclass(frozen=True)
class Stolen:
    """What the thief has to look for, and where."""

    installation: Living
    marks: dict[str, str]
    seen: dict[str, str]
    codes: list[str]


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stolen]:
    base = tmp_path_factory.mktemp("s02")
    words = ("NAME", "ADDRESS", "GIST", "TEXT", "SEALEDNAME", "INSIDE", "FILE", "REPLY")
    marks = {word: leaks.mark() for word in words} | {"PHONE": leaks.number_mark()}
    settings = {
        "ANSWERABLE_BACKUP_TO": str(base / "backups"),
        "ANSWERABLE_BACKUP_KEYS_TO": str(base / "keys"),
        "ANSWERABLE_BACKUP_RECIPIENTS": " ".join(str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2)),
    }
    with living(base / "home", **settings) as installation:
        code = FILL
        for word, mark in marks.items():
            code = code.replace(f"@{word}@", mark)
        seen = json.loads(installation.tell(code)[-1])
        installation.run("backup")
        installation.run("backup", "add")
        yield Stolen(installation, marks, {name: seen[name] for name in ("session", "totp", "follow")}, seen["codes"])


def _around(hits: list[GuardHit]) -> list[tuple[str, str, bytes]]:
    return [(hit.where[-60:], hit.form, hit.around) for hit in hits]


def test_s02_the_scanner_would_find_what_lies_in_clear(stolen: Stolen) -> None:
    """Otherwise the silence of the next tests would mean nothing."""
    with server.connect(stolen.installation.place, dbname=roles.DATABASE) as boss:
        boss.execute("CREATE TABLE thief (words text)")
        boss.execute("INSERT INTO thief VALUES (%s)", [f"x {stolen.marks['NAME'].upper()}"])
        found = leaks.in_bytes(leaks.dump(stolen.installation.place), stolen.marks["NAME"], where="dump")
        boss.execute("UPDATE thief SET words = ''")
        boss.execute("DROP TABLE thief")
    assert [hit.form for hit in found] == ["plain"]


def test_s02_no_name_no_telephone_no_sealed_text_is_in_a_dump(stolen: Stolen) -> None:
    assert _around(leaks.in_bytes(leaks.dump(stolen.installation.place), *stolen.marks.values(), where="pg_dump")) == []


def test_s02_nothing_is_in_media_log_and_backups(stolen: Stolen) -> None:
    """Of the whole state but the key files, and of every backup, that of the keys among them: it is sealed."""
    home = stolen.installation.home
    apart = [home / "secret", home / "cluster"]
    marks = list(stolen.marks.values())
    backups = stolen.installation.config.backup_to
    keys = stolen.installation.config.backup_keys_to
    assert backups is not None
    assert keys is not None
    assert _around(leaks.in_folder(home, *marks, apart=apart)) == []
    assert _around([*leaks.in_folder(backups, *marks), *leaks.in_folder(keys, *marks)]) == []
    server_key = (home / "secret" / "server.key").read_bytes()
    everything = [path for folder in (backups, keys, home / "files") for path in folder.rglob("*") if path.is_file()]
    assert len(everything) > 5
    assert [path for path in everything if server_key in path.read_bytes()] == []


def test_s02_nothing_is_in_postgresqls_folder_its_writes_and_its_log(stolen: Stolen) -> None:
    leaks.flush(stolen.installation.place)
    marks = [mark for word, mark in stolen.marks.items() if word != "NAME"]  # that one was put there above
    assert _around(leaks.in_folder(stolen.installation.place.data, *marks)) == []


def test_s02_no_second_factor_no_code_and_no_cookie_can_be_read(stolen: Stolen) -> None:
    everything = leaks.dump(stolen.installation.place)
    secrets = [stolen.seen["totp"], stolen.seen["session"], *stolen.codes]
    secrets += [code[7:] for code in stolen.codes] + ([stolen.seen["follow"]] if stolen.seen["follow"] else [])
    raw = base64.b32decode(stolen.seen["totp"] + "=" * (-len(stolen.seen["totp"]) % 8))
    assert _around(leaks.in_bytes(everything, *secrets)) == []
    assert raw.hex().encode() not in everything.lower()


def test_s02_whatever_is_found_in_the_tables_of_sessions_opens_nothing(stolen: Stolen) -> None:
    with server.connect(stolen.installation.place, dbname=roles.DATABASE) as boss:
        rows = boss.execute("SELECT digest, box FROM people_session").fetchall()
        rows += boss.execute("SELECT id, opener FROM vault_follow_session").fetchall()
    raw = [bytes(value) if not isinstance(value, str) else value.encode() for row in rows for value in row if value]
    assert raw
    tokens = {
        spelled
        for value in raw
        for spelled in (
            value.hex(),
            base64.b64encode(value).decode(),
            base64.urlsafe_b64encode(value).decode().rstrip("="),
            value.decode("latin-1") if value.isascii() else "",
        )
        if spelled
    }
    code = (
        "from django.test import Client\n"
        "from django.conf import settings\n"
        f"genuine = {(stolen.seen['session'], stolen.seen['follow'])!r}\n"
        f"for token, follow in [(token, token) for token in {sorted(tokens)!r}] + [genuine]:\n"
        "    one = Client(SERVER_NAME='localhost')\n"
        "    one.cookies[settings.SESSION_COOKIE_NAME] = token\n"
        "    one.cookies[settings.FOLLOW_COOKIE_NAME] = follow\n"
        "    desk, follow = one.get('/desk/me/'), one.get('/en/follow/message/')\n"
        "    print(desk.status_code, desk.headers.get('Location', '-').split('?')[0], follow.status_code)\n"
    )
    said = stolen.installation.run("shell", "--no-imports", "-c", code).stdout.splitlines()
    refused, genuine = said[:-1], said[-1]
    assert set(refused) == {"302 /desk/sign-in/ 302"}
    assert "sign-in" not in genuine, "the genuine cookie must open, or this shows nothing"
    assert genuine.endswith(" 200"), "and that of the sender, too"
