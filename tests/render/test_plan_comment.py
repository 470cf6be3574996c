"""A plan as a comment: what must be judged first, and nothing in it that is more than text."""

from gcloud.render.plan_comment import ROWS, plan_comment


def step(op, name, *, parent="", changes=()):
    return {
        "op": op,
        "urn": f"urn:pulumi:s::p::openstack:networking/network:Network::{name}",
        "type": "openstack:networking/network:Network",
        "name": name,
        "parent": parent,
        "changes": list(changes),
    }


def plan(*steps, same=0, unchanged=(), warnings=()):
    counts = {op: sum(one["op"] == op for one in steps) for op in ("create", "update", "replace", "delete")}
    return {
        "changes": list(steps),
        "counts": {**counts, "import": 0, "same": same},
        "unchanged": list(unchanged),
        "warnings": list(warnings),
    }


def test_deletions_come_first_and_are_warned_of():
    text = plan_comment("ha-tinh", plan(step("create", "new"), step("delete", "old"), same=3))
    assert text.index("`old`") < text.index("`new`")
    assert "**1** to delete, **1** to create; 3 unchanged." in text
    assert "> 1 deleted or replaced" in text


def test_a_change_is_told_property_by_property():
    change = {"path": "cidr", "old": "10.0.0.0/24", "new": "10.0.1.0/24", "replaces": True}
    text = plan_comment("ha-tinh", plan(step("replace", "dmz", changes=[change])))
    assert "| `dmz` | `cidr` | `10.0.0.0/24` | `10.0.1.0/24` (replaces) |" in text


def test_nothing_that_the_cloud_or_a_user_named_is_markdown():
    text = plan_comment("ha-tinh", plan(step("create", "a|b`c [x](http://y) @all <b>\nd")))
    [row] = [line for line in text.splitlines() if "http" in line]
    assert row.count("|") == 5
    assert row.count("`") == 6
    assert "[x](http://y) @all <b> d`" in row


def test_rows_beyond_what_a_comment_holds_are_counted():
    text = plan_comment("ha-tinh", plan(*(step("create", "x" * 200 + str(n)) for n in range(ROWS + 7))))
    assert "7 more are not shown" in text
    assert len(text) < 65_536


def test_nothing_to_do_and_stacks_that_were_left_alone():
    unchanged = [{"project": "tenants", "stack": f"ha-tinh-t{n:02d}"} for n in range(9)]
    text = plan_comment("ha-tinh", plan(same=12, unchanged=unchanged))
    assert "Nothing to do: 12 as described." in text
    assert "9 stacks were not run" in text
