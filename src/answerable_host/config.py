"""What an installation may set, in one frozen value: default, then a file, then `ANSWERABLE_*`; all faults at once.

What a *place* decides (deadlines, ladders, categories) is dated data in packs, not a setting. Secrets are files under
`home/secret`, made on the first start, never in the database nor in its backups.
"""

import os
import secrets
import tomllib
import zoneinfo
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from answerable_host import second_place, spoken

DOORS: Final = ("public", "follow", "desk", "chair", "care", "hooks", "operation")  # of `answerable.base.doors`
LANGUAGES_OF_PACK: Final = "the pack that is loaded"  # where the languages are from, unless somebody set them
NO_PACK_YET: Final = "no pack is loaded yet"
SYSTEM_FILE: Final = Path("/etc/answerable.toml")
SERVER_KEY_BYTES: Final = 32
LOOPBACK: Final = frozenset({"", "127.0.0.1", "::1", "localhost"})  # the empty word: not set, so the default
PLAIN_NAMES: Final = {
    "home": "ANSWERABLE_HOME",
    "database_url": "DATABASE_URL",
    "database_owner_url": "DATABASE_OWNER_URL",
}

PREFIX: Final = "ANSWERABLE_"
LENT_SOCKET: Final = f"{PREFIX}LENT_SOCKET"  # the number of the supervisor's socket, for the web server that it starts
AS_WORKER: Final = f"{PREFIX}AS_WORKER"  # set by `answerable worker` for its own process
POOLED: Final = f"{PREFIX}POOLED"  # set by `answerable web`: its threads share connections
HANDED_DOWN: Final = frozenset({LENT_SOCKET, AS_WORKER, POOLED})  # what our own processes tell each other: no settings
OF_TESTS: Final = ("TEST_", "UNAUDITED")  # what a run of the tests is told


