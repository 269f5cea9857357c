import tempfile
from pathlib import Path

import mlflow
import mlflow.sklearn
import pandas as pd
from mlflow.models import infer_signature
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier

from registry import RegistryTest, native, new_name


class Scaled(mlflow.pyfunc.PythonModel):
    """Multiplies by the factor in its file, and by another that is given with the rows."""

    def load_context(self, context):
        self.factor = float(Path(context.artifacts["factor"]).read_text())

    def predict(self, context, model_input, params=None):
        return model_input * self.factor * params["more"]


class ModelLifeTests(RegistryTest):
    """A scikit-learn model: logged, registered, promoted, loaded back; its predictions are the same."""

    @classmethod
    def setUpClass(cls):
        cls.x, cls.y = load_iris(return_X_y=True, as_frame=True)
        cls.model = RandomForestClassifier(n_estimators=10, random_state=7).fit(cls.x, cls.y)
        cls.expected = list(cls.model.predict(cls.x))

    def setUp(self):
        super().setUp()
        self.name = new_name("iris")
        mlflow.set_experiment(new_name("life"))
        self.addCleanup(mlflow.set_experiment, experiment_id="0")

    def log(self, **more):
        # Requirements that are given need no look at what is installed.
        with mlflow.start_run() as run:
            mlflow.log_params({"trees": 10})
            mlflow.log_metric("rank_ic", 0.5)
            mlflow.sklearn.log_model(self.model, "model", signature=infer_signature(self.x, self.expected), pip_requirements=["scikit-learn"], **more)
        return run.info.run_id

    def test_from_log_model_to_the_champion(self):
        run = self.log(registered_model_name=self.name)
        self.client.set_registered_model_alias(self.name, "champion", "1")
        self.client.transition_model_version_stage(self.name, "1", "Production")
        for uri in (f"models:/{self.name}@champion", f"models:/{self.name}/1", f"models:/{self.name}/Production", f"models:/{self.name}/latest", f"runs:/{run}/model"):
            with self.subTest(uri):
                self.assertEqual(list(mlflow.sklearn.load_model(uri).predict(self.x)), self.expected)
        loaded = mlflow.pyfunc.load_model(f"models:/{self.name}@champion")
        self.assertEqual(list(loaded.predict(self.x)), self.expected)
        self.assertEqual(loaded.metadata.signature, infer_signature(self.x, self.expected))
        self.assertEqual(self.client.get_model_version_by_alias(self.name, "champion").run_id, run)
        self.assertEqual(native("GET", f"models/{self.name}/versions/1")["params"]["trees"], "10")

    def test_register_model_afterwards(self):
        run = self.log()
        made = mlflow.register_model(f"runs:/{run}/model", self.name, tags={"t": "v"})
        self.assertEqual((made.version, made.status, made.run_id, made.tags), ("1", "READY", run, {"t": "v"}))
        self.assertEqual(list(mlflow.sklearn.load_model(f"models:/{self.name}/1").predict(self.x)), self.expected)

    def test_a_copy_is_loaded_like_its_original(self):
        self.log(registered_model_name=self.name)
        copied = self.client.copy_model_version(f"models:/{self.name}/1", self.name + "-prod")
        self.assertEqual(list(mlflow.sklearn.load_model(f"models:/{copied.name}/1").predict(self.x)), self.expected)

    def test_a_version_outlives_its_run(self):
        run = self.log(registered_model_name=self.name)
        mlflow.delete_run(run)
        self.assertEqual(list(mlflow.sklearn.load_model(f"models:/{self.name}/1").predict(self.x)), self.expected)
        get_artifact_repository(self.client.get_run(run).info.artifact_uri).delete_artifacts("model")
        self.assertEqual(self.client.list_artifacts(run), [])
        self.assertEqual(list(mlflow.sklearn.load_model(f"models:/{self.name}/1").predict(self.x)), self.expected)

    def test_a_model_of_ones_own_with_files_and_parameters(self):
        with tempfile.TemporaryDirectory() as folder, mlflow.start_run():
            factor = Path(folder, "factor ☃.txt")
            factor.write_text("2")
            frame = pd.DataFrame({"a": [3.0]})
            mlflow.pyfunc.log_model(
                "deep/model", python_model=Scaled(), artifacts={"factor": str(factor)}, pip_requirements=["mlflow"],
                signature=infer_signature(frame, frame, params={"more": 1.0}), registered_model_name=self.name)
        loaded = mlflow.pyfunc.load_model(f"models:/{self.name}/1")
        self.assertEqual(loaded.predict(frame, params={"more": 10.0})["a"].tolist(), [60.0])

    def test_evaluation_of_a_registered_model(self):
        self.log(registered_model_name=self.name)
        rows = self.x.assign(species=self.y)
        with mlflow.start_run() as run:
            mlflow.evaluate(
                f"models:/{self.name}/1", mlflow.data.from_pandas(rows, targets="species", name="iris"), model_type="classifier",
                evaluators="default", evaluator_config={"log_model_explainability": False})
        found = mlflow.get_run(run.info.run_id)
        self.assertEqual(found.data.metrics["accuracy_score"], self.model.score(self.x, self.y))
        self.assertEqual([given.dataset.name for given in found.inputs.dataset_inputs], ["iris"])
        self.assertIn("confusion_matrix.png", [one.path for one in self.client.list_artifacts(run.info.run_id)])

    def test_a_governed_model_lets_only_what_passes_into_production(self):
        native("POST", "models", {"name": self.name, "lifecycle": "Governed"})
        self.needs_the_policy(self.name)
        self.log(registered_model_name=self.name)
        self.log(registered_model_name=self.name)
        with mlflow.start_run() as weak:
            mlflow.log_metric("rank_ic", -0.5)
            mlflow.sklearn.log_model(self.model, "model", pip_requirements=["scikit-learn"], registered_model_name=self.name)
        with self.refused("RESOURCE_CONFLICT", "min_rank_ic", "-0.5"):
            self.client.transition_model_version_stage(self.name, "3", "Production")
        self.assertEqual(self.client.get_model_version(self.name, "3").run_id, weak.info.run_id)
