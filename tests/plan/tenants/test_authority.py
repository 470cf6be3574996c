"""Who may decide what: a row for each way to get a tenant that nobody has granted."""

from copy import deepcopy

import pytest

from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.check import check
from gcloud.plan.tenants.digest import tenant_digest
from tests.approvals import Signer, approve_all
from tests.plan.tenants.conftest import tenant

LE, MAI, TUAN = Signer(), Signer(), Signer()
"""The keys of who decides in the data centre's department, at the People's Committee, and of a leaver."""


def person(name, organisation, *roles, keys=(), **more):
    return {
        "name": name,
        "label": name,
        "organisation": organisation,
        "email": f"{name}@x.example",
        "roles": list(roles),
        "keys": list(keys),
        **more,
    }


def ask(name, *tenants, requester="binh", base=(), **more):
    return {
        "name": name,
        "kind": "create",
        "made_on": "2026-11-02",
        "requester": requester,
        "reason": "a test",
        "tenants": list(tenants),
        "base": [
            {"tenant": one["name"], "digest": tenant_digest(Tenant.model_validate(one))} for one in base
        ],
        **more,
    }


DOCUMENTS = tenant("documents")
LARGER = tenant("documents", quota={"class": "large"})


@pytest.fixture
def site(province):
    """Documents of the interior department, asked for by Binh, approved by Le."""
    province["organisations"].append({"name": "science", "label": "Sở KH&CN", "kind": "department"})
    province["people"] = [
        person("binh", "interior", "requester"),
        person("hoa", "health", "requester"),
        person("dung", "province", "requester"),
        person("le", "science", "approver", "requester", keys=[LE.key()], max_level=3),
        person("mai", "province", "approver", "capacity", "retirement", keys=[MAI.key()]),
        person("tuan", "science", "approver", keys=[TUAN.key()], valid_until="2026-06-30"),
    ]
    request = ask("r-1", DOCUMENTS)
    province["requests"] = [request]
    province["approvals"] = [LE.decide("test", request, "le")]
    province["tenants"] = [{**DOCUMENTS, "request": "r-1"}]
    return province


def decided(site, *decisions, granted=None):
    """The site with other requests and decisions: pairs of a request and a decision."""
    site["requests"] = [request for request, _ in decisions]
    site["approvals"] = [decision for _, decision in decisions if decision]
    if granted is not None:
        site["tenants"] = granted
    return site


def first(site, **more):
    """The site whose only decision says something else, and is signed so."""
    request = site["requests"][0]
    site["approvals"] = [LE.decide("test", request, "le", **more)]
    return site


def edit(site, section, **more):
    site[section] = [{**site[section][0], **more}]
    return site


def told(loaded):
    return {problem.rule for problem in check(loaded)}


def test_what_was_asked_for_and_approved_holds(site, load_site):
    assert told(load_site(site)) == set()


def test_a_change_holds_and_ends_what_was_before(site, load_site):
    change = ask("r-2", LARGER, base=[DOCUMENTS])
    site["requests"].append(change)
    site["approvals"].append(LE.decide("test", change, "le", on="2026-11-05T02:00:00Z"))
    site["tenants"] = [{**LARGER, "request": "r-2"}]
    assert told(load_site(site)) == set()


def test_a_request_waits_and_a_rejected_one_is_not_granted(site, load_site):
    waiting, rejected = ask("r-2", tenant("later")), ask("r-3", tenant("never"))
    site["requests"] += [waiting, rejected]
    site["approvals"].append(LE.decide("test", rejected, "le", decision="reject", reason="no room"))
    assert told(load_site(site)) == set()


def test_the_province_may_ask_for_every_agency(site, load_site):
    request = ask("r-1", DOCUMENTS, requester="dung")
    assert told(load_site(decided(site, (request, LE.decide("test", request, "le"))))) == set()


def change_of_key(**more):
    def spoil(site):
        site["people"][3]["keys"] = [LE.key(**more)]
        return site

    return spoil


def replayed(site):
    """The larger one was approved, then the smaller one again; somebody brings the larger one back."""
    larger, smaller = ask("r-2", LARGER, base=[DOCUMENTS]), ask("r-3", DOCUMENTS, base=[LARGER])
    site["requests"] += [larger, smaller]
    site["approvals"] += [
        LE.decide("test", larger, "le", on="2026-11-05T02:00:00Z"),
        LE.decide("test", smaller, "le", on="2026-11-06T02:00:00Z"),
    ]
    site["tenants"] = [{**LARGER, "request": "r-2"}]
    return site


