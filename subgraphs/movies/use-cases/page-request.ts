/** The arguments that every list has. */
export interface PageRequest {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** How deep ranked lists go: nobody pages further by hand, and a ranking costs what lies before the page. */
export const MAX_RANKED = 1000;
