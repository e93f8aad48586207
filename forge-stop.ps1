# SPDX-License-Identifier: Apache-2.0
# Stops the gateway of this machine: 'forge.ps1 down', with its flags.
$forge = Join-Path $PSScriptRoot 'forge.ps1'
& $forge down @args
exit $LASTEXITCODE
