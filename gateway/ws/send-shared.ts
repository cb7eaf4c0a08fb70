import type { WebSocket } from "ws";

/**
 * Sends a subscription's messages past graphql-ws: they are JSON already, written once for all who get them. What is left for
 * graphql-ws is an iterator that yields nothing and ends, or throws, when the subscription does.
 */
export function sendShared(
  messages: AsyncIterableIterator<string, undefined>,
  socket: Pick<WebSocket, "send" | "readyState" | "OPEN">,
  id: string,
): AsyncIterableIterator<never, undefined> {
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  let left = false;
  const iterator: AsyncIterableIterator<never, undefined> = {
    async next() {
      for (;;) {
        const step = await messages.next();
        if (step.done === true || left) return { done: true, value: undefined };
        await send(socket, `${head}${step.value}}`);
      }
    },
    async return() {
      left = true;
      await messages.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await iterator.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/** Resolves when the message has left for the network: that is what makes a slow client's messages wait, and not pile up here. */
function send(socket: Pick<WebSocket, "send" | "readyState" | "OPEN">, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A socket that fails closes, and closing ends its subscriptions.
    if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
    else resolve();
  });
}
