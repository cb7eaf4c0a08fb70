import type { Person } from "../environment/people.js";
import type { Progress } from "../environment/progress.js";
import type { PairLedger } from "./ledger.js";
import { RATE, REMOVE, REVIEW_MOVIE, sendWrite, type WriteAnswer } from "./send-write.js";

export interface WriterOptions {
  person: Person;
  ledgers: readonly PairLedger[];
  progress: Progress;
  signal: AbortSignal;
}

/** One user at work: writes to its movies one after the other until told to stop, whatever happens to the server. */
export async function write({ person, ledgers, progress, signal }: WriterOptions): Promise<void> {
  let writes = 0;
  while (!signal.aborted) {
    writes += 1;
    const ledger = oneOf(ledgers);
    const key = Math.random() < 0.5 ? `${person.name} ${writes}` : undefined;
    const dice = Math.random();
    if (dice < 0.1) await sendAgain(person, ledger, progress);
    else if (dice < 0.25) await review(person, ledger, `words ${writes} of ${person.name}`, key, progress);
    else await rate(person, ledger, dice < 0.4 ? null : 1 + Math.floor(Math.random() * 10), key, progress);
  }
}

async function rate(
  person: Person,
  ledger: PairLedger,
  score: number | null,
  key: string | undefined,
  progress: Progress,
): Promise<void> {
  const answer = await sendUntilKnown(() => sendRating(person, ledger, score, key, progress), key);
  if (answer === "not-done") return;
  ledger.ratings.push({ score, key, eventId: answer === "unknown" ? null : (answer.eventId ?? "none") });
  if (answer === "unknown" || !answer.applied) return;
  // Whoever is told that it shows already sees it.
  if ((answer.rating?.score ?? null) !== score) {
    throw new Error(`${person.name} wrote ${score} and was shown ${JSON.stringify(answer)}`);
  }
}

/** A key of an earlier, acknowledged write, whatever was written after it: it must have no effect any more. */
async function sendAgain(person: Person, ledger: PairLedger, progress: Progress): Promise<void> {
  const earlier = ledger.ratings.filter(({ key }) => key !== undefined);
  if (earlier.length === 0) return;
  const { score, key, eventId } = oneOf(earlier);
  const answer = await sendUntilKnown(() => sendRating(person, ledger, score, key, progress), key);
  if (typeof answer === "object" && answer.eventId !== eventId) {
    throw new Error(`the same key gave the event ${answer.eventId}, not ${eventId}`);
  }
}

function sendRating(
  person: Person,
  { movieId }: PairLedger,
  score: number | null,
  key: string | undefined,
  progress: Progress,
) {
  const input = {
    movieId,
    ...(score === null ? {} : { score }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  };
  return sendWrite(person.client, score === null ? REMOVE : RATE, input, progress);
}

async function review(
  person: Person,
  { movieId, reviews }: PairLedger,
  text: string,
  key: string | undefined,
  progress: Progress,
): Promise<void> {
  const input = { movieId, text, ...(key === undefined ? {} : { idempotencyKey: key }) };
  const answer = await sendUntilKnown(() => sendWrite(person.client, REVIEW_MOVIE, input, progress), key);
  if (answer !== "not-done") reviews.push({ text, acknowledged: answer !== "unknown" });
}

/** With a key, a write without an answer is sent again until it has one. */
async function sendUntilKnown(
  send: () => ReturnType<typeof sendWrite>,
  key: string | undefined,
): Promise<WriteAnswer | "unknown" | "not-done"> {
  for (;;) {
    const outcome = await send();
    if (typeof outcome === "object" || key === undefined) return outcome;
  }
}

function oneOf<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}
