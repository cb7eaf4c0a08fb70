import type { EventLog, LogMessage, NewMessage } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { EventUnreadable } from "@marquee/schema/events/define-event.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { appendSlices } from "../run/append-slices.js";
import { patiently } from "../run/patience.js";
import type { TitleRegistry } from "../titles/title-registry.js";
import type { WithdrawalCheckpoint, WithdrawalNotes } from "./withdrawal-notes.js";
import { WITHDRAWALS, type WithdrawalOf } from "./withdrawal-of.js";

export interface WithdrawDatasetOptions {
  dataset: string;
  log: EventLog;
  registry: Pick<TitleRegistry, "withdraw">;
  notes: WithdrawalNotes;
  onProgress(progress: WithdrawalProgress): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** Stops between two appends; the next run goes on from there. */
  signal: AbortSignal;
}

export interface WithdrawalProgress {
  /** What is read at the moment. */
  topic: string;
  /** Messages of the log, of all that are to be read. */
  done: number;
  total: number;
}

export interface WithdrawalReport {
  outcome: "withdrawn" | "stopped";
  /** What went; by topic for ratings, reviews and users. */
  rows: Record<string, number>;
  titles: number;
}

const NOTHING: WithdrawalCheckpoint = { reached: {}, rows: {}, titles: 0 };

/**
 * Takes back what a dataset brought, by what the log says that it brought: ratings and reviews of its users, the users, and then its
 * titles, as far as no other dataset has them. Killed anywhere, the next run goes on; what is sent again has the same event ids.
 * Nothing may load the dataset meanwhile. Throws what the log and the registry throw.
 */
export async function withdrawDataset(options: WithdrawDatasetOptions): Promise<WithdrawalReport> {
  const { dataset, log, registry, notes, now, signal } = options;
  const at = structuredClone((await notes.load()) ?? NOTHING);
  // At once: whoever asks to load it meanwhile is told that it is being taken back.
  await notes.save(at);
  const report = (outcome: WithdrawalReport["outcome"]) => ({ outcome, rows: at.rows, titles: at.titles });
  const progress = await progressOf(options, at);
  for (const { topic, of } of WITHDRAWALS) {
    await withdrawTopic(options, at, topic, of, progress);
    if (signal.aborted) return report("stopped");
  }
  for await (const prepared of registry.withdraw(dataset)) {
    try {
      for (const messages of appendSlices(prepared.messages)) await append(log, now, TOPICS.movies, messages);
      await prepared.commit();
    } catch (error) {
      await prepared.discard();
      throw error;
    }
    at.titles += prepared.messages.length;
    await notes.save(at);
    if (signal.aborted) return report("stopped");
  }
  return report("withdrawn");
}

async function withdrawTopic(
  { dataset, log, notes, now, signal }: WithdrawDatasetOptions,
  at: WithdrawalCheckpoint,
  topic: string,
  of: WithdrawalOf,
  onRead: (topic: string, messages: number) => void,
): Promise<void> {
  const prefix = `${dataset}:`;
  const reached = at.reached[topic] ?? {};
  at.reached[topic] = reached;
  // Read side by side, the partitions share one checkpoint.
  let before: Promise<void> = Promise.resolve();
  const take = async (messages: readonly LogMessage[]): Promise<void> => {
    if (signal.aborted) throw new Stopped();
    const found = messages.flatMap(({ value }) => {
      // Most messages are others', and reading one in full costs a hundred times as much.
      if (!value.includes(`"${prefix}`)) return [];
      return withdrawalIn(value, prefix, now(), of) ?? [];
    });
    for (const slice of appendSlices(found.map(({ message }) => message))) await append(log, now, topic, slice);
    const last = messages.at(-1);
    if (last === undefined) return;
    reached[last.partition] = last.position + 1;
    at.rows[topic] = (at.rows[topic] ?? 0) + found.reduce((sum, { rows }) => sum + rows, 0);
    onRead(topic, messages.length);
    if (found.length > 0) await notes.save(at);
  };
  const from = new Map(Object.entries(reached).map(([partition, position]) => [Number(partition), position]));
  try {
    await readToEnd(
      log,
      topic,
      (messages) => {
        before = before.then(() => take(messages));
        return before;
      },
      from,
    );
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  await notes.save(at);
}

class Stopped extends Error {
  override readonly name = "Stopped";
}

/** What can't be read is for dead letters, and nothing that a dataset brought. */
function withdrawalIn(value: string, prefix: string, now: number, of: WithdrawalOf) {
  try {
    return of(value, prefix, now);
  } catch (error) {
    if (error instanceof EventUnreadable) return null;
    throw error;
  }
}

function append(log: EventLog, now: () => number, topic: string, messages: readonly NewMessage[]): Promise<unknown> {
  return patiently(now, () => log.append(topic, messages));
}

async function progressOf(
  { log, onProgress }: Pick<WithdrawDatasetOptions, "log" | "onProgress">,
  at: WithdrawalCheckpoint,
): Promise<(topic: string, messages: number) => void> {
  let total = 0;
  for (const { topic } of WITHDRAWALS) {
    for (const { partition, earliest, end } of await log.positions(topic)) {
      total += end - Math.max(earliest, at.reached[topic]?.[partition] ?? earliest);
    }
  }
  let done = 0;
  return (topic, messages) => {
    done += messages;
    onProgress({ topic, done, total: Math.max(total, done) });
  };
}
