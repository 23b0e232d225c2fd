# condenser serve in a container: bundled, on a slim Node, as a user who can write nothing.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm install --no-save --no-fund --no-audit --loglevel=error && node tools/build.mjs

FROM node:20.20.2-bookworm-slim
COPY --from=build /src/sidecar/dist /app
USER 1000:1000
# Node itself needs no more; Ollama has the model. The log goes to stderr.
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-old-space-size=256 \
    OLLAMA_HOST=http://ollama:11434
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/condenser.mjs"]
# Other addresses than loopback need CONDENSER_TOKEN (or --token).
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
