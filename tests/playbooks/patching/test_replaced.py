from pathlib import Path

import pytest
import yaml

from govcloud.patching import replaced
from govcloud.patching.packages import Package
from govcloud.patching.reboot import kernel

CASES = yaml.safe_load((Path(__file__).parent / "data" / "processes.yaml").read_text())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_process_that_runs_replaced_code_is_seen_and_so_is_its_unit(case):
    assert sorted(replaced.files(case["maps"], case.get("soon", ()))) == case["files"]
    unit = replaced.unit(case["cgroup"])
    assert (unit, replaced.how(unit, case["pid"])) == (case["unit"], case["how"])


@pytest.mark.parametrize(
    ("versions", "why"),
    [
        ({"linux-image-6.1.0-44-amd64": "6.1.176-1"}, ""),
        ({"linux-image-6.1.0-44-amd64": "6.1.192-2"}, "kernel 6.1.0-44-amd64 (6.1.192-2) is installed"),
        (
            {"linux-image-6.1.0-44-amd64": "6.1.176-1", "linux-image-6.1.0-45-amd64": "6.1.192-2"},
            "kernel 6.1.0-45-amd64 (6.1.192-2) is installed, 6.1.0-44-amd64 (6.1.176-1) runs",
        ),
        ({"linux-image-amd64": "6.1.192-2"}, ""),
        ({}, ""),
    ],
)
def test_a_kernel_that_is_installed_and_does_not_run_is_told(versions, why):
    packages = [Package(name, version, "linux", version, False, "") for name, version in versions.items()]
    build = "#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-06-01)"
    told = kernel("6.1.0-44-amd64", build, packages, lambda one, other: one > other)
    assert told.startswith(why)
    assert bool(told) == bool(why)
