import type { JwtKey } from "@marquee/platform/config/jwt-key.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { type Projector, startProjector } from "@marquee/platform/projection/projector.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import type { AccountsConfig } from "./config/accounts-config.js";
import { createUserLoader, type SubgraphContext } from "./context.js";
import { createPasswordHasher } from "./passwords/password-hasher.js";
import { createProfileProjection } from "./projection/profile-projection.js";
import { createResolvers } from "./resolvers/resolvers.js";
import { ACCOUNT_MIGRATIONS } from "./store/embedded-account-tables.js";
import { createEmbeddedCredentialStore } from "./store/embedded-credential-store.js";
import { createEmbeddedProfileStore } from "./store/embedded-profile-store.js";
import { createEmbeddedSessionStore } from "./store/embedded-session-store.js";
import type { ProfileStore } from "./store/profile-store.js";
import { createAccessTokenIssuer } from "./tokens/access-token-issuer.js";
import type { AccountServices } from "./use-cases/account-services.js";
import { ensureAdmin, type GeneratedAdmin, generateAdmin } from "./use-cases/ensure-admin.js";
import { finishRegistrations } from "./use-cases/finish-registrations.js";

const NAME = "accounts";
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface AccountsDependencies extends SubgraphDependencies {
  /** The first signs. */
  jwtKeys: readonly JwtKey[];
  config: AccountsConfig;
}

export interface AccountsSubgraph extends Subgraph {
  /** Where nobody asked for an administrator and there is none: makes one, to be shown at once and once. Else null. */
  generateAdmin(): Promise<GeneratedAdmin | null>;
}

/** Makes its tables, starts its projector, finishes what a crash cut in two, makes the administrator that is asked for, and serves accounts. */
export async function createAccountsSubgraph(deps: AccountsDependencies): Promise<AccountsSubgraph> {
  const { database, log } = deps;
  const [signingKey] = deps.jwtKeys;
  if (signingKey === undefined) throw new AppError("CONFIG_INVALID", "There is no key to sign with; set JWT_KEYS.");
  const logger = deps.logger.child({ subgraph: NAME });
  await migrateEmbedded(database, NAME, ACCOUNT_MIGRATIONS);
  const profiles = createEmbeddedProfileStore(database);
  const projector = await startProjector({
    log,
    projection: createProfileProjection(profiles),
    deadLettersTopic: TOPICS.deadLetters,
    logger,
  });
  try {
    return await serve(deps, signingKey, profiles, projector, logger);
  } catch (error) {
    await projector.close();
    throw error;
  }
}

async function serve(
  { database, log, clock, metrics, config }: AccountsDependencies,
  signingKey: JwtKey,
  profiles: ProfileStore,
  projector: Projector,
  logger: Logger,
): Promise<AccountsSubgraph> {
  const services: AccountServices = {
    credentials: createEmbeddedCredentialStore(database),
    sessions: createEmbeddedSessionStore(database),
    passwords: createPasswordHasher(),
    accessTokens: await createAccessTokenIssuer(signingKey, config.ACCESS_TOKEN_MINUTES * MINUTE_MS),
    refreshTokenLifetimeMs: config.REFRESH_TOKEN_DAYS * DAY_MS,
    log,
    applied: projector.applied,
    clock,
    logger,
  };
  await finishRegistrations(services);
  await ensureAdmin(services, { email: config.ADMIN_EMAIL, password: config.ADMIN_PASSWORD });

  const endpoint = createSubgraphEndpoint<SubgraphContext>({
    name: NAME,
    typeDefs: readGraphqlFile("accounts.graphql"),
    resolvers: createResolvers({ ...services, profiles }),
    createContext: ({ viewer }) => ({ viewer, users: createUserLoader(profiles, services.credentials) }),
    logger,
    metrics,
  });
  let caughtUp = false;
  return {
    name: NAME,
    endpoint,
    generateAdmin: async () => (config.ADMIN_EMAIL === undefined ? generateAdmin(services) : null),
    async ready() {
      // Once: an import must not make a process that serves unready.
      if (!caughtUp) await projector.caughtUp();
      caughtUp = true;
      await services.credentials.findUnpublished(1);
    },
    caughtUp: () => projector.caughtUp(),
    close: () => projector.close(),
  };
}
