"""Fuzzing by coverage: `python -m tests.fuzz.run [--seconds 60] [name ...]`. Needs atheris (Linux).

Each target runs in a process of its own, from its seeds and from what earlier runs kept in the corpus folder. What
breaks is left there as `crash-...`: put it into `tests/fuzz/found/<target>/` beside the repair.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 60
PACKED = "@one-file"
"""After a target's name: with the verifier out of its one file."""


def main() -> int:
    """Run every target, or those named; returns how many broke."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--seconds", type=int, default=SECONDS)
    asked.add_argument("--corpus", type=Path, default=Path(tempfile.gettempdir()) / "answerable-fuzz")
    asked.add_argument("--one", action="store_true", help="run the one named target in this process")
    given = asked.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed here (it has wheels for Linux only): the property tests ran alone")
        return 0
    if given.one:
        _fuzz(given.names[0], given.corpus, given.seconds)
    _ready(given.corpus)
    from tests.fuzz.targets import OF_THE_VERIFIER, TARGETS

    names = given.names or [*TARGETS, *(f"{name}{PACKED}" for name in OF_THE_VERIFIER)]
    broken = [name for name in names if _apart(name, given.corpus, given.seconds)]
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    return len(broken)


def _ready(corpus: Path) -> None:
    """Let Django know the rooms: some parsers stand in modules that know tables. No database is asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.site.settings")
    os.environ["ANSWERABLE_HOME"] = str(corpus / "home")
    import django

    django.setup()


def _apart(name: str, corpus: Path, seconds: int) -> bool:
    """Fuzz one target in a process of its own; says whether it broke."""
    words = [sys.executable, "-m", "tests.fuzz.run", "--one", "--seconds", str(seconds), "--corpus", str(corpus), name]
    done = subprocess.run(words, capture_output=True, text=True, timeout=seconds * 3 + 120, check=False)
    lines = [
        line for line in done.stderr.splitlines() if line.startswith("Done") or "stat::" in line or "ERROR" in line
    ]
    print(f"{name:9} {'BROKEN' if done.returncode else 'held'}  {' '.join(lines[-2:])}", flush=True)
    if done.returncode:
        print(done.stderr[-4000:])
    return bool(done.returncode)


def _packed(corpus: Path) -> None:
    """Let `answerable_verify` come out of the one file."""
    from answerable_verify import one_file

    place = corpus / one_file.NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(one_file.build())
    for held in [name for name in sys.modules if name.partition(".")[0] == "answerable_verify"]:
        del sys.modules[held]
    sys.path.insert(0, str(place))


def _fuzz(name: str, corpus: Path, seconds: int) -> None:
    """Hand this process over to the fuzzer; it doesn't come back."""
    import atheris

    if name.endswith(PACKED):
        _packed(corpus)
    with atheris.instrument_imports(include=["answerable", "answerable_verify", "yaml", "zipfile"]):
        _ready(corpus)
        from tests.fuzz.targets import TARGETS
    target, folder = TARGETS[name.removesuffix(PACKED)], corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(target.seeds):
        (folder / f"seed-{place}").write_bytes(seed)
    most = ["-max_len=60000", "-timeout=20", "-rss_limit_mb=2048", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], str(folder), f"-max_total_time={seconds}", *most], target.read)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
