"""Says in one sentence when HOST and PORT cannot be listened on, before anything is started."""

import errno
import os
import socket
import sys

REASONS = {
    errno.EADDRINUSE: "Port {port} on {host} is in use: stop what runs there or choose another, as in PORT=8001 script/server.",
    errno.EACCES: "Port {port} needs more rights than you have: choose one above 1023.",
    errno.EADDRNOTAVAIL: "HOST={host} is not an address of this machine.",
}


def main() -> None:
    host, port = os.environ["HOST"], os.environ["PORT"]
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        sys.exit(f"HOST={host} is not an address of this machine.")
    with socket.socket(family, kind) as listener:
        # As the server does, so that a port just left by it counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen()
        except OSError as error:
            reason = REASONS.get(error.errno or 0, "{host}:{port} cannot be listened on (" + str(error.strerror) + ").")
            sys.exit(reason.format(host=host, port=port))


if __name__ == "__main__":
    main()
