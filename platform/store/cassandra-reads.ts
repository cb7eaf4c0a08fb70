import { type QueryOptions, types } from "cassandra-driver";
import { AppError } from "../errors/app-error.js";
import { BackOff } from "../event-log/back-off.js";
import { isPassing, readFailure } from "./cassandra-failure.js";
import { answerOf, type CassandraSession, SLACK_MS } from "./cassandra-session.js";
import { decodeRows, StatementParameters } from "./cassandra-values.js";
import type { CqlDatabase, CqlStatement, CqlValue } from "./cql-database.js";

const ROWS_A_PAGE = 1_000;
const READ_ATTEMPTS = 3;
const SCAN_ATTEMPTS = 5;
const NO_PAGING = 0;

export function createReads(session: CassandraSession): Pick<CqlDatabase, "all" | "allSerial" | "allMany" | "scan"> {
  const { client, gate, metrics, limits } = session;
  const parameters = new StatementParameters();
  const plain: QueryOptions = { isIdempotent: true, fetchSize: NO_PAGING, readTimeout: limits.readTimeoutMs };
  const serial: QueryOptions = {
    ...plain,
    consistency: types.consistencies.localSerial,
    readTimeout: limits.conditionalTimeoutMs,
  };

  /**
   * Until `latest`. What the driver asks other nodes for by itself is a timeout; a replica that died while it was read is not.
   */
  async function read<Row>(
    statement: CqlStatement,
    values: readonly CqlValue[],
    asked: QueryOptions,
    latest = performance.now() + limits.readDeadlineMs,
  ): Promise<Row[]> {
    const params = parameters.of(statement, values);
    const backOff = new BackOff();
    for (let attempts = READ_ATTEMPTS; ; attempts -= 1) {
      try {
        const left = latest - performance.now();
        const result = await answerOf(metrics, "read", left, client.execute(statement.cql, params, asked));
        parameters.taken(statement);
        return decodeRows(result);
      } catch (error) {
        if (attempts <= 1 || !isPassing(error) || performance.now() > latest) throw readFailure(error);
        metrics.retried("read", 1);
        await backOff.wait();
      }
    }
  }

  function readInTime<Row>(statement: CqlStatement, values: readonly CqlValue[], asked: QueryOptions): Promise<Row[]> {
    const latest = performance.now() + limits.readDeadlineMs;
    return gate.one(async () => {
      if (performance.now() < latest) return read<Row>(statement, values, asked, latest);
      throw new AppError("UNAVAILABLE", "Cassandra has too much to do; try again later.");
    });
  }

  async function readPage(statement: CqlStatement, params: readonly unknown[], pageState: string | undefined) {
    const backOff = new BackOff();
    const asked = {
      fetchSize: ROWS_A_PAGE,
      readTimeout: limits.scanTimeoutMs,
      ...(pageState === undefined ? {} : { pageState }),
    };
    for (let left = SCAN_ATTEMPTS; ; left -= 1) {
      try {
        const answer = () => {
          const request = client.execute(statement.cql, params, asked);
          return answerOf(metrics, "scan", limits.scanTimeoutMs + SLACK_MS, request);
        };
        return await gate.one(answer);
      } catch (error) {
        if (left <= 1 || !isPassing(error)) throw readFailure(error);
        metrics.retried("scan", 1);
        await backOff.wait();
      }
    }
  }

  return {
    all: (statement, values) => readInTime(statement, values, plain),
    allSerial: (statement, values) => readInTime(statement, values, serial),
    async allMany<Row>(statement: CqlStatement, valueSets: readonly (readonly CqlValue[])[]) {
      const results = new Array<Row[]>(valueSets.length);
      await gate.each(valueSets.length, async (index) => {
        results[index] = await read<Row>(statement, valueSets[index] ?? [], plain);
      });
      return results;
    },
    async *scan<Row>(statement: CqlStatement, values: readonly CqlValue[]) {
      const params = parameters.of(statement, values);
      let pageState: string | undefined;
      do {
        const page = await readPage(statement, params, pageState);
        pageState = page.pageState ?? undefined;
        yield decodeRows<Row>(page);
      } while (pageState !== undefined);
    },
  };
}
