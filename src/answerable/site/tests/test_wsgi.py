"""What the web server calls is loaded by a process that has loaded nothing before."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_application_is_loaded_by_a_fresh_process(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    order = [sys.executable, "-c", "from answerable.site.wsgi import application; print(callable(application))"]
    done = subprocess.run(
        order, env={**kept, "ANSWERABLE_HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
