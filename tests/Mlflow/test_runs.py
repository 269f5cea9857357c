import math
import threading

from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag, ViewType

from registry import RegistryTest, new_name

START = 1_700_000_000_000


class RunTests(RegistryTest):
    def test_life_of_a_run(self):
        experiment = self.experiment()
        run = self.client.create_run(experiment, start_time=START, tags={"mlflow.user": "ada", "größe": "snow ☃"}, run_name="erster Lauf")
        run_id = run.info.run_id
        self.assertRegex(run_id, "^[0-9a-f]{32}$")
        self.assertEqual((run.info.run_name, run.info.status, run.info.start_time, run.info.end_time), ("erster Lauf", "RUNNING", START, None))
        self.assertEqual((run.data.tags["mlflow.runName"], run.info.user_id, run.info.lifecycle_stage), ("erster Lauf", "ada", "active"))
        self.assertTrue(run.info.artifact_uri.endswith(f"/{run_id}/artifacts"), run.info.artifact_uri)

        self.client.update_run(run_id, status="SCHEDULED", name="zweiter")
        self.assertEqual(self.client.get_run(run_id).data.tags["mlflow.runName"], "zweiter")
        self.client.set_tag(run_id, "mlflow.runName", "dritter")
        self.assertEqual(self.client.get_run(run_id).info.run_name, "dritter")
        self.client.set_terminated(run_id, "KILLED", end_time=START + 5)
        ended = self.client.get_run(run_id).info
        self.assertEqual((ended.status, ended.end_time), ("KILLED", START + 5))

        child = self.client.create_run(experiment, tags={"mlflow.parentRunId": run_id}).info.run_id
        self.assertEqual(self.client.get_parent_run(child).info.run_id, run_id)
        self.assertIsNone(self.client.get_parent_run(run_id))

        self.client.delete_run(run_id)
        self.assertEqual(self.client.get_run(run_id).info.lifecycle_stage, "deleted")
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.log_metric(run_id, "late", 1)
        self.client.restore_run(run_id)
        self.client.log_metric(run_id, "in time", 1)

    def test_a_run_without_a_name_gets_one(self):
        self.assertRegex(self.client.create_run("0").info.run_name, "^[a-z]+-[a-z]+-[0-9]+$")

    def test_refusals(self):
        for unknown in ("0" * 32, "f" * 32):
            with self.refused("RESOURCE_DOES_NOT_EXIST"):
                self.client.get_run(unknown)
            with self.refused("RESOURCE_DOES_NOT_EXIST"):
                self.client.delete_run(unknown)
        with self.refused("RESOURCE_DOES_NOT_EXIST"):
            self.client.create_run("987654321")
        gone = self.experiment()
        self.client.delete_experiment(gone)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.create_run(gone)
        run = self.new_run()
        with self.refused("RESOURCE_DOES_NOT_EXIST", "nothing"):
            self.client.delete_tag(run, "nothing")
        for bad in ("../up", "/root", "a//b", "with,comma", "'; DROP TABLE runs; --", "k" * 251, ""):
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.log_metric(run, bad, 1)
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.log_param(run, bad, 1)
            with self.refused("INVALID_PARAMETER_VALUE"):
                self.client.set_tag(run, bad, 1)
        self.assertEqual(self.client.get_run(run).data.metrics, {})


