import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { GatewayConfig } from "../../config/gateway-config.js";
import { createMemoryRateLimiter } from "./memory-rate-limiter.js";
import { createOpenRateGate, createRateGate, type RateGate } from "./rate-gate.js";

const MINUTE = 60;
const QUARTER_OF_AN_HOUR = 15 * MINUTE;

/** As configured, in the memory of this process: behind several gateways a caller has as many times the allowance. */
export function createGatewayRateGate(config: GatewayConfig, metrics: Metrics): RateGate {
  if (config.RATE_LIMITS === "off") return createOpenRateGate(metrics);
  return createRateGate(
    {
      requestsPerAddress: { points: config.RATE_LIMIT_PER_ADDRESS, seconds: MINUTE },
      operationsPerUser: { points: config.RATE_LIMIT_PER_USER, seconds: MINUTE },
      signInsPerAccount: { points: config.RATE_LIMIT_SIGN_INS, seconds: QUARTER_OF_AN_HOUR },
      signInsPerAddress: { points: config.RATE_LIMIT_SIGN_INS_PER_ADDRESS, seconds: QUARTER_OF_AN_HOUR },
    },
    (limit) => createMemoryRateLimiter(limit, config.RATE_LIMIT_MEMORY),
    metrics,
  );
}
