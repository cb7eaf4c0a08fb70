/** One of several ways to do the same, timed in turns: what slows the machine down slows all of them. */
export interface Way {
  name: string;
  /** Units of work in one round. */
  units: number;
  /** Before each round, and not measured. */
  prepare?(round: number): Promise<void>;
  round(round: number): Promise<void>;
}

export interface Measured {
  name: string;
  /** Units per second, a figure a round, in ascending order. */
  rates: readonly number[];
  /** Of the rates. */
  median: number;
  /** Microseconds of this process's processor time a unit, in the median: says the same on a busy machine. */
  cpu: number;
}

/** A first round is for warming up and counts for nothing. */
export async function sideBySide(rounds: number, ways: readonly Way[]): Promise<Measured[]> {
  const figures = ways.map(() => ({ rates: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [index, way] of ways.entries()) {
      await way.prepare?.(round);
      const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
      await way.round(round);
      const { user, system } = process.cpuUsage(cpuBefore);
      const seconds = (performance.now() - startedAt) / 1_000;
      if (round === 0) continue;
      figures[index]?.rates.push(way.units / seconds);
      figures[index]?.cpu.push((user + system) / way.units);
    }
  }
  return ways.map(({ name }, index) => {
    const { rates = [], cpu = [] } = figures[index] ?? {};
    return { name, rates: ascending(rates), median: medianOf(rates), cpu: medianOf(cpu) };
  });
}

export function printRates(unit: string, all: readonly Measured[]): void {
  for (const { name, rates, median, cpu } of all) {
    const range = `${Math.round(rates[0] ?? 0)} to ${Math.round(rates.at(-1) ?? 0)}`;
    const figures = `${Math.round(median).toString().padStart(7)} ${unit}/s (${range}), ${cpu.toFixed(1)} CPU µs each`;
    console.log(`${name.padEnd(42)} ${figures}`);
  }
}

/** Of two ways: units per second, and processor time a unit the other way round, so that more is better in both. */
export function printRatio(name: string, one: Measured | undefined, other: Measured | undefined): void {
  if (one === undefined || other === undefined) throw new Error("Nothing was measured");
  console.log(
    `${name}: ${(one.median / other.median).toFixed(2)}, by processor time ${(other.cpu / one.cpu).toFixed(2)}`,
  );
}

function ascending(figures: readonly number[]): number[] {
  return figures.toSorted((a, b) => a - b);
}

function medianOf(figures: readonly number[]): number {
  return ascending(figures)[figures.length >> 1] ?? Number.NaN;
}
