"""Names of machines: whether one is this machine, to which nothing goes over a network."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """By what is written, not by what a name might resolve to."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
