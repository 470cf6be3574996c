import pytest
import yaml

from gcloud.lab.clouds import names, write_clouds
from gcloud.lab.context import Lab
from gcloud.lab.credentials import Credentials, load_or_create
from gcloud.lab.errors import LabError
from gcloud.lab.settings import LabSettings


def test_made_once_and_for_their_owner_only(tmp_path):
    path = tmp_path / "credentials.json"
    first = load_or_create(path)
    assert load_or_create(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_create(tmp_path / "other") != first


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"admin": "x"}'])
def test_a_damaged_file_is_not_overwritten(tmp_path, text):
    path = tmp_path / "credentials.json"
    path.write_text(text)
    with pytest.raises(LabError, match="does not hold"):
        load_or_create(path)
    assert path.read_text() == text


def test_clouds_yaml_keeps_the_names_that_it_has(tmp_path):
    lab = Lab(LabSettings(tmp_path), Credentials.generate(), tmp_path)
    assert names(lab) == ()
    write_clouds(lab, ["ha-tinh"])
    write_clouds(lab, ["lab", "da-nang"])
    clouds = yaml.safe_load(lab.settings.clouds_file.read_text())["clouds"]
    assert list(clouds) == ["lab", "ha-tinh", "da-nang"]
    assert clouds["lab"] == clouds["da-nang"]
    assert clouds["lab"]["auth"]["password"] == lab.credentials.admin
    assert lab.settings.clouds_file.stat().st_mode & 0o777 == 0o600
    assert lab.settings.passphrase_file.read_text().strip() == lab.credentials.passphrase
    assert lab.settings.passphrase_file.stat().st_mode & 0o777 == 0o600
