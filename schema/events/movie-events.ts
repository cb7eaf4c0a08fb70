import { eventReader } from "./define-event.js";
import { MovieRetired } from "./movie-retired.js";
import { MovieUpserted } from "./movie-upserted.js";
import { TOPICS } from "./topics.js";

/** Reads any event of marquee.movies.v1. Throws EventUnreadable. */
export const readMovieEvent = eventReader(TOPICS.movies, [MovieUpserted, MovieRetired]);

export type MovieLogEvent = ReturnType<typeof readMovieEvent>;
