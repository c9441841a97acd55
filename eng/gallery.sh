#!/usr/bin/env bash
# Diagnoses each program of samples/ on all supported majors, which ./check does on one of them in turn, and writes docs/gallery.md.
# Takes about half an hour on two cores. Exits with 1 if a diagnosis is not as the head of its program says.
set -euo pipefail
cd "$(cd -P "${BASH_SOURCE[0]%/*}/.." && pwd)"
rm -rf artifacts/gallery
dotnet build test/Heapwise.IntegrationTests --nologo --configuration Release --verbosity quiet
HEAPWISE_GALLERY=all dotnet test test/Heapwise.IntegrationTests --nologo --configuration Release --no-build --filter "FullyQualifiedName~SampleOnNode"
node eng/gallery.mjs
