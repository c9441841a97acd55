import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, Source, SourceKind } from '../src/api/types.ts';
import { matching, objectId } from '../src/app/commands.ts';
import { filesFor, landing, shownSources, snapshotOf } from '../src/app/places.ts';
import { parse } from '../src/app/route.ts';
import { edgeText, folded, withCut } from '../src/text/edges.ts';
import { aboutClass } from '../src/text/classes.ts';
import { distinctNames, shortName } from '../src/text/names.ts';

function source(id: string, kind: SourceKind, state: Source['state'] = 'ready'): Source {
  return { id, kind, name: id, path: `/${id}`, fileBytes: 1, state, phase: null, fraction: null, error: null, pid: null };
}

function session(...sources: Source[]): Session {
  return { version: '1', sources, historyId: null, maxUploadBytes: 1 };
}

test('The page begins at the findings of all snapshots', () => {
  const open = session(source('a', 'snapshot'), source('b', 'snapshot'), source('p', 'profile'));
  assert.deepEqual(landing(open), { view: 'findings', files: ['a', 'b'], selected: null });
  assert.deepEqual(landing(open, ['b']), { view: 'findings', files: ['b'], selected: null });
});

test('Without a heap the page begins at what there is', () => {
  assert.equal(landing(session(source('p', 'profile'))).view, 'allocation');
  assert.equal(landing(session(source('g', 'gclog'))).view, 'gclog');
  assert.equal(landing({ ...session(), historyId: 'h' }).view, 'history');
  assert.equal(landing(session()).view, 'open');
});

test('What is shown is named even where the address has no source', () => {
  const process: Source = { ...source('p', 'process'), pid: 42 };
  const open: Session = { ...session(source('a', 'snapshot'), process, source('h', 'history')), historyId: 'h' };
  const shown = (hash: string) => shownSources(parse(hash), open).map(({ id }) => id);
  assert.deepEqual(shown('#/summary/a,gone'), ['a']);
  assert.deepEqual(shown('#/history'), ['h']);
  assert.deepEqual(shown('#/live?pid=42'), ['p']);
  assert.deepEqual(shown('#/live?pid=43'), []);
  assert.deepEqual(shown('#/open'), []);
});

test('A view is possible with the files of the address, or with others that fit', () => {
  const open = session(source('a', 'snapshot'), source('b', 'snapshot'), source('x', 'snapshot', 'failed'), source('t', 'timeline'));
  assert.deepEqual(filesFor('summary', ['a'], open), ['a']);
  assert.deepEqual(filesFor('comparison', ['a'], open), ['a', 'b', 't']);
  assert.deepEqual(filesFor('allocation', ['a'], open), ['t']);
  assert.equal(filesFor('gclog', ['a'], open), null);
  assert.equal(filesFor('history', [], open), null);
  assert.equal(filesFor('summary', [], session(source('g', 'gclog'))), null);
});

test('A diagnosis of the address shows its own findings', () => {
  const open = session(source('a', 'snapshot'), source('d', 'diagnosis'));
  assert.deepEqual(filesFor('findings', ['d'], open), ['d']);
  assert.deepEqual(filesFor('findings', ['a'], open), ['a']);
});

test('A selection is in the last snapshot unless the address names another', () => {
  const sources = [source('a', 'snapshot'), source('b', 'snapshot')];
  assert.equal(snapshotOf(['a', 'b'], sources)?.id, 'b');
  assert.equal(snapshotOf(['a', 'b'], sources, 'a')?.id, 'a');
  assert.equal(snapshotOf([], sources), null);
});

test('Commands are found by words in any order', () => {
  const list = ['Dominators', 'Who holds a class', 'Summary'].map(text => ({ id: text, text, run: () => {} }));
  assert.deepEqual(matching(list, 'class who').map(({ id }) => id), ['Who holds a class']);
  assert.deepEqual(matching(list, 's').map(({ id }) => id), ['Summary', 'Dominators', 'Who holds a class']);
  assert.equal(objectId(' @123 '), 123);
  assert.equal(objectId('1a'), null);
});

test('Edges read as in the program', () => {
  assert.equal(edgeText('cache', 'property'), '.cache');
  assert.equal(edgeText('a b', 'property'), '["a b"]');
  assert.equal(edgeText('<symbol kState>', 'property'), '[kState]');
  assert.equal(edgeText('3', 'element'), '[3]');
  assert.equal(edgeText('users', 'context'), 'users');
  assert.equal(edgeText('map', 'internal'), '‹map›');
});

test('A long path is folded in its middle', () => {
  const steps = Array.from({ length: 100 }, (_, index) => index);
  assert.deepEqual(folded(steps, false, 2), { head: [0, 1], hidden: 96, tail: [98, 99] });
  assert.equal(folded(steps, true, 2).hidden, 0);
  assert.equal(folded([1, 2, 3], false, 2).hidden, 0);
});

test('A cut is added once', () => {
  assert.equal(withCut(undefined, 'n1'), 'n1');
  assert.equal(withCut('n1,e2:3', 'n4'), 'n1,e2:3,n4');
  assert.equal(withCut('n1', 'n1'), 'n1');
});

test('V8’s own classes are explained, the program’s are not', () => {
  assert.equal(aboutClass('(compiled code)'), 'classAbout_code');
  assert.equal(aboutClass('system / Context'), 'classAbout_context');
  assert.equal(aboutClass('system / PropertyCell'), 'classAbout_system');
  assert.equal(aboutClass('Session'), null);
});

test('Names are cut to what tells them apart', () => {
  assert.deepEqual(distinctNames(['node-3716-round-00.heapsnapshot', 'node-3716-round-01.heapsnapshot']), ['round-00', 'round-01']);
  assert.deepEqual(distinctNames(['before.heapsnapshot', 'after.heapsnapshot']), ['before', 'after']);
  assert.deepEqual(distinctNames(['only-one.heapsnapshot']), ['only-one']);
});

test('Names of files are shown without their endings', () => {
  assert.equal(shortName('a.heapsnapshot.gz'), 'a');
  assert.equal(shortName('report.json'), 'report.json');
});
