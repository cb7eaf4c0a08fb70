/** Of the embedded TitleStore. `year` is NO_YEAR where a title has none. */
export const TITLE_STEPS: readonly (readonly string[])[] = [
  [
    "CREATE TABLE titles (name TEXT PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE title_claims (target TEXT, claimant TEXT, PRIMARY KEY (target, claimant)) WITHOUT ROWID",
    "CREATE TABLE title_families (family TEXT, year INTEGER, first TEXT, PRIMARY KEY (family, year, first)) WITHOUT ROWID",
    "CREATE TABLE title_datasets (dataset TEXT, name TEXT, PRIMARY KEY (dataset, name)) WITHOUT ROWID",
    "CREATE TABLE title_decisions (family TEXT, year INTEGER, body TEXT NOT NULL, PRIMARY KEY (family, year)) WITHOUT ROWID",
    "CREATE TABLE title_positions (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL)",
    "CREATE TABLE title_terms (term INTEGER NOT NULL)",
    "INSERT INTO title_terms (term) VALUES (0)",
  ],
];
