import { policies, type types } from "cassandra-driver";

const MAX_ATTEMPTS_ELSEWHERE = 2;

// The driver's types do not know that there may be none, for the same as before.
const SAME_CONSISTENCY = undefined as unknown as types.consistencies;

type Decision = policies.retry.DecisionInfo;
type Request = policies.retry.OperationInfo;

/** Of reads: at once on the next nodes, so many times. */
export class FewRetries extends policies.retry.RetryPolicy {
  override onRequestError(request: Request): Decision {
    return this.#elsewhere(request);
  }

  override onUnavailable(request: Request): Decision {
    return this.#elsewhere(request);
  }

  override onReadTimeout(request: Request): Decision {
    return this.#elsewhere(request);
  }

  override onWriteTimeout(): Decision {
    return this.rethrowResult();
  }

  #elsewhere(request: Request): Decision {
    return request.nbRetry < MAX_ATTEMPTS_ELSEWHERE ? this.retryResult(SAME_CONSISTENCY, false) : this.rethrowResult();
  }
}

/** Of writes, whose repeating is not the driver's business. Its own policy of this kind goes on after "unavailable", which a commit can say too. */
export class NoRetries extends policies.retry.RetryPolicy {
  override onRequestError(): Decision {
    return this.rethrowResult();
  }

  override onUnavailable(): Decision {
    return this.rethrowResult();
  }

  override onReadTimeout(): Decision {
    return this.rethrowResult();
  }

  override onWriteTimeout(): Decision {
    return this.rethrowResult();
  }
}

/** Reads that take long are asked of the next node too. Writes are not: they are sent again when they fail. */
export class SpeculativeReads implements policies.speculativeExecution.SpeculativeExecutionPolicy {
  readonly #delayMs: number;
  readonly #most: number;

  constructor(delayMs: number, most: number) {
    this.#delayMs = delayMs;
    this.#most = most;
  }

  init(): void {}

  shutdown(): void {}

  getOptions(): Map<string, object> {
    return new Map();
  }

  newPlan(_keyspace: string, query: string | object[]): { nextExecution: () => number } {
    let left = typeof query === "string" && /^\s*select\b/i.test(query) ? this.#most : 0;
    return { nextExecution: () => (left-- > 0 ? this.#delayMs : -1) };
  }
}
