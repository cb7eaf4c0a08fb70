import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase, SqliteParams, SqliteStatement } from "@marquee/platform/store/sqlite-database.js";
import { TITLE_STEPS } from "./embedded-title-tables.js";
import { fromKey, toKey } from "./family-year.js";
import type { TitleName } from "./title-name.js";
import type { TitleDecision } from "./title-registry.js";
import type { FamilyMember, TitleChanges, TitleRow, TitleStore } from "./title-store.js";

const PAGE = 1_000;
const KEYS_AT_ONCE = 1_000;

const ROWS =
  "SELECT asked.key AS place, body FROM json_each(?) AS asked CROSS JOIN titles ON titles.name = asked.value";
const FAMILIES = `SELECT asked.key AS place,
    (SELECT json_group_array(json_array(year, first))
      FROM (SELECT year, first FROM title_families WHERE family = asked.value LIMIT ?)) AS members
  FROM json_each(?) AS asked`;

/** In a file that this process alone has. Makes its tables where they are not there. */
export async function openEmbeddedTitleStore(database: SqliteDatabase): Promise<TitleStore> {
  await migrateEmbedded(database, "titles", TITLE_STEPS);
  const many = async <Row>(sql: string, sets: readonly SqliteParams[]): Promise<Row[][]> =>
    sets.length === 0 ? [] : database.allMany<Row>(sql, sets);
  /** One query for many keys: asked one by one, those that are not there would take ten times as long, the others three times. */
  const lookUp = async <Row>(
    sql: string,
    keys: readonly string[],
    params: SqliteParams,
    take: (row: Row, index: number) => void,
  ): Promise<void> => {
    const starts = Array.from({ length: Math.ceil(keys.length / KEYS_AT_ONCE) }, (_, page) => page * KEYS_AT_ONCE);
    const pages = starts.map((start) => [...params, keysAsJson(keys.slice(start, start + KEYS_AT_ONCE))]);
    const found = await many<Row & { place: number }>(sql, pages);
    for (const [page, rows] of found.entries()) for (const row of rows) take(row, page * KEYS_AT_ONCE + row.place);
  };
  return {
    async begin() {
      const [last] = await database.all<{ term: number }>("SELECT term FROM title_terms");
      const number = (last?.term ?? 0) + 1;
      return {
        number,
        async commit(changes) {
          await database.write([
            ...statementsOf(changes),
            { sql: "UPDATE title_terms SET term = ?", paramSets: [[number]] },
          ]);
        },
        async end() {},
      };
    },
    async rows(names) {
      const found: (TitleRow | null)[] = names.map(() => null);
      await lookUp<{ body: string }>(ROWS, names, [], ({ body }, index) => {
        found[index] = JSON.parse(body);
      });
      return found;
    },
    async claimants(asked) {
      const sql = "SELECT claimant FROM title_claims WHERE target = ? LIMIT ?";
      const found = await many<{ claimant: string }>(
        sql,
        asked.map(({ target, limit }) => [target, limit]),
      );
      return found.map((rows) => rows.map(({ claimant }) => claimant));
    },
    async ofFamilies(families, limit) {
      const found: FamilyMember[][] = families.map(() => []);
      await lookUp<{ members: string }>(FAMILIES, families, [limit], ({ members }, index) => {
        const rows: [number, TitleName][] = JSON.parse(members);
        found[index] = rows.map(([year, first]) => ({ year: fromKey(year), first }));
      });
      return found;
    },
    async ofYear(asked) {
      const sql = "SELECT first FROM title_families WHERE family = ? AND year = ? LIMIT ?";
      const found = await many<{ first: string }>(
        sql,
        asked.map(({ family, year, limit }) => [family, toKey(year), limit]),
      );
      return found.map((rows) => rows.map(({ first }) => first));
    },
    async saidBy(dataset, limit) {
      const sql = "SELECT name FROM title_datasets WHERE dataset = ? ORDER BY name LIMIT ?";
      const rows = await database.all<{ name: string }>(sql, [dataset, limit]);
      return rows.map(({ name }) => name);
    },
    async decided(asked) {
      const found = await many<{ body: string }>(
        "SELECT body FROM title_decisions WHERE family = ? AND year = ?",
        asked.map(({ family, year }) => [family, toKey(year)]),
      );
      return found.map(([row]) => (row === undefined ? null : (JSON.parse(row.body) as TitleDecision)));
    },
    async *decisions() {
      const sql =
        "SELECT family, year, body FROM title_decisions WHERE (family, year) > (?, ?) ORDER BY family, year LIMIT ?";
      let behind: [string, number] = ["", 0];
      for (;;) {
        const rows = await database.all<{ family: string; year: number; body: string }>(sql, [...behind, PAGE]);
        if (rows.length > 0) yield rows.map(({ body }) => JSON.parse(body) as TitleDecision);
        const last = rows.at(-1);
        if (last === undefined || rows.length < PAGE) return;
        behind = [last.family, last.year];
      }
    },
    async followed() {
      const rows = await database.all<{ partition: number; position: number }>(
        "SELECT partition, position FROM title_positions",
      );
      return new Map(rows.map(({ partition, position }) => [partition, position]));
    },
    async close() {
      await database.close();
    },
  };
}

