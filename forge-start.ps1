# SPDX-License-Identifier: Apache-2.0
# Starts the gateway of this machine: 'forge.ps1 up', with its flags.
$forge = Join-Path $PSScriptRoot 'forge.ps1'
& $forge up @args
exit $LASTEXITCODE
