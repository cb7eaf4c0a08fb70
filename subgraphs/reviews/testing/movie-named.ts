import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";

/** The message that adds a movie of which nothing matters but its id. */
export function movieNamed(movieId: string): { key: string; value: string } {
  const event = MovieUpserted.create({
    eventId: `added ${movieId}`,
    occurredAt: 0,
    origin: "live",
    movieId,
    movie: {
      title: movieId,
      originalTitle: null,
      kind: "MOVIE",
      releaseYear: null,
      releaseDate: null,
      runtimeMinutes: null,
      genres: [],
      countries: [],
      availableIn: [],
      directors: [],
      cast: [],
      languages: [],
      keywords: [],
      contentRating: null,
      description: null,
      externalIds: [],
    },
  });
  return MovieUpserted.encode(event);
}

movieNamed.topic = MovieUpserted.topic;
