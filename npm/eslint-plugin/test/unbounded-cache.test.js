import { perRequest, testRule, typescript } from './rule-tester.js';

const lookUp = 'let page = pages.get(request.url); if (!page) { page = render(request.url); pages.set(request.url, page); } '
      + 'response.end(page);';
const map = 'const pages = new Map();';

testRule('unbounded-cache', {
  valid: [
    // Entries are removed, or their number is limited.
    perRequest(`${lookUp} if (pages.size > 100) pages.delete(pages.keys().next().value);`, map),
    perRequest(lookUp, `${map} setInterval(() => pages.clear(), 60_000);`),
    perRequest(`${lookUp} setTimeout(() => pages.delete(request.url), 1000);`, map),
    perRequest(`${lookUp} if (pages.size >= limit) flush();`, map),
    perRequest('pages[request.url] ??= render(request.url); delete pages[oldest()];', 'const pages = {};'),
    perRequest('if (!(request.url in pages) && count < 100) { pages[request.url] = 1; count++; }', 'const pages = {}; let count = 0;'),
    perRequest(lookUp, 'let pages = new Map(); setInterval(() => { pages = new Map(); }, 60_000);'),
    perRequest(lookUp, 'import pages from "./pages.js";'),
    perRequest(lookUp.replaceAll('request.url', 'request'), 'const pages = new WeakMap();'),
    // The keys are limited.
    perRequest('if (!names.has(request.method)) names.set(request.method, render());', 'const names = new Map();'),
    perRequest('const key = `shard ${hash(request.url) % 16}`; if (!names.has(key)) names.set(key, render());', 'const names = new Map();'),
    perRequest('for (const name of ["a", "b"]) counts[name] = (counts[name] ?? 0) + 1;', 'const counts = {};'),
    perRequest('load("a"); load("b");', 'const known = {}; function load(name) { return known[name] ??= require(`./${name}`); }'),
    perRequest('counts[typeof request.url] = (counts[typeof request.url] ?? 0) + 1;', 'const counts = {};'),
    perRequest('counts[request.route.path] = (counts[request.route.path] ?? 0) + 1;', 'const counts = {};'),
    perRequest('texts[request.lang] ??= JSON.parse(fs.readFileSync(`texts/${request.lang}.json`));',
      'import fs from "fs"; const texts = {};'),
    `export function isAt(url, route) { return (routes[route] ??= compile(route)).test(url); } const routes = {};
    ${perRequest('isAt(request.url, "/login");')}`,
    // It is filled once, or dies with the call.
    'const routes = new Map(); function add(path, f) { if (routes.has(path)) throw Error(); routes.set(path, f); } add("/", f); '
      + 'add("/a", g);',
    perRequest(`${map} ${lookUp}`),
    'export function group(list) { const groups = {}; for (const each of list) { if (!groups[each.id]) groups[each.id] = load(each); } }',
    'export class Router { #routes = new Map(); get(path, f) { if (!this.#routes.has(path)) this.#routes.set(path, f); } }',
    // Registries, marks, and tables that other code can see.
    'const plugins = new Map(); export function register(name, plugin) { if (plugins.has(name)) throw Error(name); '
      + 'plugins.set(name, plugin); }',
    'const warned = {}; export function warn(name) { if (!warned[name]) { warned[name] = true; console.warn(name); } }',
    'const locks = {}; export function lock(file) { if (!locks[file]) locks[file] = Promise.resolve(); return locks[file]; }',
    'const seen = {}; export function warn(name) { const count = seen[name] || 0; if (count === 0) seen[name] = count + 1; }',
    'const views = {}; exports.nameOf = (view) => { if (!views[view]) views[view] = view.split("/").pop(); return views[view]; };',
    'const seen = {}; export async function warn(name) { const count = seen[name] || 0; if (count === 0) seen[name] = count + 1; }',
    'const locks = {}; export async function lock(file) { if (!locks[file]) locks[file] = Promise.resolve(); await locks[file]; }',
    `const known = new Map(); export async function publish(list, id) {
      for (const each of list) { if (known.has(id)) throw Error(id); await open(); known.set(id, each); } }`,
    `export ${map}${perRequest(lookUp)}`,
    perRequest(`${lookUp} sweep(pages);`, map),
    `${map} module.exports = { pages }; ${perRequest(lookUp).replace('import http from \'node:http\';', '')}`,
    // Caches of libraries.
    'import { LRUCache } from "lru-cache"; const cache = new LRUCache({ max: 500 });',
    'import { LRUCache } from "lru-cache"; const cache = new LRUCache(options);',
    'import NodeCache from "node-cache"; const cache = new NodeCache({ stdTTL: 60 });',
    'import memoizee from "memoizee"; const f = memoizee(g, { maxAge: 1000 });',
    'import LRU from "./lru.js"; const cache = new LRU();',
    perRequest('const loader = new DataLoader(load);', 'import DataLoader from "dataloader";'),
  ],
  invalid: [
    [perRequest(lookUp, map), 'table'],
    [perRequest('pages[request.url] ??= render(request.url); response.end(pages[request.url]);', 'const pages = {};'), 'table'],
    [perRequest('if (!(request.url in pages)) pages[request.url] = render();', 'const pages = Object.create(null);'), 'table'],
    [perRequest('counts[request.url] = (counts[request.url] ?? 0) + 1;', 'const counts = {};'), 'table'],
    [perRequest('response.end(pageOf(request.url));', `${map} function pageOf(url) {
      const known = pages.get(url); if (known) return known; const page = render(url); pages.set(url, page); return page; }`), 'table'],
    ['const users = new Map(); export async function userOf(id) { if (!users.has(id)) users.set(id, await load(id)); return '
      + 'users.get(id); }', 'table'],
    ['const cache = {}; exports.load = async (id) => { if (cache[id]) return cache[id]; return cache[id] = await read(id); };', 'table'],
    ['function parse(text) { return parse[text] ??= compute(text); }' + perRequest('parse(request.url);'), 'table'],
    ['class Store { #all = new Map(); of(id) { const one = this.#all.get(id) ?? load(id); this.#all.set(id, one); return one; } }'
      + perRequest('store.of(request.url);', 'const store = new Store();'), 'table'],
    ['class Store { constructor() { this.all = {}; } of(id) { return this.all[id] ??= load(id); } }'
      + perRequest('store.of(request.url);', 'const store = new Store();'), 'table'],
    ['class Store { static all = new Map(); static of(id) { if (!Store.all.has(id)) Store.all.set(id, load(id)); return '
      + 'Store.all.get(id); } }'
      + perRequest('Store.of(request.url);'), 'table'],
    ['function memoize(f) { const known = new Map(); return (x) => { if (!known.has(x)) known.set(x, f(x)); return known.get(x); }; }'
      + perRequest('square(request.url);', 'const square = memoize((x) => x);'), 'table'],
    ['export default function plugin(app) { const seen = new Map(); app.addHook("onRequest", (request, reply) => {'
      + 'if (!seen.has(request.ip)) seen.set(request.ip, load(request)); }); }', 'table'],
    [typescript('export class UserService { private readonly cache = new Map<string, User>(); async find(id: string): Promise<User> {'
      + 'const known = this.cache.get(id); if (known) return known; const user = await load(id); this.cache.set(id, user); return '
      + 'user; } }'), 'table'],
    [typescript('const pages: Record<string, Page> = {} as Record<string, Page>;'
      + 'app.get("/:id", (req: Request, res: Response) => { pages[req.params.id!] ??= render(); res.send(pages[req.params.id!]); '
      + '});'), 'table'],
    ['import { LRUCache } from "lru-cache"; const cache = new LRUCache({ allowStale: true });', 'library'],
    ['const NodeCache = require("node-cache"); const cache = new NodeCache();', 'library'],
    ['import NodeCache from "node-cache"; const cache = new NodeCache({ stdTTL: 0 });', 'library'],
    ['import memoizee from "memoizee"; export const f = memoizee(g);', 'library'],
    ['import DataLoader from "dataloader"; export const users = new DataLoader(load);', 'library'],
  ],
});
