/** The sum of a metric's samples whose labels match, from /metrics; 0 where there is none. */
export async function readMetric(url: string, name: string, labels: Record<string, string> = {}): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  let sum = 0;
  for (const line of text.split("\n")) {
    const sample = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null || sample[1] !== name) continue;
    const wanted = Object.entries(labels).every(([label, value]) => sample[2]?.includes(`${label}="${value}"`));
    if (wanted) sum += Number(sample[3]);
  }
  return sum;
}
