"""An approval that was never carried out must be by a key that counts today."""

from datetime import date

import pytest

from gcloud.plan.tenants.fresh import backdated
from tests.approvals import ON, Signer, approve_all
from tests.plan.tenants.conftest import tenant

TODAY = date(2026, 11, 23)
SIGNER = Signer()


@pytest.fixture
def approved(province, load_site):
    """A tenant by an approval of 3 November; a test says what became of the key and of who has it."""

    def loaded(key=(), person=(), **sections):
        request = {
            "name": "r-1",
            "kind": "create",
            "made_on": "2026-11-02",
            "requester": "binh",
            "reason": "a test",
            "tenants": [tenant("documents")],
        }
        data = approve_all({**province, "requests": [request]}, SIGNER)
        data["tenants"] = [{**tenant("documents"), "request": "r-1"}]
        decider = data["people"][-1]
        decider |= {**dict(person), "keys": [SIGNER.key(**dict(key))]}
        return load_site({**data, **sections})

    return loaded


def rules(loaded, today=TODAY, **applied):
    return {problem.rule for problem in backdated(loaded, applied, today)}


def test_an_approval_by_a_key_that_counts_is_carried_out(approved):
    assert rules(approved(), documents=None) == set()


@pytest.mark.parametrize(
    ("key", "person"),
    [
        ({"revoked_on": "2026-11-10"}, {}),
        ({"valid_until": "2026-11-10"}, {}),
        ({}, {"valid_until": "2026-11-10"}),
    ],
    ids=["revoked", "ended", "left"],
)
def test_whoever_may_sign_no_more_can_t_have_signed_in_the_past(key, person, approved):
    loaded = approved(key, person)
    (problem,) = backdated(loaded, {"documents": None}, TODAY)
    assert problem.rule == "approval.backdated"
    assert ON in (loaded.folder / "site.yaml").read_text().splitlines()[problem.line - 1]


def test_what_was_carried_out_is_out_of_doubt(approved):
    assert rules(approved({"revoked_on": "2026-11-10"}), documents="r-1") == set()


def test_nothing_is_signed_tomorrow(approved):
    assert rules(approved(), date(2026, 11, 2), documents=None) == {"approval.backdated"}


def test_what_was_carried_out_and_is_gone_from_the_files_is_missed(approved):
    assert rules(approved(), documents="r-2") == {"approval.lost"}
    assert rules(approved(), records="r-2") == {"approval.lost"}
