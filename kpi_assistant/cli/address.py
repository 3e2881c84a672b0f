"""Says in one sentence when HOST and PORT cannot be listened on."""

import errno
import socket

from kpi_assistant.cli.refusal import Refusal

REASONS = {
    errno.EADDRINUSE: "Port {port} on {host} is in use: stop what runs there or choose another, as in PORT=8001 script/server.",
    errno.EACCES: "Port {port} needs more rights than you have: choose one above 1023.",
    errno.EADDRNOTAVAIL: "HOST={host} is not an address of this machine.",
}


def check_address(host: str, port: int) -> None:
    """Refusal when nobody could listen there now. The server itself would share a port with another, silently."""
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Refusal(f"HOST={host} is not an address of this machine.") from error
    with socket.socket(family, kind) as listener:
        # As the server does, so that a port just left by it counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen()
        except OSError as error:
            reason = REASONS.get(error.errno or 0, "{host}:{port} cannot be listened on (" + str(error.strerror) + ").")
            raise Refusal(reason.format(host=host, port=port)) from error
