# Targets: `full`, with the embedded ClickHouse (the last one, so the default); `slim`, for a ClickHouse server. Both hold
# the demo as the command `demo`. docs/deploying.md says how they are run.
# glibc, because the embedded engine is built for nothing else.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS sources
WORKDIR /src
COPY . .
# Where the collector and the one who makes the secrets write: a new named volume takes its owner and mode from here.
RUN mkdir -p ../out/data ../out/secrets/collector ../out/secrets/clickhouse ../out/secrets/grafana ../out/secrets/prometheus ../out/secrets/demo
# The pnpm that package.json pins, with the lock file as it is; it fetches packages and nothing else.
RUN npx --yes "$(node -p "require('./package.json').packageManager")" install --frozen-lockfile --filter '@faultline/collector...'
RUN npx --no pnpm -- --filter '@faultline/collector...' --recursive --silent run build

FROM sources AS slim-files
RUN npx --no pnpm -- --filter @faultline/collector deploy --legacy --prod --no-optional ../out/app

FROM sources AS full-files
RUN npx --no pnpm -- --filter @faultline/collector deploy --legacy --prod ../out/app

FROM ${NODE_IMAGE} AS base
ENV NODE_ENV=production
WORKDIR /app
STOPSIGNAL SIGTERM

FROM base AS collector
# Every address of the container: without tokens of senders the collector refuses to start there, and says so.
ENV FAULTLINE_LISTEN_HOST=0.0.0.0 FAULTLINE_LISTEN_PORT=4318 FAULTLINE_DATA_DIR=/var/lib/faultline
COPY --chown=10001:10001 --chmod=0700 --from=sources /out/data /var/lib/faultline
COPY --chown=10001:10001 --chmod=0750 --from=sources /out/secrets /run/faultline
USER 10001:10001
EXPOSE 4318
# Asks this collector whether it takes rows; it calls nobody else.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.FAULTLINE_LISTEN_PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/faultline.js"]
CMD ["serve"]

FROM collector AS slim
COPY --from=slim-files /out/app /app

FROM collector AS full
COPY --from=full-files /out/app /app
