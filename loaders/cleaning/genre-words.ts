/**
 * Marquee's genres: IMDb's words, which Wikidata's films and the built-in sample use already. Other catalogues' words become these, so
 * that one filter finds a title wherever it came from.
 */
export const GENRES = [
  "Action",
  "Adult",
  "Adventure",
  "Animation",
  "Biography",
  "Comedy",
  "Crime",
  "Documentary",
  "Drama",
  "Family",
  "Fantasy",
  "Film-Noir",
  "Game-Show",
  "History",
  "Horror",
  "Music",
  "Musical",
  "Mystery",
  "News",
  "Reality-TV",
  "Romance",
  "Sci-Fi",
  "Short",
  "Sport",
  "Talk-Show",
  "Thriller",
  "War",
  "Western",
] as const;

export type Genre = (typeof GENRES)[number];

export interface GenreMeaning {
  genres: readonly Genre[];
  /** What the label says beside a genre. */
  keywords?: readonly string[];
  /** English names. */
  languages?: readonly string[];
}

const genre = (...genres: Genre[]): GenreMeaning => ({ genres });
const keyword = (...keywords: string[]): GenreMeaning => ({ genres: [], keywords });
const NOTHING: GenreMeaning = { genres: [] };

/** Other words, in lower case. */
export const GENRE_WORDS: Readonly<Record<string, GenreMeaning>> = {
  // MovieLens, and what the same things are called elsewhere
  children: genre("Family"),
  "children's": genre("Family"),
  kids: genre("Family"),
  "science fiction": genre("Sci-Fi"),
  scifi: genre("Sci-Fi"),
  "film noir": genre("Film-Noir"),
  noir: genre("Film-Noir"),
  biopic: genre("Biography"),
  sports: genre("Sport"),
  "reality tv": genre("Reality-TV"),
  "talk show": genre("Talk-Show"),
  "game show": genre("Game-Show"),
  imax: NOTHING,
  unknown: NOTHING,
  "(no genres listed)": NOTHING,
  // Netflix, films
  "action & adventure": genre("Action", "Adventure"),
  "anime features": { genres: ["Animation"], keywords: ["anime"] },
  "children & family movies": genre("Family"),
  "classic movies": keyword("classic"),
  comedies: genre("Comedy"),
  "cult movies": keyword("cult"),
  documentaries: genre("Documentary"),
  dramas: genre("Drama"),
  "faith & spirituality": keyword("faith and spirituality"),
  "horror movies": genre("Horror"),
  "independent movies": keyword("independent"),
  "international movies": keyword("international"),
  "lgbtq movies": keyword("LGBTQ"),
  movies: NOTHING,
  "music & musicals": genre("Music", "Musical"),
  "romantic movies": genre("Romance"),
  "sci-fi & fantasy": genre("Sci-Fi", "Fantasy"),
  "sports movies": genre("Sport"),
  "stand-up comedy": { genres: ["Comedy"], keywords: ["stand-up"] },
  thrillers: genre("Thriller"),
  // Netflix, series
  "anime series": { genres: ["Animation"], keywords: ["anime"] },
  "british tv shows": keyword("British"),
  "classic & cult tv": keyword("classic", "cult"),
  "crime tv shows": genre("Crime"),
  docuseries: genre("Documentary"),
  "international tv shows": keyword("international"),
  "kids' tv": genre("Family"),
  "korean tv shows": keyword("Korean"),
  "romantic tv shows": genre("Romance"),
  "science & nature tv": { genres: ["Documentary"], keywords: ["science and nature"] },
  "spanish-language tv shows": { genres: [], languages: ["Spanish"] },
  "stand-up comedy & talk shows": { genres: ["Comedy", "Talk-Show"], keywords: ["stand-up"] },
  "teen tv shows": keyword("teen"),
  "tv action & adventure": genre("Action", "Adventure"),
  "tv comedies": genre("Comedy"),
  "tv dramas": genre("Drama"),
  "tv horror": genre("Horror"),
  "tv mysteries": genre("Mystery"),
  "tv sci-fi & fantasy": genre("Sci-Fi", "Fantasy"),
  "tv shows": NOTHING,
  "tv thrillers": genre("Thriller"),
};
