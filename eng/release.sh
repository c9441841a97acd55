#!/usr/bin/env bash
# Builds everything that is published, into artifacts/release: archives, Debian packages, npm and NuGet packages, the container image's
# files, the bill of materials, and SHA256SUMS. The same commit gives the same files.
#   eng/release.sh                     for all platforms
#   eng/release.sh linux-x64 osx-arm64 for some; the others' packages are then missing
# Needs the .NET 10 SDK, Node with npm, and clang or gcc; for linux-arm64 aarch64-linux-gnu-gcc; for Debian packages dpkg-deb.
set -euo pipefail
cd "$(cd -P "${BASH_SOURCE[0]%/*}/.." && pwd)"
platforms=("$@")
(($# > 0)) || platforms=(linux-x64 linux-arm64 linux-musl-x64 osx-arm64 osx-x64 win-x64)

version=$(dotnet msbuild src/Heapwise.Cli -getProperty:Version)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
out=$PWD/artifacts/release work=$PWD/artifacts/build/release
rm -rf "$out" "$work"
mkdir -p "$out" "$work"

# tarball FILE FOLDER: an archive of the folder's content that depends on nothing else.
tarball() {
  (cd "$2" && tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -c -- *) | gzip -9n >"$1"
}

# fill FOLDER RID: a program with what belongs beside it.
fill() {
  local folder=$1 program=artifacts/native/$2/heapwise
  mkdir -p "$folder/man/man1" "$folder/completions"
  [[ $2 == win-* ]] && program+=.exe
  install -m 755 "$program" "$folder/"
  install -m 644 README.md README.zh-CN.md CHANGELOG.md LICENSE "$folder/"
  install -m 644 "$work"/man/* "$folder/man/man1/"
  install -m 644 "$work"/completions/* "$folder/completions/"
}

archive() {
  local name=heapwise-$version-$1
  fill "$work/$1/$name" "$1"
  if [[ $1 != win-* ]]; then
    tarball "$out/$name.tar.gz" "$work/$1"
  else
    find "$work/$1" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
    (cd "$work/$1" && find "$name" -type f | sort | TZ=UTC zip -q -9 -X "$out/$name.zip" -@)
  fi
}

debian() {
  local architecture=$2 root=$work/deb-$2 doc
  doc=$root/usr/share/doc/heapwise
  mkdir -p "$root"/{DEBIAN,usr/bin,usr/share/man/man1} "$doc"
  mkdir -p "$root"/usr/share/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}
  install -m 755 "artifacts/native/$1/heapwise" "$root/usr/bin/"
  install -m 644 "$work"/man/* "$root/usr/share/man/man1/"
  gzip -9n "$root"/usr/share/man/man1/*
  install -m 644 "$work/completions/heapwise.bash" "$root/usr/share/bash-completion/completions/heapwise"
  install -m 644 "$work/completions/_heapwise" "$root/usr/share/zsh/vendor-completions/"
  install -m 644 "$work/completions/heapwise.fish" "$root/usr/share/fish/vendor_completions.d/"
  install -m 644 LICENSE "$doc/copyright"
  gzip -9nc CHANGELOG.md >"$doc/changelog.gz"
  cat >"$root/DEBIAN/control" <<CONTROL
Package: heapwise
Version: $version
Architecture: $architecture
Maintainer: Heapwise contributors <heapwise@users.noreply.github.com>
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: libc6 (>= 2.34)
Recommends: libssl3
Section: devel
Priority: optional
Description: finds memory leaks in Node.js programs
 From a running process or heap snapshots to the leaking line of code,
 in one command and without touching the program.
CONTROL
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  find "$root" -type d -exec chmod 755 {} +
  dpkg-deb --root-owner-group --build "$root" "$out/heapwise_${version}_$architecture.deb" >/dev/null
}

# The same folders as the native program was built in, so that it is not compiled again.
tool() {
  local rid=$1 folder=$PWD/artifacts/build/$1 options=(-r "$1" -p:PublishAot=true -p:DebugType=none)
  [[ $rid == any ]] && options=(-r any -p:DebugType=none)
  [[ -z $rid ]] && folder=$PWD/artifacts/build/tool options=(-p:PublishAot=true) # only the list of the others
  dotnet pack src/Heapwise.Cli/Heapwise.Cli.csproj --nologo --verbosity quiet --configuration Release --artifacts-path "$folder" \
    --output "$out" "${options[@]}" -p:PacksTool=true -p:Deterministic=true -p:ContinuousIntegrationBuild=true \
    -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -nodeReuse:false
}

for rid in "${platforms[@]}"; do eng/publish.sh --for "$rid"; done

echo "heapwise: packing ..." >&2
program=artifacts/native/linux-x64/heapwise
[[ -x $program ]] || program=./heapwise
"$program" man --output "$work/man" >/dev/null
mkdir "$work/completions"
"$program" completions bash >"$work/completions/heapwise.bash"
"$program" completions zsh >"$work/completions/_heapwise"
"$program" completions fish >"$work/completions/heapwise.fish"
"$program" completions powershell >"$work/completions/heapwise.ps1"

binaries=()
for rid in "${platforms[@]}"; do
  archive "$rid"
  binaries+=("$rid=$PWD/artifacts/native/$rid/heapwise$([[ $rid == win-* ]] && echo .exe || true)")
  case $rid in
    linux-x64) debian "$rid" amd64 ;;
    linux-arm64) debian "$rid" arm64 ;;
  esac
  case $rid in
    linux-x64 | linux-arm64) tool "$rid" ;;
  esac
done
tool any
tool ""
node eng/release/npm.mjs "$version" "$out" "${binaries[@]}" >/dev/null
eng/release/image.sh "$work/image"
tarball "$out/heapwise-$version-image.tar.gz" "$work/image"

dotnet tool restore >/dev/null
dotnet tool run dotnet-CycloneDX -- src/Heapwise.Cli/Heapwise.Cli.csproj --output "$out" --filename heapwise.cdx.json --output-format Json \
  --no-serial-number --disable-package-restore --base-intermediate-output-path "$PWD/artifacts/build/linux-x64/obj" \
  --set-name heapwise --set-version "$version" >"$work/sbom.log" || { cat "$work/sbom.log" >&2; exit 3; }
runtime=$(dotnet msbuild src/Heapwise.Cli -getProperty:BundledNETCoreAppPackageVersion)
node eng/release/sbom.mjs "$out/heapwise.cdx.json" "$runtime" "$SOURCE_DATE_EPOCH"

(cd "$out" && sha256sum -- * >SHA256SUMS)
ls -l "$out" >&2
