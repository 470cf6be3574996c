"""How long a call is tried again, and which calls may be.

The libraries below retry too, but they can't tell a call that never left from
one that was sent and not answered: repeating the second kind creates things
twice. So their retries stay at zero and this transport, mounted under all of
them, decides alone.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast
from urllib.parse import urlsplit

import requests
from keystoneauth1.session import TCPKeepAliveAdapter
from requests import exceptions as failures
from urllib3 import exceptions as sockets

from gcloud.cloud.gate import Gate

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})
"""Methods whose repetition changes nothing (RFC 9110, 9.2.2; PUT is left out: bodies may be streams)."""

REFUSED_UNTOUCHED = 429
"""Too many requests: the service says that it did not begin (RFC 6585, 4)."""

FAULT = 500
"""The service failed inside: often once (a deadlock of its database), sometimes for good."""

FAULT_ATTEMPTS = 3
"""How often a question is asked of a service that fails inside."""

SILENCE_ATTEMPTS = 2
"""How often a question is asked of a service that takes it and does not answer."""

TIMED_OUT = "timed out"

UNAVAILABLE = frozenset({502, 503, 504})
"""A gateway or the service was not there; the call may or may not have arrived."""


@dataclass(frozen=True)
class Patience:
    """How often and how long to wait for a cloud that does not answer.

    Attributes:
        attempts: tries in all, the first one included.
        first: seconds before the second try; doubled each time.
        longest: the most seconds between two tries.
        longest_asked: the most seconds that a service's Retry-After is honoured.
        connect: seconds that opening a connection may take.
        answer: seconds between two bytes of an answer.
    """

    attempts: int = 8
    first: float = 0.5
    longest: float = 8.0
    longest_asked: float = 60.0
    connect: float = 10.0
    answer: float = 90.0

    def delay(self, tried: int, asked: str | None = None, dated: str | None = None) -> float:
        """Seconds to wait before the next try.

        Args:
            tried: the number of the try that was just made.
            asked: what the service asked for in Retry-After: seconds or a moment (RFC 9110, 10.2.3).
            dated: the moment of the answer by the service's own clock (its Date), which ours need not share.
        """
        seconds = None if asked is None else _seconds(asked.strip(), dated)
        if seconds is not None:
            return min(seconds, self.longest_asked)
        return min(self.first * 2.0 ** (tried - 1), self.longest)


def _seconds(asked: str, dated: str | None) -> float | None:
    if asked.isdigit():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
        now = parsedate_to_datetime(dated) if dated else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None  # no moment, or one without its zone


HASTY = Patience(attempts=2, first=0.3, connect=5.0, answer=10.0)
"""For a first look at a cloud: a person waits for the answer."""


class NeverLeftError(failures.RequestException):
    """No connection could be made: the call never left."""


class NoAnswerError(failures.RequestException):
    """The call was sent, and no answer or half of one came: what it did is unknown."""


class PatientAdapter(TCPKeepAliveAdapter):  # type: ignore[misc]  # keystoneauth carries no types
    """Sends HTTP requests and repeats them as `Patience` allows.

    Repeated are: any call that never left; any call refused with 429; a call
    of a repeatable method that was cut off or answered 502, 503 or 504; a 503
    to any method if the service says when to come back (Retry-After); a question
    answered 500, a few times.

    Args:
        patience: how long.
        gate: what each try goes through, and no pause between two; without it nothing is limited.
        connections: how many are kept open to one service.
        sleep: stands in for time.sleep in tests.
    """

    def __init__(
        self,
        patience: Patience,
        *,
        gate: Gate | None = None,
        connections: int = 32,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(pool_maxsize=max(connections, gate.limit if gate else 0), max_retries=0)
        self._patience = patience
        self._place = gate.place if gate else nullcontext
        self._sleep = sleep

    def send(  # noqa: PLR0917 - the signature is requests'
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float | None, float | None] | None = None,
        verify: bool | str = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request (see `requests.adapters.HTTPAdapter.send`).

        Raises:
            NeverLeftError: no connection within the patience.
            NoAnswerError: sent, but not answered, and not to be repeated.
        """
        answer = timeout[1] if isinstance(timeout, tuple) else timeout
        limits = (self._patience.connect, answer or self._patience.answer)
        if urlsplit(request.url or "").hostname in LOOPBACK:
            proxies = None  # a proxy of the environment would look for the cloud on its own machine
        for tried in range(1, self._patience.attempts + 1):
            last = tried == self._patience.attempts
            try:
                with self._place():
                    response = cast(
                        "requests.Response",
                        super().send(request, stream, limits, verify, cert, proxies),
                    )
                    if not stream:
                        _ = response.content  # a body that is cut off must show here, to be repeated
            except failures.SSLError:
                raise
            except (failures.ConnectionError, failures.Timeout, failures.ChunkedEncodingError) as error:
                if last or not (
                    may_repeat_failure(request.method or "", error, tried) and _whole(request, error)
                ):
                    raise _named(request, error) from error
                asked = dated = None
            else:
                if last or not (may_repeat_answer(request.method or "", response, tried) and _whole(request)):
                    return response
                asked, dated = response.headers.get("Retry-After"), response.headers.get("Date")
                response.close()
            self._sleep(self._patience.delay(tried, asked, dated))
        raise AssertionError("a patience without attempts")  # pragma: no cover


