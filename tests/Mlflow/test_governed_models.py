from mlflow.entities import Metric, Param

from registry import RegistryTest, native, new_name


class GovernedModelTests(RegistryTest):
    """Models that the native API made governed are so for this client. The gates are those of promotion-policy.yaml."""

    def setUp(self):
        super().setUp()
        self.name = new_name("governed")
        native("POST", "models", {"name": self.name, "lifecycle": "Governed"})

    def measured(self, **metrics):
        """A version whose run measured that."""
        run = self.new_run()
        self.client.log_batch(run, metrics=[Metric(key, value, 1, 1) for key, value in metrics.items()], params=[Param("depth", "3")])
        return self.version(self.name, run_id=run).version

    def failed_gates(self, version):
        answer = native("POST", f"ml/{self.name}/promote?dryRun=true", {"version": version, "to": "Production", "reason": "what would be refused"})
        failed = sorted(gate["gate"] for gate in answer["gates"] if not gate["passed"])
        if "min_rank_ic" not in failed:
            self.skipTest("this registry's policy is not tests/Mlflow/promotion-policy.yaml")
        return failed

    def test_a_refused_promotion_names_each_gate_that_failed(self):
        version = self.measured(rank_ic=0.001, loss=0.9)
        failed = self.failed_gates(version)
        self.assertEqual(failed, ["max_loss", "min_rank_ic"])
        with self.refused("RESOURCE_CONFLICT", *failed, "0.001", "0.02", "0.9", "0.7"):
            self.client.transition_model_version_stage(self.name, version, "Production")
        self.assertEqual(self.client.get_model_version(self.name, version).current_stage, "None")
        self.assertEqual(native("GET", f"models/{self.name}/versions/{version}")["stage"], "Trained")

    def test_what_passes_takes_the_place_of_what_was_in_production(self):
        self.failed_gates(self.measured())
        for _ in range(2):
            version = self.measured(rank_ic=0.05, loss=0.6)
            self.assertEqual(self.client.transition_model_version_stage(self.name, version, "Production").current_stage, "Production")
        self.assertEqual([self.client.get_model_version(self.name, number).current_stage for number in "123"], ["None", "Archived", "Production"])

    def test_what_the_run_measured_and_how_it_was_trained_is_the_versions(self):
        registered = native("GET", f"models/{self.name}/versions/{self.measured(rank_ic=0.5)}")
        self.assertEqual((registered["metrics"]["rank_ic"], registered["params"]["depth"]), (0.5, "3"))
