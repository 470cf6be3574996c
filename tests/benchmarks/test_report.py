"""Figures beside their aims."""

import json

from benchmarks.report import Figure, as_json, verdicts


def figure(operation, tool, value, tenants=100, shape="tenant"):
    return Figure(operation, tool, shape, tenants, tenants * (10 if shape == "tenant" else 1), value)


def reached(figures):
    return {verdict.what: (round(verdict.reached, 3), verdict.met) for verdict in verdicts(figures)}


def test_an_operation_is_held_against_the_official_cli_s_time():
    figures = [figure("executed", "embedded", 2.0), figure("executed", "official", 9.0)]
    assert reached(figures) == {"100 of tenant: executed, of the official CLI's time": (0.222, True)}
    slower = [figure("executed", "embedded", 3.0), figure("executed", "official", 9.0)]
    assert reached(slower) == {"100 of tenant: executed, of the official CLI's time": (0.333, False)}


def test_without_the_official_cli_nothing_is_claimed():
    assert verdicts([figure("create", "embedded", 2.0), figure("create", "terraform", 1.0)]) == []


def test_a_stack_s_growth_shows_in_the_cost_of_one():
    figures = [figure("create", "embedded", seconds, n, "project") for n, seconds in ((250, 10), (2000, 120))]
    assert reached(figures) == {"a project's cost from 250 to 2000 in one stack, factor": (1.5, False)}


def test_everything_is_in_the_document():
    document = json.loads(as_json([figure("executed", "embedded", 2.0), figure("executed", "official", 4.0)]))
    assert [one["tool"] for one in document["figures"]] == ["embedded", "official"]
    assert document["aims"][0]["met"] is False
