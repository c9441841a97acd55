import { perRequest, testRule, typescript } from './rule-tester.js';

testRule('event-listener-signal', {
  valid: [
    perRequest('target.addEventListener("change", () => {}, { signal });', 'const target = new EventTarget();'),
    'import { on } from "node:events"; for await (const [value] of on(emitter, "value", { signal })) use(value);',
    'import Emittery from "emittery"; const bus = new Emittery(); bus.on("change", () => {}, { signal });',
    'import bus from "./bus.js"; bus.on("change", () => {}, { signal });',
    'import { EventEmitter } from "node:events"; const bus = new EventEmitter(); bus.on("change", () => {});',
    'import { EventEmitter } from "./emitter.js"; const bus = new EventEmitter(); bus.on("change", () => {}, { signal });',
  ],
  invalid: [
    ['import { EventEmitter } from "node:events"; const bus = new EventEmitter(); bus.on("change", () => {}, { signal });', 'ignored'],
    ['const EventEmitter = require("events"); const bus = new EventEmitter(); bus.once("change", f, { signal: controller.signal '
      + '});', 'ignored'],
    ['process.on("message", () => {}, { signal });', 'ignored'],
    ['import { EventEmitter } from "events"; class Bus extends EventEmitter {} const bus = new Bus(); bus.addListener("x", f, { '
      + 'signal });', 'ignored'],
    ['import EventEmitter from "events"; class Bus extends EventEmitter { watch(signal) { this.on("x", () => {}, { signal }); } }',
      'ignored'],
    ['import { createReadStream } from "node:fs"; const file = createReadStream("x"); file.on("data", () => {}, { signal });', 'ignored'],
    [typescript('import { EventEmitter } from "node:events"; const bus = new EventEmitter<Events>(); bus.on("x", () => {}, { signal '
      + '} as never);'), 'ignored'],
  ],
});
