"""The table of what the embedded engine does of Pulumi: held against the protocol and against the tests."""

import ast
import re
from pathlib import Path

import pytest
from pulumi.runtime.proto import resource_pb2

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reference" / "conformance.md").read_text()


def rows(heading):
    """Give the cells of the table under a heading, without its head."""
    section = TEXT.partition(f"\n## {heading}")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named(heading):
    return [name.strip() for row in rows(heading) for name in row[0].split(",")]


@pytest.mark.parametrize("reference", sorted(set(re.findall(r"tests/\S+::\w+", TEXT))))
def test_every_row_has_a_test_that_is_there(reference):
    file, _, name = reference.partition("::")
    tree = ast.parse((ROOT / file).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_row_says_what_becomes_of_it():
    headings = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)[:-1]
    for row in (row for heading in headings for row in rows(heading)):
        assert "tests/" in row[-1], row
        assert re.search(r"\b(yes|refused|no effect)\b", row[-2]), row


def test_every_field_of_a_registration_has_a_row():
    fields = {field.name for field in resource_pb2.RegisterResourceRequest.DESCRIPTOR.fields}
    listed = named("Resource options and fields: RegisterResourceRequest")
    assert set(listed) == fields
    assert len(listed) == len(fields)


def test_every_call_of_the_protocol_has_a_row():
    service = resource_pb2.DESCRIPTOR.services_by_name["ResourceMonitor"]
    assert set(named("Calls of the protocol")) == {method.name for method in service.methods}


def test_what_the_sdk_does_by_itself_needs_nothing_of_the_engine(stack):
    program = """
        def shorten(args):
            if args.type_ == "mem:index:Net":
                return pulumi.ResourceTransformationResult({**args.props, "label": "x"}, args.opts)

        pulumi.runtime.register_stack_transformation(shorten)
        Net("a", name="a", label="a very long label")
    """
    assert stack.program(program).up().ok
    assert stack.state("a").inputs["label"] == "x"


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda p: p.resource("pulumi:index:Stash", "s", input=1), "pulumi:index:Stash"),
        (lambda p: p.invoke("pulumi:pulumi:getResource", urn="u"), "pulumi:pulumi:getResource"),
    ],
)
def test_what_only_the_official_engine_keeps_is_refused(stack, ask, named):
    assert named in stack.script(ask).up().failures[0].error.message
    assert stack.cloud.calls == []


def test_custom_timeouts_reach_the_provider(stack):
    waited = []
    make = stack.make

    def patient(package):
        provider = make(package)
        for verb in ("create", "update", "delete"):
            call = getattr(provider, verb)
            setattr(provider, verb, lambda *given, call=call: (waited.append(given[-1]), call(*given))[1])
        return provider

    stack.make = patient
    times = resource_pb2.RegisterResourceRequest.CustomTimeouts(create="1m", update="2m", delete="3m")

    def program(label):
        return lambda p: p.resource("Net", "a", name="a", label=label, opt_customTimeouts=times)

    assert stack.script(program("x")).up().ok
    assert stack.state("a").custom_timeouts == {"create": 60, "update": 120, "delete": 180}
    assert stack.script(program("y")).up().ok
    assert stack.destroy().ok
    assert waited == [60, 120, 180]
