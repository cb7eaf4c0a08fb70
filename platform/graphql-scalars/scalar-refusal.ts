import { GraphQLError } from "graphql";

const MAX_SHOWN_CHARACTERS = 40;

/** What a client is told of a value that is none of its type: what was expected, and what came instead. */
export function scalarRefusal(expected: string, value: unknown): GraphQLError {
  const shown = JSON.stringify(value) ?? String(value);
  const short = shown.length > MAX_SHOWN_CHARACTERS ? `${shown.slice(0, MAX_SHOWN_CHARACTERS)}…` : shown;
  return new GraphQLError(`${expected}, not ${short}.`, { extensions: { code: "BAD_USER_INPUT" } });
}

/** Ours to put right: a resolver answered with something that is none of the type. */
export function unserialisable(scalar: string, value: unknown): Error {
  return new TypeError(
    `A resolver returned ${typeof value} ${String(value).slice(0, MAX_SHOWN_CHARACTERS)} as ${scalar}`,
  );
}
