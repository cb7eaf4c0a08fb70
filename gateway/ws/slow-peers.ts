import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { WebSocket } from "ws";
import type { Outbox } from "./outbox.js";

export interface SlowPeersOptions {
  /** More than so many bytes held for a peer, */
  maxBytes: number;
  /** for so long, and it is cut off. */
  forMs: number;
  metrics: Metrics;
  logger: Logger;
}

interface Peer {
  socket: WebSocket;
  outbox: Outbox;
  /** Since when too much is held for it. */
  overSince: number | undefined;
}

const LOOKS_WITHIN_THAT = 4;

/** Cuts off peers for which too much has been held for too long: no closing frame would reach them. */
export function watchSlowPeers({ maxBytes, forMs, metrics, logger }: SlowPeersOptions) {
  const peers = new Set<Peer>();
  const cutOff = metrics.counter({
    name: "marquee_gateway_slow_sockets_cut_off_total",
    help: "Websockets cut off because their peers left too much unread for too long.",
  });
  const held = () => {
    let bytes = 0;
    for (const { outbox } of peers) bytes += outbox.heldBytes;
    return bytes;
  };
  metrics.gauge({
    name: "marquee_gateway_send_buffer_bytes",
    help: "Bytes held for websockets' peers that have not read them yet.",
    collect() {
      this.set(held());
    },
  });

  function look(): void {
    const now = performance.now();
    for (const peer of peers) {
      if (peer.outbox.heldBytes <= maxBytes) peer.overSince = undefined;
      else if (peer.overSince === undefined) peer.overSince = now;
      else if (now - peer.overSince >= forMs) {
        cutOff.inc();
        logger.info({ heldBytes: peer.outbox.heldBytes }, "a websocket's peer did not read for too long; cut off");
        peers.delete(peer);
        peer.socket.terminate();
      }
    }
  }
  const timer = setInterval(look, Math.max(1, forMs / LOOKS_WITHIN_THAT));

  return {
    /** Returns how to stop watching. */
    watch(socket: WebSocket, outbox: Outbox): () => void {
      const peer: Peer = { socket, outbox, overSince: undefined };
      peers.add(peer);
      return () => peers.delete(peer);
    },
    close: () => clearInterval(timer),
  };
}
