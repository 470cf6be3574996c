"""The errors of files that can't be used, a site's or a baseline's: all their problems at once."""

from collections.abc import Iterable

from gcloud.errors import InputError
from gcloud.model.problem import Problem


class FolderInvalid(InputError):  # noqa: N818 - it names what the folder is, and is caught as an InputError
    """The files of a folder have problems; nothing was done.

    Args:
        folder: the folder.
        problems: at least one; sorted here by file, line and column.
    """

    def __init__(self, folder: str, problems: Iterable[Problem]) -> None:
        self.folder = folder
        self.problems = tuple(sorted(problems, key=_place))
        count = len(self.problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(
            f"{folder} has {count} problem{'' if count == 1 else 's'}:\n{lines}",
            hint="mend what is named above, then run the same command again",
            data={"problems": [_data(problem) for problem in self.problems]},
        )


class SiteInvalid(FolderInvalid):
    """The site has problems."""


class BaselineInvalid(FolderInvalid):
    """The baselines have problems."""


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    return (problem.file, problem.line, problem.column, problem.rule, problem.what)


def _data(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "rule": problem.rule,
        "path": list(problem.path),
        "what": problem.what,
        "instead": problem.instead,
    }
