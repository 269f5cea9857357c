from registry import RegistryTest, new_name


class ModelVersionTests(RegistryTest):
    def test_life_of_a_version(self):
        name = self.model()
        run = self.new_run()
        made = self.version(name, run_id=run, tags={"t ä": "v ☃"}, description="first", run_link="http://runs/1")
        self.assertEqual(
            (made.version, made.source, made.run_id, made.run_link, made.status, made.current_stage, made.tags, made.description),
            ("1", "s3://models/m", run, "http://runs/1", "READY", "None", {"t ä": "v ☃"}, "first"))
        self.assertEqual(self.version(name).version, "2")
        self.client.update_model_version(name, 1, "changed")
        self.client.set_model_version_tag(name, "1", "new", "")
        self.client.delete_model_version_tag(name, "1", "t ä")
        self.client.delete_model_version_tag(name, "1", "never")
        found = self.client.get_model_version(name, "1")
        self.assertEqual((found.description, found.tags), ("changed", {"new": ""}))
        self.assertGreaterEqual(found.last_updated_timestamp, found.creation_timestamp)
        self.assertEqual(self.client.get_model_version_download_uri(name, 1), "s3://models/m")

    def test_tag_by_the_stage_it_is_in(self):
        name = self.model()
        self.version(name)
        self.client.transition_model_version_stage(name, 1, "Staging")
        self.client.set_model_version_tag(name, key="k", value="v", stage="Staging")
        self.assertEqual(self.client.get_model_version(name, 1).tags, {"k": "v"})
        self.client.delete_model_version_tag(name, key="k", stage="Staging")
        self.assertEqual(self.client.get_model_version(name, 1).tags, {})

    def test_stages(self):
        name = self.model()
        for _ in range(3):
            self.version(name)
        self.assertEqual(self.client.get_model_version_stages(name, 1), ["None", "Staging", "Production", "Archived"])
        self.assertEqual(self.client.transition_model_version_stage(name, 1, "production").current_stage, "Production")
        self.client.transition_model_version_stage(name, 2, "Production")
        self.assertEqual(self.client.get_model_version(name, 1).current_stage, "Production")
        self.client.transition_model_version_stage(name, 3, "Production", archive_existing_versions=True)
        self.assertEqual([self.client.get_model_version(name, number).current_stage for number in (1, 2, 3)], ["Archived", "Archived", "Production"])
        self.client.transition_model_version_stage(name, 1, "None")
        self.assertEqual({one.current_stage: one.version for one in self.client.get_latest_versions(name)}, {"None": "1", "Archived": "2", "Production": "3"})
        self.assertEqual([one.version for one in self.client.get_latest_versions(name, ["Production"])], ["3"])
        with self.refused("INVALID_PARAMETER_VALUE", "Live"):
            self.client.transition_model_version_stage(name, 1, "Live")
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.transition_model_version_stage(name, 1, "Archived", archive_existing_versions=True)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.get_latest_versions(name, ["Live"])

    def test_copy(self):
        source, target = self.model(), new_name("copy")
        made = self.version(source)
        copied = self.client.copy_model_version(f"models:/{source}/1", target)
        self.assertEqual((copied.name, copied.version, copied.source), (target, "1", f"models:/{source}/1"))
        self.assertEqual(self.client.get_model_version_download_uri(target, 1), made.source)

    def test_a_deleted_version_is_gone_and_its_number_is_not_given_again(self):
        name = self.model()
        for alias in ("one", "two", "three"):
            self.client.set_registered_model_alias(name, alias, self.version(name).version)
        self.client.delete_model_version(name, "3")
        for gone in (
            lambda: self.client.get_model_version(name, "3"),
            lambda: self.client.get_model_version_download_uri(name, "3"),
            lambda: self.client.set_registered_model_alias(name, "again", "3"),
            lambda: self.client.delete_model_version(name, "3"),
        ):
            with self.refused("RESOURCE_DOES_NOT_EXIST", name):
                gone()
        with self.refused("INVALID_PARAMETER_VALUE", "three"):
            self.client.get_model_version_by_alias(name, "three")
        self.assertEqual(self.version(name).version, "4")
        self.client.delete_model_version(name, "1")
        self.assertEqual([one.version for one in self.client.search_model_versions(f"name = '{name}'")], ["4", "2"])
        self.assertEqual(self.client.get_registered_model(name).aliases, {"two": "2"})

    def test_a_version_in_production_is_not_deleted(self):
        name = self.model()
        self.version(name)
        self.client.transition_model_version_stage(name, "1", "Production")
        with self.refused("RESOURCE_CONFLICT", name, "Production"):
            self.client.delete_model_version(name, "1")
        self.client.transition_model_version_stage(name, "1", "Archived")
        self.client.delete_model_version(name, "1")
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.get_model_version(name, "1")

    def test_refusals(self):
        name = self.model()
        self.version(name)
        for call in (
            lambda: self.client.get_model_version(name, 2),
            lambda: self.client.update_model_version(name, 2, "x"),
            lambda: self.client.set_model_version_tag(name, "2", "k", "v"),
            lambda: self.client.transition_model_version_stage(name, 2, "Staging"),
            lambda: self.client.get_model_version_download_uri(name, 2),
        ):
            with self.refused("RESOURCE_DOES_NOT_EXIST", name):
                call()
        for bad in ("one", "1.5", "-1"):
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.get_model_version(name, bad)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.create_model_version(name, "")
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.create_model_version(name, "/etc/passwd")
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.create_model_version(name, "s3://models/%2e%2e/secret")
        self.assertEqual(self.version(name).version, "2")

    def test_search(self):
        name, run = self.model(), self.new_run()
        for i in range(5):
            self.version(name, source=f"s3://models/{i}", run_id=run if i % 2 else None, tags={"odd": str(i % 2)})

        def found(filter_string, **more):
            return [int(one.version) for one in self.client.search_model_versions(filter_string, **more)]

        self.assertEqual(found(f"name = '{name}'"), [5, 4, 3, 2, 1])
        self.assertEqual(found(f"name = '{name}'", order_by=["version_number ASC"]), [1, 2, 3, 4, 5])
        self.assertEqual(found(f"run_id = '{run}'"), [4, 2])
        self.assertEqual(found(f"run_id IN ('{run}') AND tags.odd = '1'"), [4, 2])
        self.assertEqual(found(f"name = '{name}' AND version_number >= 4"), [5, 4])
        self.assertEqual(found(f"attribute.name = '{name}' AND version_number = '4'"), [4])
        self.assertEqual(found(f"name = '{name}' AND source_path = 's3://models/2'"), [3])
        self.client.set_registered_model_alias(name, "champion", "3")
        self.assertEqual(self.client.search_model_versions(f"name = '{name}' AND version_number = 3")[0].aliases, ["champion"])
        first = self.client.search_model_versions(f"name = '{name}'", max_results=3)
        rest = self.client.search_model_versions(f"name = '{name}'", max_results=3, page_token=first.token)
        self.assertEqual([int(one.version) for one in [*first, *rest]], [5, 4, 3, 2, 1])
        with self.refused("INVALID_PARAMETER_VALUE"):
            found("stage = 'Production'")
