import pytest
import yaml

from gcloud.deploy.stacks import DATACENTER
from gcloud.deploy.target import target
from gcloud.deploy.workspace import prepare_workspace
from gcloud.errors import InputError


def test_the_programs_own_stack_file_is_used_for_the_site_that_it_names():
    site = (DATACENTER.folder / "../../examples/ha-tinh").resolve()
    what = target(site, "ha-tinh", environment={})
    assert what.settings.config["datacenter:site"] == "../../examples/ha-tinh"


def test_a_site_elsewhere_has_its_own_settings_even_under_the_same_name(tmp_path):
    what = target(tmp_path, "ha-tinh", environment={})
    assert what.settings.config == {"datacenter:site": str(tmp_path)}


def test_the_official_clis_workspace_is_inside_the_site_and_hidden_from_git(tmp_path):
    folder = prepare_workspace(target(tmp_path, "ha-tinh", environment={}))
    assert folder == tmp_path / ".govcloud" / "pulumi"
    assert (tmp_path / ".govcloud" / ".gitignore").read_text() == "*\n"
    project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    assert (project["name"], project["main"]) == ("datacenter", str(DATACENTER.folder))
    stack = yaml.safe_load((folder / "Pulumi.ha-tinh.yaml").read_text())
    assert stack == {"config": {"datacenter:site": str(tmp_path)}}


def test_what_the_official_cli_wrote_into_its_stack_file_stays(tmp_path):
    file = prepare_workspace(target(tmp_path, "x", environment={})) / "Pulumi.x.yaml"
    file.write_text(file.read_text() + "encryptionsalt: v1:abc\n")
    what = target(tmp_path, "x", environment={})
    assert what.settings.salt == "v1:abc"
    prepare_workspace(what)
    assert "v1:abc" in file.read_text()


def test_stack_file_that_is_no_configuration(tmp_path):
    folder = tmp_path / ".govcloud" / "pulumi"
    folder.mkdir(parents=True)
    (folder / "Pulumi.x.yaml").write_text("[1, 2")
    with pytest.raises(InputError, match="is no YAML"):
        target(tmp_path, "x", environment={})
