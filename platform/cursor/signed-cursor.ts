import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../errors/app-error.js";
import { createHmacSha256, type HmacSha256 } from "./hmac-sha256.js";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Makes and reads the opaque positions that clients hold. */
export interface CursorSigner {
  /** `kind` says what the cursor is good for ("movies", "rating-feed:tt0111161"): it verifies for that kind alone. */
  sign(kind: string, payload: JsonValue): string;
  /** Throws CURSOR_INVALID for whatever `sign` did not make for this kind with one of the keys. */
  verify(kind: string, cursor: string): JsonValue;
}

/** Characters; a longer cursor is refused unread, and never made. */
export const MAX_CURSOR_LENGTH = 4096;

const VERSION = 1;
const MAC_START = 2;
const MAC_BYTES = 16;
const PAYLOAD_START = MAC_START + MAC_BYTES;

interface CursorKey {
  id: number;
  mac: HmacSha256;
}

/**
 * HMAC-SHA256, cut to 128 bits. Base64url of: version, key id, MAC, payload as JSON. The first key signs, all of them verify,
 * so keys are rotated by putting a new one in front.
 */
export function createCursorSigner(keys: readonly string[]): CursorSigner {
  const cursorKeys = keys.map(toCursorKey);
  const [signing] = cursorKeys;
  if (signing === undefined) throw new AppError("CONFIG_INVALID", "There is no cursor key; set CURSOR_KEYS.");
  return {
    sign(kind, payload) {
      const body = Buffer.from(JSON.stringify(payload));
      const cursor = Buffer.concat([Buffer.from([VERSION, signing.id]), macOf(signing, kind, body), body]).toString(
        "base64url",
      );
      if (cursor.length > MAX_CURSOR_LENGTH) {
        throw new AppError(
          "INTERNAL_SERVER_ERROR",
          `A cursor of kind ${kind} has grown past ${MAX_CURSOR_LENGTH} characters.`,
        );
      }
      return cursor;
    },
    verify(kind, cursor) {
      const bytes = decode(cursor);
      if (bytes === undefined || bytes.length <= PAYLOAD_START || bytes[0] !== VERSION) throw invalid();
      const mac = bytes.subarray(MAC_START, PAYLOAD_START);
      const body = bytes.subarray(PAYLOAD_START);
      // Two keys may share an id by chance, so every key of that id is tried.
      const genuine = cursorKeys.some((key) => key.id === bytes[1] && timingSafeEqual(mac, macOf(key, kind, body)));
      if (!genuine) throw invalid();
      return JSON.parse(body.toString("utf8"));
    },
  };
}

function toCursorKey(key: string): CursorKey {
  const secret = createHmac("sha256", key).update("marquee cursor v1").digest();
  return { id: createHmac("sha256", secret).update("key id").digest().readUInt8(0), mac: createHmacSha256(secret) };
}

function macOf(key: CursorKey, kind: string, body: Buffer): Buffer {
  const kindBytes = Buffer.from(kind);
  // The kind's length goes first, so that no other split of the same bytes into kind and body has this MAC.
  const head = Buffer.alloc(5);
  head.writeUInt8(VERSION, 0);
  head.writeUInt32BE(kindBytes.length, 1);
  return key.mac(head, kindBytes, body).subarray(0, MAC_BYTES);
}

/** Undefined unless it is the one way to write these bytes: Node alone would skip over whatever is not base64url. */
function decode(cursor: string): Buffer | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  const bytes = Buffer.from(cursor, "base64url");
  return bytes.toString("base64url") === cursor ? bytes : undefined;
}

function invalid(): AppError {
  return new AppError(
    "CURSOR_INVALID",
    "This cursor was not given out for this list or feed; start again without `after`, or use one that it returned.",
  );
}
