// Reads a recording with the official MCAP reader, every checksum validated; holds each JSON message to the official Foxglove schemas and
// to the schema in the file; and compares the carts' places with what `soi replay --csv` says.
// Usage: node check.mjs RUN.mcap CARTS.csv
import { readFileSync } from "node:fs";
import { McapIndexedReader, McapStreamReader } from "@mcap/core";
import official from "@foxglove/schemas/jsonschema.js";
import { Ajv } from "ajv";
import { decompress } from "fzstd";

const [path, table] = process.argv.slice(2);
const file = readFileSync(path);
const decompressHandlers = { zstd: (bytes, size) => decompress(bytes, new Uint8Array(Number(size))) };
const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

function fail(message) {
  console.error(message);
  process.exit(1);
}

// --- the whole file in its order: checksums of chunks, attachments and data ------------------------------------------------------
const attachments = new Map();
let streamed = 0;
const stream = new McapStreamReader({ validateCrcs: true, decompressHandlers });
stream.append(file);
for (let record = stream.nextRecord(); record; record = stream.nextRecord()) {
  if (record.type === "Attachment") attachments.set(record.name, text(record.data));
  if (record.type === "Message") streamed += 1;
}
if (!stream.done()) fail("the file does not end where it should");

// --- through the index -------------------------------------------------------------------------------------------------------
const readable = {
  size: async () => BigInt(file.length),
  read: async (offset, length) => new Uint8Array(file.buffer, file.byteOffset + Number(offset), Number(length)),
};
const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
if (reader.statistics.messageCount !== BigInt(streamed)) fail(`${streamed} messages, but the statistics say ${reader.statistics.messageCount}`);

const ajv = new Ajv({ allErrors: true, strict: true, validateFormats: false });
const checks = new Map();
for (const schema of reader.schemasById.values()) {
  if (schema.encoding !== "jsonschema") continue;
  const name = schema.name.replace("foxglove.", "");
  if (official[name] === undefined) fail(`${schema.name} is no schema of Foxglove's`);
  checks.set(schema.id, { name, official: ajv.compile(official[name]), own: ajv.compile(JSON.parse(text(schema.data))), count: 0 });
}
if (checks.size !== 4) fail(`expected four schemas of Foxglove's, found ${checks.size}`);

// --- places of carts as the table says, by time and cart ------------------------------------------------------------------------
const [head, ...rows] = readFileSync(table, "utf-8").trim().split("\n").map((line) => line.split(","));
const at = Object.fromEntries(head.map((name, i) => [name, i]));
const places = new Map(rows.map((row) => [`${row[at.time]} ${row[at.cart]}`, [Number(row[at.x]), Number(row[at.y])]]));
const clock = ({ sec, nsec }) => new Date(sec * 1000 + nsec / 1e6).toISOString().slice(11, 23);

// East and north of the map's origin, the exact way through space (WGS 84).
const map = [...attachments.values()].find((source) => /^origin:/m.test(source));
const [, latitude0, longitude0] = map.match(/^origin: \{latitude: ([-0-9.]+) deg, longitude: ([-0-9.]+) deg\}/m).map(Number);
function inSpace(latitude, longitude) {
  const a = 6378137, f = 1 / 298.257223563, e2 = f * (2 - f), [p, l] = [latitude, longitude].map((d) => (d * Math.PI) / 180);
  const n = a / Math.sqrt(1 - e2 * Math.sin(p) ** 2);
  return [n * Math.cos(p) * Math.cos(l), n * Math.cos(p) * Math.sin(l), n * (1 - e2) * Math.sin(p)];
}
function onMap(latitude, longitude) {
  const [x, y, z] = inSpace(latitude, longitude).map((value, i) => value - inSpace(latitude0, longitude0)[i]);
  const [p, l] = [latitude0, longitude0].map((d) => (d * Math.PI) / 180);
  return [-Math.sin(l) * x + Math.cos(l) * y, -Math.sin(p) * Math.cos(l) * x - Math.sin(p) * Math.sin(l) * y + Math.cos(p) * z];
}

const farthest = { FrameTransforms: 0, LocationFix: 0 };
let compared = 0, messages = 0;
function compare(kind, time, cart, place) {
  const expected = places.get(`${clock(time)} ${cart}`);
  if (expected === undefined) return; // in its depot
  const off = Math.hypot(place[0] - expected[0], place[1] - expected[1]);
  if (!(off < 0.02)) fail(`${kind}: ${cart} at ${clock(time)} is at ${place}, the table says ${expected}`);
  farthest[kind] = Math.max(farthest[kind], off);
  compared += 1;
}

let last = 0n;
for await (const message of reader.readMessages({ validateCrcs: true })) {
  messages += 1;
  if (message.logTime < last) fail("messages are not in the order of time");
  last = message.logTime;
  const check = checks.get(reader.channelsById.get(message.channelId).schemaId);
  if (check === undefined) continue;
  const body = JSON.parse(text(message.data));
  for (const validate of [check.official, check.own]) {
    if (!validate(body)) fail(`${check.name}: ${ajv.errorsText(validate.errors)} in ${text(message.data).slice(0, 300)}`);
  }
  check.count += 1;
  const stamp = body.timestamp ?? body.transforms?.[0].timestamp;
  if (stamp !== undefined && BigInt(stamp.sec) * 1000000000n + BigInt(stamp.nsec) !== message.logTime) fail("a timestamp is not its log time");
  if (check.name === "FrameTransforms") {
    for (const one of body.transforms) compare(check.name, one.timestamp, one.child_frame_id, [one.translation.x, one.translation.y]);
  } else if (check.name === "LocationFix") {
    compare(check.name, body.timestamp, body.frame_id, onMap(body.latitude, body.longitude));
  } else if (check.name === "GeoJSON") {
    const features = JSON.parse(body.geojson).features;
    if (!features.some((feature) => feature.properties.kind === "road")) fail("the map has no road");
  }
}
if (messages !== streamed) fail(`${streamed} messages in the file's order, ${messages} through the index`);
for (const check of checks.values()) if (check.count === 0) fail(`there is no message of ${check.name}`);
if (compared === 0) fail("no cart's place could be compared");

const counts = [...checks.values()].map((check) => `${check.count} ${check.name}`).join(", ");
console.log(`${messages} messages read, every checksum right; held to the official schemas: ${counts}`);
console.log(`${compared} places of carts compared: FrameTransforms within ${(farthest.FrameTransforms * 100).toFixed(2)} cm, ` +
            `LocationFix within ${(farthest.LocationFix * 100).toFixed(2)} cm of soi replay --csv`);
