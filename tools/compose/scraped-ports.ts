const JOB = /names: \[(\w+)\], type: A, port: (\d+)/g;

/** The services that a prometheus.yml of ours looks up by name, and the ports that it asks. */
export function scrapedPorts(text: string): Record<string, number> {
  return Object.fromEntries([...text.matchAll(JOB)].map(([, service = "", port]) => [service, Number(port)]));
}
