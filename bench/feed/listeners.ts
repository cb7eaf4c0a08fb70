// A process of listeners, told what to do by its parent.
import { randomUUID } from "node:crypto";
import { type CountingSocket, openCountingSocket } from "./counting-socket.js";
import { SUBSCRIPTION_ID } from "./query.js";

export type ToListeners =
  | { do: "open"; url: string; count: number; ownIds: boolean }
  | { do: "expect"; events: number }
  | { do: "time"; on: boolean }
  | { do: "close" };

export type FromListeners =
  | { said: "open" }
  | { said: "closed" }
  /** Milliseconds since 1970, with fractions. */
  | { said: "done"; firstAt: number; lastAt: number }
  | { said: "arrived"; eventId: string; at: number[] };

const EVENT_ID = /"eventId":"([^"]+)"/;
const now = () => performance.timeOrigin + performance.now();
const say = (message: FromListeners) => process.send?.(message);

let sockets: CountingSocket[] = [];
let expected = 0;
let events = 0;
let firstAt = 0;
let timed = false;
const arrivals = new Map<string, number[]>();

function onEvent(frame: Buffer): void {
  if (timed) {
    const eventId = EVENT_ID.exec(String(frame))?.[1] ?? "";
    const at = arrivals.get(eventId) ?? [];
    at.push(now());
    arrivals.set(eventId, at);
    if (at.length < sockets.length) return;
    arrivals.delete(eventId);
    say({ said: "arrived", eventId, at });
    return;
  }
  if (events === 0) firstAt = now();
  events += 1;
  if (events === expected) say({ said: "done", firstAt, lastAt: now() });
}

async function open(url: string, count: number, ownIds: boolean): Promise<void> {
  for (let opened = 0; opened < count; opened += 50) {
    const batch = Array.from({ length: Math.min(50, count - opened) }, () =>
      openCountingSocket(url, ownIds ? randomUUID() : SUBSCRIPTION_ID, onEvent),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  say({ said: "open" });
}

process.on("message", (message: ToListeners) => {
  if (message.do === "open") void open(message.url, message.count, message.ownIds);
  else if (message.do === "time") timed = message.on;
  else if (message.do === "expect") {
    events = 0;
    expected = message.events * sockets.length;
  } else {
    for (const socket of sockets) socket.close();
    sockets = [];
    say({ said: "closed" });
  }
});
