import { type CqlDatabase, cql, foldedCql } from "@marquee/platform/store/cql-database.js";
import type { TitleChanges } from "./title-store.js";

const NAME = "titles";
const HEAD = -1;
/** In UTF-16 units: far below what one write may hold, even where each is three bytes. */
const CHUNK_LENGTH = 200_000;

const WRITE = foldedCql(
  "INSERT INTO loaders_title_journal (name, chunk, term, body) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
  "text",
  "int",
  "bigint",
  "text",
  "bigint",
);
const FORGET = foldedCql("DELETE FROM loaders_title_journal USING TIMESTAMP ? WHERE name = ?", "bigint", "text");
const READ_ONE = cql("SELECT term, body FROM loaders_title_journal WHERE name = ? AND chunk = ?", "text", "int");

export interface JournalledChange {
  term: number;
  changes: TitleChanges;
}

/** A change as a whole, before its rows are written one by one: whoever finds it here writes them all. */
export function cassandraTitleJournal(database: CqlDatabase) {
  return {
    /** `isAllowed` is asked once all of it lies there, before it counts. False when it is not. */
    async write({ term, changes }: JournalledChange, isAllowed: () => boolean): Promise<boolean> {
      const text = JSON.stringify({ ...changes, followed: [...changes.followed] });
      const chunks = Array.from({ length: Math.ceil(text.length / CHUNK_LENGTH) }, (_, chunk) =>
        text.slice(chunk * CHUNK_LENGTH, (chunk + 1) * CHUNK_LENGTH),
      );
      const row = (chunk: number, body: string) => ({ statement: WRITE, values: [NAME, chunk, term, body, term] });
      await database.write(chunks.map((body, chunk) => [row(chunk, body)]));
      if (!isAllowed()) return false;
      await database.write([[row(HEAD, String(chunks.length))]]);
      return true;
    },

    /** What is to be finished. */
    async read(): Promise<JournalledChange | null> {
      const [head] = await database.all<{ term: number; body: string }>(READ_ONE, [NAME, HEAD]);
      if (head === undefined) return null;
      const wanted = Array.from({ length: Number(head.body) }, (_, chunk) => [NAME, chunk]);
      const rows = await database.allMany<{ term: number; body: string }>(READ_ONE, wanted);
      const text = rows.map(([row]) => row?.body ?? "").join("");
      const { followed, ...changes } = JSON.parse(text);
      return { term: head.term, changes: { ...changes, followed: new Map(followed) } };
    },

    async forget(term: number): Promise<void> {
      await database.write([[{ statement: FORGET, values: [term, NAME] }]]);
    },
  };
}
