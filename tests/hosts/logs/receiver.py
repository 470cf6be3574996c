"""Takes logs as a central place does, and puts them down: receiver.py PORT tcp|udp|tls FILE [CERTIFICATE].

Runs on a host of the tests, by its Python alone.
"""

import socket
import ssl
import sys
import threading

PORT, WAY, FILE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
MOST = 65536


def keep(data):
    with open(FILE, "ab") as file:  # noqa: PTH123 - each piece whole, at the end
        file.write(data)


def drain(link):
    try:
        if WAY == "tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[4])
            link = context.wrap_socket(link, server_side=True)
        while data := link.recv(MOST):
            keep(data)
    except OSError as error:
        keep(f"refused: {error}\n".encode())
    finally:
        link.close()


if WAY == "udp":
    ground = socket.socket(type=socket.SOCK_DGRAM)
    ground.bind(("", PORT))
    while True:
        keep(ground.recv(MOST) + b"\n")
server = socket.create_server(("", PORT))
while True:
    threading.Thread(target=drain, args=(server.accept()[0],), daemon=True).start()
