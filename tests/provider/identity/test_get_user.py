"""Users are looked up by name, those of a directory's domain too."""

import pytest

from gcloud.cloud.errors import NotFoundError
from gcloud.errors import CloudError
from gcloud.provider.identity.get_user import GetUser

ASKED = {"name": "tran-thi-binh", "domainId": "directory"}
BINH = {"id": "64-digits", "name": "tran-thi-binh", "domain_id": "directory", "enabled": True, "links": {}}


@pytest.fixture
def answer(calling, service):
    """Ask, of a Keystone that lists these users; what it was asked is in `asked`."""

    def ask(*users, **more):
        asked = []

        class Keystone(service):
            def request(self, path, method, params=None, **given):
                asked.append((method, path, params))
                return super().request(path, method, **given)

        keystone = Keystone().on("GET", "/users", (200, {"users": list(users), "links": {"next": None}}))
        source = GetUser()
        answered = source.answer(calling(identity=keystone), source.arguments({**ASKED, **more}))
        return answered, asked

    return ask


def test_a_directory_s_user_is_found_by_name_in_its_domain(answer):
    found, ((method, path, params), *_) = answer(BINH)
    assert found["id"] == "64-digits"
    assert found["defaultProjectId"] == ""
    assert (method, path) == ("GET", "/users")
    assert {key: params[key] for key in ("name", "domain_id", "enabled")} == {
        "name": "tran-thi-binh",
        "domain_id": "directory",
        "enabled": "true",
    }


def test_who_is_not_there_is_named(answer):
    with pytest.raises(NotFoundError, match="no user 'tran-thi-binh' in the domain directory"):
        answer()


def test_two_of_a_name_are_not_guessed_at(answer):
    with pytest.raises(CloudError, match="There are 2 of user 'tran-thi-binh'"):
        answer(BINH, {**BINH, "id": "another"})
