"""Each address of the house says who may use it: `@requires(Right.X)` or `@public`."""

from flask import Flask

from core.permissions import Right

# Views that libraries bring along and guard themselves.
GUARDED_ELSEWHERE: set[str] = set()


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    unguarded = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if not (endpoint == "static" or endpoint.endswith(".static"))
        and not (getattr(view, "guard", None) == "public" or isinstance(getattr(view, "guard", None), Right))
    }
    assert unguarded == GUARDED_ELSEWHERE
