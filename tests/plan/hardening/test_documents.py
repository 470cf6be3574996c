import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from gcloud.errors import InputError
from gcloud.plan.hardening.answer import Change, Evidence, Undone
from gcloud.plan.hardening.documents import host_json, results_from, results_json, results_schema
from gcloud.plan.hardening.results import HostProblem, WaiverNote
from tests.plan.hardening.made import control, host, run

WAIVER = WaiverNote("group/zone/dmz", "Máy cũ", "tran-thi-binh", date(2027, 3, 31), "Đọc nhật ký mỗi ngày")

FULL = run(
    host(
        "lgsp-app-1",
        [
            control(evidence=(Evidence("/etc/ssh/sshd_config", 12, "yes"),), want="no", have="yes"),
            control("aide", "waived", waiver=WAIVER),
            control(
                "wipe", "not-checked", level=None, why="A person wipes.", why_vi="Người xoá.", procedural=True
            ),
        ],
        changes=(Change("ssh-root-login/1", "PermitRootLogin", "yes", ["no"]),),
        undone=(Undone("ssh", "no new connection", ("/etc/ssh/sshd_config.d",), "2026-11-23T08:30:00Z"),),
    ),
    host(
        "gone",
        [control(verdict="not-checked")],
        reached=False,
        problem=HostProblem("unreachable", "No.", "Ask."),
    ),
)


def test_results_survive_being_written_and_read():
    assert results_from(json.dumps(results_json(FULL)), "run.json") == FULL


def test_what_is_written_fits_the_schema():
    jsonschema.Draft202012Validator.check_schema(results_schema())
    jsonschema.validate(results_json(FULL), results_schema())


def test_a_host_alone_is_written_as_within_its_run():
    assert host_json(FULL.hosts[0]) == results_json(FULL)["hosts"][0]


@pytest.mark.parametrize(
    ("text", "place"),
    [("{}", "format"), ("[", "the whole file"), (json.dumps({**results_json(FULL), "format": 2}), "format")],
)
def test_what_holds_no_results_is_refused_with_its_place(text, place):
    with pytest.raises(InputError) as found:
        results_from(text, "run.json")
    assert found.value.data == {"file": "run.json", "place": place}
    assert found.value.message.startswith("run.json holds no results of a run")


def test_the_schema_that_is_committed_is_the_one_of_this_version():
    committed = Path(__file__).parents[3] / "docs" / "schema" / "hardening-results.schema.json"
    assert json.loads(committed.read_text()) == results_schema()
