"""Programs that can't be run: what is told of each, and that nothing is touched. The cases are a table."""

import re
from pathlib import Path

import pytest
import yaml

from tests.engine.stack import HEAD

pytestmark = pytest.mark.process

CASES = yaml.safe_load((Path(__file__).parent / "data" / "bad-programs.yaml").read_text())
ABOVE = HEAD.count("\n")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_error_is_told_with_its_resource_and_its_line(stack, case):
    result = stack.program(case["program"]).up()
    assert stack.cloud.calls == []
    assert stack.states == ()
    told = {failure.urn.partition("::project::")[2]: failure for failure in result.failures}
    assert set(told) == {error["urn"] for error in case["errors"]}
    for error in case["errors"]:
        failure = told[error["urn"]]
        # Registrations race: of two of the same name either may be the second one.
        lines = {error["line"], error.get("or_line", error["line"])}
        assert failure.position in {f"{stack.folder}/program/__main__.py:{line + ABOVE}" for line in lines}
        assert re.search(error["says"], failure.error.message)
        assert "object at 0x" not in failure.error.message
