// The pages for people: Apollo Sandbox at /, which Apollo serves, and GraphiQL at /graphiql, which is served from here whole.
import { join } from "node:path";
import express, { type RequestHandler, Router } from "express";
import { contentPolicy, setHeaders } from "../http/security-headers.js";
import { packageFolder } from "./package-folder.js";

export const GRAPHIQL_PATH = "/graphiql";
/** Where the parts of both pages lie. */
const PARTS_PATH = "/explorers";

const SANDBOX = contentPolicy(
  "script-src 'self' https://embeddable-sandbox.cdn.apollographql.com",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src https://sandbox.embed.apollographql.com",
);
// The editor writes its own <style> elements. 'self' in connect-src covers the websocket of the same host.
const GRAPHIQL = contentPolicy(
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
);

export function createExplorers({ graphqlPath }: { graphqlPath: string }): RequestHandler {
  const pages = join(packageFolder, "explorers", "pages");
  const bundle = join(packageFolder, "dist", "explorers", "bundle");
  const router = Router();
  const parts = { fallthrough: true, index: false, redirect: false } as const;
  router.use(PARTS_PATH, express.static(pages, parts));
  // Built by `npm run build`; without it the page says so. A worker goes by the policy that it came with.
  router.use(`${PARTS_PATH}/graphiql`, setHeaders(GRAPHIQL), express.static(bundle, parts));
  router.get("/", setHeaders(SANDBOX), page(join(pages, "sandbox.html")));
  router.get(GRAPHIQL_PATH, setHeaders(GRAPHIQL), page(join(pages, "graphiql.html")));
  router.get(graphqlPath, (request, response, next) => {
    if (request.query.query === undefined && request.accepts(["json", "html"]) === "html") response.redirect(302, "/");
    else next();
  });
  return router;
}

function page(file: string): RequestHandler {
  return (_request, response) => {
    response.set("cache-control", "no-cache").sendFile(file);
  };
}
