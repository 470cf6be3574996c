"""Problems and where they are."""

from gcloud.model.errors import SiteInvalid
from gcloud.model.problem import Position, Problem


def test_a_problem_reads_as_compilers_write_it():
    assert (
        str(Problem("zones.yaml", 3, 5, "this is wrong", "write that"))
        == "zones.yaml:3:5: this is wrong; write that"
    )


def test_what_concerns_a_whole_file_has_no_line():
    assert (
        str(Problem.at(Position("zones.yml"), "folder.name", "it is not read")) == "zones.yml: it is not read"
    )


def test_problems_are_told_in_the_order_of_files_and_lines():
    problems = [
        Problem("b", 1, 1, "x"),
        Problem("a", 10, 1, "x"),
        Problem("a", 9, 7, "x"),
        Problem("a", 9, 2, "x"),
    ]
    told = SiteInvalid("site", problems).problems
    assert [str(problem.position) for problem in told] == ["a:9:2", "a:9:7", "a:10:1", "b:1:1"]
