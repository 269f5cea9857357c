"""What the tests share: the address of the registry, a client that notes what was called, and how a refusal is expected."""

import contextlib
import hashlib
import logging
import os
import unittest
import uuid
import warnings
from pathlib import Path

import requests
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

CALLED = set()
POLICY_DIGEST = hashlib.sha256(Path(__file__).with_name("promotion-policy.yaml").read_bytes()).hexdigest()

# What the client says of its own: that stages will go, that a version is being made.
warnings.simplefilter("ignore", FutureWarning)
logging.getLogger("mlflow").setLevel(logging.ERROR)


class NotingClient(MlflowClient):
    """The client, which notes each method that is called, so that the end of the tests can say which were not."""

    def __getattribute__(self, name):
        if not name.startswith("_"):
            CALLED.add(name)
        return super().__getattribute__(name)


def new_name(prefix):
    """A name that no other test has, and no other run of the tests."""
    return f"{prefix}-{uuid.uuid4().hex[:10]}"


def native(method, path, body=None):
    """A call of the registry's own API, which has to succeed."""
    answer = requests.request(
        method,
        f"{os.environ['MLFLOW_TRACKING_URI']}/api/v1/{path}",
        json=body,
        headers={"Authorization": f"Bearer {os.environ['MLFLOW_TRACKING_TOKEN']}", "Idempotency-Key": uuid.uuid4().hex},
        timeout=60,
    )
    assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json()


class RegistryTest(unittest.TestCase):
    """A test with a client of its own."""

    maxDiff = None

    def setUp(self):
        self.client = NotingClient()

    @contextlib.contextmanager
    def refused(self, code, *words):
        """What is within is refused with that error code, in words that have these."""
        with self.assertRaises(MlflowException) as caught:
            yield
        self.assertEqual(caught.exception.error_code, code, caught.exception.message)
        for word in words:
            self.assertIn(word, caught.exception.message)

    def experiment(self, prefix="experiment", **more):
        return self.client.create_experiment(new_name(prefix), **more)

    def new_run(self, experiment=None, **more):
        return self.client.create_run(experiment or self.experiment(), **more).info.run_id

    def model(self, prefix="model", **more):
        return self.client.create_registered_model(new_name(prefix), **more).name

    def version(self, model, **more):
        return self.client.create_model_version(model, **{"source": "s3://models/m", **more})

    def needs_the_policy(self, model):
        """Skips the test where the registry judges a governed model by another policy than promotion-policy.yaml."""
        if native("GET", f"models/{model}/policy")["digest"] != POLICY_DIGEST:
            self.skipTest("this registry's policy is not tests/Mlflow/promotion-policy.yaml")
