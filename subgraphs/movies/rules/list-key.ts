import { foldText } from "./fold-text.js";

export type ListOrder = "TITLE" | "NEWEST";

const MAX_KEY_CHARACTERS = 200;

interface Sorted {
  title: string;
  releaseYear: number | null;
  releaseDate: string | null;
}

/** What a list is sorted by, before the id: ascending for TITLE, descending for NEWEST. Compared by code points. */
export function listKey(order: ListOrder, movie: Sorted): string {
  return order === "TITLE" ? titleKey(movie.title) : releaseKey(movie);
}

/** Signs sort before digits, digits before letters, as in a printed index. */
export function titleKey(title: string): string {
  const key = foldText(title)
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[^\p{L}\p{N} ]/gu, "!");
  return Array.from(key).slice(0, MAX_KEY_CHARACTERS).join("");
}

/** The year, and within it those known to the day first; "" without a year. */
function releaseKey({ releaseYear, releaseDate }: Sorted): string {
  if (releaseYear === null) return "";
  const year = String(releaseYear).padStart(4, "0");
  return releaseDate?.startsWith(`${year}-`) ? releaseDate : year;
}
