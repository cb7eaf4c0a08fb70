// A websocket that does no more than it must, so that many listeners take little of the machine: frames are counted, not parsed.
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { FEED } from "./query.js";

export interface CountingSocket {
  close(): void;
}

const LOOKED_AT = 200;

/** Resolves when the feed has said its first word; from then on `onEvent` hears of every rating. */
export function openCountingSocket(url: string, id: string, onEvent: (frame: Buffer) => void): Promise<CountingSocket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let upgraded = false;
    let rest: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on("error", reject);
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
    );
    const take = (frame: Buffer) => {
      const start = frame.subarray(0, LOOKED_AT);
      if (start.includes("RatingEvent")) onEvent(frame);
      else if (start.includes("connection_ack")) send(socket, { type: "subscribe", id, payload: { query: FEED } });
      else if (start.includes("FeedProgress")) resolve({ close: () => socket.destroy() });
      else if (start.includes("FeedGap")) throw new Error("A listener was too slow; there is nothing to compare.");
      else if (start.includes('"error"')) throw new Error(String(frame));
    };
    socket.on("data", (chunk: Buffer) => {
      let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (!upgraded) {
        const end = bytes.indexOf("\r\n\r\n");
        if (end < 0) {
          rest = bytes;
          return;
        }
        upgraded = true;
        bytes = bytes.subarray(end + 4);
        send(socket, { type: "connection_init" });
      }
      for (;;) {
        const frame = frameOf(bytes);
        if (frame === undefined) break;
        take(frame.payload);
        bytes = frame.rest;
      }
      rest = bytes;
    });
  });
}

function frameOf(bytes: Buffer): { payload: Buffer; rest: Buffer } | undefined {
  const short = bytes[1];
  if (short === undefined) return undefined;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return undefined;
  return { payload: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}

/** A client's frames are masked; with zeros. */
function send(socket: Socket, message: object): void {
  const text = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(text.length < 126 ? 6 : 8);
  head[0] = 0x81;
  if (text.length < 126) head[1] = 0x80 | text.length;
  else {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(text.length, 2);
  }
  socket.write(Buffer.concat([head, text]));
}
