import { errors, policies, type QueryOptions, types } from "cassandra-driver";
import { BackOff } from "../event-log/back-off.js";
import { isPassing, mayBeStored, writeFailure } from "./cassandra-failure.js";
import { NoRetries } from "./cassandra-policies.js";
import { type CassandraSession, within } from "./cassandra-session.js";
import { decodeRows, encodeValues } from "./cassandra-values.js";
import type { CqlDatabase, CqlMutation, CqlStatement, CqlValue } from "./cql-database.js";

/** Beside the driver's own timeouts. */
const SLACK_MS = 1_000;
const DRIFT_WARNING_MS = 1_000;
const DRIFT_WARNING_EVERY_MS = 60_000;

interface Sending {
  readonly mutation: CqlMutation;
  /** The same at every attempt: one that is sent again must not overwrite what others wrote since. */
  readonly timestamp: types.Long | number;
  firstSentAt: number;
  /** On one replica at least, by an attempt that failed. */
  mayBeStored: boolean;
}

export function createWrites(session: CassandraSession): Pick<CqlDatabase, "write" | "writeIf"> {
  const { client, gate, metrics, limits } = session;
  const clock = new policies.timestampGeneration.MonotonicTimestampGenerator(DRIFT_WARNING_MS, DRIFT_WARNING_EVERY_MS);
  // The driver, when it tries the next node, forgets what the one before may have stored. Trying again is done here.
  const retry = new NoRetries();
  const repeatable: QueryOptions = { isIdempotent: true, readTimeout: limits.writeTimeoutMs, retry };
  const once: QueryOptions = { isIdempotent: false, readTimeout: limits.conditionalTimeoutMs, retry };

  async function send({ mutation, timestamp }: Sending): Promise<void> {
    const calls = mutation.map(({ statement, values }) => ({
      query: statement.cql,
      params: encodeValues(statement, values),
    }));
    const [first] = calls;
    if (first === undefined) return;
    const asked = { ...repeatable, timestamp };
    const store = () =>
      calls.length === 1
        ? client.execute(first.query, first.params, asked)
        : client.batch(calls, { ...asked, prepare: true, logged: false });
    await metrics.measure("write", () => within(limits.writeTimeoutMs + SLACK_MS, store()));
  }

  /** False when it is to be sent again. */
  async function attempt(sending: Sending): Promise<boolean> {
    sending.firstSentAt ||= performance.now();
    try {
      await send(sending);
      return true;
    } catch (error) {
      sending.mayBeStored ||= mayBeStored(error);
      const inTime = performance.now() - sending.firstSentAt < limits.writeDeadlineMs;
      if (inTime && isPassing(error)) return false;
      throw writeFailure(error, sending.mayBeStored);
    }
  }

  return {
    async write(mutations) {
      const backOff = new BackOff();
      let left = mutations.map((mutation): Sending => {
        return { mutation, timestamp: clock.next(client) ?? Date.now() * 1000, firstSentAt: 0, mayBeStored: false };
      });
      while (left.length > 0) {
        const round = left;
        const failed: Sending[] = [];
        await gate.each(round.length, async (index) => {
          const sending = round[index] as Sending;
          if (!(await attempt(sending))) failed.push(sending);
        });
        if (failed.length > 0) {
          await backOff.wait();
          metrics.retried("write", failed.length);
        }
        left = failed;
      }
    },
    async writeIf<Row>(statement: CqlStatement, values: readonly CqlValue[]) {
      try {
        const params = encodeValues(statement, values);
        const send = () => within(limits.conditionalTimeoutMs + SLACK_MS, client.execute(statement.cql, params, once));
        const result = await gate.one(() => metrics.measure("conditional", send));
        const [answer] = decodeRows<Record<string, unknown>>(result);
        const { "[applied]": applied, ...row } = answer ?? {};
        return { applied: applied === true, row: Object.keys(row).length > 0 ? (row as Row) : null };
      } catch (error) {
        throw writeFailure(error, mayBeStored(error) || isUnavailable(error));
      }
    },
  };
}

/** Said by the last step of a lightweight transaction too, when the condition has been found to hold. */
function isUnavailable(error: unknown): boolean {
  return error instanceof errors.ResponseError && error.code === types.responseErrorCodes.unavailableException;
}
