import { perRequest, testRule } from './rule-tester.js';

const registry = 'const registry = new FinalizationRegistry((id) => console.log(id));';

testRule('weak-reference', {
  valid: [
    perRequest('images.set(request.url, new WeakRef(load())); ', 'const images = new Map(); new FinalizationRegistry((id) => '
      + 'images.delete(id));'),
    perRequest('const image = load(); registry.register(image, request.url);', registry),
    perRequest('const image = load(); registry.register(image, request.url, image);', registry),
    perRequest('const job = {}; registry.register(pool, "job", job); response.on("close", () => registry.unregister(job));',
      `${registry} const pool = {};`),
    `${registry} const pool = {}; registry.register(pool, "pool");`,
    perRequest('plugins.register(app, { app });', 'import plugins from "./plugins.js"; const app = {};'),
    perRequest('const image = load(); const { id } = image; registry.register(image, () => id);', registry),
    perRequest('new WeakRef(response);'),
  ],
  invalid: [
    [perRequest('images.set(request.url, new WeakRef(load()));', 'const images = new Map();'), 'refs'],
    [perRequest('refs.push(new WeakRef(response));', 'const refs = [];'), 'refs'],
    [perRequest('const ref = new WeakRef(response); refs.add(ref);', 'const refs = new Set();'), 'refs'],
    [perRequest('images[request.url] = new WeakRef(load());', 'const images = {};'), 'refs'],
    [perRequest('const image = load(); registry.register(image, image);', registry), 'held'],
    [perRequest('const image = load(); registry.register(image, { id: 1, image });', registry), 'held'],
    [perRequest('const image = load(); registry.register(image, () => image.close());', registry), 'held'],
    ['class Cache { #registry = new FinalizationRegistry(() => {}); add(key, value) { this.#registry.register(value, [key, value]); '
      + '} }', 'held'],
    [perRequest('registry.register(pool, request.url);', `${registry} const pool = {};`), 'registered'],
    [perRequest('const job = {}; registry.register(pool, "job", job);', `${registry} const pool = {};`), 'registered'],
  ],
});
