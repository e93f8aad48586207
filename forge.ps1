# SPDX-License-Identifier: Apache-2.0
# Starts, stops and shows a Forge gateway, and asks one that runs; 'forge.ps1 help' tells how.
# The same file serves the source tree, which it builds when needed, and the shipped archive.
# For Windows PowerShell 5.1 and PowerShell 7. It does what the script 'forge' does.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$onWindows = [Environment]::OSVersion.Platform -eq 'Win32NT'

$usage = @'
Usage: forge.ps1 COMMAND ...        forge.ps1 help COMMAND tells more

the gateway of this machine  (--port N, --host H, --data FOLDER)
  up         start in the background, wait until it answers, print its address
  run        start in the foreground; Ctrl-C stops it
  down       stop it
  status     say whether it runs, and where; exit code 0: yes, 3: no
  log [-f]   show the log's last lines; -f goes on as it grows
  token      make, list and revoke tokens of callers; 'forge.ps1 token help' tells how

skills  (--gateway URL, --json)
  create     make a skill, or its next version
  call       call one: forge.ps1 call NAME KEY=VALUE ...
  list       all of them
  show       one of them: parameters, version, traffic
  source     its source
  versions   its versions
  diff       what differs between two of them
  rollback   go back to an earlier version
  retire     take it out of service
  trigger    make it again from its source on the gateway's disk

the gateway, wherever it is  (--gateway URL, --json)
  enable     hot-reload on: new versions go live at once
  disable    hot-reload off: new versions are kept
  safety     whether a person decides on each new version: on, off
  approve    what waits for a person; with a digest: approve it
  halt       stop every skill at once, calls in flight included
  resume     bring them back
  audit      what has happened; --verify: whether the record is whole
  events     what happened last; -f: what happens, as it happens
  open       the console in the browser
  completion print what completes all of this in bash

  flag       environment      default
  --gateway  GATEWAY_URL      the one on the data folder, or else http://127.0.0.1:8000
             FORGE_TOKEN      the token to show to it, where it asks for one
             FORGE_CA         a PEM file with the certificates to trust it by, when it speaks TLS
  --port     FORGE_PORT       8000; 0 picks a free one
  --host     FORGE_HOST       127.0.0.1; any other than this machine's own needs a token first
  --data     FORGE_DATA       ./data, everything it keeps; one gateway for each folder
             FORGE_IDLE       900, seconds without a call after which a skill is parked
             FORGE_RESIDENTS  500, skills that are up at once; the longest idle ones are parked
             FORGE_APPROVAL   604800, seconds that a version waits for a person's approval
             FORGE_NAMES      names that callers may know it by, beside its address: a,b
             FORGE_KEYSTORE   a PKCS#12 file: speak TLS with the certificate in it
             FORGE_KEYSTORE_PASSWORD  what opens that file
             FORGE_CONNECTIONS  2000, connections at once
             FORGE_ISOLATE    skills that run in processes of their own: all, or of template,body,source,grants
             FORGE_WORKERS    32, such processes at once
             FORGE_COMPILERS  one for each processor, processes that compile; 0: in the gateway itself
             FORGE_JAVA       java of JAVA_HOME or PATH; a JDK's folder or a java, 17 or newer
             FORGE_JAVA_OPTS  more options for the gateway's JVM
             FORGE_ARCHIVE    on; off: neither make nor use the archive of classes

exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no gateway answers there,
            4 kept, but it waits for hot-reload or for a person
'@

function Stop-With([int] $code, [string] $message) {
  [Console]::Error.WriteLine($message)
  exit $code
}

function Stop-Failed([string] $message) { Stop-With 1 "forge: $message" }

function Stop-Wrong([string] $message) { Stop-With 2 "forge: $message; see 'forge.ps1 help'" }

# ---------------------------------------------------------------- where things are

