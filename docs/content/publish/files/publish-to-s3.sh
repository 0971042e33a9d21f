#!/usr/bin/env bash
# Copies the finished site in public/ to a bucket: publish-to-s3.sh BUCKET [FOLDER]
# First what pages load, then the pages, and at last what is not needed any more is taken away.
set -euo pipefail
target=s3://$1/${2:+$2/}

aws s3 sync public "$target" --exclude '*' \
  --include 'assets/*-??????????.*' --include 'search/*/*' \
  --cache-control 'public, max-age=31536000, immutable'

aws s3 sync public "$target" \
  --exclude 'assets/*-??????????.*' --exclude 'search/*/*' \
  --cache-control 'no-cache'

aws s3 sync public "$target" --delete --size-only
