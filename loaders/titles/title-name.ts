import type { TitleRef } from "../records/load-record.js";

/** One catalogue's name for a title in one text: `imdb:tt0133093`. The source has no colon; the id may have. */
export type TitleName = string;

/** Under which entries stand whose movie id is no catalogue's name: those that somebody typed in. */
const OWN_SOURCE = "marquee";

export function titleName({ source, id }: TitleRef): TitleName {
  return `${source}:${id}`;
}

export function sourceOf(name: TitleName): string {
  return name.slice(0, name.indexOf(":"));
}

export function titleRef(name: TitleName): TitleRef {
  const colon = name.indexOf(":");
  return { source: name.slice(0, colon), id: name.slice(colon + 1) };
}

/** The id of the movie that is called after a title. */
export function movieIdOf(name: TitleName): string {
  return sourceOf(name) === OWN_SOURCE ? name.slice(OWN_SOURCE.length + 1) : name;
}

/** The title that a movie's id is the name of. */
export function titleOfMovie(movieId: string): TitleName {
  return movieId.includes(":") ? movieId : `${OWN_SOURCE}:${movieId}`;
}

/** Whether others may look a movie up by this name. Ids that are nothing but the title itself, and our own, say nothing to them. */
export function isPublicName(name: TitleName): boolean {
  return !HIDDEN_SOURCES.has(sourceOf(name));
}

const HIDDEN_SOURCES = new Set([OWN_SOURCE, "imdb-reviews", "netflix-top10"]);
