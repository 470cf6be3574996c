import pytest

from govcloud.patching.space import Room, needs, require
from govcloud.patching.transaction import Step, steps
from govcloud.patching.trouble import Trouble

MIB = 1024 * 1024
SIMULATED = """\
Inst libssl3 [3.0.19-1~deb12u2] (3.0.22-1~deb12u2 Debian-Security:12/oldstable-security [amd64])
Inst linux-image-amd64 [6.1.176-1] (6.1.192-2 Debian-Security:12/oldstable-security [amd64]) []
Inst linux-image-6.1.0-45-amd64 (6.1.192-2 Debian-Security:12/oldstable-security [amd64])
Conf libssl3 (3.0.22-1~deb12u2 Debian-Security:12/oldstable-security [amd64])
"""


def test_what_apt_would_do_is_read_with_what_comes_anew():
    assert steps(SIMULATED) == [
        Step("libssl3", "3.0.19-1~deb12u2", "3.0.22-1~deb12u2"),
        Step("linux-image-6.1.0-45-amd64", "", "6.1.192-2"),
        Step("linux-image-amd64", "6.1.176-1", "6.1.192-2"),
    ]


def test_an_update_needs_its_growth_and_once_more_its_largest_package():
    some = [Step("a", "1", "2"), Step("b", "1", "2")]
    wanted = needs(some, 5 * MIB, {"a": (10 * MIB, 12 * MIB), "b": (40 * MIB, 39 * MIB)})
    assert wanted == {"/var/cache/apt/archives": 5 * MIB, "/usr": 40 * MIB, "/var/lib/dpkg": 0}


def test_a_new_kernel_needs_room_in_boot():
    assert "/boot" in needs(steps(SIMULATED), 0, {})


@pytest.mark.parametrize(
    ("rooms", "kind"),
    [
        ({"/usr": Room(1, 200 * MIB, 9999, True), "/boot": Room(2, 60 * MIB, None, True)}, None),
        ({"/usr": Room(1, 131 * MIB, 9999, True), "/boot": Room(2, 60 * MIB, None, True)}, "full"),
        ({"/usr": Room(1, 140 * MIB, 9999, True), "/boot": Room(1, 140 * MIB, 9999, True)}, "full"),
        ({"/usr": Room(1, 900 * MIB, 17, True), "/boot": Room(2, 60 * MIB, None, True)}, "full"),
        ({"/usr": Room(1, 900 * MIB, 9999, True), "/boot": Room(2, 900 * MIB, None, False)}, "read-only"),
    ],
    ids=["fits", "too little", "too little for both on one disk", "no inodes", "read-only"],
)
def test_an_update_that_does_not_fit_is_refused_before_it_starts(rooms, kind):
    wanted = {"/usr": 100 * MIB, "/boot": 20 * MIB}
    if kind is None:
        require(wanted, rooms.__getitem__)
    else:
        with pytest.raises(Trouble) as refused:
            require(wanted, rooms.__getitem__)
        assert refused.value.kind == kind