class ConfigError(Exception):
    """The configuration cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["The configuration has faults:", *(f"  - {fault}" for fault in faults)]))
        self.faults = faults


def _text(value: Any) -> str:
    return str(value).strip()


def _folder(value: Any) -> Path:
    return Path(_text(value)).expanduser().absolute()


def _maybe(value: Any) -> Path | None:
    return _folder(value) if _text(value) else None


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        try:
            number = int(_text(value))
        except ValueError:
            raise ValueError(f"{value!r} is not a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"{number} is not between {low} and {high}")
        return number

    return read


def _yes_no(value: Any) -> bool:
    word = _text(value).lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError(f"{value!r} is neither yes nor no")


def _words(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _text(value).replace(",", " ").split()
    return tuple(_text(part) for part in parts)


def _some_of(known: tuple[str, ...]) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        words = _words(value)
        if strange := [word for word in words if word not in known]:
            raise ValueError(f"unknown: {', '.join(strange)}; known: {', '.join(known)}")
        if not words:
            raise ValueError(f"name at least one of {', '.join(known)}")
        return words

    return read


def _languages(value: Any) -> tuple[str, ...]:
    words = _words(value)
    if strange := [word for word in words if not spoken.CODE.fullmatch(word)]:
        raise ValueError(f"no code of a language: {', '.join(strange)}; {spoken.cure_for(strange[0])}")
    if not words:
        raise ValueError("name at least one")
    return words


def _time_zone(value: Any) -> str:
    name = _text(value)
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, no name, a folder of names
        raise ValueError(f"there is no time zone {name!r}; write one like Europe/Kyiv or Etc/UTC") from None
    return name


def _url(*schemes: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        url = _text(value)
        if url and urlsplit(url).scheme not in schemes:
            raise ValueError(f"must begin with {' or '.join(scheme + '://' for scheme in schemes)}")
        return url.rstrip("/") if schemes[0].startswith("http") else url

    return read


def _mail_server(value: Any) -> str:
    url: str = _url("smtp", "smtps")(value)
    parts = urlsplit(url)
    try:
        whole = not (parts.fragment or parts.query or parts.path.strip("/") or parts.port == 0)
    except ValueError:
        whole = False
    if not whole:  # from None: what urlsplit says shows a part of the password
        raise ValueError(
            "must be user:password@host:port, with @ : / ? # % in either written %40 %3A %2F %3F %23 %25"
        ) from None
    return url


def _setting(default: Any, read: Callable[[Any], Any], says: str, *, secret: bool = False) -> Any:
    """A field of Config: its default, how it is read and refused, and what it is for."""
    return field(default=default, metadata={"read": read, "says": says, "secret": secret})


@dataclass(frozen=True)
class Config:
    """Every setting of an installation. `sources` says of each from where it came."""

    home: Path = _setting(Path("var"), _folder, "folder of the whole state: database, files, secrets, logs")  # noqa: RUF009 -- describes a field, holds no state
    database_url: str = _setting("", _url("postgresql", "postgres"), "another PostgreSQL; empty: our own", secret=True)
    database_owner_url: str = _setting(
        "", _url("postgresql", "postgres"), "the same, as owner of the tables", secret=True
    )
    host: str = _setting("127.0.0.1", _text, "address on which the web server listens")
    port: int = _setting(8000, _whole(1, 65535), "port on which the web server listens")
    public_url: str = _setting("", _url("https", "http"), "address that residents type; empty: host and port")
    doors: tuple[str, ...] = _setting(DOORS, _some_of(DOORS), "doors that this process opens")
    pack: str = _setting("raion", _text, "pack loaded into an empty database: a name or a folder")
    languages: tuple[str, ...] = _setting(
        spoken.BEFORE_A_PACK, _languages, "languages of the pages, the first by default; not set: those of the pack"
    )
    time_zone: str = _setting("Europe/Kyiv", _time_zone, "time zone of dates on pages where a body has none of its own")
    smtp_url: str = _setting("", _mail_server, "mail server; empty: letters are files in home/mail", secret=True)
    mail_from: str = _setting("answerable@localhost", _text, "sender of notices")
    lmtp: str = _setting("", _text, "socket or host:port where our mail server hands letters over; empty: none")
    require_second_factor: bool = _setting(True, _yes_no, "officers must have a second factor")
    require_passkey: bool = _setting(True, _yes_no, "heads, chairs and key holders must sign in with a passkey")
    workers: int = _setting(2, _whole(1, 64), "web processes")
    threads: int = _setting(4, _whole(1, 64), "threads of each web process, each with one database connection")
    jobs: int = _setting(4, _whole(1, 64), "jobs that the worker runs at the same time")
    trusted_proxies: int = _setting(0, _whole(0, 8), "reverse proxies in front whose forwarded address is believed")
    busy_sends: int = _setting(60, _whole(1, 1_000_000), "messages a minute from which a web process counts senders")
    api_per_minute: int = _setting(600, _whole(1, 1_000_000), "requests a minute of a program, or of who has no key")
    webhook_origins: tuple[str, ...] = _setting((), _words, "inner addresses to which webhooks may go; empty: none")
    onion_url: str = _setting("", _url("http"), "address of the onion service, http://….onion; empty: there is none")
    clamd: str = _setting("", _text, "clamd that looks through files: a socket's path or host:port; empty: none")
    oidc_issuer: str = _setting("", _url("https", "http"), "issuer of the organisation's own sign-in; empty: none")
    oidc_client_id: str = _setting("", _text, "what this installation is called there")
    oidc_client_secret: str = _setting("", _text, "its secret there", secret=True)
    oidc_name: str = _setting("", _text, "what the button says: sign in with …")
    metrics_token: str = _setting("", _text, "bearer token of /metrics; empty: only this machine", secret=True)
    backup_to: Path | None = _setting(None, _maybe, "folder of backups, best another disk; empty: none")  # noqa: RUF009 -- as above
    backup_keys_to: Path | None = _setting(None, _maybe, "folder of the backups of keys, apart from these")  # noqa: RUF009 -- as above
    backup_recipients: tuple[str, ...] = _setting(
        (), _words, "age public keys that can open backups, two at least (answerable backup key)"
    )
    backup_base_days: int = _setting(7, _whole(1, 31), "days between two whole backups")
    backup_wal_minutes: int = _setting(5, _whole(1, 1440), "minutes between two additions to the last whole backup")
    backup_keep_days: int = _setting(35, _whole(2, 3660), "days that backups are kept")
    backup_keys_keep_days: int = _setting(30, _whole(2, 3660), "days that backups of keys are kept")
    log_highwater_to: Path | None = _setting(None, _maybe, "folder of the log's high-water mark, outside of home")  # noqa: RUF009 -- as above
    log_mirrors: tuple[str, ...] = _setting((), _words, "copies of the log elsewhere: asked before anything is signed")
    rpo_minutes: int = _setting(15, _whole(1, 10_080), "budget: minutes of work that a disaster may cost")
    rto_minutes: int = _setting(60, _whole(1, 10_080), "budget: minutes that a restore may take")
    sources: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def second_place(self) -> Path:
        """The folder outside of home that remembers how far it had come."""
        return second_place.folder(self.home, named=self.log_highwater_to)

    @property
    def address(self) -> str:
        """The address of the front page without a closing slash."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def secure(self) -> bool:
        """Say whether residents come by https, so that cookies can insist on it."""
        return self.address.startswith("https://")

    @property
    def speaks_as_the_pack(self) -> bool:
        """Say whether the languages are the pack's, and not set by the operator."""
        return self.sources.get("languages") in {LANGUAGES_OF_PACK, NO_PACK_YET}

    @cached_property
    def server_key(self) -> bytes:
        """The key from which field keys are derived, outside the database and its backups.

        32 bytes; after a rotation its later generations follow, 32 bytes each.
        """
        return kept_secret(self.home, "server.key", SERVER_KEY_BYTES)

    @cached_property
    def django_key(self) -> str:
        """What Django signs with."""
        return kept_secret(self.home, "django.key", 50).hex()

    def shown(self) -> list[tuple[str, str, str, str]]:
        """Name, value, source and meaning of each setting, with secrets covered."""
        rows = []
        for each in _settings():
            value = self.second_place if each.name == "log_highwater_to" else getattr(self, each.name)
            words = ", ".join(value) if isinstance(value, tuple) else str("" if value is None else value)
            covered = "(set, not shown)" if each.metadata["secret"] and value else words
            rows.append((each.name, covered, self.sources.get(each.name, "default"), each.metadata["says"]))
        return rows


