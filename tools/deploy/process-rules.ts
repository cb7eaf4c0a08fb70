// What processes are started with, held against the code.
import { type ChartRules, containersOf, firstContainer, labelsOf, perDeployment, SUBGRAPHS } from "./chart-rule.js";
import { componentOf, ofKind, selects } from "./manifest.js";

export const PROCESS_RULES: ChartRules = {
  "programs are there": (release, facts) =>
    containersOf(release).flatMap(({ name, component, container }) => {
      const program = container.args?.find((argument) => !argument.startsWith("-")) ?? "";
      return component === "test" || facts.sourceExists(program) ? [] : [`${name}: there is no ${program}`];
    }),

  "a process reads every variable that it is given, once": (release, facts) =>
    containersOf(release).flatMap(({ name, component, container }) => {
      const names = (container.env ?? []).map((variable) => variable.name);
      const known = facts.variables[component] ?? {};
      return [
        ...names.filter((one) => !(one in known)).map((one) => `${name}: ${component} does not read ${one}`),
        ...names.filter((one, at) => names.indexOf(one) !== at).map((one) => `${name}: ${one} is given twice`),
      ];
    }),

  "variables have values that a process takes": (release, facts) =>
    containersOf(release).flatMap(({ name, component, container }) =>
      (container.env ?? []).flatMap(({ name: variable, value }) => {
        const read = value === undefined ? undefined : facts.variables[component]?.[variable]?.schema.safeParse(value);
        return read?.success === false ? [`${name}: ${variable} "${value}": ${read.error.issues[0]?.message}`] : [];
      }),
    ),

  "ports are the code's": perDeployment((name, deployment, release, facts) => {
    const wanted = facts.ports[name];
    const ports = (firstContainer(deployment).ports ?? []).map(({ containerPort }) => containerPort);
    const service = ofKind(release, "Service").find(({ spec }) =>
      selects({ matchLabels: spec.selector }, labelsOf(deployment)),
    );
    const served = service?.spec.ports.map(({ port }: { port: number }) => port) ?? [];
    return [...ports, ...served].every((port) => port === wanted) && ports.length === 1 && served.length === 1
      ? []
      : [`${name}: listens on ${wanted}, not ${[...ports, ...served]}`];
  }),

  "the gateway finds every subgraph": (release) => {
    const gateway = containersOf(release).find(({ component }) => component === "gateway")?.container;
    return SUBGRAPHS.flatMap((subgraph) => {
      const url = gateway?.env?.find(({ name }) => name === `${subgraph.toUpperCase()}_URL`)?.value ?? "http://nowhere";
      const { hostname, port } = new URL(url);
      const found = ofKind(release, "Service").some(
        (service) =>
          service.metadata.name === hostname &&
          componentOf(service) === subgraph &&
          String(service.spec.ports[0].port) === port,
      );
      return found ? [] : [`gateway: ${url} is not the ${subgraph} subgraph`];
    });
  },
};
