#!/bin/sh
# A database and a role for each service that owns data. PostgreSQL's image runs this once, when its volume is new.
# Passwords: $COACHING_PASSWORD and so on. They stand in URLs, so they are letters, digits and . _ ~ - only.
set -eu

password_of() {
  variable="$(echo "$1" | tr '[:lower:]' '[:upper:]')_PASSWORD"
  eval "password=\${$variable:-}"
  case "$password" in
    '' | *[!A-Za-z0-9._~-]*) echo "$variable is empty or holds more than letters, digits and . _ ~ -" >&2; exit 1 ;;
  esac
}

for service in coaching skills learning recommender; do
  password_of "$service"
done

for service in coaching skills learning recommender; do
  password_of "$service"
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set service="$service" --set password="$password" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
