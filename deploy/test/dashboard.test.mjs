import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, readYaml } from './files.mjs';

const dashboard = JSON.parse(read('grafana/heapwise.json'));
const panels = dashboard.panels.filter((panel) => panel.type !== 'row');

test('panels have ids of their own, a datasource that can be chosen, and a place in the grid', () => {
  const ids = dashboard.panels.map((panel) => panel.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { title, datasource, targets, gridPos } of panels) {
    assert.ok(title && targets.length > 0);
    for (const source of [datasource, ...targets.map((target) => target.datasource)]) {
      assert.deepEqual(source, { type: 'prometheus', uid: '${datasource}' }, title);
    }
    assert.ok(gridPos.x >= 0 && gridPos.x + gridPos.w <= 24, title);
  }
});

test('panels do not overlap', () => {
  const cells = new Set();
  for (const { title, gridPos: { x, y, w, h } } of dashboard.panels) {
    for (let row = y; row < y + h; row++) {
      for (let column = x; column < x + w; column++) {
        assert.ok(!cells.has(`${row}/${column}`), title);
        cells.add(`${row}/${column}`);
      }
    }
  }
});

test('every variable that a query uses is one of the dashboard or of Grafana', () => {
  const names = new Set([...dashboard.templating.list.map((variable) => variable.name), '__rate_interval']);
  const used = panels.flatMap((panel) => panel.targets)
    .flatMap((target) => [...target.expr.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name));
  assert.ok(used.length > 0);
  assert.deepEqual(used.filter((name) => !names.has(name)), []);
});

test('the provisioned datasource is Prometheus of compose.yaml', () => {
  const [{ datasources: [source] }] = readYaml('grafana/provisioning/datasources/prometheus.yml');
  const [{ services }] = readYaml('compose/compose.yaml');
  assert.equal(source.type, 'prometheus');
  assert.ok(services[new URL(source.url).hostname]);
  const [{ providers: [provider] }] = readYaml('grafana/provisioning/dashboards/heapwise.yml');
  assert.ok(services.grafana.volumes.some((volume) => volume.includes(`:${provider.options.path}/`)));
});