def may_repeat_failure(method: str, error: Exception, tried: int = 1) -> bool:
    """Whether a call that ended in `error`, after so many tries, may be sent again."""
    if never_left(error):
        return True
    # Who waits a minute and a half for each answer must not do so eight times.
    patient = tried < SILENCE_ATTEMPTS or reason(error) != TIMED_OUT
    return method.upper() in REPEATABLE and patient


def may_repeat_answer(method: str, response: requests.Response, tried: int = 1) -> bool:
    """Whether a call that was answered with `response`, after so many tries, may be sent again."""
    if response.status_code == FAULT:
        return method.upper() in {"GET", "HEAD"} and tried < FAULT_ATTEMPTS
    if response.status_code == REFUSED_UNTOUCHED:
        return True
    if response.status_code not in UNAVAILABLE:
        return False
    return method.upper() in REPEATABLE or (response.status_code == 503 and "Retry-After" in response.headers)  # noqa: PLR2004 - the code is the meaning


def never_left(error: Exception) -> bool:
    """Whether no connection had been made when `error` came."""
    if isinstance(error, failures.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    if isinstance(cause, sockets.MaxRetryError):
        cause = cause.reason
    return isinstance(cause, sockets.NewConnectionError | sockets.ConnectTimeoutError)


def _whole(request: requests.PreparedRequest, error: Exception | None = None) -> bool:
    # A streamed body has been read in part: its sender begins again, not this transport.
    return isinstance(request.body, bytes | str | None) or (error is not None and never_left(error))


def _named(request: requests.PreparedRequest, error: Exception) -> failures.RequestException:
    # Neither class is one that keystoneauth repeats by itself.
    kind = NeverLeftError if never_left(error) else NoAnswerError
    return kind(reason(error), request=request)


def reason(error: BaseException) -> str:
    """The innermost cause in a few words: "connection refused", "timed out"."""
    seen: BaseException = error
    while True:
        inner = getattr(seen, "reason", None) or (seen.args[0] if seen.args else None)
        if not isinstance(inner, BaseException):
            inner = seen.__cause__ or seen.__context__
        if not isinstance(inner, BaseException) or inner is seen:
            break
        seen = inner
    if isinstance(seen, TimeoutError | failures.Timeout | sockets.TimeoutError):
        return TIMED_OUT
    if isinstance(seen, OSError) and seen.strerror:
        return seen.strerror.lower()
    return str(seen) or type(seen).__name__
