'use strict';

/** Byte counts for messages, decimal as in Chrome DevTools: 1 kB is 1000 bytes. */
function formatBytes(bytes) {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${round(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${round(bytes / 1e6)} MB`;
  return `${Math.round(bytes / 1e7) / 100} GB`;
}

const round = value => Math.round(value * 10) / 10;

const formatSeconds = ms => `${round(ms / 1000)} s`;

const formatShare = share => `${Math.round(share * 100)} %`;

module.exports = { formatBytes, formatSeconds, formatShare };