def approved_by(name, signer, *tenants, base=(), requester="binh", **more):
    def spoil(site):
        request = ask("r-1", *tenants, base=base, requester=requester)
        decision = signer.decide("test", request, name, **more)
        return decided(site, (request, decision), granted=[{**one, "request": "r-1"} for one in tenants])

    return spoil


def overtaken(site):
    other = ask("r-2", LARGER, base=[tenant("documents", label="another")])
    site["requests"].append(other)
    site["approvals"].append(LE.decide("test", other, "le", on="2026-11-05T02:00:00Z"))
    site["tenants"] = [{**LARGER, "request": "r-2"}]
    return site


def by_another_signature(site):
    return edit(site, "approvals", signature=MAI.decide("test", site["requests"][0], "le")["signature"])


def for_another_purpose(site):
    decision = deepcopy(site["approvals"][0])
    decision["signature"] = LE.sign(b"a commit", "git")
    site["approvals"] = [decision]
    return site


def another_site_s(site):
    site["approvals"] = [LE.decide("son-la", site["requests"][0], "le")]
    return site


def spoil_role(site):
    site["people"][3]["roles"] = ["requester"]
    return site


def spoil_key(site, signer):
    site["people"][5]["keys"] = [signer.key()]
    return site


RETIRING = tenant("documents", state="retiring")

