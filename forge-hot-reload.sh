#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a skill in a running gateway and tells each stage; --help tells how.
# Needs bash (3.2 or newer) and curl, and nothing else.
set -uo pipefail

# Bytes stay bytes: what is UTF-8 comes out as UTF-8, in whatever locale this runs.
export LC_ALL=C

usage() {
  cat <<'TEXT'
Usage: forge-hot-reload.sh [switch] NAME [DESCRIPTION] [PARAMS_JSON]

  Makes a skill, or its next version, and puts it in service.

  NAME           snake_case, e.g. weather_sentinel
  DESCRIPTION    what it is for
  PARAMS_JSON    its parameters as JSON, e.g.
                 '[{"name":"location","type":"string","required":true}]'

  --enable-hot-reload    turn hot-reload on first; a NAME may be left out
  --disable-hot-reload   turn it off first: the skill is kept and does not answer yet
  --help                 show this text

  environment    default
  GATEWAY_URL    http://127.0.0.1:8000
  FORGE_TOKEN    the token to show to the gateway, when it wants one
  FORGE_CA       a PEM file with the certificates to trust it by, when it speaks TLS

  exit codes: 0 live, 1 refused or failed, 2 wrong usage, 3 no gateway answers there,
              4 kept, but it waits for hot-reload or for a person
TEXT
}

say() { printf '%s\n' "$*"; }

# die CODE TEXT
die() {
  printf 'forge-hot-reload.sh: %s\n' "$2" >&2
  exit "$1"
}

wrong() { die 2 "$1; see 'forge-hot-reload.sh --help'"; }

# ---------------------------------------------------------------- JSON

# quoted TEXT: the text as a JSON string.
quoted() {
  local text=$1 code character
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  for ((code = 1; code < 32; code++)); do
    printf -v character '%b' "\\0$(printf '%03o' "$code")"
    case $text in
      *"$character"*) text=${text//"$character"/"$(printf '\\u%04x' "$code")"} ;;
    esac
  done
  printf '"%s"' "$text"
}

# is_array TEXT: whether the text is one JSON array and nothing else. Strings become S, other plain
# values V, and then whatever is whole, from the inside out, becomes V, until only one V is left.
is_array() {
  local rest=$1 seen='' blank=$'[ \t\r\n]*' before
  local string='"([^"\\[:cntrl:]]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*"'
  local plain='(true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?)'
  rest=${rest#"${rest%%[![:space:]]*}"}
  [ "${rest:0:1}" = '[' ] || return 1
  while [ -n "$rest" ]; do
    if [[ $rest =~ ^$string ]]; then
      seen+=S
    elif [[ $rest =~ ^$plain ]]; then
      # Two values in a row are no JSON, and would not be seen any more.
      [[ $seen != *V ]] || return 1
      seen+=V
    elif [[ $rest =~ ^$blank ]] && [ -n "${BASH_REMATCH[0]}" ]; then
      seen+=' '
    else
      case ${rest:0:1} in
        [][{}:,]) seen+=${rest:0:1} ;;
        *) return 1 ;;
      esac
      rest=${rest:1}
      continue
    fi
    rest=${rest:${#BASH_REMATCH[0]}}
  done
  local array="\\[ *([SV] *(, *[SV] *)*)?\\]" object="\\{ *(S *: *[SV] *(, *S *: *[SV] *)*)?\\}"
  while [[ $seen =~ $array ]] || [[ $seen =~ $object ]]; do
    before=$seen
    seen=${seen/"${BASH_REMATCH[0]}"/V}
    [ "$seen" != "$before" ] || return 1
  done
  [[ $seen =~ ^\ *V\ *$ ]]
}

# field NAME: that field of the answer, decoded when it is a text; empty when there is none.
field() {
  local text="\"$1\":\"(([^\"\\\\]|\\\\.)*)\"" plain="\"$1\":(-?[0-9.eE+]+|true|false|null)"
  if [[ $answer =~ $text ]]; then
    decoded "${BASH_REMATCH[1]}"
  elif [[ $answer =~ $plain ]]; then
    printf '%s' "${BASH_REMATCH[1]}"
  fi
}

# decoded TEXT: what stands between the quotes of a JSON string, without its escapes.
decoded() {
  local rest=$1 text='' code
  while [[ $rest == *\\* ]]; do
    text+=${rest%%\\*}
    rest=${rest#*\\}
    case ${rest:0:1} in
      n) text+=$'\n' ;;
      t) text+=$'\t' ;;
      b | f | r) ;;
      u)
        code=$((16#${rest:1:4}))
        # Controls are not for terminals; the gateway escapes no other text.
        [ "$code" -lt 32 ] || [ "$code" -ge 127 ] || text+=$(printf '%b' "\\0$(printf '%03o' "$code")")
        rest=${rest:4}
        ;;
      *) text+=${rest:0:1} ;;
    esac
    rest=${rest:1}
  done
  printf '%s' "$text$rest"
}

# ---------------------------------------------------------------- the gateway

