import { cleanList } from "./clean-list.js";
import type { Cleaned } from "./cleaning-rules.js";
import { GENRE_WORDS, GENRES } from "./genre-words.js";

export interface CleanGenres {
  genres: string[];
  keywords: string[];
  languages: string[];
}

const KNOWN = new Map(GENRES.map((genre) => [genre.toLowerCase(), genre as string]));

/** A catalogue's genres in Marquee's words, in their order, each once; what the labels say beside, as keywords and languages. */
export function cleanGenres(labels: readonly string[], cleaned: Cleaned): CleanGenres {
  const genres = new Set<string>();
  const keywords = new Set<string>();
  const languages = new Set<string>();
  for (const label of cleanList(labels, cleaned)) {
    const word = label.toLowerCase();
    const known = KNOWN.get(word);
    if (known !== undefined) {
      if (known !== label) cleaned("genre-word");
      genres.add(known);
      continue;
    }
    const meaning = Object.hasOwn(GENRE_WORDS, word) ? GENRE_WORDS[word] : undefined;
    if (meaning === undefined) {
      cleaned("genre-unknown");
      genres.add(label);
      continue;
    }
    const besides = [...(meaning.keywords ?? []), ...(meaning.languages ?? [])];
    if (meaning.genres.length > 0) cleaned("genre-word");
    else cleaned(besides.length > 0 ? "genre-label" : "genre-left-out");
    for (const genre of meaning.genres) genres.add(genre);
    for (const keyword of meaning.keywords ?? []) keywords.add(keyword);
    for (const language of meaning.languages ?? []) languages.add(language);
  }
  return { genres: [...genres], keywords: [...keywords], languages: [...languages] };
}
