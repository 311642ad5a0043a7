"""How gunicorn serves Chancery: `gunicorn wsgi:app`. Address and number of workers are given on its command line."""

from pathlib import Path

from config import Config
from core.logs import log_handler

_in_production = Config.from_environ().environment == "production"

worker_class = "gthread"
threads = 8
bind = "127.0.0.1:8000"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # heartbeats must not wait for a disk
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
forwarded_allow_ips = ""  # X-Forwarded-* is judged in one place: core/serving.py
accesslog = None  # core/requests_log.py writes one line per request, without addresses and query strings
loglevel = "info" if _in_production else "warning"
logconfig_dict = {
    "handlers": {"chancery": {"()": log_handler, "as_json": _in_production}},
    "root": {"level": "WARNING", "handlers": ["chancery"]},
    "loggers": {"gunicorn.error": {"level": loglevel.upper(), "handlers": [], "propagate": True}},
}
