import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase, SqliteParams, SqliteStatement } from "@marquee/platform/store/sqlite-database.js";
import { TITLE_STEPS } from "./embedded-title-tables.js";
import { fromKey, toKey } from "./family-year.js";
import type { TitleDecision } from "./title-registry.js";
import type { TitleChanges, TitleRow, TitleStore } from "./title-store.js";

const PAGE = 1_000;

/** In a file that this process alone has. Makes its tables where they are not there. */
export async function openEmbeddedTitleStore(database: SqliteDatabase): Promise<TitleStore> {
  await migrateEmbedded(database, "titles", TITLE_STEPS);
  const many = async <Row>(sql: string, sets: readonly SqliteParams[]): Promise<Row[][]> =>
    sets.length === 0 ? [] : database.allMany<Row>(sql, sets);
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
      const sql = "SELECT body FROM titles WHERE name = ?";
      const found = await many<{ body: string }>(
        sql,
        names.map((name) => [name]),
      );
      return found.map(([row]) => (row === undefined ? null : (JSON.parse(row.body) as TitleRow)));
    },
    async claimants(asked) {
      const sql = "SELECT claimant FROM title_claims WHERE target = ? LIMIT ?";
      const found = await many<{ claimant: string }>(
        sql,
        asked.map(({ target, limit }) => [target, limit]),
      );
      return found.map((rows) => rows.map(({ claimant }) => claimant));
    },
    async ofYear(asked) {
      const sql = "SELECT first FROM title_families WHERE family = ? AND year = ? LIMIT ?";
      const found = await many<{ first: string }>(
        sql,
        asked.map(({ family, year, limit }) => [family, toKey(year), limit]),
      );
      return found.map((rows) => rows.map(({ first }) => first));
    },
    async ofFamily(asked) {
      const sql = "SELECT year, first FROM title_families WHERE family = ? LIMIT ?";
      const found = await many<{ year: number; first: string }>(
        sql,
        asked.map(({ family, limit }) => [family, limit]),
      );
      return found.map((rows) => rows.map(({ year, first }) => ({ year: fromKey(year), first })));
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
