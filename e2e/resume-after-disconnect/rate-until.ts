import { ConnectionLost } from "../environment/graphql-client.js";
import type { Person } from "../environment/people.js";
import type { Progress } from "../environment/progress.js";

const RATE = "mutation Rate($input: RateMovieInput!) { rateMovie(input: $input) { eventId } }";
const REMOVE = "mutation Remove($input: RemoveRatingInput!) { removeRating(input: $input) { eventId } }";

/** Rates and takes back, one after the other, whatever happens to the server. */
export async function rateUntil(
  signal: AbortSignal,
  { person, movieIds, progress }: { person: Person; movieIds: readonly string[]; progress: Progress },
): Promise<void> {
  while (!signal.aborted) {
    const movieId = movieIds[Math.floor(Math.random() * movieIds.length)];
    const score = Math.floor(Math.random() * 11);
    try {
      await person.client.request(score === 0 ? REMOVE : RATE, {
        input: { movieId, ...(score === 0 ? {} : { score }) },
      });
      progress.count("acknowledged");
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    }
  }
}
