import { type CodeFacts, NOT_IN_CHART } from "./code-facts.js";
import { podsOf, type Release } from "./manifest.js";

interface Schema {
  properties?: Record<string, Schema>;
  propertyNames?: { enum?: string[] };
}

/** Variables of the code that the chart can't set, and variables in its schema that no process reads. */
export function variableFindings(releases: readonly Release[], schemaText: string, facts: CodeFacts): string[] {
  const schema = JSON.parse(schemaText) as Schema;
  const byHand = new Map(
    Object.entries(schema.properties ?? {}).map(([component, { properties }]) => [
      component,
      properties?.config?.propertyNames?.enum ?? [],
    ]),
  );
  const rendered = new Set(
    releases
      .flatMap(podsOf)
      .flatMap(({ pod }) => pod.containers.flatMap(({ env }) => (env ?? []).map(({ name }) => name))),
  );
  const settable = new Set([...rendered, ...[...byHand.values()].flat(), ...Object.keys(NOT_IN_CHART)]);
  const read = new Set(Object.values(facts.variables).flatMap((definition) => Object.keys(definition)));
  return [
    ...[...read].filter((name) => !settable.has(name)).map((name) => `${name} can't be set by the chart`),
    ...[...byHand].flatMap(([component, names]) =>
      names
        .filter((name) => !(name in (facts.variables[component] ?? {})))
        .map((name) => `values.schema.json: ${component} does not read ${name}`),
    ),
    ...Object.keys(NOT_IN_CHART)
      .filter((name) => rendered.has(name))
      .map((name) => `${name} is said not to be in the chart, and is`),
  ];
}
