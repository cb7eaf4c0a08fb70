// What a loader takes but we do not want. Each rule gives its findings, one line each; none means that all is well.
import type { ComposeProject, ComposeService } from "./compose-project.js";

export type ComposeRule = (project: ComposeProject, facts: ComposeFacts) => string[];

/** What the checkout says outside the compose file. */
export interface ComposeFacts {
  /** Names of variables that our processes read. */
  variables: ReadonlySet<string>;
  /** Our image's tag is our version. */
  version: string;
  /** Image names and the tags that they must have: the engines are those that the tests run on. */
  tags: Readonly<Record<string, string>>;
  fileExists(path: string): boolean;
  /** Ports by service, as Prometheus asks them. */
  scraped: Readonly<Record<string, number>>;
}

const OURS = /^marquee:/;

export const COMPOSE_RULES: Readonly<Record<string, ComposeRule>> = {
  "every image is pinned": perService((name, { image = "" }, facts) => {
    const [, repository = "", tag = ""] = /^(.+):v?(\d+\.\d+\.\d+)$/.exec(image) ?? [];
    if (tag === "") return [`${name}: ${image || "an image without a name"} is not pinned to a version like 1.2.3`];
    const wanted = repository === "marquee" ? facts.version : facts.tags[repository];
    return wanted !== undefined && wanted !== tag ? [`${name}: ${image} should be ${wanted}`] : [];
  }),

  "every service is watched, or ends by itself": perService((name, service) => {
    if (service.healthcheck?.test?.[0] === "CMD" && service.healthcheck.disable !== true) return [];
    return service.restart === "no" ? [] : [`${name}: needs a health check in exec form`];
  }),

  "who depends waits for more than a start": perService((name, { depends_on: others = {} }) =>
    Object.entries(others).flatMap(([other, { condition }]) =>
      condition === "service_started" ? [`${name}: should wait until ${other} is healthy or done`] : [],
    ),
  ),

  "published on loopback only": perService((name, { ports = [] }) =>
    ports.flatMap(({ host_ip: address, published = "", target }) =>
      address === "127.0.0.1" ? [] : [`${name}: publish ${target} as 127.0.0.1:${published || target}:${target}`],
    ),
  ),

  "services have no more rights than they need": perService((name, service) => [
    ...(service.privileged === true ? [`${name}: is privileged`] : []),
    ...(service.cap_drop?.includes("ALL") === true ? [] : [`${name}: drop all capabilities`]),
    ...(service.security_opt?.includes("no-new-privileges:true") === true ? [] : [`${name}: set no-new-privileges`]),
    ...(OURS.test(service.image ?? "") && service.read_only !== true ? [`${name}: set read_only`] : []),
  ]),

  "nothing grows without bounds": perService((name, { deploy, logging }) => {
    const { memory, cpus, pids } = deploy?.resources?.limits ?? {};
    const limited = memory !== undefined && cpus !== undefined && pids !== undefined;
    return [
      ...(limited ? [] : [`${name}: limit memory, cpus and pids`]),
      ...(logging === undefined ? [`${name}: bound its log`] : []),
    ];
  }),

  "our processes read every variable that they are given": ours((name, { environment = {} }, { variables }) =>
    Object.keys(environment).flatMap((variable) =>
      variables.has(variable) ? [] : [`${name}: ${variable} is no variable of Marquee's; see .env.example`],
    ),
  ),

  "our processes' programs are there": ours((name, { command }, { fileExists }) => {
    const main = command?.find((argument) => !argument.startsWith("-")) ?? "";
    const source = main.replace("/dist/", "/").replace(/\.js$/, ".ts");
    return fileExists(source)
      ? []
      : [`${name}: ${main || "no command"} is compiled from ${source}, which is not there`];
  }),

  "Prometheus asks our processes where they are watched": (project, { scraped }) =>
    Object.entries(project.services).flatMap(([name, { image = "", healthcheck }]) => {
      const watched = /http:\/\/127\.0\.0\.1:(\d+)\/healthz\/ready/.exec(healthcheck?.test?.join(" ") ?? "")?.[1];
      if (!OURS.test(image) || watched === undefined) return [];
      return scraped[name] === Number(watched) ? [] : [`${name}: prometheus.yml should ask port ${watched}`];
    }),
};

function perService(findings: (name: string, service: ComposeService, facts: ComposeFacts) => string[]): ComposeRule {
  return ({ services }, facts) => Object.entries(services).flatMap(([name, service]) => findings(name, service, facts));
}

function ours(findings: (name: string, service: ComposeService, facts: ComposeFacts) => string[]): ComposeRule {
  return perService((name, service, facts) => (OURS.test(service.image ?? "") ? findings(name, service, facts) : []));
}
