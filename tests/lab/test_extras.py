"""Which extras a lab has."""

import pytest

from gcloud.errors import InputError
from gcloud.lab.extras import checked, keep, kept
from gcloud.lab.registry import EXTRAS, left_off, services
from gcloud.lab.settings import LabSettings


def test_a_lab_has_none_at_first(tmp_path):
    assert kept(LabSettings(tmp_path)) == ()


@pytest.mark.parametrize("names", [("key-manager", "dns", "dns"), ("dns",), ()])
def test_a_choice_is_kept_until_the_next(tmp_path, names):
    lab = LabSettings(tmp_path)
    keep(lab, ["key-manager"])
    keep(lab, checked(names))
    assert set(kept(lab)) == set(names)


def test_what_another_version_kept_and_this_one_lacks_is_left_off(tmp_path):
    lab = LabSettings(tmp_path)
    keep(lab, ["dns", "telescope"])
    assert kept(lab) == ("dns",)


def test_an_unknown_extra_is_told_with_those_that_there_are():
    with pytest.raises(InputError, match="no extra bind, names") as caught:
        checked(["names", "dns", "bind"])
    assert "dns, key-manager" in caught.value.hint


def test_every_extra_is_either_served_or_left_off():
    everything = {service.name for service in services(EXTRAS)}
    for chosen in ((), ("dns",), tuple(EXTRAS)):
        served = {service.name for service in services(chosen)}
        left = {service.name for service in left_off(chosen)}
        assert served | left == everything
        assert not served & left
