from datetime import date
from pathlib import Path

import pytest

from gcloud.model.baseline.load import load_baselines
from gcloud.plan.hardening.compile import Compiler
from gcloud.plan.hardening.variables import wish_of

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def baselines():
    return load_baselines(Path(__file__).parent / "data" / "baselines")


@pytest.fixture(scope="session")
def compiler(baselines):
    return Compiler(baselines, TODAY)


@pytest.fixture(scope="session")
def compiled(compiler):
    """What the host `a` must be, by its variables; profile standard and level 1 unless they say otherwise."""

    def compile_(variables):
        return compiler.compile(wish_of("a", variables_of(variables)))

    return compile_


def variables_of(variables):
    whole = {"govcloud_profile": "standard", "govcloud_level": 1, **variables}
    return {name: value for name, value in whole.items() if value is not None}
