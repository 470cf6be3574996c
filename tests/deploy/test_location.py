from pathlib import Path

import pytest

from gcloud.deploy.location import backend, prepare_local
from gcloud.errors import InputError


def test_default_state_is_inside_the_site(tmp_path):
    found = backend(tmp_path, None, {})
    assert found.local() == tmp_path / ".govcloud" / "state"
    assert found.url == f"file://{tmp_path}/.govcloud/state"


def test_the_official_variable_is_honoured_and_the_option_beats_it(tmp_path):
    env = {"PULUMI_BACKEND_URL": "file:///srv/state"}
    assert backend(tmp_path, None, env).local() == Path("/srv/state")
    assert backend(tmp_path, str(tmp_path / "other"), env).local() == tmp_path / "other"


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("file:///a/b", "/a/b"),
        ("file:///a/with%20space", "/a/with space"),
        ("/a/b/../c", "/a/c"),
        ("file://~", str(Path.home())),
    ],
)
def test_forms_of_a_local_backend(given, folder, tmp_path):
    assert backend(tmp_path, given, {}).local() == Path(folder)


def test_other_backends_are_the_official_clis(tmp_path):
    found = backend(tmp_path, "s3://bucket", {})
    assert found.url == "s3://bucket"
    with pytest.raises(InputError, match="s3://bucket"):
        found.local()


def test_url_without_a_folder(tmp_path):
    with pytest.raises(InputError, match="names no folder"):
        backend(tmp_path, "file://", {})


def test_local_folder_hides_itself_from_git(tmp_path):
    assert (prepare_local(tmp_path) / ".gitignore").read_text() == "*\n"


def test_site_that_cannot_be_written(tmp_path):
    (tmp_path / ".govcloud").write_text("a file where the folder should be")
    with pytest.raises(InputError, match="can't be written"):
        prepare_local(tmp_path)
