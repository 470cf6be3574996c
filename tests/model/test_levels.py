"""Distances between locations."""

import pytest

from gcloud.model.place import Location
from gcloud.model.rules.levels import distance_km


def location(latitude=None, longitude=None):
    return Location(name="here", label="Here", latitude=latitude, longitude=longitude)


def test_distance_of_ha_noi_and_ho_chi_minh_city():
    assert distance_km(location(21.0278, 105.8342), location(10.7769, 106.7009)) == pytest.approx(1144, abs=5)


def test_one_degree_of_latitude_is_111_km_and_nowhere_is_nowhere():
    assert distance_km(location(18, 105), location(19, 105)) == pytest.approx(111.2, abs=0.1)
    assert distance_km(location(18, 105), location()) is None
