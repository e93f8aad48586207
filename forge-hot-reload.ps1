# SPDX-License-Identifier: Apache-2.0
# Makes a skill in a running gateway and tells each stage; -Help tells how.
# For Windows PowerShell 5.1 and PowerShell 7. It does what the script 'forge-hot-reload.sh' does.
[CmdletBinding(PositionalBinding = $true)]
param(
  [Parameter(Position = 0)] [string] $SkillName = '',
  [Parameter(Position = 1)] [string] $Description = '',
  [Parameter(Position = 2)] [string] $Params = '[]',
  [string] $GatewayUrl = '',
  [switch] $EnableHotReload,
  [switch] $DisableHotReload,
  [switch] $Help
)
$ErrorActionPreference = 'Stop'

$usage = @'
Usage: forge-hot-reload.ps1 -SkillName NAME [-Description TEXT] [-Params JSON] [switches]

  Makes a skill, or its next version, and puts it in service.

  -SkillName         snake_case, e.g. weather_sentinel
  -Description       what it is for
  -Params            its parameters as JSON, e.g.
                     '[{"name":"location","type":"string","required":true}]'
  -GatewayUrl        the gateway; else $env:GATEWAY_URL, else http://127.0.0.1:8000
  -EnableHotReload   turn hot-reload on first; -SkillName may be left out
  -DisableHotReload  turn it off first: the skill is kept and does not answer yet
  -Help              show this text

  $env:FORGE_TOKEN   the token to show to the gateway, when it wants one

  exit codes: 0 live, 1 refused or failed, 2 wrong usage, 3 no gateway answers there,
              4 kept, but it waits for hot-reload or for a person
'@

function Stop-With([int] $code, [string] $message) {
  [Console]::Error.WriteLine("forge-hot-reload.ps1: $message")
  exit $code
}

function Stop-Wrong([string] $message) {
  Stop-With 2 "$message; see 'forge-hot-reload.ps1 -Help'"
}

function Stop-Foreign([int] $status) {
  Stop-With 3 "what answers at $gateway is no Forge gateway (HTTP $status): say -GatewayUrl"
}

# ---------------------------------------------------------------- the gateway

# Asks it; gives the status and the answer, read as JSON where it is some.
function Send-Request([string] $method, [string] $path, [int] $seconds, [string] $body) {
  $client = New-Object System.Net.Http.HttpClient
  try {
    $client.Timeout = [TimeSpan]::FromSeconds($seconds)
    $verb = New-Object System.Net.Http.HttpMethod $method
    $request = New-Object System.Net.Http.HttpRequestMessage $verb, "$gateway$path"
    $request.Headers.Add('X-Forge-Author', ([Environment]::UserName -replace '[^!-~]', '_'))
    if ($env:FORGE_TOKEN) { $request.Headers.Add('Authorization', "Bearer $env:FORGE_TOKEN") }
    if ($body) {
      $request.Content =
        New-Object System.Net.Http.StringContent $body, ([Text.Encoding]::UTF8), 'application/json'
    }
    $response = $client.SendAsync($request).GetAwaiter().GetResult()
    $bytes = $response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()
    $text = [Text.Encoding]::UTF8.GetString($bytes)
    return @{ Status = [int] $response.StatusCode; Json = (Read-Json $text) }
  } catch {
    $why = $_.Exception.GetBaseException().Message
    Stop-With 3 "no gateway answers at $gateway ($why): start one with forge-start.ps1, or say -GatewayUrl"
  } finally {
    $client.Dispose()
  }
}

# What the text says, or nothing.
function Read-Json([string] $text) {
  try {
    return ConvertFrom-Json -InputObject $text
  } catch {
    return $null
  }
}

function Test-Field($json, [string] $name) {
  return ($json -is [psobject]) -and ($json.PSObject.Properties.Name -contains $name)
}

# The gateway refused: its reasons, and the end.
function Stop-Refused($answer) {
  $json = $answer.Json
  if (Test-Field $json 'cargo_stderr') { [Console]::Error.WriteLine($json.cargo_stderr) }
  [Console]::Error.WriteLine("forge-hot-reload.ps1: $($json.message)")
  if (Test-Field $json 'errors') {
    foreach ($each in $json.errors) {
      if ($each.message -ne $json.message) {
        [Console]::Error.WriteLine("  $($each.path): $($each.message)")
      }
    }
  }
  if ($answer.Status -eq 401) {
    [Console]::Error.WriteLine('  FORGE_TOKEN is where a token is taken from')
  }
  exit 1
}

