"""Giving things away for good: memory, time, the network and the file system, before strangers' bytes are decoded.

A decoder that is taken over runs with the rights of the system, could read the server key and hand it out inside a
picture. So the child keeps only the libraries it runs on, by Landlock (Linux 5.13+, no privileges needed), and no
network, by Landlock or a network namespace of its own. Where a kernel has neither, the limits of memory and time
remain, and `confine` says what did not hold. `run_child` starts such a process. Imports nothing of Django.
"""

import ctypes
import os
import resource
import site
import struct
import subprocess
import sys
from pathlib import Path
from typing import Final

MEMORY: Final = 512 * 1024 * 1024  # bytes of address space
SECONDS: Final = 10  # of processor time
_NEW_USER_AND_NET: Final = 0x10000000 | 0x40000000
_NO_NEW_PRIVILEGES: Final = 38
_CREATE, _ADD, _RESTRICT = 444, 445, 446  # Landlock's system calls, the same numbers on every architecture
_ALL_OF: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1}  # rights over files, by version of Landlock; later: 15 bits
_READ: Final = 1 | 4 | 8  # execute (libraries), read file, read folder
_TCP: Final = 3  # bind and connect
_libc = ctypes.CDLL(None, use_errno=True)


def run_child(module: str, *arguments: str, given: bytes) -> bytes | None:
    """What a module of ours that confines itself writes of what it was given; None when it died or took too long.

    It is started with nothing: no surroundings of the parent, no folder of an installation, the libraries alone.
    """
    libraries = [folder for folder in sys.path if folder.endswith("site-packages")]
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=given,
            capture_output=True,
            timeout=12 * SECONDS,  # by the clock on the wall, for a busy machine; the processor limit ends it sooner
            check=False,
            cwd="/",
            env={
                "PYTHONPATH": os.pathsep.join([str(Path(__file__).resolve().parents[2]), *libraries]),
                "LANG": "C.UTF-8",
                "PYTHONDONTWRITEBYTECODE": "1",
                "OPENBLAS_NUM_THREADS": "1",  # each thread of numpy would take its memory at once
            },
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def confine() -> frozenset[str]:
    """Give away whatever this process does not need; returns what holds: "limits", "network", "files"."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (most, most))
    holds = {"limits"}
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if _libc.unshare(_NEW_USER_AND_NET) == 0:
        holds.add("network")
    return frozenset(holds | _landlock(_needed()))


def _needed() -> list[Path]:
    """The folders of the interpreter and its libraries; nothing of the state of an installation."""
    own = Path(__file__).resolve().parents[2]
    places = {own, Path(sys.prefix) / "lib", Path(sys.base_prefix) / "lib", *map(Path, site.getsitepackages())}
    system = map(Path, ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"))
    return [place for place in (*places, *system) if place.exists()]


def _landlock(places: list[Path]) -> set[str]:
    """Leave reading below these places and nothing else of the file system; returns what could be given away."""
    version = _libc.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return set()
    rights = _ALL_OF.get(version, (1 << 15) - 1)
    wanted = struct.pack("QQ", rights, _TCP) if version >= 4 else struct.pack("Q", rights)
    rules = _libc.syscall(_CREATE, wanted, len(wanted), 0)
    if rules < 0:
        return set()
    for place in places:
        handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
        allowed = _READ if place.is_dir() else 4
        _libc.syscall(_ADD, rules, 1, struct.pack("=Qi", allowed, handle), 0)
        os.close(handle)
    done = _libc.syscall(_RESTRICT, rules, 0) == 0
    os.close(rules)
    return ({"files", "network"} if version >= 4 else {"files"}) if done else set()
