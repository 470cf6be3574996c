"""From what the cloud shows back to the inputs that would make it."""

from gcloud.provider.identity.user import User
from gcloud.provider.observe import inputs_of


def test_objects_in_lists_may_hold_lists():
    """A user of whom two factors are asked."""
    shown = {"name": "officer", "multiFactorAuthRules": [{"rules": ["password", "totp"]}], "enabled": True}
    found = inputs_of(User.schema, None, shown)
    assert found["multiFactorAuthRules"] == [{"__defaults": [], "rules": ["password", "totp"]}]
