/** How deep ranked lists go: nobody pages further by hand, and a ranking costs what lies before the page. */
export const MAX_RANKED = 1000;
