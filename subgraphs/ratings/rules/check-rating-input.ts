export interface InputFault {
  code: "INVALID";
  field: string[];
  message: string;
}

/** Everything that is wrong with a rating's input that can be told without asking anybody. */
export function checkRatingInput(input: {
  movieId: string;
  score?: number;
  idempotencyKey: string | null;
}): InputFault[] {
  const faults: InputFault[] = [];
  const fault = (field: string, message: string) => faults.push({ code: "INVALID", field: ["input", field], message });
  if (input.movieId === "" || input.movieId.length > 200) fault("movieId", "A movie id has 1 to 200 characters.");
  if (input.score !== undefined && !(Number.isInteger(input.score) && input.score >= 1 && input.score <= 10)) {
    fault("score", `A score is a whole number from 1 to 10, not ${input.score}.`);
  }
  const key = input.idempotencyKey;
  if (key !== null && (key === "" || key.length > 128)) {
    fault("idempotencyKey", "An idempotency key has 1 to 128 characters; leave it out to have none.");
  }
  return faults;
}
