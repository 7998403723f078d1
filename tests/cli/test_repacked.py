"""Recordings that other programs have packed anew: other chunks, channels within them, things left out or in another order. What is there is
read, and what is missing is said."""

import ctypes
import ctypes.util
import pathlib
import struct
import subprocess
import tempfile
import zlib

from command import LONG, SCENARIO, SOI, Case, main

FOLDER = tempfile.TemporaryDirectory(prefix="soi-repacked-")
GOOD = pathlib.Path(FOLDER.name) / "good.mcap"
MAGIC = b"\x89MCAP0\r\n"
HEADER, FOOTER, SCHEMA, CHANNEL, MESSAGE, CHUNK, MESSAGE_INDEX, CHUNK_INDEX, ATTACHMENT = range(1, 10)
METADATA, DATA_END = 0x0C, 0x0F
ZSTD = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")


def setUpModule():
    subprocess.run([SOI, "run", "-q", SCENARIO, "--ticks", "300", "--record", GOOD], check=False, timeout=300)


def tearDownModule():
    FOLDER.cleanup()


def records(data):
    at = 0
    while at + 9 <= len(data):
        opcode, length = struct.unpack_from("<BQ", data, at)
        yield opcode, data[at + 9:at + 9 + length]
        at += 9 + length


def record(opcode, content):
    return struct.pack("<BQ", opcode, len(content)) + content


def text(words):
    return struct.pack("<I", len(words)) + words


def unpacked(content):
    """The records in a chunk."""
    size, = struct.unpack_from("<Q", content, 16)
    length, = struct.unpack_from("<I", content, 28)
    packed = content[32 + length + 8:]
    out = ctypes.create_string_buffer(size)
    ZSTD.ZSTD_decompress.restype = ctypes.c_size_t
    ZSTD.ZSTD_decompress(out, ctypes.c_size_t(size), packed, ctypes.c_size_t(len(packed)))
    return out.raw


class Recording:
    """All that is in a recording, taken apart."""

    def __init__(self, data):
        body = data[len(MAGIC):-len(MAGIC)]
        self.by = {opcode: [] for opcode in (HEADER, SCHEMA, CHANNEL, ATTACHMENT, METADATA)}
        self.messages = []
        for opcode, content in records(body):
            if opcode == DATA_END:
                break
            if opcode in self.by:
                self.by[opcode].append(content)
            elif opcode == CHUNK:
                self.messages += [inner for kind, inner in records(unpacked(content)) if kind == MESSAGE]
        self.topics = {struct.unpack_from("<H", one)[0]: self.topic(one) for one in self.by[CHANNEL]}

    @staticmethod
    def topic(content):
        length, = struct.unpack_from("<I", content, 4)
        return content[8:8 + length].decode()

    def name(self, message):
        return self.topics[struct.unpack_from("<H", message)[0]]

    def described(self):
        return [(SCHEMA, one) for one in self.by[SCHEMA]] + [(CHANNEL, one) for one in self.by[CHANNEL]]

    def texts(self):
        return [(METADATA, one) for one in self.by[METADATA]] + [(ATTACHMENT, one) for one in self.by[ATTACHMENT]]


def time_of(message):
    return struct.unpack_from("<Q", message, 6)[0]


def chunk(inner, crc=True):
    times = [time_of(content) for kind, content in inner if kind == MESSAGE]
    data = b"".join(record(kind, content) for kind, content in inner)
    head = struct.pack("<QQQI", min(times, default=0), max(times, default=0), len(data), zlib.crc32(data) if crc else 0)
    return CHUNK, head + text(b"") + struct.pack("<Q", len(data)) + data


def chunks(messages, count, head=()):
    """So many messages a chunk; what describes them stands in the first."""
    lists = [[(MESSAGE, one) for one in messages[i:i + count]] for i in range(0, len(messages), count)]
    lists[0] = list(head) + lists[0]
    return [chunk(one) for one in lists]


