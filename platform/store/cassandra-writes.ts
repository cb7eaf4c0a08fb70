import { errors, policies, type QueryOptions, types } from "cassandra-driver";
import { BackOff } from "../event-log/back-off.js";
import { isPassing, mayBeStored, writeFailure } from "./cassandra-failure.js";
import { NoRetries } from "./cassandra-policies.js";
import { answerOf, type CassandraSession, SLACK_MS } from "./cassandra-session.js";
import { decodeRows, StatementParameters } from "./cassandra-values.js";
import type { CqlDatabase, CqlMutation, CqlStatement, CqlValue } from "./cql-database.js";

const DRIFT_WARNING_MS = 1_000;
const DRIFT_WARNING_EVERY_MS = 60_000;

interface Sending {
  readonly mutation: CqlMutation;
  readonly options: QueryOptions;
  firstSentAt: number;
  /** On one replica at least, by an attempt that failed. */
  mayBeStored: boolean;
}

export function createWrites(session: CassandraSession): Pick<CqlDatabase, "write" | "writeIf"> {
  const { client, gate, metrics, limits } = session;
  const parameters = new StatementParameters();
  const clock = new policies.timestampGeneration.MonotonicTimestampGenerator(DRIFT_WARNING_MS, DRIFT_WARNING_EVERY_MS);
  // The driver, when it tries the next node, forgets what the one before may have stored. Trying again is done here.
  const retry = new NoRetries();
  const repeatable: QueryOptions = {
    isIdempotent: true,
    readTimeout: limits.writeTimeoutMs,
    retry,
    prepare: true,
    logged: false,
  };
  const once: QueryOptions = { isIdempotent: false, readTimeout: limits.conditionalTimeoutMs, retry };

  /** The timestamp is the same at every attempt: one that is sent again must not overwrite what others wrote since. */
  function toSending(mutation: CqlMutation): Sending {
    const stamped = mutation.every(({ statement }) => statement.stamped);
    const options = stamped ? repeatable : { ...repeatable, timestamp: clock.next(client) ?? Date.now() * 1000 };
    return { mutation, options, firstSentAt: 0, mayBeStored: false };
  }

  function send({ mutation, options }: Sending): Promise<unknown> {
    const calls = mutation.map(({ statement, values }) => {
      return { query: statement.cql, params: parameters.of(statement, values) };
    });
    const [first] = calls;
    if (first === undefined) return Promise.resolve();
    return calls.length === 1 ? client.execute(first.query, first.params, options) : client.batch(calls, options);
  }

  /** False when it is to be sent again. */
  async function attempt(sending: Sending): Promise<boolean> {
    sending.firstSentAt ||= performance.now();
    try {
      await answerOf(metrics, "write", limits.writeTimeoutMs + SLACK_MS, send(sending));
      for (const { statement } of sending.mutation) parameters.taken(statement);
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
      let left = mutations.map(toSending);
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
        const params = parameters.of(statement, values);
        const result = await gate.one(() => {
          const request = client.execute(statement.cql, params, once);
          return answerOf(metrics, "conditional", limits.conditionalTimeoutMs + SLACK_MS, request);
        });
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
