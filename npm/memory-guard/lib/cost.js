'use strict';
// What a snapshot will cost, from what the heap contains. The costs are per major version of Node, measured with many kinds of heaps of
// 45,000 to 1.3 million nodes; they are those of `heapwise snapshot`.

const MB = 1 << 20;

// Bytes of memory, and microseconds, for each node, edge, and name. A name is the index of an entry of an array, a map, a set, or a
// dictionary: V8 makes a text of each, in a buffer of a kilobyte.
const costs = [
  { from: 26, memory: [220, 40, 1140], pause: [1.6, 0.25, 5.0] },
  { from: 24, memory: [215, 42, 1140], pause: [0.4, 0.6, 5.0] },
  { from: 22, memory: [180, 38, 1190], pause: [2.1, 0.45, 4.1] },
  { from: 20, memory: [210, 36, 1190], pause: [2.5, 0.35, 4.5] },
  { from: 0, memory: [240, 34, 1190], pause: [3.5, 0.45, 5.5] },
];
const fileCost = [29, 17, 9]; // a node and an edge are a line of numbers each

const PauseReserve = 1.2; // for other load on the machine
const MemoryReserve = 1.07; // for the measured error
const MemoryPerTextByte = 1.2; // V8's copy
const MinMemoryBytes = 16 * MB; // of a snapshot of nothing
const NearNodes = 1e6, DistancePerDoubling = 0.4; // in a large heap, the next object is farther away

// Up to Node 18, strings whose place in V8's table of names is taken by indexes are searched for behind all of them.
const LastMajorWithCrowding = 18, CrowdingPerPair = 2.5e-4;

const WordBytes = 8, MinNodeBytes = 16, MaxTextBytes = 1024, MinPointersPerNode = 2;

/**
 * The most that a heap can contain.
 * @param {number} heapUsed
 * @param {object} census what a sample of the memory says (census.js); where a number is missing, each word of the heap may be one
 * @param {number} [maxNodes] where more is known about the nodes
 */
function bound(heapUsed, census, maxNodes = Infinity) {
  const words = heapUsed / WordBytes, { pointers, elements, texts, names, large } = census;
  const references = pointers === undefined ? words : Math.min(pointers, words);
  const nodes = Math.min(pointers === undefined ? heapUsed / MinNodeBytes : references / MinPointersPerNode, maxNodes);
  const text = Math.max(0, heapUsed - WordBytes * (pointers === undefined ? nodes : pointers));
  return {
    nodes,
    edges: references + (elements === undefined ? words : Math.min(elements, words)),
    names: names === undefined ? large / WordBytes : names,
    strings: texts === undefined ? nodes : Math.min(texts, nodes),
    textBytes: Math.min(text, nodes * MaxTextBytes),
  };
}

const sum = ([node, edge, name], { nodes, edges, names }) => nodes * node + edges * edge + names * name;

function crowding({ names, strings }, major) {
  return major > LastMajorWithCrowding || names === 0 ? 0 : CrowdingPerPair * names * names * Math.min(1, 1.2 * strings / names);
}

/**
 * What a snapshot of that contents costs at most.
 * @returns {{ pauseMs: number, memoryBytes: number, fileBytes: number, nodes: number }}
 */
function estimate(contents, major) {
  const { memory, pause } = costs.find(({ from }) => major >= from);
  const distance = DistancePerDoubling * contents.nodes * Math.log2(Math.max(1, contents.nodes / NearNodes));
  const microseconds = sum(pause, contents) + contents.textBytes / 100 + distance + crowding(contents, major);
  return {
    pauseMs: microseconds * PauseReserve / 1000,
    memoryBytes: Math.round(MinMemoryBytes + (sum(memory, contents) + contents.textBytes * MemoryPerTextByte) * MemoryReserve),
    fileBytes: Math.round(sum(fileCost, contents) + contents.textBytes),
    nodes: Math.round(contents.nodes),
  };
}

module.exports = { bound, estimate };
