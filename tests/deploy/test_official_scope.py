import pytest

from gcloud.deploy.official_scope import scope_options
from gcloud.engine.scope import WHOLE, Scope
from gcloud.errors import InputError

URN = "urn:pulumi:s::datacenter::openstack:networking/network:Network::dmz"


@pytest.mark.parametrize(
    ("scope", "options"),
    [
        (WHOLE, {}),
        (Scope(verify=True), {"refresh": True}),
        (Scope(targets=(URN,)), {"target": [URN]}),
        (Scope(targets=("dmz",)), {"target": ["**::dmz"]}),
        (Scope(targets=("dmz-*",)), {"target": ["**::dmz-**"]}),
        (Scope(targets=("urn:*::dmz",)), {"target": ["urn:**::dmz"]}),
        (Scope(targets=("**::dmz",)), {"target": ["**::**::dmz"]}),
        (Scope(replace=("dmz", "edge")), {"replace": ["**::dmz", "**::edge"]}),
    ],
)
def test_a_scope_is_said_in_the_clis_own_options(scope, options):
    assert scope_options(scope) == options


def test_a_pattern_that_the_cli_has_no_word_for_is_refused():
    with pytest.raises(InputError, match=r"dmz-\?"):
        scope_options(Scope(targets=("dmz-?",)))