def _settings() -> list[Any]:
    return [each for each in fields(Config) if each.metadata]


def secret_folder(home: Path) -> Path:
    """`home/secret`, made with mode 0700 when it is not there."""
    home.mkdir(parents=True, exist_ok=True)
    folder = home / "secret"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def kept_secret(home: Path, name: str, length: int) -> bytes:
    """The secret of that name, drawn on first use, mode 0600.

    Written whole to a file of its own and then linked into place, so that two processes starting together agree on
    one secret and a crash leaves none or a whole one.
    """
    path = secret_folder(home) / name
    if not path.exists():
        draft = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(length))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    value = path.read_bytes()
    if not value or len(value) % length:
        raise ConfigError([f"{path} holds {len(value)} bytes instead of {length}; put the right file back"])
    return value


def _from_file(path: Path, faults: list[str]) -> dict[str, tuple[str, Any]]:
    """The settings of one file, each with its place; a name that is no setting is a fault: it may be a mistyped one."""
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path}: {error}")
        return {}
    known = {each.name for each in _settings()}
    lines = _lines(text)
    places = {name: f"{path}:{lines.get(name, 1)}" for name in found}
    faults.extend(f"{places[name]}: {name} is no setting{_near(name, known)}" for name in found if name not in known)
    return {name: (places[name], value) for name, value in found.items() if name in known}


