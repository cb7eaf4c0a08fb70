# One image for every process of Marquee; the command chooses. They share nearly all of their code and packages, so an image each would be
# the same layers under six names: more to build, scan and pin, and nothing saved. Without a command: all in one, on embedded engines.
# `npm run check:image` runs these steps without Docker and starts what comes out.

# Node 24 has long-term support until April 2028; Debian 13 as well, and longer.
FROM node:24.21.0-trixie-slim AS node
WORKDIR /app

# By themselves, so that packages are fetched anew only when one of these files changes.
FROM node AS manifests
COPY package.json package-lock.json .npmrc ./
COPY schema/package.json schema/
COPY platform/package.json platform/
COPY subgraphs/movies/package.json subgraphs/movies/
COPY subgraphs/reviews/package.json subgraphs/reviews/
COPY subgraphs/ratings/package.json subgraphs/ratings/
COPY subgraphs/accounts/package.json subgraphs/accounts/
COPY gateway/package.json gateway/
COPY gateway/all-in-one/package.json gateway/all-in-one/
COPY loaders/package.json loaders/
COPY e2e/package.json e2e/
COPY examples/package.json examples/
COPY bench/package.json bench/
COPY tools/package.json tools/

FROM manifests AS build
# Packages' install scripts do not run: none is needed.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN npm run build
RUN node tools/dist/image/lay-out-code.js image

FROM manifests AS dependencies
# What the composition root of all in one needs is what any of the processes needs.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev --workspace=gateway/all-in-one
COPY --from=build /app/tools/dist/image tools/image
RUN node tools/image/strip-packages.js node_modules

FROM node
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Marquee" \
      org.opencontainers.image.description="Federated GraphQL for movies, reviews and ratings, with a live feed that loses nothing" \
      org.opencontainers.image.licenses="Apache-2.0 AND Elastic-2.0 AND MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.base.name="docker.io/library/node:24.21.0-trixie-slim"
# /data, the only place that anything is written to, for whatever user id a cluster insists on.
RUN mkdir -m 1777 ../data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/image ./
COPY deploy/health-probe.mjs deploy/
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
# The image's user "node", by number: Kubernetes can tell that it is not root. Code and packages stay root's.
USER 1000:1000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 CMD ["node", "deploy/health-probe.mjs", "http://127.0.0.1:4000/healthz/ready"]
# No init: the mains end on SIGTERM and SIGINT by themselves and start no other process. docker-compose.yml has Docker's all the same,
# which also ends a process that has not got so far as to listen for signals.
ENTRYPOINT ["node"]
CMD ["gateway/all-in-one/dist/main.js"]
