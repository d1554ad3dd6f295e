"""The one file: the same bytes whoever builds it, and a bare Python checks with it what the package checks."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from answerable_verify import build_receipt, leaf_hash, one_file
from answerable_verify.testing import SmallLog, plain_case
from answerable_verify.tree import inclusion_proof


def bare(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The one file run by a Python that has its own library and nothing else."""
    command = [sys.executable, "-I", "-S", str(home / one_file.NAME), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_file_is_the_same_bytes_and_says_its_own_hash(tmp_path):
    (tmp_path / one_file.NAME).write_bytes(one_file.build())
    again = bare("self", home=tmp_path)
    assert one_file.build() == (tmp_path / one_file.NAME).read_bytes()
    assert again.stdout.split()[0] == one_file.digest()


def test_file_is_packed_plainly_without_tests_dates_or_order_of_the_disk():
    with zipfile.ZipFile(io.BytesIO(one_file.build())) as packed:
        names = packed.namelist()
        assert names == sorted(names)
        assert {(entry.compress_type, entry.date_time) for entry in packed.infolist()} == {(0, (1980, 1, 1, 0, 0, 0))}
        assert [name for name in names if "/tests/" in name or name.endswith("/testing.py")] == []
        assert packed.read("answerable_verify/reader.py") == Path(one_file.__file__).with_name("reader.py").read_bytes()


def test_bare_python_checks_receipt_log_and_lie_with_the_one_file(tmp_path):
    (tmp_path / one_file.NAME).write_bytes(one_file.build())
    log = SmallLog(entries=[entry for i in range(100) for entry in plain_case(i, date(2026, 8, 20))])
    log.publish(tmp_path / "log")
    hashes = [leaf_hash(entry) for entry in log.entries]
    proof = inclusion_proof(hashes, 7)
    raw = build_receipt(entry=log.entries[7], opening={}, index=7, proof=proof, checkpoint=log.note())
    (tmp_path / "receipt").write_bytes(raw)
    policy = ["--policy", str(tmp_path / "log" / "keys")]
    place = str(tmp_path / "log")
    told = bare("receipt", str(tmp_path / "receipt"), "--language", "en", "--log", place, *policy, home=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("The receipt is genuine.")
    audited = bare("audit", place, "--max-age", "999999999", *policy, home=tmp_path)
    assert (audited.returncode, "The log holds" in audited.stdout) == (0, True)
    (tmp_path / "receipt").write_bytes(raw.replace(b"index 7", b"index 8"))
    assert bare("receipt", str(tmp_path / "receipt"), *policy, home=tmp_path).returncode == 1
