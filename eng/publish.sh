#!/usr/bin/env bash
# Publishes the command line as one file. Prints one line to stderr, or the whole build output if the build fails (exit code 3).
#   eng/publish.sh              for ./heapwise: self-contained, trimmed and precompiled, into artifacts/heapwise; quick to build
#   eng/publish.sh --native     as it is shipped: native code, into artifacts/native/RID; needs a C compiler (clang or gcc)
#   eng/publish.sh --for RID    as it is shipped to another platform, into artifacts/native/RID: native where it can be built here,
#                               else precompiled. linux-arm64 needs aarch64-linux-gnu-gcc.
# Everything is built under artifacts/, so a developer's own bin/ and obj/ are not touched. Analyzers run in ./check; without them,
# the first use takes half as long.
set -euo pipefail
root=$(cd -P "${BASH_SOURCE[0]%/*}/.." && pwd)
here=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
rid=
case ${1:-} in
  "") ;;
  --native) rid=$here ;;
  --for) rid=${2:?a runtime identifier, such as linux-arm64} ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0"; [[ $1 == --help || $1 == -h ]]; exit $((2 * $?)) ;;
esac

if ! command -v dotnet >/dev/null; then
  echo "heapwise: cannot build: dotnet is not on the PATH. Install the .NET 10 SDK from https://dot.net and try again." >&2
  exit 2
fi

if ! command -v npm >/dev/null && [[ ! -e $root/web/dist/assets.json ]]; then
  echo "heapwise: cannot build: npm is not on the PATH, and the page of heapwise ui needs it. Install Node from https://nodejs.org" >&2
  exit 2
fi

precompiled=(--self-contained -p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true -p:DebugType=embedded)
native=(-p:PublishAot=true -p:DebugType=none)
case $rid in
  "") out=$root/artifacts/heapwise mode=(--use-current-runtime "${precompiled[@]}") ;;
  "$here" | linux-arm64) out=$root/artifacts/native/$rid mode=(-r "$rid" "${native[@]}") ;;
  *) out=$root/artifacts/native/$rid mode=(-r "$rid" "${precompiled[@]}") ;;
esac
build=$root/artifacts/build${rid:+/$rid}

if [[ -z $rid ]]; then
  echo "heapwise: building (first use, or the sources have changed) ..." >&2
else
  echo "heapwise: building for $rid ..." >&2
fi
mkdir -p "$out" "$build"
# The stamp has the time before the build: a source saved during the build is newer.
: >"$build/started"
log=$build/publish.log
if ! (cd "$root" && dotnet publish src/Heapwise.Cli/Heapwise.Cli.csproj --nologo --verbosity quiet --configuration Release \
  --artifacts-path "$build" --output "$build/out" "${mode[@]}" -p:Deterministic=true -p:ContinuousIntegrationBuild=true \
  -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -nodeReuse:false) >"$log" 2>&1; then
  cat "$log" >&2
  echo "heapwise: the build failed; its output is above and in $log" >&2
  exit 3
fi

if [[ ! -e $build/out/heapwise && ! -e $build/out/heapwise.exe ]]; then
  echo "heapwise: the build ended without an error and without a program; its output is in $log" >&2
  exit 3
fi

# Renaming lets a running copy keep its own file.
for program in heapwise heapwise.exe; do
  if [[ -e $build/out/$program ]]; then mv -f "$build/out/$program" "$out/$program"; fi
done
mv -f "$build/started" "$out/built"
