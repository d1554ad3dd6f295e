"""What the commands say, made harmless for a terminal: texts of strangers must not move its cursor or colours."""

import sys
import unicodedata


def harmless(text: str) -> str:
    """The text with every control and every direction-changing character made visible."""
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else "\ufffd"
        for char in text
    )


def quoted(text: str) -> str:
    """Somebody's words over several lines, each marked as theirs: none can pass for a line of this tool."""
    lines = "".join("\n" if char in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" else char for char in text).split("\n")
    return lines[0] if len(lines) == 1 else "".join(f"\n    | {line}" for line in lines)


def say(text: str) -> None:
    """Say something that was asked for."""
    sys.stdout.write(harmless(text) + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Say something beside it: a fault, a warning."""
    sys.stderr.write(harmless(text) + "\n")
