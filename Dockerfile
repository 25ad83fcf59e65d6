# The Slipway worker and command line. Debian, because the Temporal SDK has no build for musl.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /slipway
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY lab lab
RUN npm run build && npm prune --omit=dev

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production
WORKDIR /slipway
RUN useradd --uid 10001 --create-home slipway
COPY --from=build /slipway/package.json ./
COPY --from=build /slipway/node_modules node_modules
COPY --from=build /slipway/dist/src dist/src
USER 10001
ENTRYPOINT ["node", "/slipway/dist/src/cli/main.js"]
CMD ["worker"]
