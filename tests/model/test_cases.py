"""Every way to write a site wrongly that we know, as folders in cases/ (see cases/README.md)."""

import shutil
from pathlib import Path

import pytest

from gcloud.errors import ExitCode
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import load

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "cases").iterdir() if path.is_dir())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "base", tmp_path / "site"))


def test_the_base_of_all_cases_is_sound(site):
    assert load(site).name == "test"


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_with_its_place_and_what_to_write_instead(case, site):
    expected = (HERE / "cases" / case / "expected.txt").read_text()
    shutil.copytree(HERE / "cases" / case, site, dirs_exist_ok=True)

    with pytest.raises(SiteInvalid) as caught:
        load(site)

    told = "".join(f"{problem}\n" for problem in caught.value.problems)
    assert told.replace(f"{site}/", "") == expected
    assert caught.value.exit_code == ExitCode.USAGE
    assert all(problem.rule and problem.instead for problem in caught.value.problems)
