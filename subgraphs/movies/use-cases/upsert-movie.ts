import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { AppendedAt, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedWatch } from "@marquee/platform/projection/applied-watch.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { findHiddenCharacters } from "@marquee/platform/text/hidden-characters.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import type { MovieModel } from "../models.js";
import { checkMovieInput, type MovieInput, tidyMovieInput } from "../rules/movie-input.js";
import type { MovieStores } from "../store/movie-stores.js";

const APPLY_TIMEOUT_MS = 2000;

export interface UpsertMovieServices {
  stores: Pick<MovieStores, "catalogue" | "index">;
  log: EventLog;
  clock: Clock;
  /** Of the catalogue's projection. */
  folded: Pick<AppliedWatch, "wait">;
}

export interface UpsertMovieOutcome {
  movie: MovieModel | null;
  userErrors: { code: "INVALID" | "NOT_FOUND"; field: string[]; message: string }[];
}

/**
 * Adds a movie or replaces what is known of one. Resolves when the event is durable, and after a bounded wait for the catalogue
 * to show it. Throws UNAUTHENTICATED, FORBIDDEN, and what EventLog.append throws.
 */
export async function upsertMovie(
  services: UpsertMovieServices,
  viewer: Viewer | null,
  input: MovieInput & { id?: string | null },
): Promise<UpsertMovieOutcome> {
  requireAdmin(viewer);
  const { log, clock } = services;
  const { catalogue } = services.stores;
  const tidy = tidyMovieInput(input);
  const { title, genres, directors, cast, languages, contentRating, description } = tidy;
  const mistakes = [
    ...checkMovieInput(tidy, new Date(clock.now()).getUTCFullYear()),
    ...findHiddenCharacters("LINE", { title, genres, directors, cast, languages, contentRating }),
    ...findHiddenCharacters("LONG_TEXT", { description }),
  ];
  if (mistakes.length > 0) return { movie: null, userErrors: mistakes };

  const givenId = input.id ?? null;
  const [known] = givenId === null ? [] : await catalogue.findByIds([givenId]);
  if (givenId !== null && known === undefined) return { movie: null, userErrors: [unknownMovie] };

  const movieId = known?.id ?? uuidV7(clock);
  const movie = {
    ...tidy,
    originalTitle: known?.originalTitle ?? null,
    keywords: known?.keywords ?? [],
    externalIds: known?.externalIds ?? [],
  };
  const event = MovieUpserted.create({
    eventId: uuidV7(clock),
    occurredAt: clock.now(),
    origin: "live",
    movieId,
    movie,
  });
  const [at] = await log.append(MovieUpserted.topic, [MovieUpserted.encode(event)]);
  const shown = at !== undefined && (await isShown(services, at));
  const [stored] = shown ? await catalogue.findByIds([movieId]) : [];
  // Not shown yet, it is durable all the same: the answer is what the catalogue is going to show.
  const coming = { ...movie, id: movieId, retired: false, replacedBy: null };
  return { movie: stored ?? coming, userErrors: [] };
}

/** Whether the catalogue and the index of this process have it in time. */
async function isShown({ folded, stores }: UpsertMovieServices, at: AppendedAt): Promise<boolean> {
  const shown = await Promise.all([
    folded.wait(at.partition, at.position, APPLY_TIMEOUT_MS),
    stores.index.shows(at, APPLY_TIMEOUT_MS),
  ]);
  return shown.every((yes) => yes);
}

const unknownMovie = {
  code: "NOT_FOUND" as const,
  field: ["input", "id"],
  message: "There is no movie with this id; leave id out to add a new one.",
};

function requireAdmin(viewer: Viewer | null): void {
  if (viewer === null) throw new AppError("UNAUTHENTICATED", "Sign in to change the catalogue.");
  if (!viewer.roles.includes("ADMIN")) throw new AppError("FORBIDDEN", "Only administrators may change the catalogue.");
}
