"""A witness independent of our servers: prints one JSON line for each TCP SYN and each UDP datagram
that appears on the namespace's loopback for an address other than 127.0.0.0/8."""
import json
import socket
import struct
import sys

OUTGOING = 4  # loopback shows each packet twice; one direction is enough

packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(0x0003))
packets.bind(("lo", 0))
print("ready", flush=True)
while True:
    data, address = packets.recvfrom(65535)
    if address[2] != OUTGOING or len(data) < 42 or data[12:14] != b"\x08\x00":
        continue
    header = 14 + (data[14] & 15) * 4
    protocol, target = data[23], socket.inet_ntoa(data[30:34])
    if target.startswith("127.") or len(data) < header + 14:
        continue
    port = struct.unpack(">H", data[header + 2:header + 4])[0]
    if protocol == 6 and data[header + 13] & 0x12 == 0x02:
        print(json.dumps({"kind": "syn", "address": target, "port": port}), flush=True)
    elif protocol == 17:
        print(json.dumps({"kind": "udp", "address": target, "port": port}), flush=True)
