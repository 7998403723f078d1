"""Damaged and hostile recordings: whatever the bytes, each command ends soon, with little memory, a documented exit code, and a message
that names the file. The quick tier takes a few of each kind, the long one all."""

import os
import pathlib
import random
import struct
import subprocess
import tempfile
import time
import zlib

from command import LONG, SCENARIO, SOI, Case, main

FOLDER = tempfile.TemporaryDirectory(prefix="soi-damage-")
GOOD = pathlib.Path(FOLDER.name) / "good.mcap"
OTHER = pathlib.Path(FOLDER.name) / "other.mcap"
SECONDS, MEGABYTES = 10, 1024
MAGIC = b"\x89MCAP0\r\n"
CHUNK, FOOTER, DATA_END, ATTACHMENT, METADATA, CHUNK_INDEX = 0x06, 0x02, 0x0F, 0x09, 0x0C, 0x08


def setUpModule():
    for path, seed in ((GOOD, 1), (OTHER, 2)):
        subprocess.run([SOI, "run", "-q", SCENARIO, "--seed", str(seed), "--ticks", "900", "--record", path], check=False, timeout=300)


def tearDownModule():
    FOLDER.cleanup()


# --- the container -----------------------------------------------------------------------------------------------------------

def records(data):
    """(opcode, where its head begins, where its content begins, its length) of each record."""
    at = len(MAGIC)
    while at + 9 <= len(data) - len(MAGIC):
        length = struct.unpack_from("<Q", data, at + 1)[0]
        yield data[at], at, at + 9, length
        at += 9 + length


def record(opcode, content):
    return struct.pack("<BQ", opcode, len(content)) + content


def text(words):
    return struct.pack("<I", len(words)) + words


def chunk(messages, first, last, compression=b"", packed=None, size=None, crc=0):
    packed = messages if packed is None else packed
    size = len(messages) if size is None else size
    return record(CHUNK, struct.pack("<QQQI", first, last, size, crc) + text(compression) + struct.pack("<Q", len(packed)) + packed)


def message(channel, time_ns, content):
    return record(0x05, struct.pack("<HIQQ", channel, 0, time_ns, time_ns) + content)