$here = $PSScriptRoot
$inSources = Test-Path (Join-Path $here 'runtime/forge.bndrun')
$product = $here
if ($inSources) { $product = Join-Path $here 'runtime/target/forge' }

function Resolve-Data([string] $folder) {
  $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($folder)
  return $path.TrimEnd('\', '/')
}

function New-DataFolder {
  foreach ($part in 'run', 'log') {
    try {
      New-Item -ItemType Directory -Force -Path (Join-Path $data $part) | Out-Null
    } catch {
      Stop-Failed "cannot create the data folder ${data}: $_; choose another with --data"
    }
  }
}

# What a command writes to its error stream, where Java tells about itself.
function Read-Errors([string] $file, [string] $arguments) {
  $start = New-Object System.Diagnostics.ProcessStartInfo
  $start.FileName = $file
  $start.Arguments = $arguments
  $start.UseShellExecute = $false
  $start.RedirectStandardError = $true
  $process = [System.Diagnostics.Process]::Start($start)
  $text = $process.StandardError.ReadToEnd()
  $process.WaitForExit()
  return $text
}

# The java to use: its path, home and version.
function Find-Java {
  $java = 'java'
  $chosen = 'PATH'
  if ($env:FORGE_JAVA) {
    $java = $env:FORGE_JAVA
    $chosen = "FORGE_JAVA=$java"
    if (Test-Path $java -PathType Container) { $java = Join-Path $java 'bin/java' }
  } elseif ($env:JAVA_HOME) {
    $java = Join-Path $env:JAVA_HOME 'bin/java'
    $chosen = "JAVA_HOME=$env:JAVA_HOME"
  }
  $found = Get-Command $java -CommandType Application -ErrorAction SilentlyContinue |
    Select-Object -First 1
  if (-not $found) {
    Stop-Failed "no java in ${chosen}: install a JDK 17 or newer, or set FORGE_JAVA to its folder"
  }
  $about = Read-Errors $found.Source '-XshowSettings:properties -version'
  $version = 0
  if ($about -match 'java\.specification\.version = (\d+)') { $version = [int] $Matches[1] }
  if ($version -lt 17) {
    Stop-Failed "Forge needs Java 17 or newer, but $chosen gives Java $version"
  }
  $javaHome = ''
  if ($about -match 'java\.home = ([^\r\n]+)') { $javaHome = $Matches[1].Trim() }
  $build = $version
  if ($about -match '(?m)^\s*java\.version = ([0-9._]+)') { $build = $Matches[1] }
  return @{ Path = $found.Source; Home = $javaHome; Version = $version; Build = $build }
}

# ---------------------------------------------------------------- the running gateway

# What a ready gateway leaves, or nothing.
function Get-Notice {
  $file = Join-Path $data 'run/gateway.json'
  if (-not (Test-Path $file)) { return $null }
  try {
    return Get-Content -Raw $file | ConvertFrom-Json
  } catch {
    return $null
  }
}

function Get-CommandLine([int] $id) {
  if (-not $onWindows) { return (& ps -ww -o args= -p $id) -join ' ' }
  $process = Get-CimInstance Win32_Process -Filter "ProcessId = $id" -ErrorAction SilentlyContinue
  if ($process) { return [string] $process.CommandLine }
  return ''
}

# Process numbers are used again: only a gateway of this data folder counts.
function Test-Gateway([int] $id) {
  if (-not (Get-Process -Id $id -ErrorAction SilentlyContinue)) { return $false }
  $line = (Get-CommandLine $id).Replace('"', '')
  return $line.Contains('runtime-') -and $line.Contains("--data $data --port ")
}

# Who last held the data folder; 0: nobody.
function Get-Holder {
  $file = Join-Path $data 'run/lock'
  if (-not (Test-Path $file)) { return 0 }
  $text = [string] (Get-Content $file -TotalCount 1)
  if ($text -match '^\d+$') { return [int] $text }
  return 0
}

function Test-Ready([int] $id) {
  $notice = Get-Notice
  return ($null -ne $notice) -and ($notice.pid -eq $id)
}

# ---------------------------------------------------------------- build

function Get-Archive {
  return Get-ChildItem (Join-Path $here 'runtime/target/forge-*.tar.gz') -ErrorAction SilentlyContinue |
    Select-Object -First 1
}

# True when there is no build, or a source is newer than it.
function Test-Stale {
  $archive = Get-Archive
  if (-not $archive -or -not (Test-Path (Join-Path $product 'bundles/bundles.list'))) { return $true }
  $sources = 'pom.xml', 'cnf', '*/pom.xml', '*/*.bnd', '*/*.bndrun', '*/src/main' |
    ForEach-Object { Join-Path $here $_ }
  $newer = Get-ChildItem -Path $sources -Recurse -ErrorAction SilentlyContinue |
    Where-Object { $_.LastWriteTime -gt $archive.LastWriteTime } |
    Select-Object -First 1
  return [bool] $newer
}

function Build-IfStale($java) {
  if (-not $inSources) {
    if (Test-Path (Join-Path $product 'bundles/bundles.list')) { return }
    Stop-Failed "$here is not complete: unpack the archive again"
  }
  if (-not (Test-Stale)) { return }
  if (-not (Get-Command mvn -ErrorAction SilentlyContinue)) {
    Stop-Failed 'Maven (mvn) is not on the PATH, and a source tree has to be built; install Maven 3.8.7 or newer'
  }
  if (Get-Command (Join-Path $java.Home 'bin/javac') -ErrorAction SilentlyContinue) {
    $env:JAVA_HOME = $java.Home
  }
  New-Item -ItemType Directory -Force -Path (Join-Path $here 'runtime/target') | Out-Null
  $log = Join-Path $here 'runtime/target/build.log'
  $begun = Get-Date
  $script:files = 0
  Write-Host 'Building Forge; the first time, Maven downloads what it needs ...'
  $arguments = '-B', '-Dstyle.color=never', '-DskipTests', '-f', (Join-Path $here 'pom.xml'),
    '-pl', 'runtime', '-am', 'package'
  & mvn $arguments | Tee-Object -FilePath $log | ForEach-Object { Show-Progress ([string] $_) }
  if ($LASTEXITCODE -ne 0) {
    $errors = Select-String -Path $log -Pattern '^\[ERROR\]' | Select-Object -First 15
    foreach ($line in $errors) { [Console]::Error.WriteLine($line.Line) }
    Stop-Failed "the build failed; all it said is in $log"
  }
  # What was edited during the build is newer than it.
  (Get-Archive).LastWriteTime = $begun
}

function Show-Progress([string] $line) {
  if ($line -match 'Building Forge :: (\S+).*(\[\d+/\d+\])') {
    Write-Host "  $($Matches[2]) $($Matches[1])"
  } elseif ($line -match 'Downloaded from ') {
    $script:files++
    if ($script:files % 100 -eq 0) { Write-Host "  ... $script:files files downloaded" }
  }
}

# ---------------------------------------------------------------- commands

# The arguments of a gateway's java, quoted where they may hold a blank.
function Get-Arguments($java) {
  $list = '-XX:+UseG1GC', '-XX:InitialHeapSize=64m', '-XX:MinHeapSize=16m', '-XX:MinHeapFreeRatio=20', '-XX:MaxHeapFreeRatio=50', '-Duser.language=en', '-Duser.country=US', '-XX:Tier4InvocationThreshold=60000', '-XX:Tier4MinInvocationThreshold=7200', '-XX:Tier4CompileThreshold=180000', '-XX:Tier4BackEdgeThreshold=480000', '-XX:G1PeriodicGCInterval=30000', '-XX:MetaspaceSize=64m', '-XX:MaxMetaspaceSize=512m', '-Dfile.encoding=UTF-8', '-Djava.awt.headless=true',
    ('"-XX:ErrorFile={0}/log/jvm-crash-%p.log"' -f $data)
  if ($java.Version -ge 18) { $list += '-Djdk.reflect.useNativeAccessorOnly=true' }
  if ($java.Version -ge 24) { $list += '--sun-misc-unsafe-memory-access=allow' }
  if ($env:FORGE_JAVA_OPTS) { $list += $env:FORGE_JAVA_OPTS }
  if ($env:FORGE_ARCHIVE -ne 'off') {
    $kind = if ($java.Version -ge 25) { 'aot' } else { 'jsa' }
    $option = if ($java.Version -ge 25) { 'AOTCache' } else { 'SharedArchiveFile' }
    $archive = Join-Path $product ('archive/java-{0}.{1}' -f $java.Build, $kind)
    if (-not (Test-Path $archive)) { $archive = Join-Path $data ('run/java-{0}.{1}' -f $java.Build, $kind) }
    $list += ('"-Dforge.archive={0}"' -f $archive)
    if (Test-Path $archive) { $list += ('"-XX:{0}={1}"' -f $option, $archive) }
  }
  $jar = Get-ChildItem (Join-Path $product 'lib/runtime-*.jar') | Select-Object -First 1
  $list += '-jar', ('"{0}"' -f $jar.FullName), '--data', ('"{0}"' -f $data), '--port', $port, '--host', $hostName
  return $list -join ' '
}

function Start-Up {
  New-DataFolder
  $holder = Get-Holder
  if ($holder -and (Test-Gateway $holder)) { return Wait-Other $holder }
  $java = Find-Java
  Build-IfStale $java
  $console = Join-Path $data 'log/console.log'
  $complaints = Join-Path $data 'log/console-errors.log'
  $options = @{
    FilePath = $java.Path
    ArgumentList = (Get-Arguments $java) + ' --quiet'
    RedirectStandardOutput = $console
    RedirectStandardError = $complaints
    PassThru = $true
  }
  if ($onWindows) { $options.WindowStyle = 'Hidden' }
  $log = Join-Path $data 'log/forge.log'
  $logged = 0
  if (Test-Path $log) { $logged = @(Get-Content $log).Count }
  $process = Start-Process @options
  # Without the handle, Windows forgets the exit code.
  $null = $process.Handle
  # It gives up by itself after a minute, unless it hangs.
  $deadline = (Get-Date).AddSeconds(120)
  while (-not (Test-Ready $process.Id)) {
    if ((Get-Date) -gt $deadline) {
      Stop-Process -Id $process.Id -Force
      $process.WaitForExit()
    }
    if ($process.HasExited) { return Show-StartFailure $process.ExitCode $complaints $log $logged }
    Start-Sleep -Milliseconds 100
  }
  $notice = Get-Notice
  $seconds = ((Get-Date) - $process.StartTime).TotalSeconds
  $took = $seconds.ToString('0.0', [Globalization.CultureInfo]::InvariantCulture)
  Write-Output "Forge $($notice.version) is ready: $($notice.address)  ($took s)"
}

# A gateway of this data folder is there already: nothing to do but to tell, when it is ready.
function Wait-Other([int] $id) {
  while (-not (Test-Ready $id)) {
    if (-not (Test-Gateway $id)) {
      Stop-Failed "the gateway that was starting on $data has ended; see 'forge.ps1 log'"
    }
    Start-Sleep -Milliseconds 100
  }
  Write-Output "Forge is already running: $((Get-Notice).address)  (process $id; nothing was changed)"
}

function Show-StartFailure([int] $code, [string] $complaints, [string] $log, [int] $logged) {
  $holder = Get-Holder
  if ($code -eq 3 -and $holder -and (Test-Gateway $holder)) { return Wait-Other $holder }
  foreach ($line in Get-Content $complaints -Tail 20) { [Console]::Error.WriteLine($line) }
  if ($code -eq 2) { exit 2 }
  if ($code -ne 4 -and (Test-Path $log)) {
    [Console]::Error.WriteLine("forge: the gateway ended with code $code; the last lines of ${log}:")
    $lines = Get-Content $log | Select-Object -Skip $logged | Select-Object -Last 15
    foreach ($line in $lines) { [Console]::Error.WriteLine($line) }
  }
  exit 1
}

function Start-Foreground {
  New-DataFolder
  $java = Find-Java
  Build-IfStale $java
  $start = New-Object System.Diagnostics.ProcessStartInfo
  $start.FileName = $java.Path
  $start.Arguments = Get-Arguments $java
  $start.UseShellExecute = $false
  # Ctrl-C reaches the gateway, too; it stops, and so do we.
  $process = [System.Diagnostics.Process]::Start($start)
  $process.WaitForExit()
  exit $process.ExitCode
}

function Stop-Gateway {
  $holder = Get-Holder
  if (-not $holder -or -not (Test-Gateway $holder)) {
    Write-Output "Forge is not running on $data"
    return
  }
  New-Item -ItemType File -Force -Path (Join-Path $data 'run/stop') | Out-Null
  $deadline = (Get-Date).AddSeconds(20)
  while (Test-Gateway $holder) {
    if ((Get-Date) -gt $deadline) {
      Write-Output "Forge has not stopped in 20 s: ending process $holder by force"
      Stop-Process -Id $holder -Force
      Wait-Process -Id $holder -ErrorAction SilentlyContinue
      break
    }
    Start-Sleep -Milliseconds 100
  }
  Write-Output "Forge has stopped  (process $holder)"
}

function Show-Status {
  $holder = Get-Holder
  if (-not $holder -or -not (Test-Gateway $holder)) {
    Write-Output "Forge is not running on $data"
    if ($holder) { Write-Output "  The last one, process $holder, crashed or was killed; see 'forge.ps1 log'" }
    exit 3
  }
  if (-not (Test-Ready $holder)) {
    Write-Output "Forge is starting on $data  (process $holder)"
    exit 3
  }
  $notice = Get-Notice
  Write-Output "Forge $($notice.version) is running: $($notice.address)"
  Write-Output "  process  $holder, Java $($notice.java), since $($notice.started)"
  Write-Output "  data     $data"
  try {
    $list = Invoke-RestMethod -UseBasicParsing -TimeoutSec 2 "$($notice.address)/api/v1/forge/hot-reload/list"
    Write-Output "  skills   $($list.count)"
  } catch {
    Write-Output '  skills   unknown: it does not answer'
  }
}

function Show-Log {
  $file = Join-Path $data 'log/forge.log'
  if (-not (Test-Path $file)) { Stop-Failed "there is no log in $data yet" }
  Write-Output $file
  if ($follow) { Get-Content $file -Tail 30 -Wait } else { Get-Content $file -Tail 30 }
}

function Invoke-TokenTool($words) {
  New-DataFolder
  $java = Find-Java
  Build-IfStale $java | Out-Null
  & $java.Path -Xshare:auto -XX:TieredStopAtLevel=1 '-Dfile.encoding=UTF-8' -cp (Join-Path $product 'bundles/*') forge.core.lock.TokenTool $data $words
  exit $LASTEXITCODE
}

# ---------------------------------------------------------------- asking a gateway

# The verbs of the Java program in lib/.
$clientVerbs = 'create', 'call', 'list', 'show', 'source', 'versions', 'diff', 'rollback', 'retire',
  'trigger', 'enable', 'disable', 'safety', 'approve', 'halt', 'resume', 'audit', 'events', 'open',
  'completion'

# Quotes and letters outside the code page do not survive the way of arguments: they go by the
# environment, each in base64 behind a sign that shows empty ones.
function Get-Packed($words) {
  $packed = foreach ($word in $words) {
    $bytes = [Text.Encoding]::UTF8.GetBytes(([string[]] $word) -join ',')
    '=' + [Convert]::ToBase64String($bytes)
  }
  return @($packed) -join ' '
}

function Set-Utf8Console {
  try {
    [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false
  } catch {
    # There is no console: nothing is shown in a code page then.
    return
  }
}

function Get-Width {
  try {
    if (-not [Console]::IsOutputRedirected) { return [Console]::WindowWidth }
  } catch {
    return 0
  }
  return 0
}

function Invoke-Client($words, $fed) {
  $java = Find-Java
  if (-not (Test-Path (Join-Path $product 'bundles/bundles.list'))) { Build-IfStale $java }
  $jar = (Get-ChildItem (Join-Path $product 'lib/forge-cli-*.jar') | Select-Object -First 1).FullName
  $flags = '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-XX:-UsePerfData',
    "-Dforge.width=$(Get-Width)", '-Dforge.console=true', '-jar', $jar
  $env:FORGE_ARGUMENTS = Get-Packed $words
  $before = [Console]::OutputEncoding
  Set-Utf8Console
  $OutputEncoding = New-Object Text.UTF8Encoding $false
  $ErrorActionPreference = 'Continue'
  try {
    if ($null -eq $fed) { & $java.Path $flags } else { $fed | & $java.Path $flags }
  } finally {
    $env:FORGE_ARGUMENTS = $null
    try { [Console]::OutputEncoding = $before } catch { $null = $_ }
  }
}

# ---------------------------------------------------------------- the command line

function Get-Setting([string] $value, [string] $default) {
  if ($value) { return $value }
  return $default
}

$words = @($args)
if ($words.Count -eq 0) { Stop-Wrong 'say what to do' }
$command = [string] $words[0]
$topic = ''
if ($command -eq 'help' -and $words.Count -gt 1) { $topic = [string] $words[1] }
if ($clientVerbs -contains $command -or $clientVerbs -contains $topic) {
  $fed = $null
  if ($MyInvocation.ExpectingInput -and $words -contains '-') { $fed = @($input) }
  Invoke-Client $words $fed
  exit $LASTEXITCODE
}
if ($topic -eq 'token') {
  $command = 'token'
  $words = 'token', 'help'
} elseif ($topic) {
  $words = @('help')
}
$port = Get-Setting $env:FORGE_PORT '8000'
$hostName = Get-Setting $env:FORGE_HOST '127.0.0.1'
$folder = Get-Setting $env:FORGE_DATA './data'
$follow = $false
$rest = @()
$at = 1
while ($at -lt $words.Count) {
  $word = [string] $words[$at]
  if ($word -match '^-h$|^--help$') {
    Write-Output $usage
    exit 0
  }
  if ($word -eq '-f' -and $command -eq 'log') {
    $follow = $true
  } elseif ($word -match '^--?(port|host|data)(=(.*))?$') {
    $flag = $Matches[1]
    $value = $Matches[3]
    if (-not $Matches[2]) {
      $at++
      if ($at -ge $words.Count) { Stop-Wrong "$word needs a value" }
      $value = [string] $words[$at]
    }
    switch ($flag) {
      'port' { $port = $value }
      'host' { $hostName = $value }
      'data' { $folder = $value }
    }
  } elseif ($command -eq 'token') {
    $rest += $word
  } else {
    Stop-Wrong "unknown argument '$word'"
  }
  $at++
}

$data = Resolve-Data $folder
switch ($command) {
  'up' { Start-Up }
  'run' { Start-Foreground }
  'down' { Stop-Gateway }
  'status' { Show-Status }
  'log' { Show-Log }
  'token' { Invoke-TokenTool $rest }
  { $_ -in 'help', '--help', '-h' } { Write-Output $usage }
  default { Stop-Wrong "unknown command '$command'" }
}
exit 0
