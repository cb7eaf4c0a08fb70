import { cursorScalar } from "@marquee/platform/graphql-scalars/cursor-scalar.js";
import { dateTimeScalar } from "@marquee/platform/graphql-scalars/date-time-scalar.js";
import { safeIntScalar } from "@marquee/platform/graphql-scalars/safe-int-scalar.js";
import type { Resolvers } from "../generated/resolvers.js";
import { entityResolvers } from "./entity-resolvers.js";
import { feedResolvers } from "./feed-resolvers.js";
import { mutationResolvers } from "./mutation-resolvers.js";
import { ratingResolvers } from "./rating-resolvers.js";
import { statisticsResolvers } from "./statistics-resolvers.js";
import { summaryResolvers } from "./summary-resolvers.js";

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Cursor: cursorScalar,
  SafeInt: safeIntScalar,
  ...entityResolvers,
  ...feedResolvers,
  ...mutationResolvers,
  ...ratingResolvers,
  ...statisticsResolvers,
  ...summaryResolvers,
};
