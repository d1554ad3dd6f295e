"""The manner of writing: one clock, nothing inline, nothing of this machine, every word translated."""

import ast
import re
import subprocess

import pytest

from answerable.site import translations
from answerable_host import config
from tests.architecture import source

REAL_CLOCKS = {
    "answerable.base.clock.now", "django.utils.timezone.now", "datetime.datetime.now", "datetime.datetime.utcnow",
    "datetime.date.today", "datetime.datetime.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
    "time.ctime",
}  # fmt: skip
CLOCKS = REAL_CLOCKS | {"django.utils.timezone.localdate", "django.utils.timezone.localtime"}
MAY_READ_THE_REAL_CLOCK = {
    "src/answerable/base/testing.py",
    "src/answerable/base/tests/test_testing.py",  # the test clock itself
    "tests/security/test_s39_clocks.py",  # what `clock.now` says where machine, database and process differ
}
GO_BY_THE_MACHINE = {  # their processes go by the database's clock, and a database by the machine's
    "src/answerable/site/tests/test_other_server.py", "src/answerable_host/tests/test_cluster.py",
    "src/answerable_host/tests/test_serving.py", "tests/scale/test_killed.py",
    "tests/security/test_s02_a_thief_of_the_database_finds_nothing.py",
    "tests/security/test_s03_no_trace_of_the_sender.py", "tests/security/test_s35_kill_9_of_the_web_process.py",
    "tests/security/test_s36_start_is_refused_unless_durable.py", "tests/security/test_s37_kill_9_of_the_worker.py",
    "tests/security/test_s38_a_full_disk.py", "tests/security/test_s40_restore_drill.py",
}  # fmt: skip
MAY_READ_THE_CLOCK = {"views", "hooks", "stepping", "jobs", "testing", "templatetags"}  # stepping: a decorator of views
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
MACHINE = re.compile(
    r"/work/|/opt/pypi|/root/|/home/[a-z]+/|\.internal[:/]|artifactory|devpi|index-url|extra-index", re.IGNORECASE
)


def test_only_views_and_jobs_read_the_clock() -> None:
    read = []
    for path in source.python():
        if not path.is_relative_to(source.SYSTEM) or source.room_of(path) in {"site", "base"}:
            continue
        if set(source.inside(path)) & MAY_READ_THE_CLOCK:
            continue
        read += [f"{source.name(path)}:{line}" for line in source.clock_readers(source.tree(path), CLOCKS)]
    assert read == []


@pytest.mark.parametrize(
    "code",
    [
        "from time import time\ntime()",
        "import time as t\nt.time()",
        "from datetime import datetime as dt\ndt.now()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "from django.utils.timezone import now\nnow()",
        "from datetime import datetime\nField(default=datetime.now)",
        "from answerable.base import clock\nread = clock.now",
    ],
)
def test_a_clock_is_seen_under_any_name(code: str) -> None:
    assert list(source.clock_readers(ast.parse(code), CLOCKS))


def test_no_test_reads_the_real_clock() -> None:
    """A test that does passes on some days only: it asks the test clock (`base.testing.now`) or takes an instant."""
    read = []
    for path in source.tests():
        if source.name(path) in MAY_READ_THE_REAL_CLOCK:
            continue
        read += [f"{source.name(path)}:{line}" for line in source.clock_readers(source.tree(path), REAL_CLOCKS)]
    assert read == []


def test_only_tests_of_served_installations_go_by_the_machines_clock() -> None:
    marked = {source.name(path) for path in source.tests() if "pytest.mark.machine_clock" in path.read_text()}
    assert marked - {"tests/architecture/test_writing.py"} == GO_BY_THE_MACHINE


def test_nothing_is_inline_in_templates() -> None:
    """The content security policy forbids it, so it would not work; say so before a browser does."""
    inline = re.compile(
        r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
    )
    found = [
        source.name(path) for path in source.templates() if path.suffix == ".html" and inline.search(path.read_text())
    ]
    assert found == []


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    wrong = []
    for path in source.python():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and source.called(node).rsplit(".", 1)[-1] in GETTEXT:
                texts = [each for each in node.args if isinstance(each, ast.JoinedStr | ast.BinOp)]
                wrong += [f"{source.name(path)}:{each.lineno}" for each in texts]
    assert wrong == []


def test_placeholders_are_named() -> None:
    unnamed = re.compile(r"(?<!%)%[sd]|\{\}|\{\d+\}")
    wrong = [
        f"{source.name(path)}: {phrase.text}"
        for room in translations.ROOMS
        for phrase, path in translations.phrases(room)
        if unnamed.search(phrase.text)
    ]
    assert wrong == []


def test_every_phrase_is_translated() -> None:
    assert translations.translation_faults() == []


def test_nothing_of_this_machine_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=source.ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = []
    for line in listed.stdout.splitlines():
        path = source.ROOT / line
        if line == "tests/architecture/test_writing.py" or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{line}: {match.group()}" for match in MACHINE.finditer(text)]
    assert found == []


def test_the_page_on_configuration_names_every_setting() -> None:
    table = (source.ROOT / "docs" / "operating" / "configuration.md").read_text(encoding="utf-8").split("## Secrets")[0]
    named = set(re.findall(r"`([a-z_]+)`", table)) & {row[0] for row in config.load_config({}).shown()}
    assert named == {row[0] for row in config.load_config({}).shown()}
