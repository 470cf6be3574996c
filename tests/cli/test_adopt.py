"""Adopting and importing by the command line, as far as it goes without a cloud."""

import pytest

from gcloud.cli.found import found_json, show_found, trouble
from gcloud.cli.surface import Surface
from gcloud.cli.take import pairs
from gcloud.deploy.adopt import Finding
from gcloud.engine.adoption import Adopted, Adoption, Ambiguous, Missing, Unseen
from gcloud.engine.events import Change, StepPlanned
from gcloud.engine.reporter import Failure
from gcloud.engine.wishes import UnknownNameError
from gcloud.errors import CloudError, ExitCode, InputError

NET = "openstack:networking/network:Network"


def urn(name, type_=NET):
    return f"urn:pulumi:s::datacenter::{type_}::{name}"


def what(name):
    return urn(name), NET, name


def adopted(name, *changes):
    step = StepPlanned(*what(name), "update" if changes else "same", changes)
    return Adopted(*what(name), f"id-{name}", step)


def finding(**parts):
    return Finding(((None, Adoption((), (), **parts)),))


def test_what_was_found_is_told_with_what_the_next_plan_would_change(capsys):
    found = finding(
        adopted=(adopted("dmz"), adopted("srv", Change("description", "by hand", "Vùng máy chủ"))),
        missing=(Missing(*what("db"), "nothing like it is there"),),
    )
    show_found(Surface("adopt"), found)
    told = capsys.readouterr().out
    assert "Found: 2 resources" in told
    assert "Network::db: nothing like it is there" in told
    assert "description: by hand → Vùng máy chủ" in told
    assert trouble(found) is None


def test_what_fits_several_objects_is_the_users_to_settle():
    error = trouble(finding(ambiguous=(Ambiguous(*what("dmz"), ("a", "b")),)))
    assert error.exit_code == ExitCode.USAGE
    assert error.hint == "Say which: --id 'Network::dmz=a'"


def test_what_could_not_be_looked_for_makes_the_result_incomplete():
    error = trouble(finding(unseen=(Unseen(*what("dmz"), CloudError("silence", hint="Wait.")),)))
    assert (error.exit_code, error.hint) == (ExitCode.INCOMPLETE, "Wait.")


def test_a_name_is_unknown_only_if_no_stack_has_it():
    unknown = Failure(urn("root"), "same", UnknownNameError("dmz", None))
    here, there = Adoption((), (), failures=(unknown,)), Adoption((), (), adopted=(adopted("dmz"),))
    assert Finding(((None, here), (None, there))).failures == ()
    assert [one.error.message for one in Finding(((None, here), (None, here))).failures] == [
        "no resource is named dmz"
    ]


def test_the_json_form_has_everything():
    document = found_json(finding(adopted=(adopted("dmz"),), ambiguous=(Ambiguous(*what("x"), ("a", "b")),)))
    assert document["adopted"][0]["next"]["op"] == "same"
    assert document["ambiguous"] == [{"urn": urn("x"), "type": NET, "name": "x", "ids": ["a", "b"]}]


def test_pairs_of_names_and_ids():
    assert pairs(("Network::dmz=7d1f", "srv=a/b")) == {"Network::dmz": "7d1f", "srv": "a/b"}


@pytest.mark.parametrize("texts", [("dmz",), ("=x",), ("dmz=",), ("dmz=a", "dmz=b")])
def test_what_is_no_pair_is_refused(texts):
    with pytest.raises(InputError):
        pairs(texts)


def test_a_cloud_that_is_not_the_sites_is_refused(govcloud, site):
    ran = govcloud("adopt", "ha-tihn", "--site", site, "--output", "json")
    assert ran.code == ExitCode.USAGE
    assert ran.document["error"]["hint"] == "Did you mean ha-tinh?"


def test_a_new_site_needs_its_province(govcloud, tmp_path):
    (tmp_path / "README.md").write_text("no site's file")
    ran = govcloud("adopt", "old-cloud", "--site", tmp_path, "--output", "json")
    assert ran.code == ExitCode.USAGE
    assert "--province" in ran.document["error"]["hint"]


def test_a_folder_with_files_of_a_site_anywhere_in_it_is_no_new_one(govcloud, tmp_path):
    (tmp_path / "zones").mkdir()
    (tmp_path / "zones" / "dmz.yaml").write_text("zones: []\n")
    ran = govcloud("adopt", "old-cloud", "--site", tmp_path, "--province", "42", "--output", "json")
    assert ran.code == ExitCode.USAGE
    assert "problem" in ran.document["error"]["message"]
    assert not (tmp_path / "adopted.yaml").exists()


def test_the_official_engine_is_refused(govcloud, site):
    ran = govcloud("import", site, "dmz=x", "--engine", "pulumi", "--output", "json")
    assert ran.code == ExitCode.USAGE
    assert "built-in engine" in ran.document["error"]["message"]
