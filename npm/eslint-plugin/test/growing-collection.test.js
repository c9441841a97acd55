import { perRequest, testRule, typescript } from './rule-tester.js';

testRule('growing-collection', {
  valid: [
    perRequest('log.push(request.url); if (log.length > 100) log.shift();', 'const log = [];'),
    perRequest('log.push(request.url); log = log.slice(-100);', 'let log = [];'),
    perRequest('log.push(request.url); if (log.length >= 50) flush();', 'const log = []; function flush() { log.length = 0; }'),
    perRequest('clients.add(response); response.on("close", () => clients.delete(response));', 'const clients = new Set();'),
    perRequest('times[next++ % times.length] = 1;', 'const times = new Array(100); let next = 0;'),
    perRequest('times[next++ % 100] = 1;', 'const times = []; let next = 0;'),
    perRequest('methods.add(request.method);', 'const methods = new Set();'),
    perRequest('const parts = []; request.on("data", (part) => parts.push(part));'),
    'export function read(stream) { const parts = []; stream.on("data", (part) => parts.push(part)); }',
    'const hooks = []; export function addHook(hook) { hooks.push(hook); } export const run = () => hooks.forEach((hook) => hook());',
    'const routes = []; app.get = (path, f) => routes.push({ path, f });',
    'class Router { steps = []; use(step) { this.steps.push(step); } } const router = new Router(); router.use(a); router.use(b);',
    'export class Log { lines = []; add(line) { this.lines.push(line); } }',
    'const names = []; for (const each of list) names.push(each.name);',
    'const names = []; list.forEach((each) => names.push(each.name));',
    perRequest('log.push(request.url);', 'import { log } from "./log.js";'),
    perRequest('log.push(request.url);', 'const log = []; startFlushing(log);'),
    'class Log { lines = []; add(line) { this.lines.push(line); } }' + perRequest('const log = new Log(); log.add(1);'),
    perRequest('if (!ready) { ready = true; hooks.push(() => {}); }', 'const hooks = []; let ready = false;'),
    perRequest('log.push(1);', 'const log = []; export { log };'),
    perRequest('const { id } = request; jobs.set(id, 1); finish(id);', 'const jobs = new Map(); async function finish(id) { '
      + 'jobs.delete(id); }'),
    // The performance timeline.
    perRequest('performance.mark("begin"); performance.clearMarks("begin");'),
    'performance.mark("start");',
    // Properties of one object.
    perRequest('log.lines.push(request.url); if (log.lines.length > 9) log.lines.shift();', 'const log = { lines: [] };'),
    perRequest('log.lines.push(request.url);', 'const log = { lines: [] }; export default log;'),
    perRequest('log.lines.push(request.url); log.lines = [];', 'const log = { lines: [] };'),
    perRequest('const log = { lines: [] }; log.lines.push(request.url);'),
    // An input that ends.
    'const parts = []; process.stdin.on("data", (part) => parts.push(part)); process.stdin.on("end", () => print(parts));',
    'const parts = []; for await (const part of process.stdin) parts.push(part);',
    'const lines = []; reader.on("line", (line) => { lines.push(line); });',
    // Collections inside of entries.
    perRequest('byDay.get(new Date().getDay()).push(request.url); byDay.get(0).shift();', 'const byDay = new Map([[0, []], [1, []]]);'),
    perRequest('const list = byKind[request.method]; list.push(1); if (list.length > 9) list.shift();',
      'const byKind = { GET: [], PUT: [] };'),
    perRequest('const list = byKind[request.method]; list.push(1); send(list);', 'const byKind = { GET: [], PUT: [] };'),
  ],
  invalid: [
    [perRequest('log.push(request.url);', 'const log = [];'), 'grows'],
    [perRequest('log.unshift({ url: request.url }); response.end(`${log.length}`);', 'const log = [];'), 'grows'],
    [perRequest('log[log.length] = request.url;', 'const log = [];'), 'grows'],
    [perRequest('log = [...log, request.url];', 'let log = [];'), 'grows'],
    [perRequest('clients.add(response);', 'const clients = new Set(); setInterval(() => { for (const c of clients) c.write("."); }, '
      + '1000);'), 'grows'],
    [perRequest('if (!seen.has(request.url)) seen.add(request.url);', 'const seen = new Set();'), 'grows'],
    [perRequest('byId.set(++last, request.url);', 'const byId = new Map(); let last = 0;'), 'grows'],
    [perRequest('byId[request.url] = response;', 'const byId = {};'), 'grows'],
    ['const history = []; setInterval(() => { history.push(Date.now()); }, 100);', 'grows'],
    ['import { on } from "node:events"; const seen = []; for await (const [message] of on(queue, "message")) seen.push(message);', 'grows'],
    ['class Log { #lines = []; add(line) { this.#lines.push(line); } }' + perRequest('log.add(request.url);', 'const log = new '
      + 'Log();'), 'grows'],
    ['function main() { const log = []; http.createServer((request, response) => { log.push(request.url); }); } main();', 'grows'],
    ['export default (app) => { const log = []; app.use((req, res, next) => { log.push(req.url); next(); }); };', 'grows'],
    ['consumer.run({ eachMessage: async ({ message }) => { seen.push(message); } }); const seen = [];', 'grows'],
    [typescript('const log: Entry[] = []; export const handler = (req: Request, res: Response): void => { log.push({ url: req.url! '
      + '}); };'), 'grows'],
    [typescript('class Log { private lines: string[] = []; add(line: string) { this.lines.push(line); } } const log = new Log();'
      + 'app.get("/", (req, res) => { log.add(req.url); });'), 'grows'],
    [perRequest('log.lines.push(request.url);', 'const log = { lines: [] };'), 'grows'],
    [perRequest('log.add(request.url);', 'const log = { lines: [], add(line) { this.lines.push(line); } };'), 'grows'],
    [perRequest('performance.mark("begin");'), 'timeline'],
    [perRequest('performance.measure("all", "begin"); performance.clearMarks();'), 'timeline'],
    [perRequest('byKind[request.method].push(request.url);', 'const byKind = { GET: [], PUT: [] };'), 'grows'],
    [perRequest('const list = byKind.get(request.method) ?? []; list.push(1); byKind.set(request.method, list);',
      'const byKind = new Map();'), 'grows'],
  ],
});
