#!/bin/sh
# Makes the archives of this folder again, but for the RAR files (README.md): zip 3.0 and p7zip 16.02.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$PWD
cd "$work"
printf '六月月报的内容\n' >月报.txt
printf '第二个文件\n' >附表.txt
head -c 3000 /dev/zero | tr '\0' x >long.txt
rm -f "$here"/*.zip "$here"/*.z01 "$here"/*.7z "$here"/*.7z.0* "$here"/*.gz "$here"/*.xz "$here"/*.tar
zip -q -X -P yxfz@2024 "$here/zipcrypto.zip" 月报.txt 附表.txt
7z a -bd -tzip -mem=AES256 -pyxfz@2024 "$here/aes.zip" 月报.txt 附表.txt >/dev/null
7z a -bd -tzip -mm=Deflate64 "$here/deflate64.zip" long.txt >/dev/null
7z a -bd -pyxfz@2024 "$here/locked.7z" 月报.txt >/dev/null
7z a -bd -pyxfz@2024 -mhe=on "$here/locked_names.7z" 月报.txt >/dev/null
dd if=/dev/urandom of=noise.bin bs=1000 count=3 status=none
7z a -bd -v1k "$here/split.7z" noise.bin >/dev/null
rm "$here"/split.7z.003 "$here"/split.7z.004
dd if=/dev/urandom of=noise.bin bs=1000 count=120 status=none
zip -q -X -s 64k split.zip noise.bin
head -c 2000 split.z01 >"$here/split.z01"
tail -c 2000 split.zip >"$here/split.zip"
gzip -c -n <月报.txt >"$here/nameless.gz"
gzip -c <附表.txt >/dev/null
gzip -c 附表.txt >"$here/named.gz"
xz -c <月报.txt >"$here/nameless.xz"
ln -s /etc/passwd link
ln 月报.txt hard
mkdir -p 文件夹
cp 附表.txt 文件夹/
tar cf "$here/links.tar" --sort=name --owner=0 --group=0 月报.txt hard link 文件夹
