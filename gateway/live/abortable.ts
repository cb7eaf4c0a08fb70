export const ABORTED = Symbol("aborted");

interface Waiter {
  callBack: () => void;
  place: number;
}

/**
 * Who waits for a signal, in one listener of it. A listener for each wait would be a list whose links outlive their removal, and a
 * Set's tables refer to those that took their place: in both what is old keeps what is new, and what that waited for, from being
 * collected for long.
 */
const waiting = new WeakMap<AbortSignal, Waiter[]>();

/** Calls back once when the signal aborts, unless what is returned was called before. The signal has not aborted yet. */
export function onceAborted(signal: AbortSignal, callBack: () => void): () => void {
  const waiters = waitersOf(signal);
  const waiter: Waiter = { callBack, place: waiters.length };
  waiters.push(waiter);
  return () => {
    if (waiters[waiter.place] !== waiter) return;
    const last = waiters.pop();
    if (last === undefined || last === waiter) return;
    waiters[waiter.place] = last;
    last.place = waiter.place;
  };
}

function waitersOf(signal: AbortSignal): Waiter[] {
  const known = waiting.get(signal);
  if (known !== undefined) return known;
  const waiters: Waiter[] = [];
  waiting.set(signal, waiters);
  signal.addEventListener("abort", () => {
    for (const { callBack } of waiters.splice(0)) callBack();
  });
  return waiters;
}

/** Waits for a promise, but no longer than until the signal aborts; what comes of the promise then is dropped. */
export async function untilAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | typeof ABORTED> {
  if (signal.aborted) {
    promise.catch(() => {});
    return ABORTED;
  }
  return new Promise((resolve, reject) => {
    const forget = onceAborted(signal, () => resolve(ABORTED));
    promise.then(
      (value) => {
        forget();
        resolve(value);
      },
      (error) => {
        forget();
        reject(error);
      },
    );
  });
}

/** Waits so many milliseconds, or until the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, ms);
    const forget = onceAborted(signal, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
