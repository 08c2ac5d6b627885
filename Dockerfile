# One image for web server, worker and beat; docker-compose.yml says which runs what.
FROM python:3.13-slim-trixie

ENV PYTHONUNBUFFERED=1 \
    JOBBREDO_HOME=/data \
    STATIC_ROOT=/srv/static

# Pango sets the reports' text.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home --shell /usr/sbin/nologin jobbredo \
    && install --directory --owner=jobbredo --group=jobbredo --mode=0700 /data

WORKDIR /srv/jobbredo
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .

# Needs settings, but neither servers nor a key that is ever used again.
RUN SECRET_KEY=only-for-this-step AUDIT_KEY=only-for-this-step DATABASE_URL=postgresql:/// REDIS_URL=redis:// \
    python manage.py collectstatic --no-input --verbosity 0

USER jobbredo
VOLUME /data
EXPOSE 8000
CMD ["granian", "config.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--blocking-threads", "4"]
