/** Every rule by which cleaning changes what a file says. A report counts how often each did. */
export const CLEANING_RULES = {
  // Text
  "byte-order-mark": "A byte order mark at the start of a file was left out",
  "other-encoding": "A line that is no UTF-8 was read as windows-1252, of which ISO-8859-1 is a part",
  "stray-quote": "A quote inside a field that is not quoted was taken as it stands",
  "odd-space": "No-break, zero-width, doubled or outer spaces and line breaks became single spaces between words",
  "not-given": "A word for nothing (Not Given, N/A, Unknown) was taken as nothing",
  "cut-text": "A text longer than Marquee holds was cut",
  // Titles
  "year-in-title": "The year was taken out of the title",
  "article-last": "An article behind the title went to its front: Matrix, The",
  "other-name": "A second name in brackets left the title: it became the original title, unless it says a.k.a.",
  "year-range": "Of several years the first was taken",
  "kind-in-title": "The kind was taken out of the title: (TV Series 2019- )",
  "title-was-date": "A title that a spreadsheet had made a date of became words again: 22-Jul",
  // Lists
  "genre-word": "A genre became Marquee's word for it, or several",
  "genre-label": "What a source lists with genres, but is none, became a keyword",
  "genre-left-out": "What says nothing of a title's genre was left out: Movies, IMAX, (no genres listed)",
  "genre-unknown": "A genre that is in no list was kept as it stands",
  "adult-flag": "Genre Adult was added where IMDb marks the title so",
  "repeated-value": "A value that a list had twice was left out once",
  "empty-value": "An empty place in a list was left out: stray commas",
  "name-suffix": "Jr. and its like went back to the name that a comma had cut them from",
  "country-former": "A country that is gone became those that followed it",
  "country-unknown": "A country without an ISO code was left out",
  "country-filled-in":
    "A country that somebody filled in for an empty one was left out: Pakistan in the 10-column Netflix file",
  "tag-spelling": "Spellings of a tag that differ in case alone became one keyword",
  // Numbers and dates
  "half-stars": "Half stars became whole points: 0.5 to 5.0 are 1 to 10",
  "minutes-in-rating": "Minutes in the content rating's column went to the runtime",
  "seasons-for-minutes": "A number of seasons is no runtime, and was left out",
  "bad-runtime": "A runtime that is no number of minutes was left out",
  "bad-year": "A year that is no year from 1870 to 2100 was left out",
  "bad-date": "A date that is in no known form, or in no calendar, was left out",
  "year-as-date": "A first of January stands for a year alone, and was left out as a date",
  "bad-votes": "Votes that are no numbers, or more for than in all, were set right",
} as const;

export type CleaningRule = keyof typeof CLEANING_RULES;

/** Called once for each change. */
export type Cleaned = (rule: CleaningRule) => void;

/** For cleaning that nobody reports. */
export const uncounted: Cleaned = () => {};
