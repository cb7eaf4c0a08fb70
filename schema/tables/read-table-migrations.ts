import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { splitStatements } from "./split-statements.js";

/** Folded from the log; they may live in a keyspace of their own, to be built anew beside the old one. */
export const FOLDED_TABLE_OWNERS = ["movies", "reviews", "ratings", "accounts"] as const;

/** Found in the store alone. */
export const OWN_TABLE_OWNERS = ["credentials", "loaders", "streams"] as const;

export type TableOwner = (typeof FOLDED_TABLE_OWNERS | typeof OWN_TABLE_OWNERS)[number];

export interface TableMigrations {
  owner: TableOwner;
  /** Numbered 1, 2, 3 and so on. */
  migrations: { number: number; name: string; statements: string[] }[];
}

const FILE_NAME = /^(\d{3})-([a-z0-9-]+(?:\.breaking)?)\.cql$/;

const folder = join(dirname(createRequire(import.meta.url).resolve("@marquee/schema/package.json")), "tables");

/** Reads `NNN-name.cql` of an owner (`NNN-name.breaking.cql` where it takes something away), whether the code runs from source or compiled. Throws where a number is missing or double. */
export function readTableMigrations(owner: TableOwner): TableMigrations {
  const names = readdirSync(join(folder, owner))
    .filter((name) => name.endsWith(".cql"))
    .sort();
  const migrations = names.map((file, index) => {
    const [, number, name] = FILE_NAME.exec(file) ?? [];
    if (name === undefined || Number(number) !== index + 1) {
      throw new Error(`${join(folder, owner, file)}: number ${index + 1} is expected here, as NNN-name.cql.`);
    }
    return { number: index + 1, name, statements: splitStatements(readFileSync(join(folder, owner, file), "utf8")) };
  });
  return { owner, migrations };
}
