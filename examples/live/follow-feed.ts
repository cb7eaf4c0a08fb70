import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type GraphQLFormattedError, print } from "graphql";
import { connect } from "./connect.js";
import { afterClose, afterRefusal, type LostCursor, type Next, type Refusal } from "./what-next.js";

export interface FollowOptions<Data, Variables> {
  /** ws://127.0.0.1:4000/graphql */
  url: string;
  /** A subscription that takes `after` and asks for the cursor of its root field; one that does not can't be resumed. */
  document: TypedDocumentNode<Data, Variables> | string;
  variables?: Omit<Variables, "after"> | undefined;
  /** To go on from where an earlier run ended. */
  after?: string | undefined;
  /** The access token to connect with; `refused` is one that is no longer accepted. Undefined: nobody is signed in. */
  token?: (refused: string | undefined) => Promise<string | undefined>;
  webSocketImpl?: unknown;
  signal?: AbortSignal;
  /** How long to wait before the first and before any further attempt to connect again, at most; half of it at least. */
  backOff?: { firstMs: number; mostMs: number };
}

export type FeedStep<Data> =
  /** With errors where a subgraph could not be asked: those fields are null, the cursor is good. */
  | { data: Data; errors?: readonly GraphQLFormattedError[] }
  /** What came between the last item and the next one is unknown. */
  | { gap: LostCursor };

/**
 * Everything that a feed tells, across restarts of the server, lost connections and expired tokens: nothing is missing, nothing comes
 * twice, and where that can't be kept there is a step that says so. Ends when `signal` is aborted; throws when the operation is refused.
 */
export async function* followFeed<Data, Variables>(
  options: FollowOptions<Data, Variables>,
): AsyncGenerator<FeedStep<Data>, void> {
  const { url, document, variables, signal, webSocketImpl } = options;
  const { firstMs, mostMs } = options.backOff ?? { firstMs: 250, mostMs: 15_000 };
  const query = typeof document === "string" ? document : print(document);
  let { after } = options;
  let token = await options.token?.(undefined);
  let failures = 0;

  while (!signal?.aborted) {
    const client = connect({ url, token, webSocketImpl });
    // A connection that is failing at this moment has nothing left to close, and says so.
    const leave = () => void Promise.resolve(client.dispose()).catch(() => {});
    signal?.addEventListener("abort", leave);
    let next: Next = { action: "resume", notBeforeMs: 0 };
    try {
      const results = client.iterate<Data>({ query, variables: { ...variables, after } });
      for await (const { data, errors } of results) {
        if (data == null) continue;
        failures = 0;
        // Kept before it is handed out: whoever stops in the middle of a step has had it.
        after = cursorOf(data) ?? after;
        yield errors === undefined ? { data } : { data, errors };
      }
    } catch (end) {
      next = Array.isArray(end) ? afterRefusal(end) : afterClose((end as { code?: number }).code ?? 1006);
      if (next.action === "give up" || (next.action === "refresh" && failures > 0)) throw refused(end);
    } finally {
      signal?.removeEventListener("abort", leave);
      leave();
    }
    if (signal?.aborted) return;
    if (next.action === "start anew") {
      after = undefined;
      yield { gap: next.gap };
    }
    if (next.action === "refresh") token = await options.token?.(token);
    const waitMs = Math.min(mostMs, firstMs * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    await pause(Math.max(waitMs, next.action === "resume" ? next.notBeforeMs : 0), signal);
  }
}

/** Of the one root field that a subscription has, whatever it is called. */
function cursorOf(data: unknown): string | undefined {
  const [item] = Object.values(data as Record<string, { cursor?: string } | null>);
  return item?.cursor;
}

function refused(end: unknown): Error {
  const words = Array.isArray(end)
    ? (end as Refusal[]).map(({ message }) => message).join(" ")
    : String((end as { reason?: unknown }).reason ?? end);
  return new Error(words, { cause: end });
}

/** Resolves early when the signal is aborted. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
