import { cleanText } from "../cleaning/clean-text.js";
import { isId } from "./movielens-ratings.js";
import type { RowReader } from "./read-batches.js";

/** Longer ones are sentences. */
const MAX_TAG = 60;
const MAX_KEYWORDS = 100;

/** tags.csv with the rows of a movie together: user, movie, tag, seconds. A movie's tags become its keywords, most used first. */
export const movielensTags: RowReader<string[]> = {
  remembers: true,
  dropsEqualRows: false,
  start: () => {
    let tags = new Tags();
    return (row, batch, at) => {
      const [user = "", id = "", text = ""] = row;
      const tag = cleanText(text, batch.cleaned);
      if (!isId(id)) batch.reject(at, "BAD_ID", "the movie's id is no number");
      else if (tag === "") batch.reject(at, "NO_TAG", "the tag is empty");
      else if (tag.length > MAX_TAG) batch.skip("TAG_TOO_LONG");
      else if (!tags.add(user, tag)) batch.skip("DUPLICATE_ROW");
      else batch.taken();
      if (!at.last) return;
      const keywords = tags.mostUsed(() => batch.cleaned("tag-spelling"));
      if (keywords.length > 0) {
        batch.emit({ type: "title", ref: { source: "movielens", id }, part: "tags", facts: { keywords }, sameAs: [] });
      }
      tags = new Tags();
    };
  },
};

/** What users called one movie; spellings that differ in case alone are one tag, written as most do. */
class Tags {
  readonly #tags = new Map<string, { uses: number; spellings: Map<string, number> }>();
  readonly #given = new Set<string>();

  /** False when this user gave this tag before. */
  add(user: string, text: string): boolean {
    const word = text.toLowerCase();
    if (this.#given.has(`${user} ${word}`)) return false;
    this.#given.add(`${user} ${word}`);
    const tag = this.#tags.get(word) ?? { uses: 0, spellings: new Map() };
    tag.uses += 1;
    tag.spellings.set(text, (tag.spellings.get(text) ?? 0) + 1);
    this.#tags.set(word, tag);
    return true;
  }

  mostUsed(respelled: () => void): string[] {
    const byUse = (a: readonly [string, number], b: readonly [string, number]) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
    return [...this.#tags.values()]
      .map(({ uses, spellings }) => {
        for (let more = spellings.size; more > 1; more -= 1) respelled();
        return [[...spellings].sort(byUse)[0]?.[0] ?? "", uses] as const;
      })
      .sort(byUse)
      .slice(0, MAX_KEYWORDS)
      .map(([text]) => text);
  }
}
