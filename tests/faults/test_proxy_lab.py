"""The real cloud through a bad network: runs complete or say what is wrong, and nothing is made twice."""

import os
import threading
import time
from collections import Counter

import pytest
import yaml

from gcloud.cloud import connect as module
from gcloud.cloud.gate import Gate
from gcloud.cloud.patience import Patience
from gcloud.deploy.embedded import EmbeddedEngine
from gcloud.deploy.target import target
from gcloud.lab import api
from gcloud.lab.api import _lab
from gcloud.lab.supervisor import Supervisor
from gcloud.provider.openstack import OpenStackProvider
from tests.cli.weather import PASSPHRASE, wait_for
from tests.faults.lab_ground import lab_ground
from tests.faults.proxy import Mischief, Proxy

pytestmark = [pytest.mark.lab, pytest.mark.alone, pytest.mark.timeout(600)]

HASTY = Patience(attempts=4, first=0.05, longest=0.3, longest_asked=1.0, connect=2.0, answer=2.0)
LATE = 2.0 * HASTY.answer
"""A late answer comes when nobody waits for it any more, as one after minutes usually does."""


class Hasty:
    """Makes providers that wait seconds where the usual ones wait minutes."""

    def __init__(self):
        self.gate = Gate(16)

    def planning(self, _package):
        def connect(cloud, region):
            return module.connect(cloud, region=region, patience=HASTY, gate=self.gate)

        return OpenStackProvider(connect)

    changing = planning


@pytest.fixture(scope="module")
def lab_stack(lab, tmp_path_factory):
    with lab_ground(lab.clouds_file, tmp_path_factory.mktemp("proxy")) as made:
        yield made


@pytest.fixture(scope="module")
def proxy(lab_stack):
    """The proxy, and a clouds.yaml that leads through it."""
    endpoints = {endpoint.url for endpoint in lab_stack.cloud.identity.endpoints()}
    with Proxy(endpoints).serving() as made:
        yield made


@pytest.fixture
def through(lab_stack, proxy, tmp_path, monkeypatch):
    clouds = yaml.safe_load(lab_stack.clouds.read_text())
    auth = clouds["clouds"]["test"]["auth"]
    auth["auth_url"] = proxy.at(auth["auth_url"])
    file = tmp_path / "clouds.yaml"
    file.write_text(yaml.safe_dump(clouds))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(file))
    yield proxy
    proxy.decide = lambda *_: None


def tried(lab_stack, verb):
    """Run once through the proxy; what fails is told as people are told it."""
    what = target(lab_stack.ground.site, lab_stack.name)
    with EmbeddedEngine(what, PASSPHRASE, changes=True, providers=Hasty()) as engine:
        outcome = engine.up() if verb == "up" else engine.destroy()
        for failed in outcome.failed:
            assert failed.error, failed
            assert failed.hint, failed
            assert "Traceback" not in failed.error


class Revoking:
    """Takes tokens away in the middle of a run, as time does: each that has served so many calls."""

    def __init__(self, cloud, calls):
        self.cloud, self.calls, self.lock = cloud, calls, threading.Lock()
        self.served, self.revoked = Counter(), 0

    def __call__(self, _method, _path, headers):
        token = headers.get("X-Auth-Token")
        with self.lock:
            self.served[token] += 1
            if token and self.served[token] == self.calls:
                self.revoked += 1
                gone = {"X-Subject-Token": token}
                assert self.cloud.identity.delete("/auth/tokens", headers=gone).status_code == 204


def test_a_token_that_ends_in_the_middle_is_asked_for_anew(lab_stack, through):
    through.decide = revoking = Revoking(lab_stack.cloud, 15)
    clouds = os.environ["OS_CLIENT_CONFIG_FILE"]
    ended = lab_stack.ground.run("up", "--yes", OS_CLIENT_CONFIG_FILE=clouds)
    assert ended.code == 0, ended.err
    assert revoking.revoked
    assert lab_stack.wrong() == []


def test_a_service_that_restarts_in_the_middle(lab, lab_stack):
    with lab_stack.ground.started("down", "--yes") as process:
        wait_for(process, "deleted")
        with Supervisor(_lab(lab)) as supervisor:
            try:
                supervisor._call("stopProcess", "cinder:cinder-api", True)
            finally:
                supervisor.start("cinder", "cinder-api")
        told = process.stderr.read()
        assert process.wait() in {0, 4}, told
        assert "Traceback" not in told
    while api.status(lab).condition != "up":
        time.sleep(0.5)
    assert lab_stack.ground.run("down", "--yes").code == 0
    assert lab_stack.counts() == {}


def test_a_bad_network_makes_nothing_twice_and_loses_nothing(lab_stack, through):
    mischief = Mischief(0.15, LATE, seed=2)
    for verb in ("up", "down"):
        through.decide = mischief
        # A run that met the weather at its first calls has hardly begun: it gets another try.
        enough = sum(mischief.done.values()) + 8
        for _ in range(4):
            if sum(mischief.done.values()) < enough:
                tried(lab_stack, verb)
        through.decide = lambda *_: None
        ended = lab_stack.ground.run(verb, "--yes")
        assert ended.code == 0, ended.out + ended.err
        assert lab_stack.wrong() == []
        if verb == "down":
            assert lab_stack.counts() == {}
        else:
            assert lab_stack.counts()["server"] == 2
    assert mischief.done
