import { createFamilyLoader } from "../aliases/family-loader.js";

/** Families of ids that nothing was ever replaced by. */
export const loneFamilies = createFamilyLoader({
  read: async (ids) => ids.map(() => ({ replacedBy: null, aliases: [] })),
});