def zeros(size):
    """A zstd frame that holds so many zeros: blocks of 128 KiB that repeat one byte, four bytes each."""
    blocks = b""
    for left in range(size, 0, -(1 << 17)):
        head = min(left, 1 << 17) << 3 | 1 << 1 | (1 if left <= 1 << 17 else 0)
        blocks += struct.pack("<I", head)[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", size) + blocks


def beginning(data):
    """All before the first chunk: what describes the recording."""
    return data[:next(at for opcode, at, _, _ in records(data) if opcode == CHUNK)]


def ended(data):
    """A file of these bytes with an end but no summary."""
    return data + record(DATA_END, struct.pack("<I", 0)) + record(FOOTER, struct.pack("<QQI", 0, 0, 0)) + MAGIC


def with_attachments(data, change):
    """The recording with its texts changed, their checksums right."""
    out, last = b"", 0
    for opcode, at, content, length in records(data):
        if opcode != ATTACHMENT:
            continue
        body = data[content:content + length]
        name_length = struct.unpack_from("<I", body, 16)[0]
        rest = 20 + name_length
        rest += 4 + struct.unpack_from("<I", body, rest)[0]
        fresh = change(body[rest + 8:-4])
        body = body[:rest] + struct.pack("<Q", len(fresh)) + fresh
        out += data[last:at] + record(ATTACHMENT, body + struct.pack("<I", zlib.crc32(body)))
        last = content + length
    return out + data[last:]


# --- damage ------------------------------------------------------------------------------------------------------------------

def truncated(good, draws):
    yield from (good[:length] for length in (0, 1, 7, 8, 9, 17, 100))
    for _ in range(20):
        yield good[:draws.randrange(len(good))]
    chunks = [at for opcode, at, _, _ in records(good) if opcode == CHUNK]
    yield from (good[:at + 9] for at in chunks[:3])


def flipped(good, draws):
    for number in range(24):
        data = bytearray(good)
        for _ in range(1 + number // 2):
            data[draws.randrange(len(data))] ^= 1 << draws.randrange(8)
        yield bytes(data)


def long_lengths(good, draws):
    """A record of each kind says that it is longer or shorter than it is."""
    places = {}
    for opcode, at, _, _ in records(good):
        places.setdefault(opcode, []).append(at)
    for ats in places.values():
        for length in draws.sample([0, 1, 8, 1 << 20, 1 << 29, (1 << 31) - 1, 1 << 40, (1 << 63) - 1, (1 << 64) - 1], 2):
            data = bytearray(good)
            struct.pack_into("<Q", data, draws.choice(ats) + 1, length)
            yield bytes(data)


def spliced(good, draws):
    other = OTHER.read_bytes()
    yield good + other
    yield good[:len(good) // 2] + other[len(other) // 2:]
    yield beginning(good) + other[len(beginning(other)):]
    yield beginning(other) + good[len(beginning(good)):]
    for _ in range(8):
        a, b = sorted(draws.randrange(len(good)) for _ in range(2))
        yield good[:a] + good[b:]
        yield good[:b] + good[a:]
    inner = [good[at:content + length] for opcode, at, content, length in records(good) if opcode == CHUNK]
    yield ended(beginning(good) + b"".join(reversed(inner)))
    yield ended(beginning(good) + b"".join(inner) * 3)


def bombs(good, _):
    start = beginning(good)
    hour = 8 * 3600 * 10**9
    for size in (1 << 20, 60 << 20, 200 << 20):
        yield ended(start + chunk(b"", hour, hour, b"zstd", zeros(size), size))
    yield ended(start + chunk(b"", hour, hour, b"zstd", zeros(60 << 20), 60 << 20) * 20)
    for size in (1 << 31, 1 << 40, (1 << 64) - 1):
        yield ended(start + chunk(b"", hour, hour, b"zstd", zeros(1 << 20), size))
    # One chunk that the summary names a hundred thousand times.
    bomb = chunk(b"", hour, hour, b"zstd", zeros(60 << 20), 60 << 20)
    data = start + bomb + record(DATA_END, struct.pack("<I", 0))
    index = record(CHUNK_INDEX, struct.pack("<QQQQIQ", hour, hour, len(start), len(bomb), 0, 0) + text(b"zstd") + struct.pack("<QQ", 1, 1))
    yield data + index * 100_000 + record(FOOTER, struct.pack("<QQI", len(data), 0, 0)) + MAGIC


def lies(good, draws):
    """Good containers with messages that make no sense."""
    start = beginning(good)
    hour = 8 * 3600 * 10**9
    for times in ([hour], [hour, 1 << 62], [(1 << 64) - 1], [hour + 10**8 * i for i in range(300)]):
        for channel in (1, 2, 3, 4, 5, 9999):
            body = b"".join(message(channel, at, draws.randbytes(draws.choice([0, 8, 56, 400]))) for at in times)
            yield ended(start + chunk(body, min(times), max(times)))
    for world, observer, offset in ((1 << 62, 1, 0), (1 << 29, 1 << 29, 0), (8, 8, 0), (0, 0, 0), (1 << 20, 0, 1 << 19)):
        part = struct.pack("<QQQ", world, observer, offset) + bytes(64)
        yield ended(start + chunk(message(5, hour, part) * 50, hour, hour))
    yield with_attachments(good, lambda _: b"")
    yield with_attachments(good, lambda words: words[:len(words) // 2])
    yield with_attachments(good, lambda _: draws.randbytes(5000))
    yield with_attachments(good, lambda words: words.replace(b"08:00", b"23:00"))
    yield with_attachments(good, lambda words: words.replace(b"seed: 1", b"seed: 3"))
    for old, new in ((b"step_us", b"step_xx"), (b"start_us", b"start_xx"), (b"model", b"medol"), (b"soi.Frame", b"soi.Fraem")):
        yield good.replace(old, new)


KINDS = (truncated, flipped, long_lengths, spliced, bombs, lies)


class Damage(Case):
    def ends_well(self, what, codes, *words):
        """One command on one file: how it ends, how soon, and with how much memory."""
        began = time.monotonic()
        with open(self.folder / "out", "wb") as out, open(self.folder / "err", "wb") as err:
            process = subprocess.Popen([SOI, *map(str, words)], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            while True:
                pid, status, used = os.wait4(process.pid, os.WNOHANG)
                if pid != 0:
                    break
                if time.monotonic() - began > 6 * SECONDS:
                    process.kill()
                time.sleep(0.002)
        process.returncode = os.waitstatus_to_exitcode(status)
        error = (self.folder / "err").read_text(encoding="utf-8", errors="replace")
        about = f"{what}: soi {words[0]}: code {process.returncode}\n{error[-2000:]}"
        self.assertIn(process.returncode, codes, about)
        self.assertLess(used.ru_utime + used.ru_stime, SECONDS, about)
        self.assertLess(used.ru_maxrss / 1024, MEGABYTES, about)
        if process.returncode == 2:
            self.assertIn("bad.mcap", error, about)

    def commands(self, what):
        self.ends_well(what, (0, 1, 2), "replay", "bad.mcap")
        self.ends_well(what, (0, 1, 2, 5), "replay", "--verify", "bad.mcap")
        self.ends_well(what, (0, 1, 2), "replay", "--csv", "tables", "--json", "frames.json", "bad.mcap")
        self.ends_well(what, (0, 1, 2), "diff", GOOD, "bad.mcap")
        self.ends_well(what, (0, 1, 2), "why", "cart-1", "bad.mcap")
        self.ends_well(what, (0, 1, 2), "why", "cart-1", "08:00:30", "bad.mcap")
        self.ends_well(what, (0, 1, 2, 5), "run", "-q", "--from", "bad.mcap@08:01", "--ticks", 650)
        self.ends_well(what, (0, 1, 2), "bench", "bad.mcap")

    def damaged(self, kind):
        draws = random.Random(20260101)
        files = list(kind(GOOD.read_bytes(), draws))
        for i, data in enumerate(files):
            if LONG or i in (len(files) // 3, 2 * len(files) // 3):
                (self.folder / "bad.mcap").write_bytes(data)
                self.commands(f"{kind.__name__} {i} of {len(files)}")
        print(f"{kind.__name__}: {len(files)} files", flush=True)


for one in KINDS:
    setattr(Damage, f"test_{one.__name__}", lambda self, kind=one: self.damaged(kind))


if __name__ == "__main__":
    main()
