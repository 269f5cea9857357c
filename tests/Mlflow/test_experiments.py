from mlflow.entities import ViewType

from registry import RegistryTest, new_name


class ExperimentTests(RegistryTest):
    def test_default_experiment_is_there(self):
        default = self.client.get_experiment("0")
        self.assertEqual((default.experiment_id, default.lifecycle_stage), ("0", "active"))
        self.assertEqual(self.client.get_experiment_by_name(default.name).experiment_id, "0")

    def test_life_of_an_experiment(self):
        name = new_name("Aktien ☃ 株")
        made = self.client.create_experiment(name, artifact_location="s3://bucket/place", tags={"team": "quant ☃", "empty": ""})
        found = self.client.get_experiment(made)
        self.assertEqual((found.name, found.artifact_location, found.tags), (name, "s3://bucket/place", {"team": "quant ☃", "empty": ""}))
        self.assertGreaterEqual(found.last_update_time, found.creation_time)

        self.client.set_experiment_tag(made, "team", "risk")
        self.client.rename_experiment(made, name + " 2")
        self.assertIsNone(self.client.get_experiment_by_name(name))
        self.assertEqual(self.client.get_experiment_by_name(name + " 2").tags["team"], "risk")

        run = self.new_run(made)
        self.client.delete_experiment(made)
        self.assertEqual(self.client.get_experiment(made).lifecycle_stage, "deleted")
        self.assertEqual(self.client.get_run(run).info.lifecycle_stage, "deleted")
        self.client.restore_experiment(made)
        self.assertEqual(self.client.get_experiment(made).lifecycle_stage, "active")
        self.assertEqual(self.client.get_run(run).info.lifecycle_stage, "active")

    def test_refusals(self):
        name = new_name("taken")
        made = self.client.create_experiment(name)
        with self.refused("RESOURCE_ALREADY_EXISTS", name):
            self.client.create_experiment(name)
        self.client.delete_experiment(made)
        with self.refused("RESOURCE_ALREADY_EXISTS"):
            self.client.create_experiment(name)
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.delete_experiment(made)
        with self.refused("INVALID_STATE"):
            self.client.rename_experiment(made, new_name("other"))
        for unknown in ("987654321", "99999999999999999999"):
            with self.refused("RESOURCE_DOES_NOT_EXIST"):
                self.client.get_experiment(unknown)
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.restore_experiment("0")
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.create_experiment("n" * 501)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.set_experiment_tag("0", "key", "v" * 5001)
        self.assertIsNone(self.client.get_experiment_by_name(new_name("nobody")))

    def test_search_with_filters_orders_and_pages(self):
        mark = new_name("mark")
        made = [self.experiment(f"s{i}", tags={"mark": mark, "odd": str(i % 2)}) for i in range(5)]
        self.client.delete_experiment(made[4])

        def ids(**more):
            return [one.experiment_id for one in self.client.search_experiments(**{"filter_string": f"tags.mark = '{mark}'", **more})]

        self.assertEqual(ids(), made[3::-1])
        self.assertEqual(ids(order_by=["name ASC"]), made[:4])
        self.assertEqual(ids(view_type=ViewType.DELETED_ONLY), made[4:])
        self.assertEqual(len(ids(view_type=ViewType.ALL)), 5)
        self.assertEqual(sorted(ids(filter_string=f"tags.mark = '{mark}' AND tags.odd ILIKE '1%'")), sorted([made[1], made[3]]))

        first = self.client.search_experiments(filter_string=f"tags.mark = '{mark}'", order_by=["experiment_id ASC"], max_results=3)
        self.experiment("later", tags={"mark": mark})
        rest = self.client.search_experiments(filter_string=f"tags.mark = '{mark}'", order_by=["experiment_id ASC"], max_results=3, page_token=first.token)
        self.assertEqual([one.experiment_id for one in first], made[:3])
        self.assertEqual(rest[0].experiment_id, made[3])
        for bad in ("tags.mark ~ 'x'", "nothing = 'x'", "name = 'a' OR name = 'b'", "name = '"):
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.search_experiments(filter_string=bad)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.search_experiments(page_token="bm90IGEgdG9rZW4=")
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.search_experiments(max_results=50001)
