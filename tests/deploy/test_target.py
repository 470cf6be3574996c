import pytest
import yaml

from gcloud.deploy.stacks import DATACENTER
from gcloud.deploy.target import target, write_stack_file
from gcloud.errors import InputError


def test_the_programs_own_stack_file_is_used_for_the_site_that_it_names():
    site = (DATACENTER.folder / "../../examples/ha-tinh").resolve()
    what = target(site, "ha-tinh", environment={})
    assert what.stack_file == DATACENTER.folder / "Pulumi.ha-tinh.yaml"
    assert what.settings.config["datacenter:site"] == "../../examples/ha-tinh"
    before = what.stack_file.read_bytes()
    assert write_stack_file(what) == what.stack_file
    assert what.stack_file.read_bytes() == before


def test_a_site_elsewhere_has_its_own_stack_file_even_under_the_same_name(tmp_path):
    what = target(tmp_path, "ha-tinh", environment={})
    assert what.settings.config == {"datacenter:site": str(tmp_path)}
    file = write_stack_file(what)
    assert file == tmp_path / ".govcloud" / "Pulumi.ha-tinh.yaml"
    assert yaml.safe_load(file.read_text()) == {"config": {"datacenter:site": str(tmp_path)}}
    assert (tmp_path / ".govcloud" / ".gitignore").exists()


def test_what_the_official_cli_wrote_into_the_file_stays(tmp_path):
    write_stack_file(target(tmp_path, "x", environment={}))
    file = tmp_path / ".govcloud" / "Pulumi.x.yaml"
    file.write_text(file.read_text() + "encryptionsalt: v1:abc\n")
    what = target(tmp_path, "x", environment={})
    assert what.settings.salt == "v1:abc"
    write_stack_file(what)
    assert "v1:abc" in file.read_text()


def test_stack_file_that_is_no_configuration(tmp_path):
    (tmp_path / ".govcloud").mkdir()
    (tmp_path / ".govcloud" / "Pulumi.x.yaml").write_text("[1, 2")
    with pytest.raises(InputError, match="is no YAML"):
        target(tmp_path, "x", environment={})
