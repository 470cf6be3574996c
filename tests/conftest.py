"""The running lab, for tests that are marked `lab`."""

import os
import time

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from gcloud.lab import api
from gcloud.lab.extras import kept
from gcloud.lab.settings import LabSettings

# How long an example takes says more of the machine than of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

PATIENCE = 10
REQUIRED = "GOVCLOUD_REQUIRE_LAB"
BESIDE = ("tests/lab/test_life.py", "tests/provider/networking/", "tests/hosts/")
"""Where tests are that may run beside the others: on a lab of their own, on hosts, or seeing networks only.

All else on the one cloud runs in its order, one after the other: projects of their own don't keep
tests apart in everything; key pairs, for one, are their user's, and surveys show them.
"""


class TwoAtATime(LoadScopeScheduling):
    """Gives one worker what runs beside, and another one all else."""

    def _split_scope(self, nodeid):
        return "beside" if nodeid.startswith(BESIDE) else "the cloud"


def pytest_xdist_make_scheduler(config, log):
    """Lab tests are distributed by `--dist loadscope`, all others by xdist's own ways."""
    return TwoAtATime(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.fixture(scope="session")
def lab():
    """Settings of the lab that runs: the one that GOVCLOUD_LAB names, else the default one.

    ``lab.clouds_file`` is its clouds.yaml (cloud ``lab``); ``gcloud.lab.api.env(lab)`` gives the
    variables for programs. A test keeps to a project of its own in it. Without a running lab the
    tests are skipped, unless GOVCLOUD_REQUIRE_LAB=1 says that there must be one.
    """
    settings = LabSettings.from_environment()
    for _ in range(PATIENCE):
        status = api.status(settings)
        if status.condition == "up":
            return settings
        if status.condition == "down":
            break
        time.sleep(2)  # something is being restarted
    silent = [p.name for p in status.processes if p.state != "ready"]
    reason = f"the lab in {settings.folder} is {status.condition}{': ' if silent else ''}{', '.join(silent)}"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason}; {REQUIRED}=1 wants it up: govcloud lab up")
    pytest.skip(f"{reason}: govcloud lab up")
    return None


@pytest.fixture(scope="session")
def lab_dns(lab):
    """The lab, where it serves names."""
    return _with(lab, "dns")


@pytest.fixture(scope="session")
def lab_key_manager(lab):
    """The lab, where it keeps secrets."""
    return _with(lab, "key-manager")


@pytest.fixture(scope="session")
def lab_load_balancer(lab):
    """The lab, where it balances loads."""
    return _with(lab, "load-balancer")


def _with(lab, extra):
    if extra not in kept(lab):
        pytest.skip(f"the lab serves no {extra}, which is an extra: govcloud lab up --with {extra}")
    return lab
