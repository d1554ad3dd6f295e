"""The floor of coverage: what share of lines and branches tests reach, by room; never lower than tests/coverage.toml says.

`python -m tests.coverage reached.json` compares; with `--raise` it writes down what is reached now where that is more.
Rules and policy are held apart: to all of their branches, by their own tests without a database, in each run (tests/pure.py).
"""

import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Final

FLOOR: Final = Path(__file__).with_suffix(".toml")
ROOM_FOR_CHANCE: Final = 0.3  # points: what a random example or a slow machine reaches on one day and not on another


def group(file: str) -> str:
    """What a file counts for: its room."""
    parts = Path(file).with_suffix("").parts
    parts = parts[parts.index("src") + 1 :]
    return parts[1] if parts[0] == "answerable" and len(parts) > 2 else parts[0]


def reached(report: Path) -> dict[str, float]:
    """The percentage of lines and branches reached, by group."""
    whole: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for file, found in json.loads(report.read_text())["files"].items():
        told = found["summary"]
        room = whole[group(file)]
        room[0] += told["covered_lines"] + told.get("covered_branches", 0)
        room[1] += told["num_statements"] + told.get("num_branches", 0)
    return {each: 100 * met / of if of else 100.0 for each, (met, of) in sorted(whole.items())}


def below(now: dict[str, float], floor: dict[str, float]) -> list[str]:
    """Where less is reached than the floor, or a room has none."""
    faults = [f"{each} has no floor; reached: {met:.1f}" for each, met in now.items() if each not in floor]
    for each, least in floor.items():
        met = now.get(each, 100.0)  # a room that is gone
        if met < least - ROOM_FOR_CHANCE:
            faults.append(f"{each}: {met:.1f} % of lines and branches reached, the floor is {least:.1f}")
    return faults


def main() -> int:
    """Compare or raise; returns how many faults there are."""
    now, floor = reached(Path(sys.argv[1])), tomllib.loads(FLOOR.read_text())["floor"]
    if "--raise" in sys.argv:
        higher = {each: max(int(met * 10) / 10, floor.get(each, 0.0)) for each, met in now.items()}
        text = FLOOR.read_text().partition("[floor]")[0]
        FLOOR.write_text(text + "[floor]\n" + "".join(f'"{each}" = {met}\n' for each, met in higher.items()))
        return 0
    for each, met in now.items():
        print(f"{met:6.1f} %  {each}")
    faults = below(now, floor)
    print("\n".join(faults))
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
