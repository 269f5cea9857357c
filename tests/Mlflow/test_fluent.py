import math
import os

import mlflow
import pandas as pd

from registry import RegistryTest, new_name


class FluentTests(RegistryTest):
    """The module's own functions, which keep an active run."""

    def setUp(self):
        super().setUp()
        self.name = new_name("fluent")
        self.experiment_id = mlflow.set_experiment(self.name).experiment_id
        self.addCleanup(os.environ.pop, "MLFLOW_EXPERIMENT_ID", None)
        self.addCleanup(mlflow.set_experiment, experiment_id="0")

    def test_a_run_and_its_child(self):
        with mlflow.start_run(description="what ☃") as outer:
            mlflow.log_param("depth", 3)
            mlflow.log_params({"rate": 0.1, "größe": "☃"})
            for step in range(3):
                mlflow.log_metric("loss", 1 / (step + 1), step=step)
            mlflow.log_metrics({"auc": 0.75, "nan": math.nan})
            mlflow.set_tag("team", "quant")
            mlflow.set_tags({"a": 1, "b": ""})
            mlflow.delete_tag("a")
            with mlflow.start_run(nested=True) as inner:
                mlflow.log_metric("inner", 1)
        data = mlflow.get_run(outer.info.run_id).data
        self.assertEqual(data.params, {"depth": "3", "rate": "0.1", "größe": "☃"})
        self.assertEqual((data.metrics["loss"], data.metrics["auc"]), (1 / 3, 0.75))
        self.assertEqual((data.tags["team"], data.tags["b"], data.tags["mlflow.note.content"], "a" in data.tags), ("quant", "", "what ☃", False))
        self.assertEqual(mlflow.get_parent_run(inner.info.run_id).info.run_id, outer.info.run_id)
        self.assertEqual(mlflow.last_active_run().info.run_id, outer.info.run_id)
        self.assertEqual(mlflow.get_run(outer.info.run_id).info.status, "FINISHED")

    def test_a_run_that_fails(self):
        with self.assertRaises(ZeroDivisionError), mlflow.start_run() as run:
            mlflow.log_metric("before", 1 / 0)
        self.assertEqual(mlflow.get_run(run.info.run_id).info.status, "FAILED")

    def test_a_run_taken_up_again(self):
        with mlflow.start_run() as run:
            mlflow.log_metric("m", 1)
        with mlflow.start_run(run_id=run.info.run_id):
            self.assertEqual(mlflow.get_run(run.info.run_id).info.status, "RUNNING")
            mlflow.log_metric("m", 2)
        again = mlflow.get_run(run.info.run_id)
        self.assertEqual((again.info.status, again.data.metrics), ("FINISHED", {"m": 2}))

    def test_logging_in_the_background(self):
        with mlflow.start_run() as run:
            for step in range(50):
                mlflow.log_metric("m", step, step=step, synchronous=False)
            mlflow.log_params({"p": 1}, synchronous=False)
            mlflow.set_tags({"t": 1}, synchronous=False)
        mlflow.flush_async_logging()
        self.assertEqual(len(self.client.get_metric_history(run.info.run_id, "m")), 50)
        self.assertEqual(mlflow.get_run(run.info.run_id).data.params, {"p": "1"})

    def test_runs_as_a_data_frame(self):
        for depth in (1, 2):
            with mlflow.start_run():
                mlflow.log_params({"depth": depth})
                mlflow.log_metrics({"auc": depth / 4})
        found = mlflow.search_runs([self.experiment_id], "metrics.auc > 0.3")
        self.assertEqual(list(found["params.depth"]), ["2"])
        every = mlflow.search_runs(experiment_names=[self.name], order_by=["metrics.auc ASC"])
        self.assertEqual((list(every["metrics.auc"]), list(every["status"])), ([0.25, 0.5], ["FINISHED"] * 2))
        mlflow.delete_run(found["run_id"][0])
        self.assertEqual(len(mlflow.search_runs([self.experiment_id])), 1)

    def test_inputs(self):
        frame = pd.DataFrame({"größe": [1.0, 2.0], "y": [0, 1]})
        with mlflow.start_run() as run:
            mlflow.log_input(mlflow.data.from_pandas(frame, name="prices", targets="y"), context="training")
        (given,) = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
        self.assertEqual((given.dataset.name, given.tags[0].value, '"num_rows": 2' in given.dataset.profile), ("prices", "training", True))

    def test_experiments(self):
        mlflow.set_experiment_tag("team", "quant")
        mlflow.set_experiment_tags({"other": "☃"})
        found = mlflow.get_experiment_by_name(self.name)
        self.assertEqual((found.experiment_id, found.tags), (self.experiment_id, {"team": "quant", "other": "☃"}))
        other = mlflow.create_experiment(new_name("fluent"), tags={"a": "b"})
        self.assertEqual([one.experiment_id for one in mlflow.search_experiments(filter_string=f"name = '{mlflow.get_experiment(other).name}'")], [other])
        mlflow.delete_experiment(other)
        with self.assertRaises(mlflow.exceptions.MlflowException):
            mlflow.set_experiment(experiment_id=other)
