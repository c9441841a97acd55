// The worker of both twins.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');

const pages = new Map();

function render(url) {
  return { url, lines: Array.from({ length: 40 }, (_, line) => ({ line, text: `line ${line} of ${url}` })) };
}

parentPort.on('message', ({ id, url }) => {
  const page = pages.get(url) ?? render(url);
  if (workerData.remembers) pages.set(url, page); // The leak: no page is ever removed.
  parentPort.postMessage({ id, page: page.lines.map(line => line.text).join('\n') });
});