class LogTests(RegistryTest):
    def test_metrics_with_their_history(self):
        run = self.new_run()
        for step, value in enumerate((0.5, math.inf, -math.inf, math.nan, 0.25)):
            self.client.log_metric(run, "größe/α β", value, timestamp=START + step, step=step)
        self.client.log_metric(run, "größe/α β", 0.25, timestamp=START + 4, step=4)
        history = self.client.get_metric_history(run, "größe/α β")
        self.assertEqual([str(one.value) for one in history], ["0.5", "inf", "-inf", "nan", "0.25"])
        self.assertEqual([(one.timestamp, one.step) for one in history], [(START + step, step) for step in range(5)])
        self.assertEqual(self.client.get_run(run).data.metrics, {"größe/α β": 0.25})
        self.assertEqual(list(self.client.get_metric_history(run, "never")), [])
        self.client.log_metric(run, "nan", math.nan)
        self.assertTrue(math.isnan(self.client.get_run(run).data.metrics["nan"]))

    def test_latest_is_by_step_then_time_then_value(self):
        run = self.new_run()
        self.client.log_batch(run, metrics=[Metric("m", 1, START, 7), Metric("m", 2, START + 9, 6), Metric("m", 3, START, 7), Metric("m", -1, START + 1, -2)])
        self.assertEqual(self.client.get_run(run).data.metrics, {"m": 3})

    def test_history_over_more_than_one_page(self):
        run = self.new_run()
        for batch in range(26):
            self.client.log_batch(run, metrics=[Metric("loss", i / 7, START + i, i) for i in range(batch * 1000, batch * 1000 + 1000)])
        history = self.client.get_metric_history(run, "loss")
        self.assertEqual([one.step for one in history], list(range(26_000)))
        self.assertEqual(history[25_999].value, 25_999 / 7)

    def test_batches_of_a_thousand_sent_twice(self):
        run = self.new_run()
        metrics = [Metric(f"m{i}", i + 0.5, START, 0) for i in range(1000)]
        for _ in range(2):
            self.client.log_batch(run, metrics=metrics)
            self.client.log_batch(run, params=[Param(f"p{i}", f"v{i}") for i in range(100)], tags=[RunTag(f"t{i}", f"v{i}") for i in range(100)])
        data = self.client.get_run(run).data
        self.assertEqual(data.metrics, {f"m{i}": i + 0.5 for i in range(1000)})
        self.assertEqual(data.params, {f"p{i}": f"v{i}" for i in range(100)})
        self.assertLessEqual({f"t{i}": f"v{i}" for i in range(100)}.items(), data.tags.items())
        self.assertEqual(len(self.client.get_metric_history(run, "m7")), 1)

    def test_bigger_batches_are_cut_up_by_the_client(self):
        run = self.new_run()
        self.client.log_batch(run, metrics=[Metric("m", i, START, i) for i in range(2500)], params=[Param(f"p{i}", str(i)) for i in range(250)])
        self.assertEqual((len(self.client.get_metric_history(run, "m")), len(self.client.get_run(run).data.params)), (2500, 250))

    def test_params(self):
        run = self.new_run()
        for key, value in {"depth": 3, "leer": "", "text": "ünï ☃ 株\n2", "none": None, "sql": "'; DROP TABLE runs; --"}.items():
            self.client.log_param(run, key, value)
            self.client.log_param(run, key, value)
        self.client.log_param(run, "long", "p" * 6000)
        params = self.client.get_run(run).data.params
        self.assertEqual((params["depth"], params["leer"], params["text"], params["none"], len(params["long"])), ("3", "", "ünï ☃ 株\n2", "None", 6000))
        with self.refused("INVALID_PARAMETER_VALUE", "depth"):
            self.client.log_param(run, "depth", 4)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.log_batch(run, params=[Param("twice", "1"), Param("twice", "2")], metrics=[Metric("half", 1, START, 0)])
        self.assertEqual((self.client.get_run(run).data.metrics, self.client.get_run(run).data.params["depth"]), ({}, "3"))

    def test_tags(self):
        run = self.new_run()
        self.client.set_tag(run, "ключ", "значение")
        self.client.set_tag(run, "ключ", "другое")
        self.assertEqual(self.client.get_run(run).data.tags["ключ"], "другое")
        self.client.delete_tag(run, "ключ")
        self.assertNotIn("ключ", self.client.get_run(run).data.tags)

    def test_many_writers_of_one_run(self):
        run = self.new_run()

        def write(writer):
            for i in range(20):
                self.client.log_batch(run, metrics=[Metric("shared", writer, START + i, i), Metric(f"own{writer}", i, START, i)], tags=[RunTag("last", str(i))])

        writers = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        self.assertEqual(len(self.client.get_metric_history(run, "shared")), 160)
        self.assertEqual(self.client.get_run(run).data.metrics, {"shared": 7, **{f"own{writer}": 19 for writer in range(8)}})

    def test_inputs(self):
        run = self.new_run()
        given = DatasetInput(Dataset("prices ☃", "d1gest", "local", "/data/prices.csv", schema='{"columns": []}', profile='{"rows": 3}'), [InputTag("mlflow.data.context", "training")])
        for _ in range(2):
            self.client.log_inputs(run, [given])
        (found,) = self.client.get_run(run).inputs.dataset_inputs
        self.assertEqual(dict(found.dataset), dict(given.dataset))
        self.assertEqual([(tag.key, tag.value) for tag in found.tags], [("mlflow.data.context", "training")])


