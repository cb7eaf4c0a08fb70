import type { Client } from "cassandra-driver";
import type { Logger } from "../logger/logger.js";

const AGAIN_AFTER_MS = 1_000;

/** The driver's connection for cluster events. Not among its types. */
interface ControlConnection {
  connection: unknown;
  _isShuttingDown: boolean;
  /** Without nodes: acquires a connection anew. With them: an attempt within that. */
  _refresh(nodes?: unknown): Promise<void>;
  _refreshControlConnection(nodes: unknown): Promise<void>;
  _borrowAConnection(nodes: unknown): unknown;
}

/**
 * Keeps defects of the driver (4.10.0) from ending the process when all nodes go and come back. Its control connection, when no
 * pool has a connection for it, opens one of its own beside them: these are never closed, and they make several reconnections run
 * at once, which take each other's connection away and throw where nobody catches (NODEJS-681). Here it waits for the pools, which
 * reconnect by themselves, one at a time. Nodes that came back at other addresses are cassandra-client-keeper.ts' business.
 */
export function guardControlConnection(client: Client, logger: Logger): void {
  const { controlConnection: control } = client as unknown as { controlConnection: ControlConnection };
  const refresh = control._refresh.bind(control);
  let running = false;
  let wanted = false;

  async function refreshAlone(): Promise<void> {
    wanted = true;
    if (running) return;
    running = true;
    try {
      while (wanted && !control._isShuttingDown) {
        wanted = false;
        await refresh();
      }
    } catch (error) {
      logger.debug({ error }, "cassandra-driver: the control connection is opened again");
      setTimeout(() => void refreshAlone(), AGAIN_AFTER_MS).unref();
    } finally {
      running = false;
    }
  }

  control._refresh = (nodes) => (nodes === undefined ? refreshAlone() : refresh(nodes));
  control._refreshControlConnection = async (nodes) => {
    control.connection = control._borrowAConnection(nodes);
  };
}
