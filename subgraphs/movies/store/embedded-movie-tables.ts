/** Steps are only ever added; see migrateEmbedded. */
export const MOVIE_MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE movies_movies (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      entry TEXT NOT NULL,
      position INTEGER NOT NULL,
      title_key TEXT NOT NULL,
      release_key TEXT NOT NULL,
      year INTEGER,
      kind TEXT NOT NULL,
      content_rating TEXT,
      retired INTEGER NOT NULL DEFAULT 0,
      replaced_by TEXT,
      popularity REAL NOT NULL DEFAULT 0
    ) STRICT`,
    "CREATE INDEX movies_movies_by_title ON movies_movies (title_key, id) WHERE retired = 0",
    "CREATE INDEX movies_movies_by_release ON movies_movies (release_key DESC, id) WHERE retired = 0",
    "CREATE INDEX movies_movies_by_popularity ON movies_movies (popularity DESC, id) WHERE retired = 0",
    // What filters look for, folded: genre, country, available, language.
    `CREATE TABLE movies_facets (
      facet TEXT NOT NULL,
      value TEXT NOT NULL,
      movie INTEGER NOT NULL,
      PRIMARY KEY (facet, value, movie)
    ) STRICT, WITHOUT ROWID`,
    "CREATE INDEX movies_facets_by_movie ON movies_facets (movie)",
    `CREATE TABLE movies_external_ids (
      source TEXT NOT NULL,
      external_id TEXT NOT NULL,
      movie INTEGER NOT NULL,
      PRIMARY KEY (source, external_id, movie)
    ) STRICT, WITHOUT ROWID`,
    "CREATE INDEX movies_external_ids_by_movie ON movies_external_ids (movie)",
    // Apart from movies_movies, because ratings of a movie may be folded before the movie is.
    `CREATE TABLE movies_popularity (
      movie_id TEXT PRIMARY KEY,
      score REAL NOT NULL,
      position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `CREATE VIRTUAL TABLE movies_search USING fts5 (
      title, original_title, people, keywords,
      tokenize = 'unicode61 remove_diacritics 2'
    )`,
  ],
  [
    // Prefix indexes: a search of one or two letters would merge every word that begins so.
    "ALTER TABLE movies_search RENAME TO movies_search_before",
    `CREATE VIRTUAL TABLE movies_search USING fts5 (
      title, original_title, people, keywords,
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2'
    )`,
    `INSERT INTO movies_search (rowid, title, original_title, people, keywords)
      SELECT rowid, title, original_title, people, keywords FROM movies_search_before`,
    "DROP TABLE movies_search_before",
    "CREATE VIRTUAL TABLE movies_vocabulary USING fts5vocab (movies_search, row)",
    // Every word once, found by its length and either end: see near-words.ts.
    `CREATE TABLE movies_words (
      word TEXT PRIMARY KEY,
      letters INTEGER NOT NULL,
      head TEXT NOT NULL,
      tail TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `INSERT INTO movies_words (word, letters, head, tail)
      SELECT term, length(term), substr(term, 1, (length(term) - 1) / 2),
        substr(term, length(term) + 1 - (length(term) - 1) / 2)
      FROM movies_vocabulary WHERE length(term) BETWEEN 2 AND 31`,
    "CREATE INDEX movies_words_by_head ON movies_words (letters, head)",
    "CREATE INDEX movies_words_by_tail ON movies_words (letters, tail)",
  ],
  [
    // What a score is made of, for movies that stand for others; unknown of what was rated before this step.
    "ALTER TABLE movies_popularity ADD COLUMN ratings INTEGER",
    "ALTER TABLE movies_popularity ADD COLUMN sum_of_scores INTEGER",
    "CREATE INDEX movies_movies_by_replacement ON movies_movies (replaced_by) WHERE replaced_by IS NOT NULL",
  ],
];

export const MOVIE_TABLES = [
  "movies_movies",
  "movies_facets",
  "movies_external_ids",
  "movies_popularity",
  "movies_search",
  "movies_words",
] as const;
