import { createHash } from "node:crypto";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { SubscriptionPlan } from "../execution/federated-executor.js";
import type { PreparedSubscription } from "./prepare-subscription.js";
import type { WhenSlow } from "./waiting-items.js";

/** What equal subscriptions have in common: everything but where they start. */
export interface LiveFeed {
  /** Equal for equal feeds. */
  key: string;
  /** Equal for feeds that show an event alike: they may differ in which events they get. */
  selectionKey: string;
  plan: SubscriptionPlan;
  variables: Record<string, unknown>;
  resumable: boolean;
  whenSlow: WhenSlow;
  /** Null unless the result depends on who asks. */
  viewer: Viewer | null;
}

/** `generation` tells supergraphs apart: after a reload nobody joins a feed that was planned before it. */
export function liveFeed(
  generation: number,
  prepared: PreparedSubscription,
  plan: SubscriptionPlan,
  given: Readonly<Record<string, unknown>>,
  viewer: Viewer | null,
): LiveFeed {
  const variables = pick(given, prepared.variableNames);
  const scope = [generation, plan.viewerDependent, plan.viewerDependent ? (viewer?.userId ?? null) : "shared"];
  const { selection } = prepared;
  const keyOf = (text: string, used: unknown) => JSON.stringify([...scope, sorted(used), text]);
  const selectionKey = keyOf(selection.text, pick(given, selection.variableNames));
  return {
    key: keyOf(prepared.text, variables),
    selectionKey: createHash("sha256").update(selectionKey).digest("base64url"),
    plan,
    variables,
    resumable: prepared.resumable,
    whenSlow: whenSlowOf(plan, variables),
    viewer: plan.viewerDependent ? viewer : null,
  };
}

function whenSlowOf({ conflatable, gapOf }: SubscriptionPlan, variables: Record<string, unknown>): WhenSlow {
  if (conflatable) return { kind: "latest" };
  if (gapOf === undefined) return { kind: "end" };
  return { kind: "gap", gapOf: (cursor, reason) => JSON.stringify(gapOf({ cursor, reason }, variables)) };
}

function pick(given: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    if (given[name] !== undefined) picked[name] = given[name];
  }
  return picked;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
