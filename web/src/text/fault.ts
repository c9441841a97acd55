/** What was thrown, as an error: JavaScript lets a program throw anything. */
export function fault(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
