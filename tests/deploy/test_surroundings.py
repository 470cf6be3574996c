"""Whatever a run depends on around it is noticed, and nothing of it can be read from what is kept."""

import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.deploy import surroundings
from gcloud.deploy.surroundings import VOLATILE, Surroundings

KEY = b"k" * 32
CLOUDS = """
clouds:
  one: {auth: {auth_url: http://one/v3, password: planted}}
  two: {auth: {auth_url: http://two/v3, password: other}}
cache: {expiration_time: 3600}
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(surroundings, "_WORK", 2)


@pytest.fixture
def clouds(tmp_path):
    path = tmp_path / "clouds.yaml"
    path.write_text(CLOUDS)
    return path


def clouds_of(path, *names, **more):
    return Surroundings(KEY, {"OS_CLIENT_CONFIG_FILE": str(path), **more}).clouds(names)


def environment_of(**variables):
    return Surroundings(KEY, variables).environment


NAMES = st.text("ABC_", min_size=1, max_size=4).filter(lambda name: not VOLATILE.fullmatch(name))
VARIABLES = st.dictionaries(NAMES, st.text(max_size=5), max_size=4)


@given(VARIABLES, VARIABLES)
@settings(max_examples=40, deadline=None)
def test_environments_are_the_same_if_and_only_if_their_variables_are(first, second):
    assert (environment_of(**first) == environment_of(**second)) is (first == second)


@given(
    st.dictionaries(st.sampled_from(["PWD", "SHLVL", "TERM", "SSH_TTY", "_", "COLUMNS"]), st.text(max_size=9))
)
@settings(max_examples=10, deadline=None)
def test_what_belongs_to_the_terminal_means_nothing(volatile):
    assert environment_of(A="1", **volatile) == environment_of(A="1")


@pytest.mark.parametrize("name", ["PATH", "HOME", "LANG", "OS_CLOUD", "HTTPS_PROXY", "TERMINAL_ID", "XPWD"])
def test_every_other_variable_means_something(name):
    assert environment_of(**{name: "a"}) != environment_of(**{name: "b"}) != environment_of()


def test_another_passphrase_is_noticed_be_it_in_a_variable_or_in_a_file(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("a")
    first = environment_of(PULUMI_CONFIG_PASSPHRASE_FILE=str(file))
    file.write_text("b")
    assert environment_of(PULUMI_CONFIG_PASSPHRASE_FILE=str(file)) != first
    assert environment_of(PULUMI_CONFIG_PASSPHRASE="a") != environment_of(PULUMI_CONFIG_PASSPHRASE="b")


@pytest.mark.parametrize(
    ("old", "new", "noticed"),
    [
        ("http://one/v3", "http://elsewhere/v3", True),
        ("planted", "changed", True),
        ("3600", "60", True),
        ("http://two/v3", "http://elsewhere/v3", False),
        ("clouds:", "# a remark\nclouds:", False),
        ("clouds:", "clouds: [", True),
    ],
)
def test_of_clouds_yaml_the_stacks_own_clouds_matter(clouds, old, new, noticed):
    before = clouds_of(clouds, "one")
    clouds.write_text(CLOUDS.replace(old, new))
    assert (clouds_of(clouds, "one") != before) is noticed


def test_of_a_cloud_that_nobody_named_the_whole_file_matters(clouds):
    before = clouds_of(clouds, None)
    clouds.write_text(CLOUDS.replace("http://two/v3", "http://elsewhere/v3"))
    assert clouds_of(clouds, None) != before


def test_a_password_kept_apart_matters_too(clouds, tmp_path):
    secure = tmp_path / "secure.yaml"
    before = clouds_of(clouds, "one", OS_CLIENT_SECURE_FILE=str(secure))
    secure.write_text("clouds: {one: {auth: {password: new}}}")
    assert clouds_of(clouds, "one", OS_CLIENT_SECURE_FILE=str(secure)) != before


def test_clouds_yaml_is_looked_for_where_openstacksdk_does(tmp_path, monkeypatch):
    home = tmp_path / "home"
    (home / ".config" / "openstack").mkdir(parents=True)
    variables = {"HOME": str(home)}
    before = Surroundings(KEY, variables).clouds(["one"])
    (home / ".config" / "openstack" / "clouds.yaml").write_text(CLOUDS)
    found = Surroundings(KEY, variables).clouds(["one"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clouds.yaml").write_text(CLOUDS)
    assert len({before, found, Surroundings(KEY, variables).clouds(["one"])}) == 3


def test_another_version_of_this_package_or_of_a_library_is_noticed(tmp_path, monkeypatch):
    package, site = tmp_path / "gcloud", tmp_path / "site-packages"
    (package / "cli").mkdir(parents=True)
    (package / "cli" / "up.py").write_text("")
    (site / "pulumi-3.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(surroundings.gcloud, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(surroundings.sysconfig, "get_path", lambda _name: str(site))
    before = Surroundings(KEY, {})
    was = (before.code, before.libraries)
    (package / "cli" / "up.py").write_text("changed")
    (site / "pulumi-3.0.dist-info").rename(site / "pulumi-3.1.dist-info")
    after = Surroundings(KEY, {})
    assert after.code != was[0]
    assert after.libraries != was[1]


def test_what_python_compiles_by_itself_means_nothing(tmp_path, monkeypatch):
    (tmp_path / "__pycache__").mkdir()
    monkeypatch.setattr(surroundings.gcloud, "__file__", str(tmp_path / "__init__.py"))
    before = Surroundings(KEY, {}).code
    (tmp_path / "__pycache__" / "x.pyc").write_text("")
    assert Surroundings(KEY, {}).code == before


def test_another_python_is_noticed(monkeypatch):
    before = Surroundings(KEY, {}).libraries
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")
    assert Surroundings(KEY, {}).libraries != before


def test_nothing_that_was_hashed_can_be_read_and_another_key_gives_another_hash(clouds):
    variables = {"OS_CLIENT_CONFIG_FILE": str(clouds), "PULUMI_CONFIG_PASSPHRASE": "planted"}
    kept = Surroundings(KEY, variables).kept(["one"])
    assert "planted" not in str(kept)
    other = Surroundings(os.urandom(32), variables).kept(["one"])
    assert not set(kept.values()) & set(other.values())


def test_what_was_taken_is_told_whatever_changes_afterwards(clouds, tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("a")
    variables = {"OS_CLIENT_CONFIG_FILE": str(clouds), "PULUMI_CONFIG_PASSPHRASE_FILE": str(file)}
    taken, asked = Surroundings(KEY, variables), Surroundings(KEY, variables).kept(["one"])
    taken.take()
    clouds.write_text(CLOUDS.replace("planted", "changed"))
    file.write_text("b")
    assert taken.kept(["one"]) == asked
    now = Surroundings(KEY, variables).kept(["one"])
    assert {name for name in now if now[name] != asked[name]} == {"the environment", "clouds.yaml"}
