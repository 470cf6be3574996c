"""Services and their ports."""

import pytest
from pydantic import ValidationError

from gcloud.model.service import WELL_KNOWN, Ports, Service


@pytest.mark.parametrize(
    ("written", "ports"),
    [
        (443, Ports(443, 443)),
        ("8000-8010", Ports(8000, 8010)),
        (Ports(1, 2), Ports(1, 2)),
        (65535, Ports(65535, 65535)),
    ],
)
def test_ports_are_one_or_a_range(written, ports):
    assert Service(name="app", protocol="tcp", ports=(written,)).ports == (ports,)


@pytest.mark.parametrize("written", [0, 65536, -1, True, "443", "10-5", "1-70000", "a-b", None, 1.5])
def test_other_values_are_no_ports(written):
    with pytest.raises(ValidationError):
        Service(name="app", protocol="tcp", ports=(written,))


def test_built_in_services_are_called_by_their_names():
    assert all(name == service.name for name, service in WELL_KNOWN.items())
    assert str(WELL_KNOWN["https"].ports[0]) == "443"
    assert WELL_KNOWN["icmp-echo"].icmp_type == 8
