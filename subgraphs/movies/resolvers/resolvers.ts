import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { countryCodeScalar } from "@marquee/platform/graphql-scalars/country-code-scalar.js";
import { cursorScalar } from "@marquee/platform/graphql-scalars/cursor-scalar.js";
import { dateScalar } from "@marquee/platform/graphql-scalars/date-scalar.js";
import { dateTimeScalar } from "@marquee/platform/graphql-scalars/date-time-scalar.js";
import { safeIntScalar } from "@marquee/platform/graphql-scalars/safe-int-scalar.js";
import type { Resolvers } from "../generated/resolvers.js";
import type { MovieStores } from "../store/movie-stores.js";
import type { UpsertMovieServices } from "../use-cases/upsert-movie.js";
import { type DatasetServices, datasetResolvers } from "./dataset.js";
import { movieResolvers } from "./movie.js";
import { mutationResolvers } from "./mutation.js";
import { queryResolvers } from "./query.js";

export function createResolvers(
  services: UpsertMovieServices & DatasetServices & { stores: MovieStores; cursors: CursorSigner },
): Resolvers {
  const { Dataset, Query, Mutation, Subscription } = datasetResolvers(services);
  return {
    Date: dateScalar,
    DateTime: dateTimeScalar,
    CountryCode: countryCodeScalar,
    Cursor: cursorScalar,
    SafeInt: safeIntScalar,
    Node: { __resolveType: () => "Movie" },
    Query: { ...queryResolvers(services), ...Query },
    Mutation: { ...mutationResolvers(services), ...Mutation },
    Subscription,
    Movie: movieResolvers,
    Dataset,
  };
}
