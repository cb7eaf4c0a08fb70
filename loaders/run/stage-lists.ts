/** What a stage lists in a file of its own, one JSON object a line. */
export const STAGE_LISTS = ["rejects", "joined-by-title", "ambiguous"] as const;

export type StageList = (typeof STAGE_LISTS)[number];

/** How long each list was, in bytes. */
export type ListLengths = Record<StageList, number>;

export const EMPTY_LISTS: Readonly<ListLengths> = { rejects: 0, "joined-by-title": 0, ambiguous: 0 };
