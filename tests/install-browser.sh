#!/bin/sh
# Sees to a Chromium and its driver for the browser tests; says so where they cannot be had.
set -u
found() { command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; }
if found; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver >/dev/null
fi
found || echo "No Chromium with chromedriver here and none can be installed: the browser tests will be skipped"
