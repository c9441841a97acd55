#!/usr/bin/env bash
# Publishes the command line as one self-contained, trimmed, precompiled file into artifacts/heapwise/. Prints one line to stderr, or
# the whole build output if the build fails (exit code 3).
# Everything is built under artifacts/, so a developer's own bin/ and obj/ are not touched. Analyzers run in ./check; without them,
# the first use takes half as long.
set -euo pipefail
root=$(cd -P "${BASH_SOURCE[0]%/*}/.." && pwd)
out=$root/artifacts/heapwise
build=$root/artifacts/build

if ! command -v dotnet >/dev/null; then
  echo "heapwise: cannot build: dotnet is not on the PATH. Install the .NET 10 SDK from https://dot.net and try again." >&2
  exit 2
fi

echo "heapwise: building (first use, or the sources have changed) ..." >&2
mkdir -p "$out" "$build"
# The stamp has the time before the build: a source saved during the build is newer.
: >"$build/started"
log=$build/publish.log
if ! (cd "$root" && dotnet publish src/Heapwise.Cli/Heapwise.Cli.csproj --nologo --verbosity quiet --configuration Release \
  --artifacts-path "$build" --output "$build/out" --use-current-runtime --self-contained \
  -p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true -p:DebugType=embedded \
  -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -nodeReuse:false) >"$log" 2>&1; then
  cat "$log" >&2
  echo "heapwise: the build failed; its output is above and in $log" >&2
  exit 3
fi

# Renaming lets a running copy keep its own file.
mv -f "$build/out/heapwise" "$out/heapwise"
mv -f "$build/started" "$out/built"
