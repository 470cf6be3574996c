"""The base of a data source: a question to the cloud that a program asks while it runs."""

from abc import ABC, abstractmethod
from typing import ClassVar

from gcloud.errors import InputError
from gcloud.provider.call import Call
from gcloud.provider.check import check
from gcloud.provider.resource import Json, from_state
from gcloud.provider.schema import Schema


class DataSource(ABC):
    """One data source.

    Class attributes:
        type_: the token in a program, `openstack:networking/getNetwork:getNetwork`.
        noun: what it looks for, in a sentence.
        schema: its arguments.
        services: the services that it calls, as openstacksdk names them.
        seconds: how long it may take.
    """

    type_: ClassVar[str]
    noun: ClassVar[str]
    schema: ClassVar[Schema]
    services: ClassVar[tuple[str, ...]] = ()
    seconds: ClassVar[float] = 120

    @abstractmethod
    def answer(self, call: Call, args: Json) -> Json:
        """Give every property of what was asked for.

        Raises:
            CloudError: nothing or more than one thing fits.
        """

    def arguments(self, args: Json) -> Json:
        """Check the arguments of a call.

        Raises:
            InputError: one is unknown or wrong; all of them are named.
        """
        result = check(self.schema, self.type_, "", None, args)
        if result.failures:
            wrong = "; ".join(f"{failure.property} {failure.reason}" for failure in result.failures)
            raise InputError(f"{self.type_}: {wrong}", hint="Correct the call's arguments in the program.")
        return from_state(result.inputs)
