import { addMovies } from "../environment/catalogue.js";
import type { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import type { ListenerFilter } from "./listener.js";
import { outsideUserId } from "./outside-raters.js";

/** A listener hears one of so many movies, genres or users. */
const SHARES = 20;

/** Who rates, what is rated, and what is listened to: each movie, genre and user about as often as any other. */
export interface Cast {
  movieIds: readonly string[];
  titles: readonly string[];
  /** By movie. */
  genres: Readonly<Record<string, string>>;
  /** Who rate by hand. */
  people: readonly Person[];
  /** Users of the other system. */
  viewers: readonly string[];
  filters: readonly ListenerFilter[];
}

/** `byHand`: the share of ratings that are given by hand. */
export async function openCast(client: GraphqlClient, options: { listeners: number; byHand: number }): Promise<Cast> {
  const numbers = Array.from({ length: SHARES }, (_, nth) => nth);
  const titles = numbers.map((nth) => `Film ${nth}`);
  const genreOf = (nth: number) => `Genre ${nth}`;
  const movieIds = await addMovies(
    await signInAdmin(client),
    titles.map((title, nth) => ({ title, genres: [genreOf(nth)] })),
  );
  const hands = Math.max(1, Math.round(SHARES * options.byHand));
  const people: Person[] = [];
  for (const nth of numbers.slice(0, hands)) people.push(await register(client, `rater-${nth}`));
  const viewers = numbers.slice(hands).map((nth) => `viewer-${nth}`);
  const userIds = [...people.map(({ id }) => id), ...viewers.map(outsideUserId)];
  const filters = Array.from({ length: options.listeners }, (_, nth): ListenerFilter => {
    const share = nth % SHARES;
    const kind = Math.floor(nth / SHARES) % 4;
    if (kind === 0) return { userId: userIds[share] ?? "" };
    return kind === 1 ? { genre: genreOf(share) } : { movieId: movieIds[share] ?? "" };
  });
  const genres = Object.fromEntries(movieIds.map((movieId, nth) => [movieId, genreOf(nth)]));
  return { movieIds, titles, genres, people, viewers, filters };
}
