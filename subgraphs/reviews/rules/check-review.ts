export interface InputMistake {
  code: "INVALID";
  field: string[];
  message: string;
}

export interface ReviewInput {
  text: string;
  summary?: string | null | undefined;
  score?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

const MAX_TEXT = 20_000;
const MAX_SUMMARY = 300;
const MAX_KEY = 128;

/** What is wrong with a review as it was typed; empty when nothing is. Lengths are counted in Unicode characters. */
export function checkReview({ text, summary, score, idempotencyKey }: ReviewInput): InputMistake[] {
  const mistakes: InputMistake[] = [];
  const refuse = (field: string, message: string) =>
    mistakes.push({ code: "INVALID", field: ["input", field], message });
  if (text.trim() === "") refuse("text", "A review needs a text.");
  if (isLongerThan(text, MAX_TEXT)) refuse("text", "A review has at most 20,000 characters; shorten it.");
  if (summary != null && isLongerThan(summary, MAX_SUMMARY)) {
    refuse("summary", "A summary has at most 300 characters; shorten it.");
  }
  if (score != null && !(Number.isInteger(score) && score >= 1 && score <= 10)) {
    refuse("score", `A score is a whole number from 1 to 10, not ${score}.`);
  }
  if (idempotencyKey != null && (idempotencyKey === "" || isLongerThan(idempotencyKey, MAX_KEY))) {
    refuse("idempotencyKey", "An idempotency key has 1 to 128 characters.");
  }
  return mistakes;
}

function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  // A character takes one or two UTF-16 units.
  if (text.length > 2 * limit) return true;
  let characters = 0;
  for (const _ of text) characters++;
  return characters > limit;
}
