"""What browsers are told to refuse: anything not from this house, anything inline, any frame around a page."""

from flask import Flask
from flask_talisman import Talisman

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the QR code of the second factor, and the arrows of the style sheet
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FOR_PROGRAMS = ("health.healthz", "health.metrics")  # asked from inside, often without TLS


def init_safety(app: Flask, *, production: bool) -> None:
    """Security headers on every answer; in production, plain HTTP is sent on to HTTPS. Views must be there already."""
    talisman = Talisman(
        app,
        force_https=production,
        session_cookie_secure=production,
        strict_transport_security=production,
        frame_options="DENY",
        referrer_policy="same-origin",  # single-use links must not travel; the CSRF check wants our own referrer
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()"},
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src"],
    )
    for endpoint in FOR_PROGRAMS:
        app.view_functions[endpoint] = talisman(force_https=False)(app.view_functions[endpoint])