def _lines(text: str) -> dict[str, int]:
    """On which line each name of a TOML file begins, counted from 1: its reader tells values alone.

    What can be read by itself is a statement (or a comment, or nothing); a value of several lines ends with its last.
    """
    found: dict[str, int] = {}
    lines, begun = text.splitlines(), 0
    for end in range(1, len(lines) + 1):
        try:
            names = tomllib.loads("\n".join(lines[begun:end]))
        except tomllib.TOMLDecodeError:
            continue
        for name in names:
            found.setdefault(name, begun + 1)
        begun = end
    return found


def _near(name: str, known: Collection[str], prefix: str = "") -> str:
    """The setting that may be meant, if one is like it."""
    return "".join(f"; is {prefix}{each} meant?" for each in get_close_matches(name, known, n=1))


def _strange_names(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like a setting and are none, with the one that may be meant: mistyped, they would do nothing."""
    known = {each.name.upper() for each in _settings()}
    found = []
    for variable in sorted(each for each in environ if each.startswith(PREFIX)):
        name = variable.removeprefix(PREFIX)
        if variable in HANDED_DOWN or name in known or name.startswith(OF_TESTS):
            continue
        found.append(f"{variable} is no setting{_near(name, known, PREFIX) or '; take it away'}")
    return found


def _given(environ: Mapping[str, str], name: str) -> tuple[str, str] | None:
    """The variable that sets a value, and the value."""
    for variable in (PREFIX + name.upper(), PLAIN_NAMES.get(name, "")):
        if variable in environ:
            return variable, environ[variable]
    return None


def _relax_at_home(values: dict[str, Any], sources: dict[str, str]) -> None:
    """Ask for less where somebody tries it out on their own machine and has not said otherwise; a banner says so."""
    if values.get("public_url") or values.get("host", "") not in LOOPBACK:
        return
    for name in ("require_second_factor", "require_passkey"):
        if name not in sources:
            values[name], sources[name] = False, "default on this machine only"


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration. Raises ConfigError with every fault found."""
    environ = os.environ if environ is None else environ
    faults: list[str] = []
    home = _folder(environ.get("ANSWERABLE_HOME", "var"))
    own = home / "answerable.toml"
    file = own if own.is_file() else SYSTEM_FILE
    written = _from_file(file, faults)
    faults += _strange_names(environ)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for each in _settings():
        given = _given(environ, each.name)
        if given is None and each.name not in written:
            continue
        sources[each.name], raw = given if given is not None else written[each.name]
        try:
            values[each.name] = each.metadata["read"](raw)
        except ValueError as error:
            faults.append(f"{each.name} ({sources[each.name]}): {error}")
    values["home"] = home  # the file lies inside it, so it cannot move it
    if "languages" not in sources:
        of_pack = spoken.kept(home)
        values["languages"] = of_pack or spoken.BEFORE_A_PACK
        sources["languages"] = LANGUAGES_OF_PACK if of_pack else NO_PACK_YET
    if values.get("database_owner_url") and not values.get("database_url"):
        faults.append(f"database_owner_url ({sources['database_owner_url']}) is set without database_url")
    _relax_at_home(values, sources)
    faults += _faults_of_backups(values, sources)
    if faults:
        raise ConfigError(faults)
    return Config(**values, sources=sources)


def _faults_of_backups(values: Mapping[str, Any], sources: Mapping[str, str]) -> list[str]:
    """What forbids to make backups as they are set: keys beside what they open, or too few who can open them."""
    place, keys = values.get("backup_to"), values.get("backup_keys_to")
    if place is None:
        return [f"backup_keys_to ({sources['backup_keys_to']}) is set without backup_to"] if keys else []
    found = []
    if len(set(values.get("backup_recipients", ()))) < 2:
        found.append(
            f"backup_to ({sources['backup_to']}) is set, but backup_recipients names fewer than two keys; "
            "make them: answerable backup key"
        )
    if keys is not None and (keys.is_relative_to(place) or place.is_relative_to(keys)):
        found.append(
            f"backup_keys_to ({sources['backup_keys_to']}) must not lie with backup_to: "
            "whoever has both can read every name"
        )
    return found
