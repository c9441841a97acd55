#!/usr/bin/env node
// Produces a snapshot of any size from a real one: several copies of the same heap under one root.
//
//   node bench/end-to-end/enlarge.mjs FILE COPIES OUT
//
// Copy k of node i is at position k * nodes + i (the root exists only once) and has its own id. Edges stay inside their copy. The
// root of the first copy also has the edges of the other roots. Strings and locations are shared.
// Takes about 9 bytes of memory per number in FILE, and one minute for 5 GB.
import fs from 'node:fs';
import { Buffer } from 'node:buffer';

const [file, copiesText, out] = process.argv.slice(2);
const copies = Number(copiesText);
if (!out || !(copies >= 1)) {
  console.error('usage: enlarge.mjs FILE COPIES OUT');
  process.exit(2);
}

const input = fs.openSync(file, 'r');
const output = fs.openSync(out, 'w');
const block = Buffer.alloc(1 << 22);
let at = 0, end = 0;
const byte = () => {
  if (at === end) {
    end = fs.readSync(input, block, 0, block.length, null);
    at = 0;
    if (end === 0) throw new Error('unexpected end of file');
  }
  return block[at++];
};

/** Text up to and including a mark, whose last byte is "[". */
function until(mark) {
  const wanted = Buffer.from(mark);
  let bytes = Buffer.alloc(1 << 16);
  for (let length = 0; ;) {
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(length)]);
    bytes[length++] = byte();
    if (bytes[length - 1] === 91 && length >= wanted.length && bytes.compare(wanted, 0, wanted.length, length - wanted.length, length) === 0) return bytes.toString('latin1', 0, length);
  }
}

/** The numbers of an array whose opening bracket has been read. */
function numbers(count) {
  const values = new Float64Array(count);
  for (let n = 0, value = 0, digits = 0; ;) {
    const c = byte();
    if (c >= 48 && c <= 57) {
      value = value * 10 + c - 48;
      digits++;
    } else if (digits > 0 && (c === 44 || c === 93)) {
      values[n++] = value;
      value = digits = 0;
      if (c === 93) return values;
    } else if (c === 93) {
      return values;
    }
  }
}

const pending = Buffer.alloc(1 << 22);
let filled = 0;
function flush() {
  fs.writeSync(output, pending, 0, filled);
  filled = 0;
}
function text(value) {
  if (value.length === 1 && filled < pending.length) {
    pending[filled++] = value.charCodeAt(0);
    return;
  }
  const bytes = Buffer.from(value, 'latin1');
  if (filled + bytes.length > pending.length) flush();
  if (bytes.length > pending.length) fs.writeSync(output, bytes);
  else filled += bytes.copy(pending, filled);
}
const digits = new Uint8Array(20);
function number(value) {
  if (filled + 24 > pending.length) flush();
  let length = 0;
  do {
    const rest = value % 10;
    digits[length++] = 48 + rest;
    value = (value - rest) / 10;
  } while (value > 0);
  while (length > 0) pending[filled++] = digits[--length];
}

const head = until('"nodes":[');
const meta = JSON.parse(head.slice(0, head.lastIndexOf('"nodes":[')).replace(/,\s*$/, '') + '}').snapshot;
const nodeFields = meta.meta.node_fields.length;
const edgeFields = meta.meta.edge_fields.length;
const [idField, edgesField] = [meta.meta.node_fields.indexOf('id'), meta.meta.node_fields.indexOf('edge_count')];
const targetField = meta.meta.edge_fields.indexOf('to_node');
const nodes = numbers(meta.node_count * nodeFields);
until('"edges":[');
const edges = numbers(meta.edge_count * edgeFields);
const middle = until('"strings":[');
const count = meta.node_count;
const rootEdges = nodes[edgesField];
// Even ids are hashes of embedder objects: a small step keeps them distinct and below 2³².
let largestId = 0;
for (let i = 0; i < count; i++) {
  const id = nodes[i * nodeFields + idField];
  if (id % 2 === 1) largestId = Math.max(largestId, id);
}
const idStep = id => (id % 2 === 1 ? largestId + 1 : 2);

// Copies after the first have no root, so their nodes begin one position earlier.
const position = (copy, node) => (copy === 0 ? node : copy * (count - 1) + node);
meta.node_count = copies * (count - 1) + 1;
meta.edge_count = copies * meta.edge_count;
text(`{"snapshot":${JSON.stringify(meta)},\n"nodes":[`);
for (let copy = 0; copy < copies; copy++) {
  for (let i = copy === 0 ? 0 : 1; i < count; i++) {
    for (let f = 0; f < nodeFields; f++) {
      let value = nodes[i * nodeFields + f];
      if (f === idField) value += copy * idStep(value);
      if (f === edgesField && i === 0) value *= copies;
      if (f > 0 || i > 0) text(',');
      number(value);
    }
    text('\n');
  }
}
text('],\n"edges":[');
let first = true;
function edge(index, copy) {
  for (let f = 0; f < edgeFields; f++) {
    let value = edges[index * edgeFields + f];
    if (f === targetField) value = value === 0 ? 0 : position(copy, value / nodeFields) * nodeFields;
    if (!first) text(',');
    first = false;
    number(value);
  }
  text('\n');
}
for (let copy = 0; copy < copies; copy++) for (let e = 0; e < rootEdges; e++) edge(e, copy);
for (let copy = 0; copy < copies; copy++) for (let e = rootEdges; e < edges.length / edgeFields; e++) edge(e, copy);
text(`],${middle.slice(middle.indexOf(',') + 1)}`);
flush();
fs.writeSync(output, block, at, end - at);
for (let read; (read = fs.readSync(input, block, 0, block.length, null)) > 0;) fs.writeSync(output, block, 0, read);
fs.closeSync(output);
