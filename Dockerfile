# Production image. Build arguments name the base images, for sites with a registry of their own.
ARG PYTHON_IMAGE=python:3.12-slim
ARG NODE_IMAGE=node:22-slim

FROM ${NODE_IMAGE} AS front
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM ${PYTHON_IMAGE} AS packages
COPY requirements/production.txt /build/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /build/production.txt

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /srv/portal --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /srv/data /srv/data/files
COPY --from=packages /venv /venv
WORKDIR /srv/portal
COPY --from=front /build/node_modules node_modules
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_DIR=/srv/static
RUN for po in locale/*/LC_MESSAGES/*.po; do \
      [ ! -e "$po" ] || python -c "import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[1][:-2] + 'mo')" "$po" || exit 1; \
    done \
 && python -m compileall -q unionlaw cases mediation monitoring_letters \
 && DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf /tmp/build
ENV UNIONLAW_ENV=production DATA_DIR=/srv/data WEB_HOST=0.0.0.0
USER portal
VOLUME /srv/data
EXPOSE 8000
CMD ["python", "-m", "unionlaw.run.role", "web"]
