CHECK_SECONDS = 0.5


def test_the_example_has_no_problems(govcloud, site):
    ran = govcloud("check", site)
    assert ran.code == 0
    assert "no problems" in ran.out
    assert "8 zones, 6 systems, 15 servers" in ran.out


def test_every_problem_at_once_by_file_line_and_column(govcloud, broken):
    ran = govcloud("check", broken)
    assert ran.code == 2
    assert f'{broken}/zones.yaml:10:11: kind cannot be "dzm"' in ran.out
    assert "did you mean name?" in ran.out
    assert ran.out.splitlines()[-1].endswith("in 3 files.")


def test_problems_as_json(govcloud, broken):
    document = govcloud("check", broken, "--output", "json").document
    assert document["command"] == "check"
    problems = document["result"]["problems"]
    kind = next(problem for problem in problems if problem["path"][-1:] == ["kind"])
    assert (kind["line"], kind["column"]) == (10, 11)
    assert kind["instead"] == "did you mean dmz?"


def test_no_problems_as_json(govcloud, site):
    document = govcloud("check", site, "--output", "json").document
    assert document["result"]["problems"] == []
    assert document["error"] is None


def test_folder_without_a_site(govcloud, tmp_path):
    ran = govcloud("check", tmp_path)
    assert ran.code == 2
    assert str(tmp_path) in ran.out + ran.err


def test_no_colours_where_there_is_no_terminal(govcloud, broken):
    assert "\x1b[" not in govcloud("check", broken).out


def test_check_is_quick(processor_seconds, site):
    assert processor_seconds("check", site) <= CHECK_SECONDS


def test_what_only_the_baselines_know_is_wrong_with_its_place(govcloud, site):
    hardening = site / "hardening.yaml"
    hardening.write_text(
        hardening.read_text().replace(
            "hardening:", "hardening:\n  parameters: [{control: ssh-login-tris, parameter: tries, value: 1}]"
        )
    )
    ran = govcloud("check", site, "--output", "json")
    assert ran.code == 2
    (problem,) = ran.document["result"]["problems"]
    assert problem["what"] == 'there is no control "ssh-login-tris"'
    assert problem["instead"] == "did you mean ssh-login-tries?"
    assert (problem["path"], problem["line"] > 0) == (["hardening", "parameters", "0", "control"], True)
