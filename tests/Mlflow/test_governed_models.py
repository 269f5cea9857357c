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

    def test_a_refused_promotion_names_each_gate_that_failed(self):
        self.needs_the_policy(self.name)
        version = self.measured(rank_ic=0.001, loss=0.9)
        judged = native("POST", f"ml/{self.name}/promote?dryRun=true", {"version": version, "to": "Production", "reason": "what would be refused"})
        self.assertEqual(sorted(gate["gate"] for gate in judged["gates"] if not gate["passed"]), ["max_loss", "min_rank_ic"])
        with self.refused("RESOURCE_CONFLICT", "max_loss", "min_rank_ic", "0.001", "0.02", "0.9", "0.7"):
            self.client.transition_model_version_stage(self.name, version, "Production")
        self.assertEqual(self.client.get_model_version(self.name, version).current_stage, "None")
        self.assertEqual(native("GET", f"models/{self.name}/versions/{version}")["stage"], "Trained")

    def test_what_passes_takes_the_place_of_what_was_in_production(self):
        self.needs_the_policy(self.name)
        self.measured()
        for _ in range(2):
            version = self.measured(rank_ic=0.05, loss=0.6)
            self.assertEqual(self.client.transition_model_version_stage(self.name, version, "Production").current_stage, "Production")
        self.assertEqual([self.client.get_model_version(self.name, number).current_stage for number in "123"], ["None", "Archived", "Production"])

    def test_what_the_run_measured_and_how_it_was_trained_is_the_versions(self):
        registered = native("GET", f"models/{self.name}/versions/{self.measured(rank_ic=0.5)}")
        self.assertEqual((registered["metrics"]["rank_ic"], registered["params"]["depth"]), (0.5, "3"))
