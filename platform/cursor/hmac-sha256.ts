import { hash } from "node:crypto";

const BLOCK_BYTES = 64;

/** The HMAC-SHA256 of what the parts are together. */
export type HmacSha256 = (...parts: readonly Buffer[]) => Buffer;

/**
 * RFC 2104 over one-shot hashes. createHmac makes an object with a native half for every call; a young one outlives collections, so a
 * feed that signs a cursor for each event fills the old space with them.
 */
export function createHmacSha256(key: Buffer): HmacSha256 {
  const block = Buffer.alloc(BLOCK_BYTES);
  (key.length > BLOCK_BYTES ? hash("sha256", key, "buffer") : key).copy(block);
  const inner = block.map((byte) => byte ^ 0x36);
  const outer = block.map((byte) => byte ^ 0x5c);
  return (...parts) => {
    const digest = hash("sha256", Buffer.concat([inner, ...parts]), "buffer");
    return hash("sha256", Buffer.concat([outer, digest]), "buffer");
  };
}
