import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";

const count = wholeNumber(1, 1_000_000);

/** What one operation may be, checked before anything is planned. */
export const operationLimitsConfig = defineConfig({
  MAX_BODY_BYTES: { schema: wholeNumber(1024, 2 ** 26), default: 262_144, doc: "The largest HTTP request body." },
  MAX_TOKENS: { schema: count, default: 2_000, doc: "The longest document, in tokens." },
  MAX_DEPTH: { schema: count, default: 12, doc: "The deepest operation, in fields within fields." },
  MAX_FIELDS: {
    schema: count,
    default: 2_000,
    doc: "Fields in one operation, fragments counted wherever they are spread.",
  },
  MAX_ALIASES: { schema: count, default: 30, doc: "Aliases in one operation." },
  MAX_ROOT_FIELDS: { schema: count, default: 20, doc: "Root fields in one operation." },
  MAX_DIRECTIVES: { schema: count, default: 50, doc: "Directives in one operation." },
  MAX_COST: {
    schema: count,
    default: 5_000,
    doc: "The cost of one operation: an object costs 1, a field of Mutation 10 more, and what is in a list as many times as the list is long.",
  },
});
