"""What a program registers, from a run against a stand-in for the engine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def run_program():
    """Run a program for a site; the answer holds `requests` and `outputs`, or an `error`."""

    def run(
        site, *, stack="ha-tinh", program=ROOT / "stacks" / "datacenter", preview=False, seed="0", **config
    ):
        done = subprocess.run(
            [
                sys.executable,
                str(Path(__file__).with_name("record.py")),
                str(program),
                program.name,
                stack,
                json.dumps(
                    {f"{program.name}:{key}": str(value) for key, value in {"site": site, **config}.items()}
                ),
                *(["preview"] if preview else []),
            ],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) | {"log": done.stderr}

    return run


@pytest.fixture(scope="session")
def example_run(run_program):
    """The example's run."""
    return run_program(Path("../../examples/ha-tinh"))


@pytest.fixture(scope="session")
def resources(example_run):
    """The example's OpenStack resources as requested."""
    return [r for r in example_run["requests"] if r.get("type", "").startswith("openstack:")]
