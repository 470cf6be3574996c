"""What the shipped controls ask of one host never contradicts itself: a second run would change it back."""

import pytest

from tests.plan.hardening.test_properties import DEPTHS, PROFILES, ROLES, SYSTEMS, compiled

GIVEN = {
    "govcloud_ntp": ["192.0.2.1"],
    "govcloud_operator": "operator",
    "govcloud_management": ["192.0.2.0/24"],
    "govcloud_forwarder": {"host": "192.0.2.2"},
    "govcloud_mirror": "http://192.0.2.3/debian",
    "govcloud_boot_user": "root",
    "govcloud_boot_password": "grub.pbkdf2.sha512.10000.A.B",
}
GROUPS = {
    "sysctl": ("values",),
    "sshd": ("options", "algorithms"),
    "setting": ("values",),
    "pam": ("faillock", "quality", "history", "unix", "wheel", "session", "limits"),
    "sudo": ("defaults",),
}
"""The fields of a kind that set values by name."""


def settings_of(item):
    """What an item sets: a name for the thing, and its value."""
    kind = item["kind"]
    where = (kind, item.get("path"), item.get("section"))
    for field in GROUPS.get(kind, ()):
        for name, value in item.get(field, {}).items():
            yield (*where, field, name.lower()), value
    if kind == "package":
        yield from (((kind, name), item["state"]) for name in item["name"])
    if kind == "service":
        fields = ("enabled", "running", "masked")
        yield from (((kind, item["name"], field), item[field]) for field in fields if field in item)
    if kind == "file":
        yield (
            where,
            {name: part for name, part in item.items() if name not in {"id", "control", "only", "waived"}},
        )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("role", [None, *ROLES])
def test_no_two_controls_set_the_same_thing_to_different_values(profile, depth, role):
    host = {
        **GIVEN,
        "govcloud_profile": profile,
        "govcloud_level": 5 if role is None else 3,
        "govcloud_depth": depth,
        "govcloud_roles": [role] if role else [],
    }
    values = {}
    for item in compiled(host).items:
        for system in item["only"].get("system", SYSTEMS):
            for name, value in settings_of(item):
                other, before = values.setdefault((system, *name), (item["id"], value))
                assert before == value, f"{other} and {item['id']} on {system}: {name}"
