import os
import tempfile
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd

from registry import RegistryTest


class ArtifactTests(RegistryTest):
    """Files of runs, which go through the registry."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.run_id = self.new_run()

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)

    def listed(self, path=None):
        return [(one.path, one.is_dir, one.file_size) for one in self.client.list_artifacts(self.run_id, path)]

    def test_files_and_folders_come_back_as_they_were(self):
        big = os.urandom(3_000_000)
        self.client.log_artifact(self.run_id, self.file("groß ☃.bin", big))
        self.client.log_artifact(self.run_id, self.file("leer.txt", b""), "unter/ordner")
        self.file("tree/a.txt", b"a")
        self.file("tree/b c/d e.txt", b"d")
        self.client.log_artifacts(self.run_id, str(self.folder / "tree"), "baum")

        self.assertEqual(self.listed(), [("baum", True, None), ("groß ☃.bin", False, 3_000_000), ("unter", True, None)])
        self.assertEqual(self.listed("baum"), [("baum/a.txt", False, 1), ("baum/b c", True, None)])
        self.assertEqual((self.listed("unter/ordner"), self.listed("nothing")), ([("unter/ordner/leer.txt", False, 0)], []))

        back = Path(self.client.download_artifacts(self.run_id, "", str(self.folder)))
        self.assertEqual((back / "groß ☃.bin").read_bytes(), big)
        self.assertEqual(((back / "unter/ordner/leer.txt").read_bytes(), (back / "baum/b c/d e.txt").read_bytes()), (b"", b"d"))

    def test_a_file_logged_again_is_replaced(self):
        for content in (b"one", b"two"):
            self.client.log_artifact(self.run_id, self.file("same.txt", content))
        self.assertEqual(Path(self.client.download_artifacts(self.run_id, "same.txt")).read_bytes(), b"two")

    def test_texts_tables_and_pictures(self):
        self.client.log_text(self.run_id, "grün ☃", "notes/a.txt")
        self.client.log_dict(self.run_id, {"a": ["ü"]}, "a.json")
        self.client.log_dict(self.run_id, {"a": 1}, "a.yaml")
        self.client.log_image(self.run_id, np.zeros((2, 2, 3), dtype=np.uint8), "black.png")
        for rows in ([1], [2, 3]):
            self.client.log_table(self.run_id, pd.DataFrame({"n": rows}), "table.json")
        self.assertEqual(mlflow.artifacts.load_text(self.uri("notes/a.txt")), "grün ☃")
        self.assertEqual(mlflow.artifacts.load_dict(self.uri("a.json")), {"a": ["ü"]})
        self.assertEqual(mlflow.artifacts.load_image(self.uri("black.png")).size, (2, 2))
        experiment = self.client.get_run(self.run_id).info.experiment_id
        self.assertEqual(list(self.client.load_table(experiment, "table.json", [self.run_id])["n"]), [1, 2, 3])

    def test_a_figure(self):
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots()
        axes.plot([1, 2])
        self.client.log_figure(self.run_id, figure, "plot.png")
        self.assertEqual(self.listed()[0][0], "plot.png")

    def test_a_file_that_is_not_there(self):
        with self.assertRaises(Exception) as caught:
            self.client.download_artifacts(self.run_id, "nothing.txt")
        self.assertIn("nothing.txt", str(caught.exception))

    def uri(self, path):
        return f"runs:/{self.run_id}/{path}"
