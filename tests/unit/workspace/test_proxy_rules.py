"""What passes through the workspace, and what does not."""

from __future__ import annotations

import pytest

from workspace.proxy.headers import end_to_end, to_caller, to_service
from workspace.proxy.paths import path_in_service

PREFIX = "/api/coaching"


def test_headers_about_the_connection_stay_on_it() -> None:
    given = [
        (b"Connection", b"keep-alive, X-Private"),
        (b"X-Private", b"1"),
        (b"Transfer-Encoding", b"chunked"),
        (b"Upgrade", b"h2c"),
        (b"Authorization", b"Bearer x"),
    ]
    assert end_to_end(given) == [(b"authorization", b"Bearer x")]


def test_a_service_is_told_where_the_call_came_from() -> None:
    given = [
        (b"host", b"touchline.example"),
        (b"traceparent", b"00-a-b-01"),
        (b"x-forwarded-for", b"10.0.0.1"),
    ]
    sent = dict(to_service(given, client="10.0.0.9", scheme="http", prefix=PREFIX))
    assert sent == {
        b"traceparent": b"00-a-b-01",
        b"x-forwarded-for": b"10.0.0.1, 10.0.0.9",
        b"x-forwarded-proto": b"http",
        b"x-forwarded-host": b"touchline.example",
        b"x-forwarded-prefix": b"/api/coaching",
    }


def test_a_header_given_twice_passes_twice() -> None:
    cookies = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert to_caller(cookies, service_url="http://coaching:8080", prefix=PREFIX) == cookies


@pytest.mark.parametrize(
    ("location", "outside"),
    [
        (b"http://coaching:8080/assessments?x=1", b"/api/coaching/assessments?x=1"),
        (b"/assessments/7", b"/api/coaching/assessments/7"),
        (b"/api/coaching/assessments/7", b"/api/coaching/assessments/7"),
        (b"https://elsewhere.example/x", b"https://elsewhere.example/x"),
    ],
)
def test_a_redirect_of_a_service_to_itself_leads_to_where_callers_reach_it(
    location: bytes, outside: bytes
) -> None:
    [(_, found)] = to_caller([(b"location", location)], service_url="http://coaching:8080", prefix=PREFIX)
    assert found == outside


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        (b"/api/coaching", "/"),
        (b"/api/coaching/assessments", "/assessments"),
        (b"/api/coaching/assessments/a%2Fb/survey", "/assessments/a%2Fb/survey"),
        (b"/api/coaching/health-checks", "/health-checks"),
    ],
)
def test_paths_pass_with_their_escapes_as_they_came(asked: bytes, path: str) -> None:
    assert path_in_service(asked, PREFIX) == path


@pytest.mark.parametrize(
    "rest",
    [
        b"/metrics",
        b"/%6Detrics",
        b"//metrics",
        b"/health/status",
        b"/HEALTH/ready",
        b"/x/../metrics",
        b"/x/%2e%2e/metrics",
        b"/x%2f..%2fmetrics",
        b"/..%5cmetrics",
        b"/api/coaching/metrics",
        b"/api%2Fcoaching/metrics",
    ],
)
def test_what_is_for_those_who_run_the_services_is_not_reached_from_outside(rest: bytes) -> None:
    assert path_in_service(b"/api/coaching" + rest, PREFIX) is None