CASES = [
    # The request and what holds.
    ("nobody approved it", lambda s: {**s, "approvals": []}, "approval.missing", "request: r-1"),
    (
        "it was rejected",
        lambda s: first(s, decision="reject", reason="no room"),
        "approval.missing",
        "request: r-1",
    ),
    (
        "the request was edited",
        lambda s: edit(s, "requests", tenants=[LARGER]) | {"tenants": [{**LARGER, "request": "r-1"}]},
        "approval.edited",
        "digest: ",
    ),
    ("the reason was edited", lambda s: edit(s, "requests", reason="x"), "approval.edited", "digest: "),
    ("the tenant was edited", lambda s: edit(s, "tenants", bandwidth_mbps=7), "tenant.edited", "bandwidth"),
    ("a member was added", lambda s: edit(s, "tenants", members=[]), "tenant.edited", "members: "),
    ("the tenant's file is gone", lambda s: {**s, "tenants": []}, "tenant.vanished", "name: documents"),
    ("an earlier approval is brought back", replayed, "tenant.superseded", "request: r-2"),
    ("it starts from something else", overtaken, "approval.base", "digest: "),
    (
        "two decisions",
        lambda s: {**s, "approvals": s["approvals"] * 2},
        "approval.twice",
        "request: r-1",
    ),
    (
        "decided before it was made",
        lambda s: first(s, on="2026-10-01T00:00:00Z"),
        "approval.early",
        "2026-10-01",
    ),
    ("a rejection without a reason", lambda s: first(s, decision="reject"), "approval.reason", "decision: "),
    (
        "a finding that nobody answered",
        lambda s: first(s, findings=["challenge.platform/lgsp"]),
        "approval.unanswered",
        "challenge.platform/lgsp",
    ),
    # Who decides.
    (
        "the requester",
        approved_by("le", LE, DOCUMENTS, requester="le"),
        "approval.own",
        "by: le",
    ),
    (
        "somebody of the requester's organisation",
        approved_by("mai", MAI, DOCUMENTS, requester="dung"),
        "approval.own-organisation",
        "by: mai",
    ),
    (
        "somebody of the agency whose it is",
        approved_by("le", LE, tenant("documents", agency="science"), requester="dung"),
        "approval.own-organisation",
        "by: le",
    ),
    ("somebody without the role", spoil_role, "approval.role", "by: le"),
    (
        "beyond capacity without the role",
        lambda s: first(s, override="it is urgent"),
        "approval.role",
        "by: le",
    ),
    ("the end of a tenant without the role", approved_by("le", LE, RETIRING), "approval.role", "by: le"),
    (
        "a level beyond theirs",
        approved_by("le", LE, tenant("documents", level=4)),
        "approval.level",
        "by: le",
    ),
    ("somebody who left", approved_by("tuan", TUAN, DOCUMENTS), "approval.office", "by: tuan"),
    # Signatures.
    ("a stranger's key", approved_by("le", Signer(), DOCUMENTS), "approval.signature", "signature: "),
    ("somebody else's signature", by_another_signature, "approval.signature", "signature: "),
    ("a signature for git", for_another_purpose, "approval.signature", "signature: "),
    ("another province's approval", another_site_s, "approval.signature", "signature: "),
    (
        "the moment was edited",
        lambda s: edit(s, "approvals", on="2026-11-04T00:00:00Z"),
        "approval.signature",
        "sig",
    ),
    ("an override was added", lambda s: edit(s, "approvals", override="x"), "approval.signature", "sig"),
    (
        "a rejection that became an approval",
        lambda s: edit(first(s, decision="reject", reason="no"), "approvals", decision="approve"),
        "approval.signature",
        "sig",
    ),
    ("a key not yet valid", change_of_key(valid_from="2026-11-04"), "approval.key", "sig"),
    ("a key that had ended", change_of_key(valid_until="2026-11-02"), "approval.key", "sig"),
    ("a key that was revoked", change_of_key(revoked_on="2026-11-03"), "approval.key", "sig"),
    ("a key that two have", lambda s: spoil_key(s, MAI), "key.twice", "public: "),
    # Who asks.
    (
        "somebody without the role asks",
        approved_by("le", LE, DOCUMENTS, requester="mai"),
        "request.role",
        "requester: mai",
    ),
    (
        "somebody of another agency asks",
        approved_by("le", LE, DOCUMENTS, requester="hoa"),
        "request.organisation",
        "requester: hoa",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "rule", "line"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_nobody_granted_is_refused_at_its_line(spoil, rule, line, site, load_site):
    loaded = load_site(spoil(site))
    (problem,) = [problem for problem in check(loaded) if problem.rule == rule]
    assert line in (loaded.folder / "site.yaml").read_text().splitlines()[problem.line - 1]
    assert problem.instead


def test_a_key_that_is_revoked_later_keeps_what_it_signed(site, load_site):
    assert told(load_site(change_of_key(revoked_on="2026-11-04")(site))) == set()


def test_a_day_is_one_of_viet_nam(site, load_site):
    """At 20:00 UTC it is the next day there, on which the key counts."""
    signed = first(change_of_key(valid_from="2026-11-04")(site), on="2026-11-03T20:00:00Z")
    assert told(load_site(signed)) == set()


def test_the_end_of_a_tenant_is_decided_by_who_may_end_it(site, load_site):
    end = ask("r-2", RETIRING, base=[DOCUMENTS], kind="retire")
    site["requests"].append(end)
    site["approvals"].append(MAI.decide("test", end, "mai", on="2026-11-05T02:00:00Z"))
    site["tenants"] = [{**RETIRING, "request": "r-2"}]
    assert told(load_site(site)) == set()


def test_a_tenant_goes_to_another_agency_at_its_agency_s_or_the_other_s_request(site, load_site):
    moved = tenant("documents", agency="health")
    for requester in ("binh", "hoa", "dung"):
        request = ask("r-2", moved, base=[DOCUMENTS], kind="transfer", requester=requester)
        data = deepcopy(site)
        data["requests"].append(request)
        data["approvals"].append(LE.decide("test", request, "le", on="2026-11-05T02:00:00Z"))
        data["tenants"] = [{**moved, "request": "r-2"}]
        assert told(load_site(data)) == set()


def test_a_level_4_tenant_is_not_lowered_by_who_decides_up_to_3(site, load_site):
    high = tenant("documents", level=4)
    request, lower = ask("r-1", high), ask("r-2", DOCUMENTS, base=[high])
    decided(
        site,
        (request, MAI.decide("test", request, "mai")),
        (lower, LE.decide("test", lower, "le", on="2026-11-05T02:00:00Z")),
        granted=[{**DOCUMENTS, "request": "r-2"}],
    )
    assert told(load_site(site)) == {"approval.level"}


def test_the_message_names_who_really_signed(site, load_site):
    (problem,) = [p for p in check(load_site(by_another_signature(site))) if p.rule == "approval.signature"]
    assert "the key of mai" in problem.what


def test_whatever_a_test_asks_for_can_be_approved(province, load_site):
    province["requests"] = [ask("r-1", DOCUMENTS), ask("r-2", tenant("other", agency="health"))]
    province["tenants"] = [
        {**DOCUMENTS, "request": "r-1"},
        {**tenant("other", agency="health"), "request": "r-2"},
    ]
    assert told(load_site(approve_all(province))) == set()
