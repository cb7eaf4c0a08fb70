import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a node that can fail as networks do: in a single-node cluster all traffic of a client goes through it. */
export interface CassandraLink {
  /** host:port to use in place of the node's. */
  readonly contactPoint: string;
  /** Ends connections, and refuses new ones. */
  cut(): Promise<void>;
  /** Answers are no longer passed on; requests are. */
  holdAnswers(): void;
  /** Neither is passed on. */
  stall(): void;
  /** What was cut can be connected to again. What was held up never arrives: its connections end. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

export async function openCassandraLink(contactPoint: string): Promise<CassandraLink> {
  const [host = "", nodePort = ""] = contactPoint.split(":");
  const sockets = new Set<Socket>();
  let requestsPass = true;
  let answersPass = true;

  const server = createServer((client) => {
    const node = connect(Number(nodePort), host);
    for (const [socket, other] of [[client, node] as const, [node, client] as const]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (bytes) => requestsPass && node.write(bytes));
    node.on("data", (bytes) => answersPass && client.write(bytes));
  });
  const port = await listen(server, 0);
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = async () => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    endAll();
    await closed;
  };
  return {
    contactPoint: `127.0.0.1:${port}`,
    cut,
    holdAnswers() {
      answersPass = false;
    },
    stall() {
      requestsPass = false;
      answersPass = false;
    },
    async heal() {
      endAll();
      requestsPass = true;
      answersPass = true;
      if (!server.listening) await listen(server, port);
    },
    close: cut,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
