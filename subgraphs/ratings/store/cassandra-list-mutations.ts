import {
  type CqlCall,
  type CqlMutation,
  deletedAt,
  foldedCql,
  writtenAt,
} from "@marquee/platform/store/cql-database.js";
import { ratedMonth } from "../rules/rated-month.js";
import { type PlaceChange, placeChanges } from "../rules/rating-move.js";
import type { ListMove } from "./rating-fold-store.js";

const LEAVE_USER_LIST = foldedCql(
  "DELETE FROM ratings_by_user USING TIMESTAMP ? WHERE user_id = ? AND rated_at = ? AND movie_id = ?",
  ...(["bigint", "text", "bigint", "text"] as const),
);
const JOIN_USER_LIST = foldedCql(
  `INSERT INTO ratings_by_user (user_id, rated_at, movie_id, score, title, genres, director, country, release_year,
    content_rating, runtime_minutes, external_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
  ...(["text", "bigint", "text", "int", "text", "list<text>", "text", "text", "int"] as const),
  ...(["text", "int", "text", "bigint"] as const),
);
const LEAVE_PLACE = foldedCql(
  "DELETE FROM ratings_places USING TIMESTAMP ? WHERE user_id = ? AND movie_id = ?",
  ...(["bigint", "text", "text"] as const),
);
const TAKE_PLACE = foldedCql(
  "INSERT INTO ratings_places (user_id, movie_id, score, rated_at, position) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "int", "bigint", "bigint", "bigint"] as const),
);
const LEAVE_MOVIE_LIST = foldedCql(
  "DELETE FROM ratings_by_movie USING TIMESTAMP ? WHERE movie_id = ? AND month = ? AND rated_at = ? AND user_id = ?",
  ...(["bigint", "text", "int", "bigint", "text"] as const),
);
const JOIN_MOVIE_LIST = foldedCql(
  "INSERT INTO ratings_by_movie (movie_id, month, rated_at, user_id, score) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "int", "bigint", "text", "int", "bigint"] as const),
);

/**
 * The lists by user and by movie after a batch: a mutation a user, which moves their entries and says where they stand, and one a
 * month of a movie.
 */
export function listMutations(moves: readonly ListMove[]): CqlMutation[] {
  const mutations = new Map<string, CqlCall[]>();
  const into = (key: string): CqlCall[] => {
    let calls = mutations.get(key);
    if (calls === undefined) {
      calls = [];
      mutations.set(key, calls);
    }
    return calls;
  };
  for (const place of placeChanges(moves)) {
    const month = ratedMonth(place.ratedAt);
    changeUserList(into(`user ${place.userId}`), place);
    changeMovieList(into(`movie ${month} ${place.movieId}`), month, place);
  }
  for (const move of lastOfEach(moves)) into(`user ${move.userId}`).push(placeCall(move));
  return [...mutations.values()];
}

/** Months that ratings arrived in, by movie, each with the position of the last that did. */
export function monthsOf(moves: readonly ListMove[]): Map<string, Map<number, number>> {
  const months = new Map<string, Map<number, number>>();
  for (const { movieId, position, to } of moves) {
    if (to === null) continue;
    const known = months.get(movieId) ?? new Map<number, number>();
    months.set(movieId, known.set(ratedMonth(to.ratedAt), position));
  }
  return months;
}

function changeUserList(calls: CqlCall[], { userId, movieId, ratedAt, leftAt, arrived }: PlaceChange<ListMove>): void {
  if (leftAt !== null) {
    calls.push({ statement: LEAVE_USER_LIST, values: [deletedAt(leftAt), userId, ratedAt, movieId] });
  }
  if (arrived === null || arrived.to === null) return;
  const { movie, position, to } = arrived;
  calls.push({
    statement: JOIN_USER_LIST,
    values: [
      ...[userId, ratedAt, movieId, to.score, movie.title, movie.genres],
      ...[movie.director, movie.country, movie.releaseYear, movie.contentRating].map((fact) => fact ?? undefined),
      ...[movie.runtimeMinutes ?? undefined, movie.externalId ?? undefined, writtenAt(position)],
    ],
  });
}

function changeMovieList(calls: CqlCall[], month: number, place: PlaceChange<ListMove>): void {
  const { userId, movieId, ratedAt, leftAt, arrived } = place;
  if (leftAt !== null) {
    calls.push({ statement: LEAVE_MOVIE_LIST, values: [deletedAt(leftAt), movieId, month, ratedAt, userId] });
  }
  if (arrived === null || arrived.to === null) return;
  const values = [movieId, month, ratedAt, userId, arrived.to.score, writtenAt(arrived.position)];
  calls.push({ statement: JOIN_MOVIE_LIST, values });
}

function placeCall({ userId, movieId, position, to }: ListMove): CqlCall {
  if (to === null) return { statement: LEAVE_PLACE, values: [deletedAt(position), userId, movieId] };
  const values = [userId, movieId, to.score, to.ratedAt, position, writtenAt(position)];
  return { statement: TAKE_PLACE, values };
}

function lastOfEach(moves: readonly ListMove[]): Iterable<ListMove> {
  return new Map(moves.map((move) => [`${move.movieId}\n${move.userId}`, move])).values();
}
