"""What stands between the network and the views: static files, and the proxies that are believed."""

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise


def init_serving(app: Flask, *, keep_assets: bool, trusted_proxies: int) -> None:
    """Serves static/ in front of the application; templates write addresses with `static_url("file.css")`.

    keep_assets: all of static/ stands a second time under /static/<edition>/, where browsers keep it for good. The
    folder shares one edition, so that relative addresses inside style sheets stay right. Without it, every file is
    looked at again on every request.
    """
    folder = Path(str(app.static_folder))
    base = f"static/{edition_of(folder)}/" if keep_assets else "static/"
    files = WhiteNoise(
        app.wsgi_app,
        autorefresh=not keep_assets,
        max_age=60 if keep_assets else 0,
        allow_all_origins=False,
        add_headers_function=_never_guess_the_type,
        immutable_file_test=lambda path, url: keep_assets and url.startswith("/" + base),
    )
    for prefix in {"static/", base}:
        files.add_files(folder, prefix)
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["static_url"] = lambda path: f"/{base}{path}"
    if trusted_proxies:
        hops = trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def edition_of(folder: Path) -> str:
    """Twelve characters that change whenever any file of the folder changes."""
    seen = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        seen.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return seen.hexdigest()[:12]


def _never_guess_the_type(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
