import { testRule } from './rule-tester.js';

const http = 'import http from "node:http";';

testRule('stream-response', {
  valid: [
    'async function f() { const response = await fetch(url); return response.json(); }',
    'async function f() { const response = await fetch(url); const text = await response.text(); if (!response.ok) throw new '
      + 'Error(text); return text; }',
    'async function f() { const response = await fetch(url); if (!response.ok) throw new Error(await response.text()); return '
      + 'response.json(); }',
    'async function f() { const response = await fetch(url); if (!response.ok) { await response.body?.cancel(); return null; } '
      + 'return response.json(); }',
    'async function f() { const response = await fetch(url); if (!response.ok) throw new HttpError(response); return response.json(); }',
    'async function f() { const response = await fetch(url); return response; }',
    'async function f() { const { ok } = await fetch(url, { method: "HEAD" }); return ok; }',
    'async function f() { const response = await fetch(url, options); return response.ok; }',
    'async function f() { const response = await fetch(url); check(response); }',
    'async function f() { const { body } = await fetch(url); for await (const part of body) use(part); }',
    'async function f() { return (await fetch(url)).json(); }',
    'async function f(fetch) { const response = await fetch(url); return response.ok; }',
    'const ready = fetch(url).then((response) => response.json());',
    `${http} http.get(url, (response) => { response.resume(); done(response.statusCode); });`,
    `${http} http.get(url, (response) => { if (response.statusCode !== 200) { response.resume(); return; } response.on("data", use); });`,
    `${http} http.get(url, async (response) => { for await (const part of response) use(part); });`,
    `${http} http.get(url, (response) => { response.pipe(file); });`,
    `${http} http.get(url, (response) => read(response));`,
    `${http} http.request({ method: "HEAD" }, (response) => { done(response.headers); });`,
    `${http} const ask = http.get(url, (response) => { done(response.statusCode); ask.destroy(); });`,
    `${http} http.get(url, ({ statusCode }) => done(statusCode));`,
    'import request from "request"; const ask = request(url); ask.on("response", (response) => { done(response.statusCode); });',
    'map.get(url, (response) => { done(response.statusCode); });',
  ],
  invalid: [
    ['async function f() { const response = await fetch(url); return response.ok; }', 'never'],
    ['async function f() { const { ok } = await fetch(url); return ok; }', 'never'],
    ['async function f() { return (await fetch(url)).status; }', 'never'],
    ['async function f() { await fetch(url, { method: "POST", body }); }', 'never'],
    ['async function f() { const response = await fetch(url); if (!response.ok) throw new Error("no"); return response.json(); }', 'early'],
    ['async function f() { const response = await fetch(url); if (response.status === 404) { log(); return null; } return '
      + 'response.json(); }', 'early'],
    [`${http} http.get(url, (response) => { done(response.statusCode); });`, 'paused'],
    [`${http} http.get(url, (response) => { response.on("end", done); });`, 'paused'],
    [`${http} const ask = http.get(url); ask.on("response", (answer) => resolve(answer.statusCode));`, 'paused'],
    [`${http} http.get(url, (response) => { if (response.statusCode !== 200) { reject(new Error()); return; } response.on("data",
      use); });`, 'pausedEarly'],
    ['const https = require("https"); https.request(url, (response) => { console.log(response.headers); });', 'paused'],
  ],
});
