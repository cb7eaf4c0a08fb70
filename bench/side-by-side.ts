/** One of several ways to do the same, timed in turns: what slows the machine down slows all of them. */
export interface Way {
  name: string;
  /** Units of work in one round. */
  units: number;
  round(round: number): Promise<void>;
}

export interface Rates {
  name: string;
  /** Units per second, a figure a round, in ascending order. */
  rates: number[];
  median: number;
}

/** A first round is for warming up and counts for nothing. */
export async function sideBySide(rounds: number, ways: readonly Way[]): Promise<Rates[]> {
  const rates = ways.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const startedAt = performance.now();
      await way.round(round);
      const seconds = (performance.now() - startedAt) / 1_000;
      if (round > 0) rates[index]?.push(way.units / seconds);
    }
  }
  return ways.map(({ name }, index) => {
    const sorted = (rates[index] ?? []).sort((a, b) => a - b);
    return { name, rates: sorted, median: sorted[sorted.length >> 1] ?? Number.NaN };
  });
}

export function printRates(unit: string, all: readonly Rates[]): void {
  for (const { name, rates, median } of all) {
    const range = `${Math.round(rates[0] ?? 0)} to ${Math.round(rates.at(-1) ?? 0)}`;
    console.log(`${name.padEnd(44)} ${Math.round(median).toString().padStart(7)} ${unit}/s   (${range})`);
  }
}
