"""Observations are kept beside the site, the newest is found again, and damage loses nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from gcloud.deploy.tenants import observations
from gcloud.errors import InputError
from gcloud.plan.tenants.observation import Observation

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def at(days):
    return Observation(NOW + timedelta(days=days), {"documents": {"compute.cores": days}})


def test_what_was_kept_is_found_again_oldest_first(tmp_path):
    for days in (2, 0, 1):
        observations.keep(tmp_path, at(days))
    assert observations.past(tmp_path) == (at(0), at(1), at(2))
    assert observations.last(tmp_path) == at(2)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"form": 2}'])
def test_a_damaged_file_is_named(tmp_path, text):
    file = observations.keep(tmp_path, at(1))
    file.write_text(text)
    for read in (observations.last, observations.past):
        with pytest.raises(InputError, match=file.name):
            read(tmp_path)


def test_what_is_kept_is_no_part_of_the_site(tmp_path):
    file = observations.keep(tmp_path, at(0))
    assert (tmp_path / ".govcloud" / ".gitignore").read_text() == "*\n"
    assert file.is_relative_to(tmp_path / ".govcloud")


def test_the_oldest_go_when_there_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(observations, "KEPT", 2)
    for days in range(4):
        observations.keep(tmp_path, at(days))
    assert observations.past(tmp_path) == (at(2), at(3))


def test_a_site_that_was_never_observed_has_none(tmp_path):
    assert observations.last(tmp_path) is None
    assert observations.past(tmp_path) == ()
