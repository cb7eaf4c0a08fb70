import { foldText } from "./fold-text.js";

const MAX_GENRE_CHARACTERS = 1000;

/** How the ranking of a genre, or of all movies, is called; null for a genre that is too long to have one. */
export function boardName(genre: string | null): string | null {
  if (genre === null) return "all";
  const folded = foldText(genre).trim();
  return folded.length > MAX_GENRE_CHARACTERS ? null : `genre:${folded}`;
}
