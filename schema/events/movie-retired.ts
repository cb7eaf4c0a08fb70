import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** The title is absent from lists, search and lookups from now on, and still resolvable as an entity. */
export const MovieRetired = defineEvent({
  type: "MovieRetired",
  version: 1,
  topic: TOPICS.movies,
  shape: {
    movieId: z.string().min(1).max(200),
    /** The title that stands for it, when two turned out to be one. */
    replacedBy: z.string().nullable(),
  },
  key: (event) => event.movieId,
});
export type MovieRetired = z.output<typeof MovieRetired.schema>;
