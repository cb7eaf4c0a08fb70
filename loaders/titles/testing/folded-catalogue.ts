import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { readMovieEvent } from "@marquee/schema/events/movie-events.js";
import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";

/** The catalogue as whoever follows the log has it. */
export class FoldedCatalogue {
  readonly live = new Map<string, CatalogueEntry>();
  /** By id, the one that stands for it. */
  readonly retired = new Map<string, string | null>();
  readonly eventIds = new Set<string>();

  fold(messages: readonly Pick<NewMessage, "value">[]): void {
    for (const { value } of messages) {
      const event = readMovieEvent(value);
      this.eventIds.add(event.eventId);
      if (event.type === "MovieUpserted") {
        this.live.set(event.movieId, event.movie);
        this.retired.delete(event.movieId);
      } else {
        this.live.delete(event.movieId);
        this.retired.set(event.movieId, event.replacedBy);
      }
    }
  }
}
