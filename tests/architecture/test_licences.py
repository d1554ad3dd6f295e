"""What the locks bring in may be brought together with the AGPL."""

from importlib.metadata import PackageNotFoundError

import pytest

from tests.security import licences


def test_every_locked_package_has_a_licence_that_fits() -> None:
    found = {}
    for package in licences.locked():
        try:
            found[package] = licences.licence(package)
        except PackageNotFoundError:
            continue  # of another system or another Python
    assert len(found) > 50
    assert {package: words for package, words in found.items() if not licences.compatible(words)} == {}


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND PSF-2.0", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-2.0-only", False),
        ("MIT AND SSPL-1.0", False),
        ("BUSL-1.1", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_a_licence_that_does_not_fit_is_refused(expression: str, *, fits: bool) -> None:
    assert licences.compatible(expression) is fits


def test_the_tests_try_the_versions_that_run() -> None:
    """The lock of the tests has all that the lock of the server has, each in the same version."""
    run, dev = (dict(licences.PINNED.findall(lock.read_text(encoding="utf-8"))) for lock in licences.LOCKS)
    assert {name: (version, dev.get(name)) for name, version in run.items() if dev.get(name) != version} == {}
