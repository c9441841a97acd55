/** V8's made-up nodes, such as "(GC roots)", are called by their name alone. */
export function labelOf({ className, name }: { className: string; name: string }): { className: string; name: string } {
  if (name === className) return { className, name: '' };
  return className === '(synthetic)' && name !== '' ? { className: name, name: '' } : { className, name };
}
