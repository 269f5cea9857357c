"""Is loaded after all other tests, and only when all of them run: `discover` does not take a name like this one."""

import unittest

import mlflow
from mlflow import MlflowClient

from registry import CALLED, RegistryTest

# Traces are not offered.
NOT_OFFERED = {"delete_trace_tag", "delete_traces", "end_span", "end_trace", "get_trace", "search_traces", "set_trace_tag", "start_span", "start_trace"}


class EveryMethodTests(RegistryTest):
    @unittest.skipUnless(mlflow.__version__.startswith("2.16."), f"the calls are those of MLflow 2.16, and this is {mlflow.__version__}")
    def test_every_method_of_the_client_was_called(self):
        methods = {name for name, member in vars(MlflowClient).items() if not name.startswith("_") and callable(member)}
        self.assertEqual(sorted(methods - NOT_OFFERED - CALLED), [])
