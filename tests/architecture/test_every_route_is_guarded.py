"""Each address of the house says who may use it: `@requires(Right.X)`, `@signed_in` or `@public`."""

from flask import Flask

from core.permissions import Right

OPEN_OR_SIGNED_IN = {"public", "signed in"}


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    unguarded = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not (endpoint == "static" or endpoint.endswith(".static"))
        and not isinstance(getattr(view, "guard", None), Right)
        and getattr(view, "guard", None) not in OPEN_OR_SIGNED_IN
    ]
    assert unguarded == []
