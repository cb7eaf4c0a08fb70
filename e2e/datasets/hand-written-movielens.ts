// Rows as MovieLens has them, made up here: a title without a year, one that is quoted, a rating of eleven stars, a row twice.

export const FILES: Readonly<Record<string, string>> = {
  "movies.csv": [
    "movieId,title,genres",
    '1,"Lantern Hill, The (1999)",Drama|Mystery',
    "2,Salt and Signal (2001),Comedy",
    "3,Nobody's Orchard,(no genres listed)",
    "",
  ].join("\r\n"),
  "ratings.csv": [
    "userId,movieId,rating,timestamp",
    "1,1,4.0,964982703",
    "1,2,0.5,964982704",
    "2,1,5.0,964982705",
    "3,1,11.0,964982706",
    "3,3,3.5,964982707",
    "",
  ].join("\r\n"),
  "tags.csv": ["userId,movieId,tag,timestamp", "1,1,lighthouse,964982708", ""].join("\r\n"),
  "links.csv": ["movieId,imdbId,tmdbId", "1,9900001,990001", "2,9900002,", "3,9900003,990003", ""].join("\r\n"),
};

/** Enough of them to be interrupted in the middle; user u rates movie 1 or 2. */
export function manyRatings(users: number): string {
  const rows = Array.from({ length: users }, (_, user) => `${user + 10},${1 + (user % 2)},3.0,${964_990_000 + user}`);
  return ["userId,movieId,rating,timestamp", ...rows, ""].join("\r\n");
}
