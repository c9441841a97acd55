// The types, as programs in CommonJS and in modules see them, and with mistakes that must be found. Once, on any Node.
import assert from 'node:assert';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import typescript from 'typescript';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs');

function check(...names) {
  const program = typescript.createProgram(names.map(name => path.join(folder, name)), {
    strict: true, noEmit: true, skipLibCheck: false, types: ['node'],
    module: typescript.ModuleKind.Node16, moduleResolution: typescript.ModuleResolutionKind.Node16, target: typescript.ScriptTarget.ES2022,
  });
  return typescript.getPreEmitDiagnostics(program).map(({ messageText, file, start }) =>
    `${file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0}: ${typescript.flattenDiagnosticMessageText(messageText, ' ')}`);
}

test('programs that use all of it', () => assert.deepEqual(check('typed.cts', 'typed.mts'), []));

test('mistakes are found', () => {
  const found = check('mistaken.mts');

  assert.deepEqual(found.map(text => Number(text.split(':')[0])), [3, 4, 5, 6], found.join('\n'));
});
