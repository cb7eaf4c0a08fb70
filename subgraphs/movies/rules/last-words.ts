interface Step {
  id: string;
  entry?: unknown;
}

/**
 * Of each movie the last that a batch says: its last upsert, and its retirement where that came after. A movie that came and
 * went within the batch has both, so that it stays resolvable.
 */
export function lastWords<MovieStep extends Step>(steps: readonly MovieStep[]) {
  type Upsert = Extract<MovieStep, { entry: object }>;
  type Retirement = Exclude<MovieStep, { entry: object }>;
  const upserts = new Map<string, Upsert>();
  const retirements = new Map<string, Retirement>();
  for (const step of steps) {
    if (step.entry === undefined) {
      retirements.set(step.id, step as Retirement);
    } else {
      upserts.set(step.id, step as Upsert);
      retirements.delete(step.id);
    }
  }
  return { upserts: [...upserts.values()], retirements: [...retirements.values()] };
}
