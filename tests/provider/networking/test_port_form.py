"""Which addresses a port was asked for, and which it has."""

import pytest

from gcloud.provider.networking.port_form import are_met, as_asked

MAC = "fa:16:3e:00:00:01"
ONE = {"ipAddress": "10.0.0.5", "subnetId": "s"}
OTHER = {"ipAddress": "10.0.0.6", "subnetId": "s"}
OF_THE_HOST = {"ipAddress": "2001:db8::f816:3eff:fe00:1", "subnetId": "six"}
STRANGE = {"ipAddress": "2001:db8::66", "subnetId": "six"}
ANY = {"ipAddress": "", "subnetId": "s"}


@pytest.mark.parametrize(
    ("asked", "there", "told"),
    [
        pytest.param([ONE], [ONE], [ONE], id="it is there"),
        pytest.param([ANY], [ONE], [ANY], id="an open part stays open"),
        pytest.param([{"subnetId": "s"}], [ONE], [ANY], id="with both its parts"),
        pytest.param([ANY, ONE], [ONE, OTHER], [ANY, ONE], id="the open one takes what is left"),
        pytest.param([ONE], [OTHER], [OTHER], id="another one is there"),
        pytest.param([ONE], [ONE, OTHER], [ONE, OTHER], id="one more is there"),
        pytest.param([ONE, OTHER], [ONE], [ONE], id="one is missing"),
        pytest.param([ONE], [ONE, OF_THE_HOST], [ONE], id="the host made one of its own"),
        pytest.param([ONE], [ONE, STRANGE], [ONE, STRANGE], id="somebody added one in the same subnet"),
        pytest.param([], [ONE], [], id="Neutron chose"),
    ],
)
def test_what_was_asked_for_stays_as_long_as_it_is_there(asked, there, told):
    assert as_asked({"fixedIps": asked}, there, MAC) == told


def test_a_port_that_was_to_have_no_address_shows_one():
    assert as_asked({"noFixedIp": True}, [ONE], MAC) == [ONE]
    assert as_asked({"noFixedIp": True}, [OF_THE_HOST], MAC) == []


def test_spellings_of_an_address_are_one():
    there = [{"ipAddress": "2001:db8::66", "subnetId": "six"}]
    assert are_met([{"ipAddress": "2001:DB8:0::66"}], there)
