"""Problems of a site's files, as people read them and as machines do."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.model.problem import Problem


def show_problems(surface: Surface, problems: Sequence[Problem]) -> None:
    """Write problems by file, each as file:line:column, what is wrong, what to write instead.

    The first line of each has the form that editors and CI systems turn into links.
    """
    for file, group in groupby(problems, key=lambda problem: str(problem.file)):
        of_file = list(group)
        surface.text(f"{surface.styled(file, bold=True)}  {count(len(of_file), 'problem')}")
        for problem in of_file:
            place = surface.styled(str(problem.position), dim=True)
            surface.text(f"  {place}: {surface.styled(problem.what, fg='red')}")
            if problem.instead:
                surface.text(f"      {problem.instead}")
        surface.text()
    files = len({str(problem.file) for problem in problems})
    surface.text(f"{count(len(problems), 'problem')} in {count(files, 'file')}.", bold=True)


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems in their JSON form (docs/schema/output.schema.json, `problem`)."""
    return [
        {
            "file": str(problem.file),
            "line": problem.line,
            "column": problem.column,
            "path": [str(part) for part in problem.path],
            "what": problem.what,
            "instead": problem.instead,
            "rule": problem.rule,
        }
        for problem in problems
    ]
