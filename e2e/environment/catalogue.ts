import type { Person } from "./people.js";

export interface NewMovie {
  title: string;
  genres?: readonly string[];
  description?: string;
}

const UPSERT = `mutation UpsertMovie($input: UpsertMovieInput!) {
  upsertMovie(input: $input) { movie { id } userErrors { message } }
}`;

/** Adds movies as an administrator; their ids, in the same order. */
export async function addMovies(admin: Person, movies: readonly NewMovie[]): Promise<string[]> {
  return Promise.all(
    movies.map(async (input) => {
      const { upsertMovie } = await admin.client.request<{
        upsertMovie: { movie: { id: string } | null; userErrors: { message: string }[] };
      }>(UPSERT, { input });
      if (upsertMovie.movie === null) throw new Error(upsertMovie.userErrors.map(({ message }) => message).join(" "));
      return upsertMovie.movie.id;
    }),
  );
}
