import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stringify } from 'yaml';
import { needs, path, readYaml, run } from './files.mjs';

const promtool = needs('promtool', 'apt-get install prometheus');
const folder = mkdtempSync(join(tmpdir(), 'heapwise-deploy-'));
after(() => rmSync(folder, { recursive: true }));

const succeeds = (program, ...arguments_) => {
  const { succeeded, output } = run(program, arguments_);
  assert.ok(succeeded, output);
};

test('promtool check rules', promtool, () => succeeds('promtool', 'check', 'rules', path('prometheus/heapwise.rules.yml')));

test('promtool test rules', promtool, () => succeeds('promtool', 'test', 'rules', path('prometheus/heapwise.rules.test.yml')));

test('promtool check config', promtool, () => succeeds('promtool', 'check', 'config', path('prometheus/prometheus.yml')));

test('promtool check config: pods', promtool, () => {
  const [configuration] = readYaml('prometheus/scrape-kubernetes.yml');
  const file = join(folder, 'scrape.yml');
  for (const job of configuration.scrape_configs) {
    assert.deepEqual(job.kubernetes_sd_configs, [{ role: 'pod' }]);
    delete job.kubernetes_sd_configs; // Debian's Prometheus is built without it
  }

  writeFileSync(file, stringify(configuration));
  succeeds('promtool', 'check', 'config', file);
});

test('amtool check-config', needs('amtool', 'apt-get install prometheus-alertmanager'),
  () => succeeds('amtool', 'check-config', path('prometheus/alertmanager.yml')));

test('every alert has a severity, a summary, a description, and a test in which it fires', () => {
  const [{ groups }] = readYaml('prometheus/heapwise.rules.yml');
  const [{ tests }] = readYaml('prometheus/heapwise.rules.test.yml');
  const fired = new Set(tests.flatMap((one) => one.alert_rule_test).filter((one) => one.exp_alerts).map((one) => one.alertname));
  for (const rule of groups.flatMap((group) => group.rules)) {
    assert.match(rule.alert, /^Heapwise[A-Z]/);
    assert.match(rule.labels.severity, /^(warning|critical)$/);
    assert.ok(rule.annotations.summary && rule.annotations.description, rule.alert);
    assert.ok(fired.has(rule.alert), rule.alert);
  }
});
