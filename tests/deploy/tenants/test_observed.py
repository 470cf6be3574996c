"""Looks at usage are kept, and the last one is found."""

from datetime import UTC, datetime

import pytest

from gcloud.deploy.tenants.observed import keep, last, past
from gcloud.errors import InputError
from gcloud.plan.tenants.observation import Observation


def seen(day):
    return Observation(datetime(2026, 11, day, tzinfo=UTC), {"documents": {"compute.cores": day}})


def test_looks_are_kept_in_the_order_of_their_moments(tmp_path):
    for day in (2, 1, 3):
        keep(tmp_path, seen(day))
    assert past(tmp_path) == (seen(1), seen(2), seen(3))
    assert last(tmp_path) == seen(3)


def test_where_nobody_has_looked_nothing_is_known(tmp_path):
    assert last(tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 2}'])
def test_a_damaged_file_is_named(tmp_path, text):
    file = keep(tmp_path, seen(1))
    file.write_text(text)
    with pytest.raises(InputError, match=file.name):
        last(tmp_path)
