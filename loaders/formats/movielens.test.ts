import { describe, expect, it } from "vitest";
import { readFiles } from "../testing/read-files.js";

const RATINGS = "userId,movieId,rating,timestamp\r\n";

const movie = (id: string, part: string, facts: object, sameAs: object[] = [], source = "movielens") => ({
  type: "title",
  ref: { source, id },
  part,
  facts,
  sameAs,
});
const rating = (user: string, id: string, score: number, ratedAt: number, source = "movielens") => ({
  type: "rating",
  title: { source, id },
  user,
  score,
  ratedAt,
});

describe("MovieLens latest, 25M and 32M", () => {
  it("is read titles first: movies, links, tags, ratings", async () => {
    const { records, cleaned, rejects } = await readFiles({
      "ml/ratings.csv": `${RATINGS}1,10,4.0,964982703\r\n1,20,0.5,964981247\r\n`,
      "ml/movies.csv":
        'movieId,title,genres\r\n10,"Matrix, The (1999)",Action|Sci-Fi|Children\r\n20,Babylon 5,(no genres listed)\r\n',
      "ml/links.csv": "movieId,imdbId,tmdbId\r\n10,0133093,603\r\n20,0105946,\r\n30,,\r\n",
      "ml/tags.csv":
        'userId,movieId,tag,timestamp\r\n1,20,"B5, the",1\r\n1,10,virtual reality,1\r\n2,10,Cool,1\r\n3,10,cool,1\r\n4,10,cool,1\r\n4,10,COOL,2\r\n',
      "ml/README.txt": "Read me\n",
    });
    expect(records).toEqual([
      movie("10", "movies", {
        title: "The Matrix",
        kind: "MOVIE",
        releaseYear: 1999,
        genres: ["Action", "Sci-Fi", "Family"],
      }),
      movie("20", "movies", { title: "Babylon 5", kind: "MOVIE" }),
      movie("10", "links", {}, [
        { source: "imdb", id: "tt0133093" },
        { source: "tmdb", id: "603" },
      ]),
      movie("20", "links", {}, [{ source: "imdb", id: "tt0105946" }]),
      movie("10", "tags", { keywords: ["cool", "virtual reality"] }),
      movie("20", "tags", { keywords: ["B5, the"] }),
      rating("1", "10", 8, 964_982_703_000),
      rating("1", "20", 1, 964_981_247_000),
    ]);
    expect(rejects).toEqual([]);
    expect(cleaned).toEqual({
      "article-last": 1,
      "year-in-title": 1,
      "genre-word": 1,
      "genre-left-out": 1,
      "tag-spelling": 1,
      "half-stars": 2,
    });
  });

  it("rejects what is no rating, and names the line", async () => {
    const rows = [
      "1,10,5.5,964982703",
      "1,10,0.0,964982703",
      "1,10,3.7,964982703",
      "1,10,,964982703",
      "1,10,NaN,964982703",
      ",10,4.0,964982703",
      "1,x,4.0,964982703",
      "1,10,4.0,yesterday",
      "1,10,4.0,964982703000",
      "1,10,4.0",
    ];
    const { rejects, records, read } = await readFiles({
      "ratings.csv": `${RATINGS}${rows.join("\r\n")}\r\n1,10,4.0,9649`,
    });
    expect(records).toEqual([]);
    expect(read).toBe(11);
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "RATING_OUT_OF_RANGE"],
      [3, "RATING_OUT_OF_RANGE"],
      [4, "RATING_MALFORMED"],
      [5, "RATING_MISSING"],
      [6, "RATING_MALFORMED"],
      [7, "BAD_USER"],
      [8, "BAD_ID"],
      [9, "BAD_TIMESTAMP"],
      [10, "BAD_TIMESTAMP"],
      [11, "WRONG_COLUMNS"],
      [12, "TRUNCATED"],
    ]);
    expect(rejects[0]).toEqual({
      file: "ratings.csv",
      line: 2,
      reason: "RATING_OUT_OF_RANGE",
      detail: "the rating is outside of the scale",
      raw: "1,10,5.5,964982703",
    });
  });

  it("counts equal rows once, and keeps a second opinion", async () => {
    const { records, skipped } = await readFiles({
      "ratings.csv": `${RATINGS}1,10,4.0,964982703\r\n1,10,4.0,964982703\r\n1,10,3.0,964982704\r\n`,
    });
    expect(records).toHaveLength(2);
    expect(skipped).toEqual({ DUPLICATE_ROW: 1 });
  });

  it("takes columns in any order by their names", async () => {
    const { records } = await readFiles({
      "ratings.csv": '"movieId","userId","timestamp","rating"\n10,1,964982703,4.0\n',
    });
    expect(records).toEqual([rating("1", "10", 8, 964_982_703_000)]);
  });

  it("leaves out sentences as tags, and rejects empty ones", async () => {
    const { records, skipped, rejects } = await readFiles({
      "tags.csv": `userId,movieId,tag,timestamp\n1,10,${"so ".repeat(30)},1\n1,10, ,1\n1,10,fine,1\n`,
    });
    expect(records).toEqual([movie("10", "tags", { keywords: ["fine"] })]);
    expect(skipped).toEqual({ TAG_TOO_LONG: 1 });
    expect(rejects).toMatchObject([{ line: 3, reason: "NO_TAG" }]);
  });
});

describe("MovieLens 1M", () => {
  it("has :: between its columns and ISO-8859-1 in its titles", async () => {
    const { records, cleaned } = await readFiles({
      "ml-1m/movies.dat": Buffer.from(
        "1::Toy Story (1995)::Animation|Children's\n73::Misérables, Les (1995)::Drama\n",
        "latin1",
      ),
      "ml-1m/ratings.dat": "1::73::5::978300760\n",
      "ml-1m/users.dat": "1::F::1::10::48067\n",
    });
    expect(records).toEqual([
      movie("1", "movies", { title: "Toy Story", kind: "MOVIE", releaseYear: 1995, genres: ["Animation", "Family"] }),
      movie("73", "movies", { title: "Les Misérables", kind: "MOVIE", releaseYear: 1995, genres: ["Drama"] }),
      rating("1", "73", 10, 978_300_760_000),
    ]);
    expect(cleaned["other-encoding"]).toBe(1);
  });
});

describe("MovieLens 100K", () => {
  it("has u.item and u.data, and ids of its own", async () => {
    const flags = (...set: number[]) =>
      Array.from({ length: 19 }, (_, place) => (set.includes(place) ? 1 : 0)).join("|");
    const { records, read } = await readFiles({
      "ml-100k/u.item": Buffer.from(
        `1|Toy Story (1995)|01-Jan-1995||http://somewhere|${flags(3, 4)}\n2|Été, L' (1996)|12-Feb-1996||x|${flags(8)}\n`,
        "latin1",
      ),
      "ml-100k/u.data": "196\t1\t3\t881250949\n",
      // The same ratings again, in parts.
      "ml-100k/u1.base": "196\t1\t3\t881250949\n",
      "ml-100k/u.user": "1|24|M|technician|85711\n",
    });
    expect(records).toEqual([
      movie(
        "1",
        "movies",
        { title: "Toy Story", kind: "MOVIE", releaseYear: 1995, genres: ["Animation", "Family"] },
        [],
        "movielens-100k",
      ),
      movie(
        "2",
        "movies",
        { title: "L'Été", kind: "MOVIE", releaseYear: 1996, releaseDate: "1996-02-12", genres: ["Drama"] },
        [],
        "movielens-100k",
      ),
      rating("196", "1", 6, 881_250_949_000, "movielens-100k"),
    ]);
    expect(read).toBe(3);
  });
});
