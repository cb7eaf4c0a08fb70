import { ConnectionLost, type GraphqlClient } from "../environment/graphql-client.js";
import type { Progress } from "../environment/progress.js";

export interface WriteAnswer {
  eventId?: string | null;
  applied: boolean;
  rating?: { score: number } | null;
  review?: { text: string } | null;
  userErrors: { message: string }[];
}

/** unknown: it may have been stored. not-done: it was not. */
export type Outcome = WriteAnswer | "unknown" | "not-done";

const RATING = "{ eventId applied rating { score } userErrors { message } }";
const REVIEW = "{ applied review { text } userErrors { message } }";

export const RATE = `mutation Rate($input: RateMovieInput!) { payload: rateMovie(input: $input) ${RATING} }`;
export const REMOVE = `mutation Remove($input: RemoveRatingInput!) { payload: removeRating(input: $input) ${RATING} }`;
export const REVIEW_MOVIE = `mutation Review($input: SubmitReviewInput!) { payload: submitReview(input: $input) ${REVIEW} }`;

/** Sends one write as soon as the server is up, once. Throws for answers that no kill explains. */
export async function sendWrite(
  client: GraphqlClient,
  mutation: string,
  input: Record<string, unknown>,
  progress: Progress,
): Promise<Outcome> {
  try {
    const answer = await client.send<{ payload: WriteAnswer }>(mutation, { input }, () => progress.count("sent"));
    const codes = answer.errors.map(({ extensions }) => extensions?.code);
    if (codes.includes("UNKNOWN_OUTCOME")) return "unknown";
    if (codes.length > 0 && codes.every((code) => code === "UNAVAILABLE")) return "not-done";
    if (answer.status !== 200 || codes.length > 0 || answer.data?.payload.userErrors.length !== 0) {
      throw new Error(`HTTP ${answer.status}: ${answer.text}`);
    }
    progress.count("acknowledged");
    return answer.data.payload;
  } catch (error) {
    if (error instanceof ConnectionLost) return error.maybeSent ? "unknown" : "not-done";
    throw error;
  }
}