# Ends here unless the answer has the field that is wanted.
function Assert-Answer($answer, [string] $field) {
  if ($answer.Status -eq 200 -and (Test-Field $answer.Json $field)) { return }
  $isRefusal = (Test-Field $answer.Json 'code') -or (Test-Field $answer.Json 'success')
  if ($answer.Status -ge 400 -and $isRefusal) { Stop-Refused $answer }
  Stop-Foreign $answer.Status
}

# ---------------------------------------------------------------- the stages

function Find-Gateway {
  $answer = Send-Request 'GET' '/api/v1/forge/hot-reload/status' 10 ''
  Assert-Answer $answer 'enabled'
  $now = 'off'
  if ($answer.Json.enabled) { $now = 'on' }
  Write-Output "[1/4] Gateway: $gateway, hot-reload is $now"
}

function Switch-HotReload([string] $what) {
  $answer = Send-Request 'POST' "/api/v1/forge/hot-reload/$what" 30 '{}'
  Assert-Answer $answer 'message'
  Write-Output "      $($answer.Json.message)"
}

function Get-Quoted([string] $text) { return ConvertTo-Json -InputObject $text -Compress }

# What to send to the skill: a place for each parameter.
function Get-Example($known) {
  $list = foreach ($each in $known) { "$(Get-Quoted $each.name):..." }
  return '{' + (@($list) -join ',') + '}'
}

function New-Skill($known) {
  $body = '{"name":' + (Get-Quoted $SkillName) + ',"description":' + (Get-Quoted $Description) +
    ',"params":' + $Params + '}'
  $answer = Send-Request 'POST' '/api/v1/forge/create' 600 $body
  Assert-Answer $answer 'success'
  $made = $answer.Json
  Write-Output "[2/4] Synthesis: $($made.file_path)  ($($made.origin))"
  Write-Output "[3/4] Compilation: $($made.compilation_time_ms) ms"
  if (-not $made.hot_reloaded) {
    Write-Output "[4/4] Activation: version $($made.version) is kept and does not answer yet ($($made.state))"
    Write-Output ''
    Write-Output $made.message
    exit 4
  }
  Write-Output "[4/4] Activation: version $($made.version) is live, $($made.load_time_ms) ms in all"
  Write-Output ''
  Write-Output $made.message
  Write-Output ''
  Write-Output 'Call it:'
  Write-Output "  Invoke-RestMethod -Method Post -ContentType 'application/json' -Body '$(Get-Example $known)' $gateway/api/v1/skills/$SkillName"
}

# ---------------------------------------------------------------- the command line

if ($Help -or $SkillName -eq '--help') {
  Write-Output $usage
  exit 0
}
if ($EnableHotReload -and $DisableHotReload) {
  Stop-Wrong 'say -EnableHotReload or -DisableHotReload, not both'
}
if (-not $SkillName -and -not $EnableHotReload -and -not $DisableHotReload) {
  Stop-Wrong 'say the -SkillName'
}
$read = Read-Json $Params
if ($null -eq $read -and $Params -notmatch '^\s*\[\s*\]\s*$' -or $Params -notmatch '^\s*\[') {
  Stop-Wrong "-Params is no JSON array: $Params"
}
$gateway = $GatewayUrl
if (-not $gateway) { $gateway = $env:GATEWAY_URL }
if (-not $gateway) { $gateway = 'http://127.0.0.1:8000' }
$gateway = $gateway.TrimEnd('/')
if ($gateway -notmatch '^https?://') { $gateway = "http://$gateway" }
Add-Type -AssemblyName System.Net.Http
# Windows PowerShell does not offer it by itself.
[Net.ServicePointManager]::SecurityProtocol =
  [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

Find-Gateway
if ($EnableHotReload) { Switch-HotReload 'enable' }
if ($DisableHotReload) { Switch-HotReload 'disable' }
if ($SkillName) { New-Skill $read }
exit 0
