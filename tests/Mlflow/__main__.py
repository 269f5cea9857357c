"""Drives the registry with Python's own `mlflow` client, as a data scientist does.

    python3 tests/Mlflow [TEST...]      such as test_runs.LogTests; all of them where none is named

It talks to MLFLOW_TRACKING_URI with MLFLOW_TRACKING_TOKEN, or starts a registry of its own where they are not set. The last line is
`N passed, N failed, N skipped`; where `mlflow` cannot be imported everything is skipped, and the line before says why.
"""

import os
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent


def main(names):
    try:
        import mlflow  # noqa: F401
    except ImportError as missing:
        print(f"skipped: {sys.executable} cannot import mlflow ({missing})\n0 passed, 0 failed, 1 skipped")
        return 0
    sys.path.insert(0, str(HERE))
    from own_registry import OwnRegistry

    with OwnRegistry():
        return run(names)


def run(names):
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(names) if names else every_test(loader)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len({test.id() for test, _ in [*result.failures, *result.errors]}) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    print(f"{result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def every_test(loader):
    return unittest.TestSuite([loader.discover(str(HERE)), loader.loadTestsFromName("last_test_every_method")])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
