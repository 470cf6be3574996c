"""What the SDK is spared changes nothing that is seen: lines, errors, and the end of a program."""

import pytest

from gcloud.engine.events import StepFailed

pytestmark = pytest.mark.process


def test_a_resource_keeps_the_line_that_asked_for_it(stack):
    stack.program(
        """
        def made(name):
            return Port(name, net='no-such-net', name=name)

        made("p")
        """
    )
    stack.up()
    (failed,) = stack.told(StepFailed)
    program = stack.folder / "program" / "__main__.py"
    number = program.read_text().splitlines().index("    return Port(name, net='no-such-net', name=name)") + 1
    assert failed.position == f"{program}:{number}"


def test_an_output_that_fails_late_ends_the_program_with_its_error(stack):
    stack.program(
        """
        def wrong(_):
            raise ValueError("an odd number")

        for number in range(20):
            Net(f"n{number}", name=f"n{number}")
        pulumi.export("late", Net("a", name="a").id.apply(wrong))
        """
    )
    result = stack.up()
    assert "an odd number" in result.failures[0].error.message


def test_a_program_with_many_outputs_comes_to_its_end(stack):
    stack.program(
        """
        for number in range(150):
            Net(f"n{number}", name=f"n{number}").id.apply(lambda id: id.upper())
        """
    )
    assert stack.up().ok
