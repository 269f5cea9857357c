import mlflow
import mlflow.sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

from registry import RegistryTest, new_name


class AutologTests(RegistryTest):
    def setUp(self):
        super().setUp()
        self.experiment_id = mlflow.set_experiment(new_name("autolog")).experiment_id
        self.addCleanup(mlflow.set_experiment, experiment_id="0")
        mlflow.sklearn.autolog(silent=True, registered_model_name=None)
        self.addCleanup(mlflow.sklearn.autolog, disable=True)
        self.x, self.y = load_iris(return_X_y=True, as_frame=True)

    def test_a_fit_logs_params_metrics_inputs_and_the_model(self):
        model = LogisticRegression(C=0.5, max_iter=500).fit(self.x, self.y)
        run = mlflow.last_active_run()
        self.assertEqual((run.data.params["C"], run.info.status), ("0.5", "FINISHED"))
        self.assertAlmostEqual(run.data.metrics["training_accuracy_score"], model.score(self.x, self.y))
        self.assertEqual(run.data.tags["estimator_name"], "LogisticRegression")
        self.assertIn("mlflow.log-model.history", run.data.tags)
        self.assertEqual([given.tags[0].value for given in run.inputs.dataset_inputs], ["train"])
        loaded = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model")
        self.assertEqual(list(loaded.predict(self.x)), list(model.predict(self.x)))

    def test_a_grid_search_logs_a_run_for_each_candidate(self):
        mlflow.sklearn.autolog(silent=True, log_models=False)
        GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1.0]}, cv=2).fit(self.x, self.y)
        runs = mlflow.search_runs([self.experiment_id], output_format="list")
        parent = next(run for run in runs if "mlflow.parentRunId" not in run.data.tags)
        self.assertEqual([run.data.tags["mlflow.parentRunId"] for run in runs if run is not parent], [parent.info.run_id] * 2)
        self.assertIn("best_cv_score", parent.data.metrics)
