#!/usr/bin/env bash
# Drives every operation of the document against the real program, on a port of its own with a
# wiki that is thrown away. Needs QMWIKI_BINARY, and schemathesis in the path.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

work=$(mktemp -d "${TMPDIR:-/tmp}/qm-wiki-api.XXXXXX")
server=
trap 'stop; rm -rf "$work"' EXIT

main() {
    start
    local token
    "$QMWIKI_BINARY" --data "$work/data" user add pruefung --role editor@uebung >/dev/null
    "$QMWIKI_BINARY" --data "$work/data" user add verwaltung --admin >/dev/null
    token=$("$QMWIKI_BINARY" --data "$work/data" token create verwaltung | awk '{ print $NF }')
    prepare "$token"
    # The whole run has a bound of its own, above the one schemathesis keeps.
    # What it notes for itself stays in the folder that is thrown away.
    cd "$work"
    PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1 \
        timeout --kill-after=15 900 schemathesis --config-file "$here/schemathesis.toml" run \
        --no-color --workers 1 --request-timeout 30 -H "Authorization: Bearer $token" \
        "$base/api/openapi.json"
    curl -fsS "$base/readyz" >/dev/null
    # What the program itself calls an error is one; refused noise is not.
    ! grep -F " ERROR qm_wiki" "$work/log"
}

start() {
    : >"$work/out"
    "$QMWIKI_BINARY" --data "$work/data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
    server=$!
    local tries
    for (( tries = 0; tries < 600; tries++ )); do
        base=$(awk '/^listening on / { print $3 }' "$work/out")
        [[ -z $base ]] || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/log"
    return 1
}

stop() {
    [[ -n $server ]] || return 0
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}

# Writes pages with a row each, for some will be taken away, and tells the hooks what there is.
prepare() {
    local number page pages=() rows=() trashed=()
    for (( number = 0; number < 25; number++ )); do
        page=$(post "$1" /pages '{"space":"mitte","kind":"project","title":"Wartezeiten"}')
        pages+=("$page")
        rows+=("$(post "$1" "/pages/$page/records/measure" '{"fields":{"title":"Aushang"}}')")
    done
    for (( number = 0; number < 5; number++ )); do
        page=$(post "$1" /pages '{"space":"mitte","kind":"project","title":"Papierkorb"}')
        curl -fsS -X DELETE "$base/api/v1/pages/$page" -H "Authorization: Bearer $1"
        trashed+=("$page")
    done
    QMWIKI_API_KNOWN=$(printf '{"id":%s,"record":%s,"trashed":%s,"number":[1],"user":["pruefung"],
        "set":["measure","comment"],"space":["mitte","uebung"],"name":["districts","units"],
        "kind":["page","project","practice","standard"]}' \
        "$(listed "${pages[@]}")" "$(listed "${rows[@]}")" "$(listed "${trashed[@]}")")
    export QMWIKI_API_KNOWN
}

# Words as a JSON list.
listed() {
    local words
    words=$(printf '"%s",' "$@")
    echo "[${words%,}]"
}

post() {
    curl -fsS "$base/api/v1$2" -H "Authorization: Bearer $1" -H "Content-Type: application/json" \
        -d "$3" | sed -E 's/.*"id":"([0-9a-f-]{36})".*/\1/'
}

main
