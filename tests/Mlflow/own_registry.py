"""The registry the tests talk to: the one that the environment names, or one of their own on a free port, in a folder that goes with it."""

import os
import subprocess
import tempfile
import threading
from pathlib import Path

HOST = Path("ModelRegistry.Silo/release/modelreg-silo")
PLACES = [Path(__file__).parents[2] / "artifacts" / place for place in ("bin", "orleans/bin")]
POLICY = Path(__file__).with_name("promotion-policy.yaml")

# A refusal is never a 5xx: what the client repeats once too often shows as a slow test.
SETTINGS = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "GIT_PYTHON_REFRESH": "quiet"}


class OwnRegistry:
    def __enter__(self):
        os.environ.update(SETTINGS)
        self._process = None
        if not os.environ.get("MLFLOW_TRACKING_URI"):
            self._start()
        return self

    def __exit__(self, *_):
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)
            self._folder.cleanup()

    def _start(self):
        self._folder = tempfile.TemporaryDirectory(prefix="mr-mlflow-", ignore_cleanup_errors=True)
        os.chmod(self._folder.name, 0o711)  # PostgreSQL runs as another user where this one is root
        self._process = subprocess.Popen(
            [self._host(), "--urls", "http://127.0.0.1:0", "--data-dir", f"{self._folder.name}/registry", "--set", f"Registry:PromotionPolicyPath={POLICY}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self._process.stdout:
            said.append(line)
            if line.startswith("ready "):
                break
        else:
            raise SystemExit("the registry did not start:\n" + "".join(said))
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        os.environ["MLFLOW_TRACKING_URI"] = line.split()[1]
        os.environ["MLFLOW_TRACKING_TOKEN"] = Path(self._folder.name, "registry", "admin-token").read_text().strip()

    @staticmethod
    def _host():
        given = os.environ.get("MODELREG_SILO")
        for place in [Path(given)] if given else [place / HOST for place in PLACES]:
            if place.is_file():
                return str(place)
        raise SystemExit("the registry is not built; ./run.sh builds it, MODELREG_SILO may name it, or set MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN")
