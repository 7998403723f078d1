/* Reading the container: nothing that a length says is believed before it was compared with what is there. */
#include "mcap.h"

#include <string.h>
#include <zstd.h>

/* More than any writer makes; a length beyond it is damage, and memory is not spent on it. */
enum { UNPACKED_MOST = 1 << 26 };

static bool is_text(soi_cursor bytes, const char *text) {
  const size_t length = strlen(text);
  return soi_cursor_left(&bytes) == length && (length == 0 || memcmp(bytes.at, text, length) == 0);
}

const char *soi_mcap_unpack(soi_cursor content, soi_bytes *records) {
  records->count = 0;
  soi_cursor_take(&content, 16); /* the times */
  const uint64_t size = soi_cursor_u64(&content);
  const uint32_t crc = soi_cursor_u32(&content);
  const soi_cursor compression = soi_cursor_block(&content);
  const uint64_t packed_size = soi_cursor_u64(&content);
  const soi_cursor packed = soi_cursor_part(&content, packed_size);
  if (content.failed || size > UNPACKED_MOST) { return "its lengths are wrong"; }
  unsigned char *const at = soi_bytes_reserve(records, (size_t)size + 1);
  if (is_text(compression, "zstd")) {
    const size_t found = ZSTD_decompress(at, (size_t)size, packed.at, soi_cursor_left(&packed));
    if (ZSTD_isError(found) || found != size) { return "it cannot be decompressed"; }
  } else if (is_text(compression, "") && soi_cursor_left(&packed) == size) {
    if (size > 0) { memcpy(at, packed.at, (size_t)size); }
  } else {
    return is_text(compression, "lz4") ? "it is compressed with lz4, which is not known here" : "its compression is not known here";
  }
  if (crc != 0 && soi_mcap_crc(0, at, (size_t)size) != crc) { return "its checksum is wrong"; }
  if (size < SOI_MCAP_RECORD_HEAD || *at == 0) { return "there are no records in it"; }
  records->count = (size_t)size;
  return NULL;
}
