import { perRequest, testRule } from './rule-tester.js';

const ajv = 'import Ajv from "ajv"; const ajv = new Ajv();';
const cached = (create) => `let code = known.get(request.url); if (!code) { code = ${create}; known.set(request.url, code); }`;
const known = 'import vm from "node:vm"; const known = new Map();';

testRule('compiled-code', {
  valid: [
    perRequest('new Function("return 1")();'),
    perRequest('new vm.Script(request.url).runInThisContext();', 'import vm from "node:vm";'),
    perRequest(`${cached('new Function(request.url)')} if (known.size > 100) known.clear();`, known),
    perRequest('run("a + b");', `${known} function run(text) { let f = known.get(text); if (!f) { f = new Function(text);
      known.set(text, f); } return f(); }`),
    perRequest(cached('load(request.url)'), known),
    `${ajv} const validate = ajv.compile({ type: "object" });`,
    perRequest('validate(request.body);', `${ajv} const validate = ajv.compile(schema);`),
    perRequest('ajv.compile(schema)(request.body);', `${ajv} const schema = { type: "object" };`),
    perRequest('template.compile({ a: 1 });', 'import template from "./template.js";'),
    perRequest('await import(`./pages/${request.url}.js`);'),
    perRequest('await import("./page.js?v=1");'),
    perRequest('require("./settings.json");'),
    'export function load(file) { return require(file); }',
    'export function publish() { const file = find(); const json = require(file); json.version++; fs.writeFileSync(file, json); }',
    'const file = "x.js"; fs.writeFileSync(file, text); require(file);',
  ],
  invalid: [
    [perRequest(cached('new Function(request.url)'), known), 'kept'],
    [perRequest(cached('Function(request.url)'), known), 'kept'],
    [perRequest(cached('new vm.Script(request.url)'), known), 'kept'],
    [perRequest(cached('vm.compileFunction(request.url)'), known), 'kept'],
    [perRequest(cached('{ context: vm.createContext({}) }'), known), 'kept'],
    [perRequest(cached('new RegExp(request.url)'), known), 'kept'],
    [perRequest(cached('compile(request.url)'), `${known} function compile(text) { return new Function(text); }`), 'kept'],
    ['const known = {}; export function match(pattern) { return known[pattern] ??= new RegExp(pattern); }', 'kept'],
    [perRequest('ajv.compile({ type: "object" })(request.body);', ajv), 'schema'],
    [perRequest('const schema = build(request.url); ajv.validate(schema, request.body);', ajv), 'schema'],
    [perRequest('await import(`./rules.js?at=${Date.now()}`);'), 'module'],
    ['export const load = (file) => import(`${file}?version=${++version}`);', 'module'],
    [perRequest('const file = `${request.url}.js`; fs.writeFileSync(file, text); require(file);'), 'module'],
  ],
});
