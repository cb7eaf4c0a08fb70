/** Stands between kafkajs and one broker, knows requests from responses, and loses what a test wants to be lost. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { ISocketFactory } from "kafkajs";

export interface KafkaProxy {
  /** Connects to the proxy, whatever address a broker tells of itself. */
  readonly socketFactory: ISocketFactory;
  /** Asked for each produce response, counted from 1: true loses it, and its connection with it. */
  losesProduceResponse: (nth: number) => boolean;
  /** While true nothing passes, and connections stay as they are. */
  silent: boolean;
  /** Cuts what is connected, and refuses what comes, until `allow`. */
  cut(): void;
  allow(): void;
  close(): Promise<void>;
}

const PRODUCE = 0;

export async function openKafkaProxy(broker: string): Promise<KafkaProxy> {
  const [host = "", port = ""] = broker.split(":");
  const sockets = new Set<Socket>();
  let produceResponses = 0;
  let refusing = false;

  const server = createServer((client) => {
    if (refusing) return void client.destroy();
    const upstream = connect({ host, port: Number(port) });
    const produces = new Set<number>();
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    // A request: size, api key (16 bits), api version (16 bits), correlation id.
    onFrames(client, (frame) => {
      if (frame.readInt16BE(4) === PRODUCE) produces.add(frame.readInt32BE(8));
      if (!proxy.silent) upstream.write(frame);
    });
    // A response: size, correlation id.
    onFrames(upstream, (frame) => {
      const answersProduce = produces.delete(frame.readInt32BE(4));
      if (answersProduce) produceResponses += 1;
      if (answersProduce && proxy.losesProduceResponse(produceResponses)) client.destroy();
      else if (!proxy.silent) client.write(frame);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = (server.address() as AddressInfo).port;

  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy: KafkaProxy = {
    socketFactory: ({ onConnect }) => connect({ host: "127.0.0.1", port: own }, onConnect).setNoDelay(true),
    losesProduceResponse: () => false,
    silent: false,
    cut() {
      refusing = true;
      destroyAll();
    },
    allow() {
      refusing = false;
    },
    async close() {
      destroyAll();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

function onFrames(socket: Socket, onFrame: (frame: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4) {
      const end = 4 + pending.readInt32BE(0);
      if (pending.length < end) return;
      onFrame(pending.subarray(0, end));
      pending = pending.subarray(end);
    }
  });
}
