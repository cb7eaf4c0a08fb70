// A connection that writes bytes, whatever they mean.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { TestEnvironment } from "../environment/open-environment.js";

export class TcpClient {
  /** All that came, once the other side has ended it. */
  readonly ended: Promise<Buffer>;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const parts: Buffer[] = [];
    socket
      .on("error", () => {})
      .on("data", (part) => {
        parts.push(part);
        // Told to close, it does; one that would not is cut off by the heartbeat.
        if (closeCode(Buffer.concat(parts)) !== undefined) socket.end();
      });
    this.ended = new Promise((resolve) => socket.once("close", () => resolve(Buffer.concat(parts))));
  }

  static async connect(environment: TestEnvironment, url: string): Promise<TcpClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    environment.onDispose(() => socket.destroy());
    await once(socket, "connect");
    return new TcpClient(socket);
  }

  /** One that is a websocket, and knows nothing of frames. */
  static async upgraded(environment: TestEnvironment, url: string, address: string): Promise<TcpClient> {
    const client = await TcpClient.connect(environment, url);
    const lines = [
      "GET /graphql HTTP/1.1",
      `Host: ${new URL(url).host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Protocol: graphql-transport-ws",
      `X-Forwarded-For: ${address}`,
    ];
    client.write(`${lines.join("\r\n")}\r\n\r\n`);
    await once(client.#socket, "data");
    return client;
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }
}

/** A frame as a client sends it: masked, with a mask of zeros. `head` is what precedes the length. */
export function frame(head: number, payload: Buffer, { masked = true, length = payload.length } = {}): Buffer {
  const mask = masked ? 0x80 : 0;
  const size =
    length < 126
      ? Buffer.from([mask | length])
      : length < 65_536
        ? Buffer.from([mask | 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([mask | 127]), uint64(length)]);
  return Buffer.concat([Buffer.from([head]), size, Buffer.alloc(masked ? 4 : 0), payload]);
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** The code of the close frame at the end. */
export function closeCode(received: Buffer): number | undefined {
  const at = received.lastIndexOf(0x88);
  return at === -1 || received.length < at + 4 ? undefined : received.readUInt16BE(at + 2);
}
