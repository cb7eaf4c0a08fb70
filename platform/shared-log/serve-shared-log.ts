import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { AppError } from "../errors/app-error.js";
import type { Closeable, EventLog } from "../event-log/event-log.js";
import { type Logger, silentLogger } from "../logger/logger.js";
import { SharedLogSeat } from "./shared-log-seat.js";
import { socketPath, withShortPath } from "./socket-path.js";

/** Each may hold a frame and what it asked for. */
const MAX_CLIENTS = 64;

export interface ServeSharedLogOptions {
  /** Locked by this process: what lies there from another is of one that was killed. */
  dataDir: string;
  /** Stays open when this is closed. */
  log: EventLog;
  logger?: Logger;
}

/**
 * Lets other processes of this user use the log of a data folder, over a socket in it. Closing answers what was asked, then hangs up.
 * Throws DATA_DIR_UNWRITABLE.
 */
export async function serveSharedLog({
  dataDir,
  log,
  logger = silentLogger,
}: ServeSharedLogOptions): Promise<Closeable> {
  const path = socketPath(dataDir);
  const seats = new Set<SharedLogSeat>();
  const server = createServer((socket: Socket) => {
    const seat = new SharedLogSeat(socket, log, logger);
    seats.add(seat);
    socket.once("close", () => seats.delete(seat));
  });
  server.maxConnections = MAX_CLIENTS;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await chmod(dirname(path), 0o700);
    await rm(path, { force: true });
    await withShortPath(path, (address) => listen(server, address));
    await chmod(path, 0o600);
  } catch (cause) {
    server.close();
    throw new AppError(
      "DATA_DIR_UNWRITABLE",
      `No socket can be made at ${path} (${(cause as Error).message}): make the folder writable for this user, or set DATA_DIR to another one.`,
      { cause },
    );
  }
  server.on("error", (error) => logger.error({ error }, "a client of the shared log could not be let in"));
  return {
    async close() {
      // First the way in: who looks for the owner from now on finds none.
      await rm(path, { force: true });
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...seats].map((seat) => seat.close()));
      await closed;
    },
  };
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
