#!/usr/bin/env python3
"""Draws the packages' icon: three key points that lead to one answer. Usage: eng/draw-icon.py > eng/icon.png"""
import struct
import sys
import zlib

SIZE = 128
SAMPLES = 4  # per pixel and axis, for smooth edges
BACKGROUND, INK, ANSWER = (26, 54, 93), (226, 232, 240), (246, 173, 85)
POINTS, GOAL = [(34, 32), (34, 64), (34, 96)], (92, 64)


def in_tile(x, y, radius=24):
    dx, dy = (max(radius - v, v - (SIZE - radius), 0) for v in (x, y))
    return dx * dx + dy * dy <= radius * radius


def in_circle(x, y, centre, radius):
    return (x - centre[0]) ** 2 + (y - centre[1]) ** 2 <= radius * radius


def on_line(x, y, a, b, width):
    ax, ay, bx, by = *a, *b
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    along = min(max(along, 0), 1)
    return in_circle(x, y, (ax + along * (bx - ax), ay + along * (by - ay)), width / 2)


def colour(x, y):
    if not in_tile(x, y):
        return (0, 0, 0, 0)
    if in_circle(x, y, GOAL, 17):
        return (*ANSWER, 255)
    if any(in_circle(x, y, p, 9) or on_line(x, y, p, GOAL, 4) for p in POINTS):
        return (*INK, 255)
    return (*BACKGROUND, 255)


def pixel(column, row):
    shots = [colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)]
    alpha = sum(s[3] for s in shots)
    if alpha == 0:
        return bytes(4)
    return bytes([*(round(sum(s[c] * s[3] for s in shots) / alpha) for c in range(3)), round(alpha / len(shots))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(c, r) for c in range(SIZE)) for r in range(SIZE))
sys.stdout.buffer.write(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
