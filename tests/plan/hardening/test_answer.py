import pytest

from gcloud.errors import CloudError
from gcloud.plan.hardening.answer import ItemAnswer, read_answer


def test_an_answer_may_say_more_than_is_asked():
    found = read_answer(
        "a",
        {"system": "debian-12", "changed": True, "pending": {}, "results": [{"id": "x/1", "status": "ok"}]},
    )
    assert found.results == (ItemAnswer("x/1", "ok"),)
    assert (found.system, found.changes, found.undone) == ("debian-12", (), ())


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"system": "debian-12"}, "results"),
        ({"system": "debian-12", "results": [{"id": "x/1", "status": "fine"}]}, "results.0.status"),
        ({"system": "debian-12", "results": [], "undone": {"why": "?"}}, "undone.0.batch"),
    ],
)
def test_an_answer_in_another_form_is_no_answer(raw, place):
    with pytest.raises(CloudError) as found:
        read_answer("lgsp-app-1", raw)
    assert found.value.data == {"host": "lgsp-app-1", "place": place}


@pytest.mark.parametrize("several", [False, True])
def test_what_was_undone_may_be_of_one_call_or_of_several(several):
    one = {"batch": "ssh", "why": "no new connection", "undone": ["/etc/ssh"], "token": "t", "at": None}
    found = read_answer("a", {"system": "debian-12", "results": [], "undone": [one, one] if several else one})
    assert [undone.batch for undone in found.undone] == ["ssh"] * (1 + several)
