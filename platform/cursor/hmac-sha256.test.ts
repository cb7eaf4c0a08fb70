import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createHmacSha256 } from "./hmac-sha256.js";

test.each([0, 1, 32, 63, 64, 65, 200])(
  "is Node's own HMAC, with a key of %i bytes, however the message is cut",
  (length) => {
    const key = randomBytes(length);
    const mac = createHmacSha256(key);
    for (const size of [0, 1, 55, 56, 64, 1_000]) {
      const message = randomBytes(size);
      const expected = createHmac("sha256", key).update(message).digest();
      expect(mac(message)).toEqual(expected);
      expect(mac(message.subarray(0, size >> 1), message.subarray(size >> 1))).toEqual(expected);
    }
  },
);
