'use strict';
// A snapshot names the line of every function. Up to Node 20, V8 counts that line from the start of the script, unless it knows where the
// script's lines begin; in a large script this takes most of the pause. Starting and stopping a CPU profile makes V8 note that for all
// scripts: 15 to 60 ms instead of many seconds. Ending the session clears V8's object ids, so this is done once, before the first
// snapshot: those that follow can be compared with it by identity.

const LastMajorWithoutLines = 20;

let isDone = false;

function indexLines(major) {
  if (isDone || major > LastMajorWithoutLines) return;
  isDone = true;
  let session;
  try {
    const { Session } = require('inspector');
    session = new Session();
    session.connect();
    for (const method of ['enable', 'start', 'stop', 'disable']) session.post(`Profiler.${method}`);
  } catch {
    return; // built without an inspector, or not permitted: the pause is longer
  } finally {
    session?.disconnect();
  }
}

module.exports = { indexLines };
