"""Every quota key of the model has Vietnamese words."""

from gcloud.model.shape import model_in
from gcloud.model.tenants.quota import Figures
from gcloud.render.quota_words import KEYS, SERVICES


def test_every_key_of_every_service_is_named():
    services = {name: model_in(field.annotation) for name, field in Figures.model_fields.items()}
    del services["volume_types"]
    assert set(SERVICES) == set(services)
    assert set(KEYS) == {f"{name}.{key}" for name, model in services.items() for key in model.model_fields}
