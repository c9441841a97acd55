#!/usr/bin/env bash
# Lays out the container image: the native program, the system libraries that it loads, certificates, and a user without rights.
#   eng/release/image.sh FOLDER
# Then: docker build FOLDER (or podman, buildah). Nothing is downloaded.
set -euo pipefail
cd "$(cd -P "${BASH_SOURCE[0]%/*}/../.." && pwd)"
folder=$1 root=$1/root
program=artifacts/native/linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')/heapwise
mkdir -p "$root"/{etc/ssl/certs,usr/bin,tmp}
install -m 755 "$program" "$root/usr/bin/"
install -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo 'heapwise:x:65532:65532::/tmp:/usr/bin/heapwise' >"$root/etc/passwd"
echo 'heapwise:x:65532:' >"$root/etc/group"
chmod 1777 "$root/tmp"

# libssl and libcrypto are loaded for https only.
libraries=$(ldconfig -p | awk '$1 ~ /^lib(ssl|crypto)\.so\.3$/ { print $NF }')
for library in $( (ldd "$program"; for other in $libraries; do echo "=> $other"; ldd "$other"; done) | grep -o '/[^ ]*' | sort -u); do
  mkdir -p "$root${library%/*}"
  install -m 755 "$library" "$root$library"
done

cat >"$folder/Dockerfile" <<'DOCKERFILE'
FROM scratch
COPY root/ /
USER 65532:65532
ENV HOME=/tmp
WORKDIR /tmp
ENTRYPOINT ["/usr/bin/heapwise"]
DOCKERFILE
