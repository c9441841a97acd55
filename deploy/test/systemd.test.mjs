import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { needs, read, run } from './files.mjs';

const unit = 'heapwise-guard.service';
const systemd = needs('systemd-analyze', 'apt-get install systemd');
const folder = mkdtempSync(join(tmpdir(), 'heapwise-deploy-'));
const file = join(folder, unit);
// The program that it starts must exist.
writeFileSync(file, read(`systemd/${unit}`).replace('/usr/bin/heapwise', process.execPath));
after(() => rmSync(folder, { recursive: true }));

test('systemd-analyze verify', systemd, () => {
  const { succeeded, output } = run('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', file]);
  assert.ok(succeeded, output);
  assert.equal(output, ''); // unknown keys are only warned about
});

test('systemd-analyze security: hardly exposed', systemd, (context) => {
  const { succeeded, output } = run('systemd-analyze', ['security', '--no-pager', '--offline=true', '--threshold=30', file]);
  if (/unrecognized option|Unknown option/i.test(output)) return context.skip('needs systemd 250');
  assert.ok(succeeded, output);
});

test('what a guard needs is not closed', () => {
  const text = read(`systemd/${unit}`);
  assert.match(text, /^SystemCallFilter=@system-service ptrace$/m); // @system-service has process_vm_readv
  for (const key of ['PrivateUsers', 'ProtectProc', 'ProcSubset', 'PrivateNetwork']) assert.doesNotMatch(text, new RegExp(`^${key}=`, 'm'));
});
