"""kill -9 at marked points: a child of a process inside an installation kills itself at the n-th step of our own code.

A *step* is whatever Python reports while a function of ours is on top: a call, a return, a call into C (an fsync, a
statement sent). So the points are the same at every run, and one of them is the instant between doing and recording.
`KILLING` is prepended to words for `Living.run("shell", ...)`.
"""

import json
from typing import Any

from tests.security.living import WRITE, Living

KILLING = (
    WRITE
    + """
import json, os, signal, sys, traceback
from django.db import connections
def _watched(limit):
    seen = [0]
    def look(frame, event, what):
        if "/answerable/" in frame.f_code.co_filename:
            seen[0] += 1
            if seen[0] == limit:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(look)
    return seen
def child(work, limit=0):
    connections.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            seen = _watched(limit)
            work()
            sys.setprofile(None)
            os.write(writing, str(seen[0]).encode())
            os._exit(0)
        except BaseException:
            sys.setprofile(None)
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    steps = int(os.read(reading, 100) or 0)
    os.close(reading)
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child stumbled"
    return os.WIFSIGNALED(status), steps
def at_points(count, works):
    killed, steps = child(works[0])
    assert not killed and steps > count
    points = [1 + steps * number // count for number in range(count)]
    return [child(work, point)[0] for work, point in zip(works[1:], points)]
"""
)


def inside(installation: Living, code: str) -> Any:
    """Run words inside an installation; returns the JSON that they print last."""
    return json.loads(installation.run("shell", "--no-imports", "-c", KILLING + code).stdout.splitlines()[-1])
