import type { LivePayload } from "../live/live-payload.js";

const TAIL = 0x7d; // "}"
const TEXT_FRAME = 0x81; // one final frame of text
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;

/** What stands before a shared payload in a message of one subscription. */
export function nextHead(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"next","payload":`;
}

/**
 * A `next` message as the bytes of a websocket frame, as a server sends it: not masked, not compressed. Whoever has the same id as
 * the one before gets the same bytes.
 */
export function nextFrame(head: string, payload: LivePayload): Buffer {
  if (payload.framed?.head === head) return payload.framed.frame;
  const headBytes = Buffer.byteLength(head);
  const { bytes } = payload;
  const length = headBytes + bytes.length + 1;
  const start = length < TWO_BYTES ? 2 : length < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = TEXT_FRAME;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = TWO_BYTES;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = EIGHT_BYTES;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(head, start);
  bytes.copy(frame, start + headBytes);
  frame[start + length - 1] = TAIL;
  payload.framed = { head, frame };
  return frame;
}
