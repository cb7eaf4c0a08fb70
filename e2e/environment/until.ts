import { lookAgain } from "./look-again.js";

const AT_MOST_MS = 45_000;

/** What other processes have folded comes a moment later here: asks again until it is so. */
export async function until<Data>(ask: () => Promise<Data>, wanted: (data: Data) => boolean): Promise<Data> {
  const latest = performance.now() + AT_MOST_MS;
  for (;;) {
    const data = await ask();
    if (wanted(data)) return data;
    if (performance.now() > latest) throw new Error(`Still not so: ${JSON.stringify(data)}`);
    await lookAgain();
  }
}
