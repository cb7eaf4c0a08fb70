import { titleKey } from "../rules/list-key.js";
import { isListed, type MovieState } from "./movie-state.js";

/** A row under which a movie is found. */
export type MoviePlace =
  | { table: "external id"; source: string; externalId: string; movieId: string }
  | { table: "title"; key: string; year: number | null; movieId: string };

/** What a movie's places become: `retired` is kept beside external ids. */
export interface PlaceChanges {
  position: number;
  retired: boolean;
  taken: MoviePlace[];
  left: MoviePlace[];
}

const MAX_KEY_CHARACTERS = 1000;

/**
 * Where a movie is to be found in its last state, and every place that it had in any state before. All of them: an insert of a
 * batch that failed may land late, and only a newer delete keeps it away for ever.
 */
export function changePlaces(movieId: string, before: readonly MovieState[], last: MovieState): PlaceChanges {
  const taken = placesOf(movieId, last);
  const left = new Map(before.flatMap((state) => [...placesOf(movieId, state)]));
  for (const key of taken.keys()) left.delete(key);
  return { position: last.position, retired: last.retired, taken: [...taken.values()], left: [...left.values()] };
}

/** Longer texts are no keys: an engine would refuse them, and with them the whole batch. */
export function isKey(text: string): boolean {
  return text.length <= MAX_KEY_CHARACTERS;
}

function placesOf(movieId: string, state: MovieState): Map<string, MoviePlace> {
  const places = new Map<string, MoviePlace>();
  for (const { source, id } of state.entry.externalIds) {
    const place = { table: "external id" as const, source: source.toLowerCase(), externalId: id, movieId };
    if (isKey(place.source) && isKey(id)) places.set(JSON.stringify([place.source, id]), place);
  }
  const key = titleKey(state.entry.title);
  if (key !== "" && isListed(state)) {
    const year = state.entry.releaseYear;
    places.set(JSON.stringify([key, year, "title"]), { table: "title", key, year, movieId });
  }
  return places;
}
