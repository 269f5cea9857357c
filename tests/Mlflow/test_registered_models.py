from registry import RegistryTest, native, new_name


class RegisteredModelTests(RegistryTest):
    def test_life_of_a_model(self):
        name = new_name("Ranker ☃")
        made = self.client.create_registered_model(name, tags={"team": "quant", "leer": ""}, description="ranks ☃")
        self.assertEqual((made.name, made.description, made.tags, made.aliases, made.latest_versions), (name, "ranks ☃", {"team": "quant", "leer": ""}, {}, []))
        self.client.update_registered_model(name, description="other")
        self.client.set_registered_model_tag(name, "team", "risk")
        self.client.delete_registered_model_tag(name, "leer")
        self.client.delete_registered_model_tag(name, "never")
        self.version(name)
        self.client.set_registered_model_alias(name, "champion", "1")
        self.client.rename_registered_model(name, name + " 2")
        renamed = self.client.get_registered_model(name + " 2")
        self.assertEqual((renamed.name, renamed.description, renamed.tags, renamed.aliases), (name + " 2", "other", {"team": "risk"}, {"champion": "1"}))
        with self.refused("RESOURCE_DOES_NOT_EXIST", name):
            self.client.get_registered_model(name)
        self.client.delete_registered_model(name + " 2")
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.get_registered_model(name + " 2")
        self.client.create_registered_model(name + " 2")
        self.assertEqual(self.version(name + " 2").version, "1")

    def test_a_model_is_that_of_the_native_api(self):
        name = self.model(description="shared")
        self.version(name)
        self.assertEqual((native("GET", f"models/{name}")["lifecycle"], native("GET", f"models/{name}")["description"]), ("Open", "shared"))
        native("PUT", f"models/{name}/aliases/native", {"version": 1})
        self.assertEqual(self.client.get_model_version_by_alias(name, "native").version, "1")

    def test_refusals(self):
        name = self.model()
        with self.refused("RESOURCE_ALREADY_EXISTS", name):
            self.client.create_registered_model(name)
        with self.refused("RESOURCE_ALREADY_EXISTS"):
            self.client.rename_registered_model(self.model(), name)
        for bad in ("", "a/b", "a:b"):
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.create_registered_model(bad)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.set_registered_model_tag(name, "k", "v" * 5001)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.set_registered_model_tag(name, "k" * 251, "v")
        for call in (
            lambda: self.client.update_registered_model("no such", "x"),
            lambda: self.client.delete_registered_model("no such"),
            lambda: self.client.set_registered_model_tag("no such", "k", "v"),
            lambda: self.client.create_model_version("no such", "s3://m"),
            lambda: self.client.get_latest_versions("no such"),
        ):
            with self.refused("RESOURCE_DOES_NOT_EXIST", "no such"):
                call()

    def test_search(self):
        mark = new_name("mark")
        names = [self.model(f"{mark}-{i}", tags={"odd": str(i % 2)}) for i in range(5)]

        def found(filter_string, **more):
            return [one.name for one in self.client.search_registered_models(filter_string, **more)]

        self.assertEqual(found(f"name LIKE '{mark}%'"), names)
        self.assertEqual(found(f"name ILIKE '{mark.upper()}%' AND tags.odd = '1'"), names[1::2])
        self.assertEqual(found(f"attribute.name = '{names[2]}'"), names[2:3])
        self.assertEqual(found(f"name LIKE '{mark}%'", order_by=["name DESC"]), names[::-1])
        self.client.update_registered_model(names[1], "moved")
        self.assertEqual(found(f"name LIKE '{mark}%'", order_by=["last_updated_timestamp DESC"])[0], names[1])
        first = self.client.search_registered_models(f"name LIKE '{mark}%'", max_results=2)
        second = self.client.search_registered_models(f"name LIKE '{mark}%'", max_results=2, page_token=first.token)
        third = self.client.search_registered_models(f"name LIKE '{mark}%'", max_results=2, page_token=second.token)
        self.assertEqual([one.name for one in [*first, *second, *third]], names)
        self.assertFalse(third.token)
        for bad in ("name > 'a'", "version = 'a'", "name = 'a' OR name = 'b'"):
            with self.refused("INVALID_PARAMETER_VALUE"):
                found(bad)


class AliasTests(RegistryTest):
    def test_an_alias_moves_and_goes(self):
        name = self.model()
        self.version(name)
        self.version(name)
        for number in (1, 2):
            self.client.set_registered_model_alias(name, "champion", str(number))
            self.assertEqual(self.client.get_model_version_by_alias(name, "champion").version, str(number))
        self.client.set_registered_model_alias(name, "Kandidat_ä", "1")
        self.assertEqual(self.client.get_registered_model(name).aliases, {"champion": "2", "Kandidat_ä": "1"})
        self.assertEqual(self.client.get_model_version(name, 1).aliases, ["Kandidat_ä"])
        self.client.delete_registered_model_alias(name, "champion")
        self.client.delete_registered_model_alias(name, "champion")
        with self.refused("INVALID_PARAMETER_VALUE", "champion"):
            self.client.get_model_version_by_alias(name, "champion")

    def test_refusals(self):
        name = self.model()
        self.version(name)
        for bad in ("latest", "v1", "a/b", "a b", "a" * 256):
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.set_registered_model_alias(name, bad, "1")
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.set_registered_model_alias(name, "champion", "2")
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.set_registered_model_alias("no such", "champion", "1")
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.delete_registered_model_alias("no such", "champion")
