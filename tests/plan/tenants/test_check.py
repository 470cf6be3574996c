"""Every way to describe tenants wrongly that we know, as folders in cases/ (see cases/README.md)."""

import shutil
from pathlib import Path

import pytest

from gcloud.model.load import load_with_positions
from gcloud.plan.addresses import addresses
from gcloud.plan.check_addresses import address_problems
from gcloud.plan.tenants.check import tenant_problems, tenant_remarks

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "cases").iterdir() if path.is_dir())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "base", tmp_path / "site"))


def problems(site: Path):
    loaded = load_with_positions(site)
    return sorted((*address_problems(loaded, addresses(loaded.site)), *tenant_problems(loaded)))


def test_the_base_of_all_cases_is_sound(site):
    assert problems(site) == []
    assert list(tenant_remarks(load_with_positions(site))) == []


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_place_and_what_to_write_instead(case, site):
    expected = (HERE / "cases" / case / "expected.txt").read_text()
    shutil.copytree(HERE / "cases" / case, site, dirs_exist_ok=True)
    found = problems(site)
    assert "".join(f"{problem}\n" for problem in found).replace(f"{site}/", "") == expected
    assert all(problem.rule and problem.instead for problem in found)
