// One write, sent to a ratings subgraph as the gateway sends it.
import { Agent, request } from "undici";
import type { Attempt, Write } from "./history.js";

const PAYLOAD = "{ applied eventId userErrors { code message } }";
const RATE = `mutation ($input: RateMovieInput!) { payload: rateMovie(input: $input) ${PAYLOAD} }`;
const REMOVE = `mutation ($input: RemoveRatingInput!) { payload: removeRating(input: $input) ${PAYLOAD} }`;

/** Longer than an append may take (15 s) with what is waited for before and after it. */
const ANSWER_WITHIN_MS = 30_000;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Answer {
  data?: {
    payload: { applied: boolean; eventId: string | null; userErrors: { code: string; message: string }[] } | null;
  };
  errors?: { message: string; extensions?: { code?: string } }[];
}

export interface RatingsClient {
  send(url: string, write: Write): Promise<Attempt & { applied: boolean }>;
  close(): Promise<void>;
}

export function ratingsClient(gatewaySecret: string): RatingsClient {
  const agent = new Agent({
    connections: 64,
    connect: { timeout: 2_000 },
    headersTimeout: ANSWER_WITHIN_MS,
    bodyTimeout: ANSWER_WITHIN_MS,
  });

  async function ask(url: string, { userId, movieId, key, score }: Write): Promise<Answer> {
    const viewer = { userId, roles: ["USER"], expiresAt: Date.now() + DAY_MS };
    const input = { movieId, idempotencyKey: key, ...(score === null ? {} : { score }) };
    const { body } = await request(url, {
      dispatcher: agent,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-marquee-gateway-secret": gatewaySecret,
        "x-marquee-viewer": Buffer.from(JSON.stringify(viewer)).toString("base64url"),
      },
      body: JSON.stringify({ query: score === null ? REMOVE : RATE, variables: { input } }),
    });
    return (await body.json()) as Answer;
  }

  return {
    async send(url, write) {
      const startedAt = performance.now();
      const told = (attempt: Omit<Attempt, "tookMs">, applied = false) => {
        return { ...attempt, applied, tookMs: performance.now() - startedAt };
      };
      let answer: Answer;
      try {
        answer = await ask(url, write);
      } catch (error) {
        const reason = (error as { code?: string }).code ?? String(error);
        // Nobody was there to hear it; in all other cases somebody may have.
        const unheard = reason === "ECONNREFUSED" || reason === "UND_ERR_CONNECT_TIMEOUT";
        return told({ outcome: unheard ? "refused" : "unknown", reason, eventId: null });
      }
      const payload = answer.data?.payload;
      if (payload) {
        const { eventId, applied, userErrors } = payload;
        const reason = userErrors[0]?.code ?? "";
        return told({ outcome: eventId === null ? "refused" : "acknowledged", reason, eventId }, applied);
      }
      const code = answer.errors?.[0]?.extensions?.code ?? "no code";
      // UNAVAILABLE says that nothing was stored; after anything else it may have been.
      return told({ outcome: code === "UNAVAILABLE" ? "refused" : "unknown", reason: code, eventId: null });
    },
    close: () => agent.destroy(),
  };
}
