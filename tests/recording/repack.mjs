// Packs a recording anew with the official MCAP library, as its users do: everything, or without what is named.
// Usage: node repack.mjs FROM.mcap TO.mcap CHUNK_BYTES (0: no chunks) [TOPIC left out, or "attachments"]...
import { readFileSync, writeFileSync } from "node:fs";
import { McapStreamReader, McapWriter } from "@mcap/core";
import { decompress } from "fzstd";

const [from, to, chunkBytes, ...without] = process.argv.slice(2);
const parts = [];
let position = 0n;
const writable = {
  write: async (bytes) => {
    parts.push(Buffer.from(bytes));
    position += BigInt(bytes.length);
  },
  position: () => position,
};

const writer = new McapWriter({ writable, useChunks: Number(chunkBytes) > 0, chunkSize: Number(chunkBytes) });
await writer.start({ profile: "", library: "packed anew" });
const reader = new McapStreamReader({ decompressHandlers: { zstd: (bytes, size) => decompress(bytes, new Uint8Array(Number(size))) } });
reader.append(readFileSync(from));
const schemas = new Map();
const channels = new Map();
for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
  if (record.type === "Schema" && !schemas.has(record.id)) schemas.set(record.id, await writer.registerSchema(record));
  if (record.type === "Channel" && !channels.has(record.id) && !without.includes(record.topic)) {
    channels.set(record.id, await writer.registerChannel({ ...record, schemaId: schemas.get(record.schemaId) }));
  }
  if (record.type === "Message" && channels.has(record.channelId)) {
    await writer.addMessage({ ...record, channelId: channels.get(record.channelId) });
  }
  if (record.type === "Attachment" && !without.includes("attachments")) await writer.addAttachment(record);
  if (record.type === "Metadata") await writer.addMetadata(record);
}
await writer.end();
writeFileSync(to, Buffer.concat(parts));
