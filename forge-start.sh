#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts the gateway of this machine: 'forge up', with its flags.
set -eu

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
exec "$(dirname "$self")/forge" up "$@"
