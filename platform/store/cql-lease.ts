import { randomUUID } from "node:crypto";
import { AppError } from "../errors/app-error.js";
import { type CqlDatabase, cql } from "./cql-database.js";

export interface CqlLeaseOptions {
  database: CqlDatabase;
  /** `name text PRIMARY KEY, holder text, term bigint`, written by leases alone. */
  table: string;
  /** Of what one process at a time does. */
  name: string;
  /** How long a holder that was killed keeps others waiting. */
  seconds: number;
}

/**
 * The right to do something that one process at a time should do. A holder that was held up may go on for a moment beside the next
 * one: whatever it writes has to carry its term, and to lose against a later one. Throws what the database throws.
 */
export class CqlLease {
  readonly #options: CqlLeaseOptions;
  readonly #holder = randomUUID();
  #heldUntil = Number.NEGATIVE_INFINITY;

  constructor(options: CqlLeaseOptions) {
    this.#options = options;
  }

  /** Whether nobody else can have it; ends by itself unless it is renewed. */
  get held(): boolean {
    return performance.now() < this.#heldUntil;
  }

  /** The number of this term, from 1 and greater than every earlier one; null while another has it, or nobody is known to. */
  async acquire(): Promise<number | null> {
    const { database, table, name } = this.#options;
    const find = cql(`SELECT holder, term FROM ${table} WHERE name = ?`, "text");
    // Read plainly first: only who may win asks for a transaction.
    const [seen] = await database.all<LeaseRow>(find, [name]);
    if (typeof seen?.holder === "string" && seen.holder !== this.#holder) return null;
    const taken = `UPDATE ${table} USING TTL ? SET holder = ? WHERE name = ? IF holder = null`;
    if (!(await this.#take(taken)) && !(await this.renew())) return null;
    const [row] = await database.allSerial<LeaseRow>(find, [name]);
    const before = row?.term ?? 0;
    return row?.holder === this.#holder && (await this.#setTerm(before)) ? before + 1 : null;
  }

  /** False when another has it, or that is not known. */
  renew(): Promise<boolean> {
    return this.#take(`UPDATE ${this.#options.table} USING TTL ? SET holder = ? WHERE name = ? IF holder = ?`, [
      this.#holder,
    ]);
  }

  /** Lets the next one have it at once. */
  async release(): Promise<void> {
    const { database, table, name } = this.#options;
    this.#heldUntil = Number.NEGATIVE_INFINITY;
    const statement = cql(`DELETE holder FROM ${table} WHERE name = ? IF holder = ?`, "text", "text");
    await database.writeIf(statement, [name, this.#holder]);
  }

  async #take(text: string, condition: string[] = []): Promise<boolean> {
    const { database, name, seconds } = this.#options;
    const asked = performance.now();
    const statement = cql(text, "int", "text", "text", ...condition.map(() => "text" as const));
    // Cassandra counts whole seconds of its clock, so what lives for one of them may be gone at once.
    const values = [seconds + 1, this.#holder, name, ...condition];
    const applied = await decided(database.writeIf<LeaseRow>(statement, values));
    if (applied) this.#heldUntil = asked + seconds * 1000;
    return applied;
  }

  async #setTerm(before: number): Promise<boolean> {
    const { database, table, name } = this.#options;
    const set = `UPDATE ${table} SET term = ? WHERE name = ? IF holder = ? AND term =`;
    const values = [before + 1, name, this.#holder];
    const statement =
      before === 0 ? cql(`${set} null`, "bigint", "text", "text") : cql(`${set} ?`, "bigint", "text", "text", "bigint");
    return decided(database.writeIf(statement, before === 0 ? values : [...values, before]));
  }
}

interface LeaseRow {
  holder: string | null;
  term: number | null;
}

/** An outcome that is not known counts as no: the next attempt meets what it has written. */
async function decided(outcome: Promise<{ applied: boolean }>): Promise<boolean> {
  try {
    return (await outcome).applied;
  } catch (error) {
    if (error instanceof AppError && error.code === "UNKNOWN_OUTCOME") return false;
    throw error;
  }
}
