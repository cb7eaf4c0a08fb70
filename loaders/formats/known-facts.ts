import type { TitleRecord } from "../records/load-record.js";

type Facts = TitleRecord["facts"];

/** The facts without what is null or an empty list: a contribution says only what it knows. */
export function knownFacts(facts: { [Key in keyof Facts]: Facts[Key] | null }): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}

/** As `catalogueEntry` of the events has it. */
export const MAX_TITLE = 500;