class RunSearchTests(RegistryTest):
    def setUp(self):
        super().setUp()
        self.experiment_id = self.experiment()
        self.runs = []
        for i in range(5):
            run = self.new_run(self.experiment_id, start_time=START + i, run_name=f"lauf {i}")
            self.client.log_batch(run, metrics=[Metric("auc", math.nan if i == 4 else i / 10, START, 0)], params=[Param("depth-of tree", str(i % 2))], tags=[RunTag("team", "Quant")])
            self.runs.append(run)
        self.client.log_inputs(self.runs[1], [DatasetInput(Dataset("prices", "d1", "local", "/x"), [InputTag("mlflow.data.context", "test")])])

    def places(self, filter_string="", **more):
        return [self.runs.index(run.info.run_id) for run in self.client.search_runs([self.experiment_id], filter_string, **more)]

    def test_filters(self):
        for filter_string, expected in {
            "": [4, 3, 2, 1, 0],
            "metrics.auc > 0.15": [3, 2],
            "metrics.auc <= 0.1 and params.`depth-of tree` = '1'": [1],
            'params."depth-of tree" != \'1\'': [4, 2, 0],
            "tags.team ILIKE 'qu%' AND metrics.auc >= 0.3": [3],
            "tags.team LIKE 'qu%'": [],
            "attributes.run_name LIKE 'lauf _'": [4, 3, 2, 1, 0],
            f"run_id IN ('{self.runs[0]}', '{self.runs[3]}')": [3, 0],
            f"start_time > {START + 2} AND status = 'RUNNING'": [4, 3],
            "dataset.name = 'prices' AND dataset.context = 'test'": [1],
        }.items():
            with self.subTest(filter_string):
                self.assertEqual(self.places(filter_string), expected)

    def test_orders(self):
        self.assertEqual(self.places(order_by=["metrics.auc DESC"]), [3, 2, 1, 0, 4])
        self.assertEqual(self.places(order_by=["metrics.auc ASC"]), [0, 1, 2, 3, 4])
        self.assertEqual(self.places(order_by=["params.`depth-of tree`", "attributes.start_time ASC"]), [0, 2, 4, 1, 3])

    def test_pages_stay_while_runs_come(self):
        first = self.client.search_runs([self.experiment_id], max_results=2)
        self.new_run(self.experiment_id, start_time=START + 99)
        second = self.client.search_runs([self.experiment_id], max_results=2, page_token=first.token)
        self.assertEqual([self.runs.index(run.info.run_id) for run in [*first, *second]], [4, 3, 2, 1])

    def test_deleted_runs_are_seen_when_asked_for(self):
        self.client.delete_run(self.runs[2])
        self.assertEqual(self.places(), [4, 3, 1, 0])
        self.assertEqual(self.places(run_view_type=ViewType.DELETED_ONLY), [2])
        self.assertEqual(self.places(run_view_type=ViewType.ALL), [4, 3, 2, 1, 0])

    def test_refusals(self):
        for bad in ("metrics.auc > '1'", "params.depth = 1", "nothing.auc = 1", "metrics.auc > 1 OR metrics.auc < 2", "tags.team IN ('a')", "'"):
            with self.subTest(bad), self.refused("INVALID_PARAMETER_VALUE"):
                self.client.search_runs([self.experiment_id], bad)
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.search_runs([self.experiment_id], order_by=["metrics.auc SIDEWAYS"])
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.search_runs([self.experiment_id], page_token=new_name("token"))
        with self.refused("INVALID_PARAMETER_VALUE"):
            self.client.search_runs([self.experiment_id], max_results=50_001)
