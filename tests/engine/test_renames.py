"""Resources that have another name, type or parent than before.

Source: pkg/engine/lifecycletest/alias_test.go.
"""

import pytest

NET = "urn:pulumi:stack::project::mem:index:Net::{}"


def names(stack):
    return sorted(state.urn.rpartition("::")[2] for state in stack.states if "mem:index" in state.type)


def child_of(parent, child, *, kind="test:Zone", child_aliases=(), **options):
    def run(p):
        zone = p._register(kind, parent, False, {}, p.root, (), options)
        net = p.resource("Net", child, name="n", parent=zone.urn, opt_aliasURNs=list(child_aliases))
        p.resource("Port", "port", name="port", net=net.id)

    return run


@pytest.mark.parametrize(
    "after",
    [
        child_of("web", "web-net", kind="test:Area", aliasURNs=["urn:pulumi:stack::project::test:Zone::web"]),
        child_of("app", "app-net", alias_name="web"),
        child_of("app", "app-net", kind="test:Area", aliasURNs=["urn:pulumi:stack::project::test:Zone::web"]),
        child_of(
            "app",
            "other",
            kind="test:Area",
            aliasURNs=["urn:pulumi:stack::project::test:Zone::web"],
            child_aliases=["urn:pulumi:stack::project::test:Area$mem:index:Net::app-net"],
        ),
    ],
    ids=["another type of the parent", "a name after the parent's", "both", "an alias of its own too"],
)
def test_a_child_follows_its_renamed_parent(stack, after):
    stack.script(child_of("web", "web-net")).up()
    stack.cloud.calls.clear()
    assert stack.script(after).up().ok
    assert stack.cloud.calls == []
    net = next(state for state in stack.states if state.type == "mem:index:Net")
    port = stack.state("port", "mem:index:Port")
    assert port.dependencies == (net.urn,)
    assert stack.preview().counts == {"same": 5}


def test_a_grandchild_follows_too(stack):
    def program(kind, **options):
        def run(p):
            zone = p._register(kind, "z", False, {}, p.root, (), options)
            net = p.resource("Net", "n", name="n", parent=zone.urn)
            p.resource("Port", "port", name="port", net=net.id, parent=net.urn)

        return run

    stack.script(program("test:Zone")).up()
    stack.cloud.calls.clear()
    assert stack.script(program("test:Area", aliasURNs=["urn:pulumi:stack::project::test:Zone::z"])).up().ok
    assert stack.cloud.calls == []


@pytest.mark.parametrize(
    "both",
    [
        [("b", "a"), ("c", "a")],
        [("a", None), ("b", "a")],
        [("b", "a"), ("a", None)],
    ],
)
def test_two_can_not_have_been_the_same(stack, both):
    stack.script(lambda p: p.resource("Net", "a", name="n")).up()
    stack.cloud.calls.clear()

    def program(p):
        for name, alias in both:
            options = {"opt_alias_name": alias} if alias else {}
            p.resource("Net", name, name=name, **options)

    result = stack.script(program).up()
    (failure,) = result.failures
    assert "are both said to be what was a" in failure.error.message
    assert stack.cloud.calls == []


def test_references_by_a_former_name_follow(stack):
    """AliasesInDependencies, AliasesInPropertyDependencies, AliasesInDeletedWith, AliasesInProviders."""

    def program(net, provider, **options):
        def run(p):
            north = p.resource("pulumi:providers:mem", provider, cloud="lab", **options)
            reference = f"{north.urn}::{north.id.value}"
            made = p.resource("Net", net, name="n", opt_provider=reference, **options)
            p.resource("Port", "port", name="port", net=made.id, opt_provider=reference)
            p.resource("Net", "with", name="with", opt_deletedWith=made.urn, opt_provider=reference)
            p.resource("Net", "after", name="after", needs=[made], opt_provider=reference)

        return run

    def renamed(p):
        north = p.resource("pulumi:providers:mem", "nord", cloud="lab", opt_alias_name="north")
        reference = f"{north.urn}::{north.id.value}"
        made = p.resource("Net", "new", name="n", opt_provider=reference, opt_alias_name="old")
        p.resource("Port", "port", name="port", net=made.id, opt_provider=reference)
        p.resource("Net", "with", name="with", opt_deletedWith=made.urn, opt_provider=reference)
        p.resource("Net", "after", name="after", needs=[made], opt_provider=reference)

    stack.script(program("old", "north")).up()
    stack.cloud.calls.clear()
    assert stack.script(renamed).up().ok
    assert stack.cloud.calls == []
    assert stack.state("with").deleted_with == NET.format("new")
    assert stack.state("after").dependencies == (NET.format("new"),)
    assert all("::nord::" in state.provider for state in stack.states if "mem:index" in state.type)
    assert stack.destroy().ok


def test_a_renamed_one_that_is_replaced_is_deleted_under_its_old_name(stack):
    stack.script(lambda p: p.resource("Net", "a", name="n", cidr="10.1.0.0/24")).up()
    result = stack.script(
        lambda p: p.resource("Net", "b", name="n", cidr="10.2.0.0/24", opt_alias_name="a")
    ).up()
    assert result.ok
    assert names(stack) == ["b"]
    assert [item["cidr"] for item in stack.cloud.objects.values()] == ["10.2.0.0/24"]


def test_a_component_that_becomes_a_resource_is_made(stack):
    stack.script(lambda p: p.component("mem:index:Net", "a")).up()
    assert stack.script(lambda p: p.resource("Net", "a", name="a")).up().ok
    assert stack.cloud.names() == ["a"]
    result = stack.script(lambda p: p.component("mem:index:Net", "a")).up()
    assert "is now a component" in result.failures[0].error.message
    assert stack.cloud.names() == ["a"]
