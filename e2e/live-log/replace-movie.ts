// Not a black box: writes into the log, as a load does that finds out that two movies are one.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { openLogOfDataDir } from "@marquee/platform/engines/open-log-of-data-dir.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";

export async function replaceMovie(
  dataDir: string,
  { movieId, replacedBy }: { movieId: string; replacedBy: string },
): Promise<void> {
  const opened = await openLogOfDataDir({ dataDir, partitions: 4, clock: systemClock, logger: silentLogger });
  try {
    const eventId = `${movieId} is ${replacedBy}`;
    const event = MovieRetired.create({ eventId, occurredAt: 0, origin: "import", movieId, replacedBy });
    await opened.log.append(MovieRetired.topic, [MovieRetired.encode(event)]);
  } finally {
    await opened.close();
  }
}
