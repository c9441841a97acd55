// Completes the bill of materials that CycloneDX wrote: only what is in the program, the .NET runtime that is part of it, and the
// time of the commit instead of now.
//   node eng/release/sbom.mjs FILE RUNTIME-VERSION SECONDS
import fs from 'node:fs';

const [file, runtime, seconds] = process.argv.slice(2);
const bom = JSON.parse(fs.readFileSync(file, 'utf8'));
const bundled = {
  type: 'framework',
  'bom-ref': `pkg:nuget/Microsoft.NETCore.App.Runtime@${runtime}`,
  name: 'Microsoft.NETCore.App.Runtime',
  version: runtime,
  description: 'The .NET runtime, which is part of the program',
  licenses: [{ license: { id: 'MIT' } }],
  purl: `pkg:nuget/Microsoft.NETCore.App.Runtime@${runtime}`,
};
bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
bom.components = [...bom.components.filter(component => component.scope !== 'excluded'), bundled];
const kept = new Set([bom.metadata.component['bom-ref'], ...bom.components.map(component => component['bom-ref'])]);
bom.dependencies = bom.dependencies
  .filter(dependency => kept.has(dependency.ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(other => kept.has(other)) }));
bom.dependencies.push({ ref: bundled['bom-ref'], dependsOn: [] });
bom.dependencies.find(({ ref }) => ref === bom.metadata.component['bom-ref'])?.dependsOn.push(bundled['bom-ref']);
fs.writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