def written(parts, header=b""):
    """A file of records, without a summary."""
    data = MAGIC + record(HEADER, header or text(b"") + text(b"another")) + b"".join(record(*part) for part in parts)
    return data + record(DATA_END, struct.pack("<I", 0)) + record(FOOTER, struct.pack("<QQI", 0, 0, 0)) + MAGIC


class Repacked(Case):
    def setUp(self):
        super().setUp()
        self.good = Recording(GOOD.read_bytes())

    def pack(self, parts):
        (self.folder / "new.mcap").write_bytes(written(parts))

    def extract(self, path):
        self.soi("replay", path, "--csv", "out", "--json", "out.json")
        return {one.name: one.read_bytes() for one in [*(self.folder / "out").iterdir(), self.folder / "out.json"]}

    def same(self):
        """Every command gives of the new file what it gives of the old one."""
        self.assertEqual(self.soi("replay", "new.mcap", "--verify").stdout, self.soi("replay", GOOD, "--verify").stdout)
        self.assertEqual(self.extract("new.mcap"), self.extract(GOOD))
        self.assertIn("they are the same where they overlap: 301 equal hashes", self.soi("diff", GOOD, "new.mcap").stdout)
        for words in (["cart-1"], ["cart-1", "08:00:17"]):
            self.assertEqual(self.soi("why", *words, "new.mcap").stdout, self.soi("why", *words, GOOD).stdout)
        self.assertIn("301 frames", self.soi("replay", "new.mcap").stdout)
        if not LONG:
            return
        self.soi("run", "-q", "--from", "new.mcap@08:00:17", "--ticks", 300, "--json", "a.json", code=None)
        self.soi("run", "-q", "--from", f"{GOOD}@08:00:17", "--ticks", 300, "--json", "b.json", code=None)
        self.assertEqual(self.json("a.json")["hash"], self.json("b.json")["hash"])
        self.soi("bench", "new.mcap")

    def test_other_chunks(self):
        """A few messages each, all in one, and none at all; what describes them at the beginning or in the first chunk."""
        good = self.good
        for count in (7, 100, 10**9):
            with self.subTest(count=count):
                self.pack(good.texts() + chunks(good.messages, count, good.described()))
                self.same()
        self.pack(good.described() + good.texts() + [(MESSAGE, one) for one in good.messages])
        self.same()

    def test_what_describes_comes_last(self):
        good = self.good
        self.pack(chunks(good.messages, 1000, good.described()) + good.texts())
        self.same()
        self.pack(good.described() + chunks(good.messages, 1000) + list(reversed(good.texts())))
        self.same()

    def test_other_orders(self):
        """A channel after the other, and each chunk backwards."""
        good = self.good
        by_topic = sorted(good.messages, key=lambda one: (good.name(one), time_of(one)))
        self.pack(good.described() + good.texts() + chunks(by_topic, 300))
        self.same()
        self.pack(good.described() + good.texts() + chunks(good.messages[::-1], 400))
        self.same()
        ordered = chunks(good.messages, 500)
        self.pack(good.described() + good.texts() + [ordered[i] for i in (*range(0, len(ordered), 2), *range(1, len(ordered), 2))])
        self.same()

    def test_channels_left_out(self):
        good = self.good
        for topic, words, code in (("hash", "no hashes in it, so nothing to verify by", 5), ("frames", "no frames in it, so nothing to show", 0),
                                   ("snapshots", "no snapshots in it, so no moment to go on from", 0)):
            with self.subTest(topic=topic):
                kept = [one for one in good.messages if good.name(one) != topic]
                described = [part for part in good.described() if part[0] == SCHEMA or good.topic(part[1]) != topic]
                self.pack(good.texts() + chunks(kept, 400, described))
                self.assertIn(words, self.soi("replay", "new.mcap").stderr)
                result = self.soi("replay", "--verify", "new.mcap", code=code)
                self.assertIn("nothing could be verified" if topic == "hash" else "identical: 301 hashes", result.stdout)

    def test_half_of_the_hashes(self):
        good = self.good
        hashes = [one for one in good.messages if good.name(one) == "hash"]
        gone = {id(one) for one in hashes[1::2]}
        self.pack(good.texts() + chunks([one for one in good.messages if id(one) not in gone], 400, good.described()))
        self.assertIn("identical as far as it could be compared: 151 of 301 hashes", self.soi("replay", "--verify", "new.mcap", code=5).stdout)

    def test_a_part_of_the_time(self):
        """From amid the run on: what comes before the first frame and snapshot that stand for themselves cannot be had."""
        good = self.good
        begin = time_of(good.messages[0]) + 13 * 10**9
        self.pack(good.texts() + chunks([one for one in good.messages if time_of(one) >= begin], 400, good.described()))
        self.assertIn("identical as far as it could be compared", self.soi("replay", "--verify", "new.mcap", code=5).stdout)
        self.soi("replay", "new.mcap", "--csv", "out")
        self.soi("run", "-q", "--from", "new.mcap@08:00:25", "--ticks", 300, code=None)

    def test_texts_left_out(self):
        good = self.good
        self.pack(chunks(good.messages, 400, good.described()) + good.texts()[:1])
        self.assertIn("its attachments were left out", self.soi("replay", "new.mcap", code=2).stderr)
        self.pack(chunks(good.messages, 400, good.described()) + good.texts()[1:])
        self.assertIn("its metadata was left out", self.soi("replay", "new.mcap", code=2).stderr)

    def test_a_cut_recording_says_so(self):
        data = GOOD.read_bytes()
        (self.folder / "new.mcap").write_bytes(data[:len(data) * 2 // 3])
        result = self.soi("replay", "--verify", "new.mcap", code=5)
        self.assertIn("cut off", result.stderr)
        self.assertRegex(result.stdout, r"^cut off or damaged: identical as far as it could be compared: [0-9]+ of [0-9]+ hashes")

    def test_a_hole_in_the_middle_is_named(self):
        """Found only when the chunk is looked for: with the time that is missing, by every command."""
        data = bytearray(GOOD.read_bytes())
        at = data.index([content for opcode, content in records(data[len(MAGIC):-len(MAGIC)]) if opcode == CHUNK][1]) + 200
        data[at:at + 40] = bytes(40)
        (self.folder / "new.mcap").write_bytes(data)
        words = r"^soi \w+: new\.mcap: the chunk at byte [0-9]+, 08:00:[0-9.]+ to 08:00:[0-9.]+, is damaged and passed over: "
        for command, code in ((["replay", "new.mcap"], 0), (["replay", "--verify", "new.mcap"], 5), (["why", "cart-1", "new.mcap"], 0),
                              (["diff", GOOD, "new.mcap"], 0), (["replay", "new.mcap", "--csv", "out"], None)):
            self.assertRegex(self.soi(*command, code=code).stderr, words)

    def test_what_hangs_on_behind_the_end_is_named(self):
        data = GOOD.read_bytes()
        (self.folder / "new.mcap").write_bytes(data + data)
        result = self.soi("replay", "--verify", "new.mcap", code=5)
        self.assertRegex(result.stderr, rf"cut off or damaged at byte [0-9]+ of {2 * len(data)}: .* before it are read, what follows is not")

    def test_a_compression_that_is_not_known(self):
        content = chunk([(MESSAGE, one) for one in self.good.messages])[1]
        content = content[:28] + text(b"lz4") + content[32:]
        self.pack(self.good.described() + self.good.texts() + [(CHUNK, content)])
        result = self.soi("replay", "--verify", "new.mcap", code=5)
        self.assertIn("it is compressed with lz4, which is not known here", result.stderr)


if __name__ == "__main__":
    main()
