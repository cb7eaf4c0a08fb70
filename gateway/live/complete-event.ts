import { inSpan } from "@marquee/platform/tracing/otel-spans.js";
import { type ExecutionResult, GraphQLError } from "graphql";
import type { OperationContext, SubscriptionPlan } from "../execution/federated-executor.js";
import { publicCode, toPublicError } from "../gate/public-error.js";
import { pause } from "./abortable.js";
import type { UpstreamItem } from "./live-item.js";

export interface Completion {
  plan: SubscriptionPlan;
  variables: Record<string, unknown>;
  context: OperationContext;
  /** How often, and how long in all, the other subgraphs are asked before an event goes out without what they know. */
  tries: number;
  budgetMs: number;
  signal: AbortSignal;
  onExecution: () => void;
  /** Told of errors that clients don't see. */
  onHidden: (error: unknown) => void;
}

export interface CompletedEvent {
  /** `{data, errors}` for clients. */
  json: string;
  /** Whether it has errors: what is missing now may be had in a moment. */
  failed: boolean;
}

/** Makes the clients' message of an event. One subgraph down never stops a feed: its fields are null, with errors. */
export async function completeEvent({ event, feed }: UpstreamItem, completion: Completion): Promise<CompletedEvent> {
  const span = { kind: "consumer", parent: feed.trace, onlyWithin: true } as const;
  const run = () => executeWithRetries(event, completion);
  const { data, errors } = await (feed.trace === undefined ? run() : inSpan("deliver event", span, run));
  const shown = errors?.map((error) => {
    if (publicCode(error) === "INTERNAL_SERVER_ERROR") completion.onHidden(error);
    return toPublicError(error);
  });
  const json = JSON.stringify({ data, ...(shown === undefined ? {} : { errors: shown }) });
  return { json, failed: shown !== undefined };
}

async function executeWithRetries(event: UpstreamItem["event"], completion: Completion) {
  const { plan, variables, context, tries, budgetMs, signal } = completion;
  const deadline = performance.now() + budgetMs;
  // What the event itself failed to give will not get better.
  const own = event.errors?.length ?? 0;
  for (let attempt = 1; ; attempt += 1) {
    completion.onExecution();
    const left = Math.max(1, Math.ceil(deadline - performance.now()));
    const result = await plan.executeEvent(event, variables, { ...context, timeoutMs: left }).catch(failed);
    const passing = (result.errors ?? []).slice(own).some((error) => publicCode(error) === "UNAVAILABLE");
    const waitMs = budgetMs / (2 * tries);
    if (!passing || attempt >= tries || performance.now() + waitMs >= deadline || signal.aborted) return result;
    await pause(waitMs, signal);
  }
}

/** A defect of the executor: the event can't be shown, and the next one may be. */
function failed(error: unknown): ExecutionResult {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return { data: null, errors: [new GraphQLError(originalError.message, { originalError })] };
}
