import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from mlflow.cli import cli

from registry import RegistryTest, new_name


class CommandLineTests(RegistryTest):
    """The `mlflow` program."""

    def mlflow(self, *words, code=0):
        """What the program says to these words, which it is given without a process of its own: that takes two seconds to start."""
        done = CliRunner(env={"COLUMNS": "200"}).invoke(cli, words)
        self.assertEqual(done.exit_code, code, f"{done.output}{done.exception!r}")
        return done.output if code == 0 else str(done.exception)

    def test_a_process_of_its_own(self):
        done = subprocess.run([sys.executable, "-m", "mlflow", "experiments", "search"], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Default", done.stdout)

    def test_experiments_and_runs(self):
        name = new_name("shell")
        experiment = self.mlflow("experiments", "create", "-n", name).split()[-1]
        self.mlflow("experiments", "rename", "-x", experiment, "--new-name", name + " 2")
        self.assertIn(name + " 2", self.mlflow("experiments", "search"))
        run = self.new_run(experiment, run_name="aus der Schale")
        self.client.log_metric(run, "auc", 0.75)
        self.client.log_param(run, "depth", 3)
        self.assertIn(run, self.mlflow("runs", "list", "--experiment-id", experiment))
        described = json.loads(self.mlflow("runs", "describe", "--run-id", run))
        self.assertEqual((described["info"]["run_name"], described["data"]["params"]), ("aus der Schale", {"depth": "3"}))
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder, "runs.csv")
            self.mlflow("experiments", "csv", "-x", experiment, "-o", str(table))
            with table.open() as rows:
                self.assertEqual([row["metrics.auc"] for row in csv.DictReader(rows)], ["0.75"])
        self.mlflow("runs", "delete", "--run-id", run)
        self.assertEqual(self.client.get_run(run).info.lifecycle_stage, "deleted")
        self.mlflow("runs", "restore", "--run-id", run)
        self.mlflow("experiments", "delete", "-x", experiment)
        self.assertEqual(self.client.get_experiment(experiment).lifecycle_stage, "deleted")
        self.mlflow("experiments", "restore", "-x", experiment)
        self.assertIn("RESOURCE_ALREADY_EXISTS", self.mlflow("experiments", "create", "-n", name + " 2", code=1))

    def test_artifacts(self):
        run = self.new_run()
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "in").mkdir()
            for name in ("a.txt", "b.txt"):
                Path(folder, "in", name).write_text(name)
            self.mlflow("artifacts", "log-artifact", "-l", f"{folder}/in/a.txt", "-r", run, "-a", "one")
            self.mlflow("artifacts", "log-artifacts", "-l", f"{folder}/in", "-r", run, "-a", "all")
            listed = json.loads(self.mlflow("artifacts", "list", "-r", run, "-a", "all"))
            self.assertEqual([one["path"] for one in listed], ["all/a.txt", "all/b.txt"])
            self.mlflow("artifacts", "download", "-r", run, "-a", "all", "-d", f"{folder}/out")
            self.assertEqual(Path(folder, "out", "all", "b.txt").read_text(), "b.txt")
