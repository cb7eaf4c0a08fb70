// What is asked of Marquee from outside: by clients, KEDA and Prometheus.
import type { ChartRules } from "./chart-rule.js";
import { type Manifest, ofKind, selects } from "./manifest.js";

export const EDGE_RULES: ChartRules = {
  "what is not for everybody is not outside": (release, facts) => {
    // biome-ignore lint/suspicious/noExplicitAny: rules of both kinds.
    const rules = (manifest: Manifest): any[] => manifest.spec.rules;
    const exact = [
      ...ofKind(release, "HTTPRoute").flatMap((route) =>
        rules(route).flatMap(({ matches }) => matches.map(({ path }: { path: { value: string } }) => path.value)),
      ),
      ...ofKind(release, "Ingress").flatMap((ingress) =>
        rules(ingress).flatMap(({ http }) => http.paths.map(({ path }: { path: string }) => path)),
      ),
    ];
    return exact
      .filter((path) => Object.values(facts.paths).includes(path))
      .map((path) => `${path} is reachable from outside`);
  },

  "websockets stay open": (release) => [
    ...ofKind(release, "HTTPRoute").flatMap(({ metadata, spec }) =>
      spec.rules.every(({ timeouts }: { timeouts?: { request?: string } }) => timeouts?.request === "0s")
        ? []
        : [`${metadata.name}: a request may not take for ever`],
    ),
    ...ofKind(release, "Ingress").flatMap(({ metadata }) =>
      Number(metadata.annotations?.["nginx.ingress.kubernetes.io/proxy-read-timeout"]) >= 60
        ? []
        : [`${metadata.name}: websockets that are silent are cut off`],
    ),
  ],

  "lag is asked of groups and topics that there are": (release, facts) =>
    ofKind(release, "ScaledObject").flatMap(({ spec }) =>
      spec.triggers.flatMap(({ metadata }: { metadata: { topic: string } }) =>
        facts.topics.some((topic) => metadata.topic.endsWith(topic))
          ? []
          : [`projector: there is no topic ${metadata.topic}`],
      ),
    ),

  "Prometheus asks every service": (release, facts) =>
    ofKind(release, "ServiceMonitor").flatMap(({ metadata, spec }) => {
      const [endpoint] = spec.endpoints;
      const missed = ofKind(release, "Service").filter(
        ({ metadata: service }) => !selects(spec.selector, service.labels ?? {}),
      );
      return [
        ...missed.map((service) => `${metadata.name}: does not ask ${service.metadata.name}`),
        ...(endpoint.path === facts.paths.metrics && endpoint.port === "http"
          ? []
          : [`${metadata.name}: asks ${endpoint.path}`]),
      ];
    }),
};
