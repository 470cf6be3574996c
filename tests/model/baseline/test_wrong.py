"""Every way to write a baseline wrongly that we know (data/wrong.yaml)."""

import shutil
from pathlib import Path

import pytest
import yaml

from gcloud.errors import ExitCode, InputError
from gcloud.model.baseline.load import load_baselines
from gcloud.model.errors import BaselineInvalid

DATA = Path(__file__).parent / "data"
CASES = {case["name"]: case for case in yaml.safe_load((DATA / "wrong.yaml").read_text())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "sound", tmp_path / "baselines"))


def test_the_folder_of_all_cases_is_sound(folder):
    assert set(load_baselines(folder).controls) == {"ssh-tries", "ssh-root"}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_told_with_its_place_and_what_to_write_instead(case, folder):
    for file, (before, after) in case.get("change", {}).items():
        text = (folder / file).read_text()
        assert before in text
        (folder / file).write_text(text.replace(before, after, 1))
    for file, text in case.get("files", {}).items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text)

    with pytest.raises(BaselineInvalid) as caught:
        load_baselines(folder)

    assert [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems] == case["said"]
    assert caught.value.exit_code == ExitCode.USAGE


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="no folder of baselines"):
        load_baselines(tmp_path / "nothing")
