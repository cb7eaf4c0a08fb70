import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  type Metric,
  Registry,
} from "prom-client";

/**
 * The numbers that a process shows at /metrics. Asking for a name again gives the metric that exists, so whoever counts
 * needs no place to keep it; asking for it as another kind, or with other labels, is a mistake and throws.
 */
export interface Metrics {
  counter<Label extends string = string>(configuration: CounterConfiguration<Label>): Counter<Label>;
  gauge<Label extends string = string>(configuration: GaugeConfiguration<Label>): Gauge<Label>;
  histogram<Label extends string = string>(configuration: HistogramConfiguration<Label>): Histogram<Label>;
  /** Everything in Prometheus' text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Seconds, from half a millisecond to ten: fits requests, reads and commits alike. */
export const DURATION_BUCKETS_SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

interface Configuration {
  name: string;
  labelNames?: readonly string[] | undefined;
}

/** `processMetrics` adds memory, CPU, event loop and garbage collection; once a process is enough. */
export function createMetrics(options: { processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  const labelsByName = new Map<string, string>();
  if (options.processMetrics ?? false) collectDefaultMetrics({ register: registry });

  function existingOrNew<Kind extends Metric>(
    kind: { new (configuration: never): Kind },
    configuration: Configuration,
  ): Kind {
    const labels = [...(configuration.labelNames ?? [])].sort().join(",");
    const existing = registry.getSingleMetric(configuration.name);
    if (existing === undefined) {
      labelsByName.set(configuration.name, labels);
      return new kind({ ...configuration, registers: [registry] } as never);
    }
    if (existing instanceof kind && labelsByName.get(configuration.name) === labels) return existing;
    throw new Error(`Metric ${configuration.name} exists already, as another kind or with other labels.`);
  }

  return {
    counter: <Label extends string>(configuration: CounterConfiguration<Label>) =>
      existingOrNew<Counter<Label>>(Counter, configuration),
    gauge: <Label extends string>(configuration: GaugeConfiguration<Label>) =>
      existingOrNew<Gauge<Label>>(Gauge, configuration),
    histogram: <Label extends string>(configuration: HistogramConfiguration<Label>) =>
      existingOrNew<Histogram<Label>>(Histogram, {
        ...configuration,
        buckets: configuration.buckets ?? DURATION_BUCKETS_SECONDS,
      } as HistogramConfiguration<Label>),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
