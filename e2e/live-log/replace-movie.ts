// Not a black box: writes into the log where it lies, as a load does that finds out that two movies are one.
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { openEnginesOf } from "./open-engines-of.js";

/** `env` is what the processes were given; with embedded engines none of them may be running. */
export async function replaceMovie(
  env: Readonly<Record<string, string>>,
  { movieId, replacedBy }: { movieId: string; replacedBy: string },
): Promise<void> {
  const { engines, close } = await openEnginesOf(env);
  try {
    const eventId = `${movieId} is ${replacedBy}`;
    const event = MovieRetired.create({ eventId, occurredAt: 0, origin: "import", movieId, replacedBy });
    await engines.log.append(MovieRetired.topic, [MovieRetired.encode(event)]);
  } finally {
    await close();
  }
}