# ask METHOD PATH SECONDS [BODY]: sets answer and status; gives up when nothing comes.
ask() {
  local result code=0 headers=(-H "X-Forge-Author: $author")
  [ -z "${FORGE_CA-}" ] || headers+=(--cacert "$FORGE_CA")
  [ $# -lt 4 ] || headers+=(-H 'Content-Type: application/json' --data-binary @-)
  result=$(printf '%s' "${4-}" |
    authorized curl -sS -X "$1" -m "$3" -w '\n%{http_code}' "${headers[@]}" "$gateway$2" 2>&1) ||
    code=$?
  status=${result##*$'\n'}
  answer=${result%$'\n'*}
  [ "$code" -eq 0 ] || unreachable "$code" "$result"
}

# Runs curl with the token, which stays out of the list of processes.
authorized() {
  if [ -n "$token" ]; then
    "$@" -K <(printf 'header = "Authorization: Bearer %s"\n' "$token")
  else
    "$@"
  fi
}

unreachable() {
  local why=${2#curl: }
  why=${why%%$'\n'*}
  case $1 in
    3) wrong "GATEWAY_URL is no address: '$gateway'" ;;
    6 | 7) die 3 "no gateway answers at $gateway: start one with forge-start.sh, or set GATEWAY_URL" ;;
    35 | 51 | 60 | 77) die 3 "$gateway is not trusted ($why): name the certificate's file (PEM) in FORGE_CA" ;;
    28) die 3 "nothing came from $gateway in time: look with 'forge status', or set GATEWAY_URL" ;;
    *) die 3 "what answers at $gateway is no Forge gateway, or it has stopped ($why); set GATEWAY_URL" ;;
  esac
}

# The first question shows who is there.
find_gateway() {
  ask GET /api/v1/forge/hot-reload/status 10
  case $status:$answer in
    200:*'"enabled":'*) ;;
    [45]??:'{"status":"error",'*) failed ;;
    *) die 3 "what answers at $gateway is no Forge gateway (HTTP $status): set GATEWAY_URL" ;;
  esac
}

# The gateway refused: its reasons, and the end.
failed() {
  local findings places path message
  findings=$(field cargo_stderr)
  [ -z "$findings" ] || printf '%s\n' "$findings" >&2
  printf 'forge-hot-reload.sh: %s\n' "$(field message)" >&2
  places=${answer#*'"errors":['}
  if [ "$places" != "$answer" ]; then
    while [[ $places =~ \"path\":\"(([^\"\\]|\\.)*)\",\"message\":\"(([^\"\\]|\\.)*)\" ]]; do
      path=${BASH_REMATCH[1]}
      message=${BASH_REMATCH[3]}
      places=${places#*"${BASH_REMATCH[0]}"}
      [ "$(decoded "$message")" = "$(field message)" ] ||
        printf '  %s: %s\n' "$(decoded "$path")" "$(decoded "$message")" >&2
    done
  fi
  [ "$status" != 401 ] || say '  FORGE_TOKEN is where a token is taken from' >&2
  exit 1
}

# ---------------------------------------------------------------- the stages

switch_hot_reload() {
  [ -n "$switch" ] || return 0
  ask POST "/api/v1/forge/hot-reload/$switch" 30
  [ "$status" = 200 ] || failed
  say "      $(field message)"
}

create() {
  local body
  body="{\"name\":$(quoted "$name"),\"description\":$(quoted "$description"),\"params\":$params}"
  ask POST /api/v1/forge/create 600 "$body"
  case $status:$answer in
    200:'{"success":true,'*) ;;
    [45]??:'{"success":false,'* | [45]??:'{"status":"error",'*) failed ;;
    *) die 3 "what answers at $gateway is no Forge gateway (HTTP $status): set GATEWAY_URL" ;;
  esac
}

# What to send to the skill: a place for each parameter.
arguments() {
  local rest=$params list='' pattern='"name"[[:space:]]*:[[:space:]]*"(([^"\\]|\\.)*)"'
  while [[ $rest =~ $pattern ]]; do
    list+="${list:+,}\"${BASH_REMATCH[1]}\":…"
    rest=${rest#*"${BASH_REMATCH[0]}"}
  done
  say "{$list}"
}

tell() {
  say "[2/4] Synthesis: $(field file_path)  ($(field origin))"
  say "[3/4] Compilation: $(field compilation_time_ms) ms"
  if [ "$(field hot_reloaded)" = true ]; then
    say "[4/4] Activation: version $(field version) is live, $(field load_time_ms) ms in all"
  else
    say "[4/4] Activation: version $(field version) is kept and does not answer yet ($(field state))"
  fi
  say
  say "$(field message)"
  if [ "$(field hot_reloaded)" != true ]; then exit 4; fi
  say
  say 'Call it:'
  say "  curl -X POST $gateway/api/v1/skills/$name -H 'Content-Type: application/json' -d '$(arguments)'"
}

# ---------------------------------------------------------------- the command line

switch=
words=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --enable-hot-reload) switch=enable ;;
    --disable-hot-reload) switch=disable ;;
    --)
      shift
      words+=("$@")
      break
      ;;
    --*) wrong "unknown switch '$1'" ;;
    *) words+=("$1") ;;
  esac
  shift
done
[ "${#words[@]}" -le 3 ] || wrong "'${words[3]}' is too much: put quotes around what has blanks in it"
name=${words[0]-}
description=${words[1]-}
params=${words[2]-}
[ -n "$params" ] || params='[]'
gateway=${GATEWAY_URL:-http://127.0.0.1:8000}
gateway=${gateway%/}
token=${FORGE_TOKEN-}
author=$(id -un 2>/dev/null) || author=
answer=
status=

if [ -z "$name" ] && { [ -z "$switch" ] || [ "${#words[@]}" -gt 0 ]; }; then
  wrong 'say the NAME of the skill'
fi
is_array "$params" ||
  wrong "PARAMS_JSON is no JSON array: $params
  Say e.g. '[{\"name\":\"location\",\"type\":\"string\",\"required\":true}]', in single quotes"
case $token in
  *[!A-Za-z0-9._~+/=-]*) wrong 'FORGE_TOKEN is no token: it has a character that none has' ;;
esac
command -v curl >/dev/null || die 1 'curl is not there: install it'

find_gateway
if [ "$(field enabled)" = true ]; then now=on; else now=off; fi
say "[1/4] Gateway: $gateway, hot-reload is $now"
switch_hot_reload
if [ -n "$name" ]; then
  create
  tell
fi
