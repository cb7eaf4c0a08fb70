import type { JwtKey } from "@marquee/platform/config/jwt-key.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import type { AccountsConfig } from "./config/accounts-config.js";
import { createUserLoader, type SubgraphContext } from "./context.js";
import { createPasswordHasher } from "./passwords/password-hasher.js";
import { PROFILE_PROJECTION } from "./projection/profile-projection.js";
import { createResolvers } from "./resolvers/resolvers.js";
import type { AccountStores } from "./store/account-stores.js";
import { createAccessTokenIssuer } from "./tokens/access-token-issuer.js";
import type { AccountServices } from "./use-cases/account-services.js";
import { ensureAdmin, type GeneratedAdmin, generateAdmin } from "./use-cases/ensure-admin.js";
import { finishRegistrations } from "./use-cases/finish-registrations.js";

const NAME = "accounts";
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An address that nobody has: asking for it tells whether the store answers. */
const PROBE = "-";

export interface AccountsDependencies extends SubgraphDependencies<Omit<AccountStores, "profileFold">> {
  /** The first signs. */
  jwtKeys: readonly JwtKey[];
  config: AccountsConfig;
}

export interface AccountsSubgraph extends Subgraph {
  /** Where nobody asked for an administrator and there is none: makes one, to be shown at once and once. Else null. */
  generateAdmin(): Promise<GeneratedAdmin | null>;
}

/** Finishes what a crash cut in two, makes the administrator that is asked for, and serves accounts; who folds profiles is told by projectors.ts. */
export async function createAccountsSubgraph(deps: AccountsDependencies): Promise<AccountsSubgraph> {
  const { stores, log, clock, metrics, config } = deps;
  const [signingKey] = deps.jwtKeys;
  if (signingKey === undefined) throw new AppError("CONFIG_INVALID", "There is no key to sign with; set JWT_KEYS.");
  const logger = deps.logger.child({ subgraph: NAME });
  const folded = watchApplied({ log, group: PROFILE_PROJECTION, topic: TOPICS.users });
  const services: AccountServices = {
    credentials: stores.credentials,
    sessions: stores.sessions,
    passwords: createPasswordHasher(),
    accessTokens: await createAccessTokenIssuer(signingKey, config.ACCESS_TOKEN_MINUTES * MINUTE_MS),
    refreshTokenLifetimeMs: config.REFRESH_TOKEN_DAYS * DAY_MS,
    log,
    applied: folded,
    clock,
    logger,
  };
  await finishRegistrations(services);
  await ensureAdmin(services, { email: config.ADMIN_EMAIL, password: config.ADMIN_PASSWORD });

  const endpoint = createSubgraphEndpoint<SubgraphContext>({
    name: NAME,
    typeDefs: readGraphqlFile("accounts.graphql"),
    resolvers: createResolvers({ ...services, profiles: stores.profiles }),
    createContext: ({ viewer }) => ({ viewer, users: createUserLoader(stores.profiles, stores.credentials) }),
    logger,
    metrics,
  });
  const closing = new AbortController();
  // Once: an import must not make a process that serves unready.
  let complete: Promise<void> | undefined;
  return {
    name: NAME,
    endpoint,
    generateAdmin: async () => (config.ADMIN_EMAIL === undefined ? generateAdmin(services) : null),
    async ready() {
      complete ??= folded.caughtUp(closing.signal);
      complete.catch(() => {
        complete = undefined;
      });
      await complete;
      await stores.credentials.findByEmail(PROBE);
    },
    async close() {
      closing.abort();
    },
  };
}
