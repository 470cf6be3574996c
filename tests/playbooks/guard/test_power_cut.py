"""The power is cut before every operation: after the next boot the host is as it was, or wholly changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govcloud.guard.arming import Change, guarded
from govcloud.guard.confirming import accept
from govcloud.guard.disk import Disk
from govcloud.guard.host import Host
from govcloud.guard.locking import locked
from govcloud.guard.pending import read
from govcloud.guard.undoing import BOOT, NOT_CONFIRMED, undo
from tests.playbooks.guard.conftest import CutDisk, PowerCutError, break_in_all_ways, everything

MOST = 1000


def run(host: Host, root: Path, change: Change, disk: Disk) -> None:
    with guarded(change, host=host, disk=disk):
        break_in_all_ways(root, lambda: disk.before("change", "by the caller"))


def operations(act: Callable[[CutDisk], object]) -> int:
    disk = CutDisk(MOST)
    act(disk)
    return MOST - disk.left


def test_cut_at_any_moment_of_the_change_the_boot_brings_everything_back(root, host, change):
    before = everything(root)
    for left in range(MOST):
        try:
            run(host, root, change, CutDisk(left))
        except PowerCutError:
            undo(BOOT, "the power was cut", host=host)
        else:
            break
        assert everything(root) == before, f"cut before operation {left}"
        assert read(host) is None
    assert everything(root) != before
    assert left > 40


def test_cut_at_any_moment_of_the_undo_it_is_done_again(make_root, change):
    sample = make_root()
    run(Host(str(sample)), sample, change, Disk())
    total = operations(lambda disk: undo(NOT_CONFIRMED, "x", host=Host(str(sample)), disk=disk))
    root = make_root()
    host, before = Host(str(root)), everything(root)
    for left in range(total):
        run(host, root, change, Disk())
        for cut in (left, left // 2):
            try:
                undo(NOT_CONFIRMED, "nobody came", host=host, disk=CutDisk(cut))
            except PowerCutError:
                continue
        undo(BOOT, "the power was cut", host=host)
        assert everything(root) == before, f"cut before operation {left}"
        assert read(host) is None


def test_what_an_interrupted_undo_had_found_is_in_the_last_report(make_root, change):
    sample = make_root()
    run(Host(str(sample)), sample, change, Disk())
    whole = undo(NOT_CONFIRMED, "nobody came", host=Host(str(sample)))
    root = make_root()
    host = Host(str(root))
    run(host, root, change, Disk())
    try:
        undo(NOT_CONFIRMED, "nobody came", host=host, disk=CutDisk(8))
    except PowerCutError:
        report = undo(BOOT, "the power was cut", host=host)
    assert report["undone"] == whole["undone"]


def test_cut_at_any_moment_of_the_confirmation_the_host_is_wholly_old_or_wholly_new(make_root, change):
    sample = make_root()
    old = everything(sample)
    run(Host(str(sample)), sample, change, Disk())
    new = everything(sample)
    total = operations(lambda disk: accept(Host(str(sample)), disk, read(Host(str(sample)))))
    outcomes = set()
    for left in range(total):
        root = make_root()
        host = Host(str(root))
        run(host, root, change, Disk())
        try:
            with locked(host, 0):
                accept(host, CutDisk(left), read(host))
        except PowerCutError:
            undo(BOOT, "the power was cut", host=host)
        found = everything(root)
        assert found in (old, new), f"cut before operation {left}"
        outcomes.add("old" if found == old else "new")
    assert outcomes == {"old", "new"}
