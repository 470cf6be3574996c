"""Results as JUnit XML, the form that GitLab, Forgejo and GitHub show beside a change.

Source: the schema that Jenkins' plugin reads, as junitparser writes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Result = Literal["passed", "failed", "broken", "skipped"]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was looked at.

    Attributes:
        group: what sort of look it was: a rule, a stack.
        name: what was looked at.
        result: what came of it; broken: it could not be looked at.
        message: what is wrong, one line.
        detail: more of it: the place in the files, what to do.
    """

    group: str
    name: str
    result: Result
    message: str = ""
    detail: str = ""


def junit(suite: str, cases: Iterable[Case]) -> str:
    """Write results as XML.

    Args:
        suite: what was done: `check`, `policy`.
        cases: what was looked at.
    """
    # Half of what `check` may take is imports; who asks for no report need not pay this one.
    from junitparser import (  # noqa: PLC0415 - as said
        Error,
        Failure,
        JUnitXml,
        Skipped,
        TestCase,
        TestSuite,
    )

    kinds = {"failed": Failure, "broken": Error, "skipped": Skipped}
    written = TestSuite(suite)
    for case in cases:
        one = TestCase(name=case.name, classname=f"{suite}.{case.group}")
        if case.result in kinds:
            result = kinds[case.result](case.message)
            result.text = case.detail
            one.result = [result]
        written.add_testcase(one)
    document = JUnitXml()
    document.add_testsuite(written)
    text: bytes = document.tostring()  # type: ignore[no-untyped-call]  # junitparser types all but this
    return text.decode()
