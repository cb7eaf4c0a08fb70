import { describe, expect, it } from "vitest";
import { createMetrics } from "./metrics.js";

const requests = { name: "requests_total", help: "Requests.", labelNames: ["outcome"] } as const;

describe("metrics", () => {
  it("are made once a name, and shown in Prometheus' format", async () => {
    const metrics = createMetrics();
    metrics.counter(requests).inc({ outcome: "ok" });
    metrics.counter(requests).inc({ outcome: "ok" }, 2);
    metrics.gauge({ name: "lag", help: "Lag." }).set(7);
    metrics.histogram({ name: "took_seconds", help: "Took." }).observe(0.02);
    const text = await metrics.render();
    expect(text).toContain('requests_total{outcome="ok"} 3');
    expect(text).toContain("lag 7");
    expect(text).toContain('took_seconds_bucket{le="0.025"} 1');
    expect(metrics.contentType).toMatch(/^text\/plain/);
  });

  it("may not be asked for as another kind, or with other labels", () => {
    const metrics = createMetrics();
    metrics.counter(requests);
    expect(() => metrics.gauge(requests)).toThrowError(/requests_total/);
    expect(() => metrics.counter({ ...requests, labelNames: ["code"] })).toThrowError(/requests_total/);
  });

  it("of two registries do not meet", async () => {
    createMetrics().counter(requests).inc();
    expect(await createMetrics().render()).not.toContain("requests_total");
  });

  it("of the process are there when asked for", async () => {
    expect(await createMetrics({ processMetrics: true }).render()).toContain("process_resident_memory_bytes");
  });
});