/** As the database stores text: without U+0000, which ends it there, and without halves of surrogate pairs. */
function keysAsJson(keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => key.replaceAll(/[\0\p{Surrogate}]/gu, "\uFFFD")));
}

function statementsOf(changes: TitleChanges): SqliteStatement[] {
  const put = changes.rows.flatMap(({ name, row }) => (row === null ? [] : [[name, JSON.stringify(row)]]));
  const remove = changes.rows.flatMap(({ name, row }) => (row === null ? [[name]] : []));
  const decided = changes.decisions.flatMap(({ family, year, decision }) =>
    decision === null ? [] : [[family, toKey(year), JSON.stringify(decision)]],
  );
  const undecided = changes.decisions.flatMap(({ family, year, decision }) =>
    decision === null ? [[family, toKey(year)]] : [],
  );
  const claim = ({ target, claimant }: TitleChanges["claims"]["added"][number]) => [target, claimant];
  const member = ({ family, year, first }: TitleChanges["families"]["added"][number]) => [family, toKey(year), first];
  const speaker = ({ dataset, name }: TitleChanges["datasets"]["added"][number]) => [dataset, name];
  const statements: SqliteStatement[] = [
    { sql: "INSERT OR REPLACE INTO titles (name, body) VALUES (?, ?)", paramSets: put },
    { sql: "DELETE FROM titles WHERE name = ?", paramSets: remove },
    {
      sql: "DELETE FROM title_claims WHERE target = ? AND claimant = ?",
      paramSets: changes.claims.removed.map(claim),
    },
    {
      sql: "INSERT OR IGNORE INTO title_claims (target, claimant) VALUES (?, ?)",
      paramSets: changes.claims.added.map(claim),
    },
    {
      sql: "DELETE FROM title_families WHERE family = ? AND year = ? AND first = ?",
      paramSets: changes.families.removed.map(member),
    },
    {
      sql: "INSERT OR IGNORE INTO title_families (family, year, first) VALUES (?, ?, ?)",
      paramSets: changes.families.added.map(member),
    },
    {
      sql: "DELETE FROM title_datasets WHERE dataset = ? AND name = ?",
      paramSets: changes.datasets.removed.map(speaker),
    },
    {
      sql: "INSERT OR IGNORE INTO title_datasets (dataset, name) VALUES (?, ?)",
      paramSets: changes.datasets.added.map(speaker),
    },
    { sql: "INSERT OR REPLACE INTO title_decisions (family, year, body) VALUES (?, ?, ?)", paramSets: decided },
    { sql: "DELETE FROM title_decisions WHERE family = ? AND year = ?", paramSets: undecided },
    {
      sql: "INSERT OR REPLACE INTO title_positions (partition, position) VALUES (?, ?)",
      paramSets: [...changes.followed].map(([partition, position]) => [partition, position]),
    },
  ];
  return statements.filter(({ paramSets }) => paramSets.length > 0);
}
