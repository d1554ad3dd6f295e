"""The page that checks a receipt: the browser's own check and the server's say the same of every receipt there is."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from answerable.base.testing import now
from answerable.ledger import checking
from answerable_verify import build_receipt, commit, cosign_line, inclusion_proof, leaf_hash, sign_note
from answerable_verify.canonical import write_json
from answerable_verify.commitment import withhold
from answerable_verify.leaf import act_leaf
from answerable_verify.note import Signer
from answerable_verify.policy import parse_policy
from answerable_verify.proof import Proof, format_proof, parse_proof
from answerable_verify.strict import base64_of
from answerable_verify.testing import NOON, SmallLog, case_id, plain_case
from answerable_verify.tests.test_leaf_2 import VECTORS
from answerable_verify.tests.vectors import HOME, load
from tests.browser.axe import LOOKS, chromium, click_through, faults_of, too_wide

pytestmark = pytest.mark.browser
TEXT = "Ліхтар на нашій вулиці не світить уже місяць.\n\nПрошу полагодити. 🙏"
DAY = date(2026, 8, 28)
CHECK = """async ([receipt, typed, policy]) => {
    const bytes = Uint8Array.from(atob(receipt), (char) => char.charCodeAt(0));
    const found = await checkReceipt(bytes, typed, policy);
    return [found.verdict, found.reason ?? "", found.head ? found.head.enough : false];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(db, live_server, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(f"{live_server.url}/en/log/check/")
    yield opened
    context.close()


class Made:
    """A log with one appeal in it, its receipt, and a policy of its two witnesses."""

    def __init__(self) -> None:
        self.log = SmallLog()
        for number in range(40):
            self.log.entries += plain_case(number, DAY)
        self.fields = {"at": "2026-08-28T08:32:11Z", "number": "K-00128", "text": TEXT, "files": "[]"}
        self.h, self.opening = commit(b"s" * 32, 0, self.fields)
        self.entry = self.act(self.h)
        self.log.entries.insert(77, self.entry)
        self.policy = "".join(
            [
                f"log {self.log.signer.key.vkey} https://example.org/log\n",
                *(f"witness w{i} {seer.key.vkey}\n" for i, seer in enumerate(self.log.seers)),
                "group both all w0 w1\nquorum both\n",
            ]
        )

    def act(self, h: bytes) -> bytes:
        return act_leaf(
            kind="registered", case=case_id(999), n=0, on=DAY, body="d01", territory="r00", group="g01",
            h=base64_of(h), channel="web", due=date(2026, 9, 28),
        )  # fmt: skip

    def receipt(self, *, opening=None, entry=None, index=77, note=None, proof=None) -> bytes:
        hashes = [leaf_hash(one) for one in self.log.entries]
        return build_receipt(
            entry=self.entry if entry is None else entry,
            opening=self.opening if opening is None else opening,
            index=index,
            proof=inclusion_proof(hashes, 77) if proof is None else proof,
            checkpoint=self.log.note() if note is None else note,
        )

    def hostile(self) -> Iterator[tuple[str, bytes, str]]:
        """(what it is, receipt, typed words)."""
        good = self.receipt()
        yield "good", good, TEXT
        yield "nothing typed", good, " "
        yield "spaces around", good, f"\n {TEXT}  \n"
        yield "other words", good, TEXT.replace("місяць", "тиждень")
        yield "text withheld", self.receipt(opening=withhold(self.opening, "text")), TEXT
        yield "not witnessed", self.receipt(note=self.log.note(at=None)), TEXT
        yield "one witness of two", self.receipt(note=self.one_witness()), TEXT
        stranger = Signer.from_seed(self.log.name, b"z" * 32)
        yield (
            "signed by another key",
            self.receipt(note=sign_note(self.log.note().decode().partition("\n\n")[0] + "\n", stranger)),
            TEXT,
        )
        yield "wrong place", self.receipt(index=78), TEXT
        yield "place beyond the end", self.receipt(index=10**6), TEXT
        hashes = list(inclusion_proof([leaf_hash(one) for one in self.log.entries], 77))
        yield "path cut", self.receipt(proof=hashes[:-1]), TEXT
        yield "path longer", self.receipt(proof=[*hashes, b"\0" * 32]), TEXT
        changed = json.loads(json.dumps(self.opening))
        changed["text"]["v"] = TEXT + "!"
        yield "text changed", self.receipt(opening=changed), TEXT + "!"
        for name, wrong in (("s", "AAAA"), ("v", 7), ("x", "y")):
            bent = json.loads(json.dumps(self.opening))
            bent["number"][name] = wrong
            yield f"opening with {name}", self.receipt(opening=bent), TEXT
        yield "leaf of another day", self.receipt(entry=self.entry.replace(b"2026-08-28", b"2026-08-27")), TEXT
        yield "not a leaf", self.receipt(entry=b'{"v":1}'), TEXT
        yield "no opening", self.receipt(opening={}), TEXT
        yield from self.damaged(good)

    def damaged(self, good: bytes) -> Iterator[tuple[str, bytes, str]]:
        proof = parse_proof(good)
        for name, extra in (
            ("spaces in the JSON", proof.extra.replace(b'","', b'", "', 1)),
            ("a key twice", proof.extra.replace(b'"number":', b'"number":{},"number":', 1)),
            ("null", write_json({"leaf": self.entry.decode(), "open": None})),
            ("lone surrogate", proof.extra.replace(b"K-00128", b"\\ud83d")),
            ("a list", b"[]"),
        ):
            yield name, format_proof(Proof(proof.index, proof.hashes, proof.checkpoint, extra)), TEXT
        yield "CRLF", good.replace(b"\n", b"\r\n"), TEXT
        yield "header", good.replace(b"@v1", b"@v2"), TEXT
        yield "plus in the index", good.replace(b"index 77", b"index +77"), TEXT
        yield "full-width digits", good.replace(b"index 77", "index ７７".encode()), TEXT
        yield "no checkpoint", good[: good.rindex(b"\n\n") + 2], TEXT
        yield "no end", good[:-1], TEXT
        yield "cut", good[: len(good) // 2], TEXT
        yield "empty", b"", TEXT
        yield "noise", bytes(range(256)), TEXT
        last = good.rindex(b"=\n")
        yield "another spelling of base64", good[: last - 1] + bytes([good[last - 1] ^ 1]) + good[last:], TEXT

    def one_witness(self) -> bytes:
        bare = self.log.note(at=None)
        text = bare.decode().rpartition("\n\n")[0] + "\n"
        return bare + cosign_line(self.log.seers[0], text, NOON).encode()


def said_here(page: Page, raw: bytes, typed: str, policy: str) -> list[object]:
    return page.evaluate(CHECK, [b64encode(raw).decode(), typed, policy])


def said_there(raw: bytes, typed: str, policy: str) -> list[object]:
    found = checking.check_receipt(raw, typed=typed, policy=parse_policy(policy.encode()), now=int(now().timestamp()))
    return [found.verdict, found.reason, found.enough]


def test_case_21_and_22_browser_and_server_say_the_same_of_every_receipt(page: Page):
    made = Made()
    differ, seen = {}, {}
    for name, raw, typed in made.hostile():
        here, there = said_here(page, raw, typed, made.policy), said_there(raw, typed, made.policy)
        seen[name] = here
        if here != there:
            differ[name] = (here, there)
    assert differ == {}, differ
    assert seen["good"] == seen["spaces around"] == ["registered", "", True]
    assert seen["other words"] == ["false", "other-text", False]
    assert seen["not witnessed"] == ["registered", "", False]
    assert [name for name, said in seen.items() if said[0] == "registered"] == [
        "good", "spaces around", "not witnessed", "one witness of two",
    ]  # fmt: skip


def policy_of(case: dict) -> str:
    names = [f"w{i}" for i, _ in enumerate(case["witness_keys"])]
    lines = [f"log {key}" for key in case["log_keys"]]
    lines += [f"witness {name} {key}" for name, key in zip(names, case["witness_keys"], strict=True)]
    return "\n".join([*lines, f"group some {case['quorum']} {' '.join(names)}", "quorum some", ""])


@pytest.mark.skipif(not HOME.is_dir(), reason="the open vectors are not beside this checkout (../shared)")
def test_the_browser_refuses_every_hostile_receipt_of_the_vectors(page: Page):
    wrong = {}
    for case in load("receipts.json")["cases"]:
        raw, policy = case["proof"].encode(), policy_of(case)
        here = said_here(page, raw, "", policy)
        there = said_there(raw, "", policy)
        good = here[0] != "false" and bool(here[2])
        if good != case["accept"] or here != there:
            wrong[case["why"]] = (here, there)
    assert wrong == {}, wrong


def test_the_browser_reads_leaves_of_version_2_by_the_one_table(page: Page):
    """Every vector, accepted, refused and newer, as an entry of a log: the browser and the server say the same of it."""
    log, said, differ = SmallLog(), {}, {}
    vectors = [(name, one) for name, some in VECTORS.items() for one in some]
    log.entries = [one["leaf"].encode() for _, one in vectors]
    hashes = [leaf_hash(entry) for entry in log.entries]
    policy = f"log {log.signer.key.vkey}\nquorum none\n"
    for index, (name, one) in enumerate(vectors):
        proof = inclusion_proof(hashes, index)
        raw = build_receipt(entry=log.entries[index], opening={}, index=index, proof=proof, checkpoint=log.note())
        here, there = said_here(page, raw, "", policy), said_there(raw, "", policy)
        in_case = name != "accepted" or '"c":' in one["leaf"]
        said.setdefault(name if in_case else "of the log", set()).add(tuple(here[:2]))
        if here != there:
            differ[one["why"]] = (here, there)
    assert differ == {}, differ
    assert said == {
        "accepted": {("hidden-text", "")},
        "of the log": {("false", "unreadable")},
        "refused": {("false", "unreadable")},
        "newer": {("false", "newer")},
    }


def typed_in(page: Page, made: Made, *, text: str) -> None:
    page.set_input_files("#id_receipt", {"name": "a.tlog-proof", "mimeType": "text/plain", "buffer": made.receipt()})
    page.fill("#id_text", text)
    if not page.is_visible("#id_policy"):
        page.click("details:has(#id_policy) summary")
    page.fill("#id_policy", made.policy)


def test_the_page_says_registered_without_asking_anybody(page: Page):
    made, asked = Made(), []
    typed_in(page, made, text=TEXT)
    page.on("request", lambda request: request.resource_type == "font" or asked.append(request.url))
    page.click("button.button:not([data-server])")
    page.wait_for_selector("#verdict h2")
    assert page.inner_text("#verdict h2") == "Registered. These are the words that were logged."
    assert "An answer is due by" in page.inner_text("#verdict")
    assert "September 28, 2026" in page.inner_text("#verdict") or "28 September 2026" in page.inner_text("#verdict")
    assert asked == []
    page.fill("#id_text", "Something else")
    page.click("button.button:not([data-server])")
    page.wait_for_selector("#verdict.grave")
    assert page.inner_text("#verdict h2") == "This receipt does NOT hold."
    assert "registered" not in page.inner_text("#verdict").lower()


def test_the_server_says_the_same_without_scripts(db, live_server, browser: Browser):
    made = Made()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    plain = context.new_page()
    plain.goto(f"{live_server.url}/uk/log/check/")
    typed_in(plain, made, text=TEXT)
    click_through(plain, "button[data-server]")
    assert plain.inner_text("#verdict h2") == "Зареєстровано. Саме ці слова занесено до журналу."
    assert "28 серпня 2026" in plain.inner_text("#verdict")
    assert context.cookies() == []
    context.close()


def test_a_browser_without_the_signatures_says_so_and_leaves_it_to_the_server(db, live_server, browser: Browser):
    context = browser.new_context()
    old = context.new_page()
    old.add_init_script("delete Crypto.prototype.subtle")
    old.goto(f"{live_server.url}/en/log/check/")
    assert "This browser cannot check such signatures" in old.inner_text("#how")
    made = Made()
    typed_in(old, made, text=TEXT)
    click_through(old, "button.button:not([data-server])")
    assert old.inner_text("#verdict h2") == "Registered. These are the words that were logged."
    assert "Checked by the server" in old.inner_text("#verdict")
    context.close()


def test_the_page_fits_and_passes_axe(db, live_server, browser: Browser):
    faults = []
    for language, width in LOOKS:
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{live_server.url}/{language}/log/check/")
        faults += faults_of(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else [])
        context.close()
    assert faults == []
